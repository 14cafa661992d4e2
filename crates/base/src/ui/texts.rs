//! The few words that components say by themselves, such as "Close" and "Next".

macro_rules! texts {
    ($($(#[$doc:meta])* $field:ident $key:literal)+) => {
        /// The words of the components in one language, taken from the message catalogue.
        #[derive(Debug, Clone, Default)]
        pub struct Texts { $($(#[$doc])* pub $field: String),+ }

        impl Texts {
            /// The keys in the message catalogue, for the test that none is missing.
            pub const KEYS: &'static [&'static str] = &[$($key),+];

            /// Fills every word by its key, for instance `Texts::new(|key| locale.text(key))`.
            pub fn new(mut text: impl FnMut(&'static str) -> String) -> Self {
                Self { $($field: text($key)),+ }
            }
        }
    };
}

texts! {
    /// The link before everything else, for keyboards.
    skip_to_content "ui-skip-to-content"
    /// Opens the menu on a phone.
    menu "ui-menu"
    /// The name of the menu for screen readers.
    main_menu "ui-main-menu"
    /// Closes a dialog, a toast or the menu.
    close "ui-close"
    /// Leaves a dialog without doing anything.
    cancel "ui-cancel"
    /// Goes on in a dialog whose verb nobody named.
    confirm "ui-confirm"
    /// Search, as a verb on a button and a label.
    search "ui-search"
    /// What the palette finds, as its placeholder.
    palette_hint "ui-palette-hint"
    /// Said when the palette cannot reach the server.
    palette_failed "ui-palette-failed"
    /// How to move in the palette.
    palette_keys "ui-palette-keys"
    /// The menu of languages.
    language "ui-language"
    /// The menu of colour schemes.
    theme "ui-theme"
    /// The scheme of the system.
    theme_system "ui-theme-system"
    /// The light scheme.
    theme_light "ui-theme-light"
    /// The dark scheme.
    theme_dark "ui-theme-dark"
    /// The menu of the person who is signed in.
    account "ui-account"
    /// The sheet of keyboard shortcuts.
    shortcuts "ui-shortcuts"
    /// The switch that turns single-key shortcuts on and off.
    shortcuts_on "ui-shortcuts-on"
    /// The shortcut that creates.
    key_create "ui-key-create"
    /// The shortcut that edits.
    key_edit "ui-key-edit"
    /// The shortcut that saves.
    key_save "ui-key-save"
    /// The shortcut that focuses the search.
    key_search "ui-key-search"
    /// The shortcut for the next and the previous row.
    key_rows "ui-key-rows"
    /// The shortcut that selects a row.
    key_select "ui-key-select"
    /// The shortcut for the rows of a grid.
    key_grid "ui-key-grid"
    /// The shortcut for this sheet.
    key_help "ui-key-help"
    /// Before the name of a page that a shortcut goes to.
    key_go "ui-key-go"
    /// Prints the page.
    print "ui-print"
    /// Marks a field that must be filled.
    required "ui-required"
    /// The head of the list of mistakes above a form.
    mistakes "ui-mistakes"
    /// Applies the filters where no script runs.
    apply "ui-apply"
    /// Opens the choice of a list's columns.
    columns "ui-columns"
    /// Takes all filters away.
    clear_filters "ui-clear-filters"
    /// Takes one filter away; its name follows.
    remove_filter "ui-remove-filter"
    /// Selects all rows of the page.
    select_all "ui-select-all"
    /// Selects the row; its name follows.
    select_row "ui-select-row"
    /// After the number of selected rows.
    selected "ui-selected"
    /// Undoes the selection.
    clear_selection "ui-clear-selection"
    /// The list's ways out: files.
    export "ui-export"
    /// The name of the pager for screen readers.
    pages "ui-pages"
    /// The first page of a list.
    first "ui-first"
    /// The next page of a list.
    next "ui-next"
    /// Adds a line to a grid.
    add_line "ui-add-line"
    /// Removes a line from a grid.
    remove_line "ui-remove-line"
    /// Said when a type-ahead finds nothing.
    nothing_found "ui-nothing-found"
    /// Opens the table behind a chart.
    as_table "ui-as-table"
    /// The name of the trail for screen readers.
    breadcrumb "ui-breadcrumb"
    /// The word for a step that is done, for screen readers.
    step_done "ui-step-done"
}
