//! Our own small drawings: strokes on a 24 by 24 grid, coloured by the text around them.

use maud::{Markup, PreEscaped, Render, html};

macro_rules! icons {
    ($($name:ident $paths:literal)+) => {
        /// A drawing beside a word. It is hidden from screen readers, so the word must be there.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[allow(missing_docs, reason = "each name says what is drawn")]
        pub enum Icon { $($name),+ }

        impl Icon {
            /// Every icon, for the styleguide.
            pub const ALL: &'static [Icon] = &[$(Icon::$name),+];

            fn paths(self) -> &'static str {
                match self { $(Icon::$name => $paths),+ }
            }
        }
    };
}

icons! {
    Home "<path d='M4 11.5 12 5l8 6.5'/><path d='M6 10v9h12v-9'/><path d='M10 19v-5h4v5'/>"
    Box "<path d='m12 3 8 4.3v9.4L12 21l-8-4.3V7.3z'/><path d='m4 7.3 8 4.4 8-4.4M12 \
        11.7V21M8 5.2l8 4.3'/>"
    Tag "<path d='M4 4h7.5l8.5 8.5-7.5 7.5L4 11.5z'/><circle cx='8.2' cy='8.2' r='1.2'/>"
    Stock "<path d='M3 20V9.5L12 5l9 4.5V20'/><path d='M7 20v-8h10v8M7 16h10'/>"
    Cart "<path d='M3 4.5h2.5L8 15.5h9.5L20 8H6.3'/><circle cx='9' cy='19' r='1.4'/><circle \
        cx='16.5' cy='19' r='1.4'/>"
    Users "<circle cx='9' cy='8.5' r='3.3'/><path d='M3 19.5c.4-3.4 2.7-5.3 6-5.3s5.6 1.9 6 \
        5.3M15.5 5.6a3.2 3.2 0 0 1 0 5.8M17.5 14.7c2 .7 3.2 2.4 3.5 4.8'/>"
    User "<circle cx='12' cy='8.5' r='3.5'/><path d='M5 20c.5-3.7 3.2-5.8 7-5.8s6.5 2.1 7 5.8'/>"
    Truck "<path d='M2.5 6h11v10.5h-11zM13.5 10H18l3.5 3.5v3h-8'/><circle cx='7' cy='17.5' \
        r='1.8'/><circle cx='17' cy='17.5' r='1.8'/>"
    Invoice "<path d='M6 3h12v18l-3-1.8-3 1.8-3-1.8L6 21z'/><path d='M9 8h6M9 12h6'/>"
    Money "<rect x='3' y='6' width='18' height='12' rx='2'/><circle cx='12' cy='12' r='2.6'/>\
        <path d='M6.5 12h.01M17.5 12h.01'/>"
    Book "<path d='M12 6.5C10 5 7.3 4.5 3.5 4.7v13.6c3.8-.2 6.5.3 8.5 1.7 2-1.4 4.7-1.9 \
        8.5-1.7V4.7C16.7 4.5 14 5 12 6.5zM12 6.5V20'/>"
    Chart "<path d='M4 4v16h16'/><path d='M8 16v-4M12.5 16V8M17 16v-6'/>"
    Calendar "<rect x='4' y='5.5' width='16' height='14.5' rx='2'/><path d='M4 10h16M8.5 \
        3.5v4M15.5 3.5v4'/>"
    Clock "<circle cx='12' cy='12' r='8.5'/><path d='M12 7.5V12l3 2'/>"
    Settings "<path d='M4 7h9M17 7h3M4 17h3M11 17h9'/><circle cx='15' cy='7' r='2.2'/><circle \
        cx='9' cy='17' r='2.2'/>"
    Search "<circle cx='11' cy='11' r='6.5'/><path d='m16 16 4.5 4.5'/>"
    Filter "<path d='M4 6h16M7 12h10M10 18h4'/>"
    Plus "<path d='M12 5v14M5 12h14'/>"
    Edit "<path d='m5 19 .8-3.8L16 5l3 3L8.8 18.2zM14 7l3 3'/>"
    Trash "<path d='M4.5 7h15M9.5 7V4.5h5V7M6.5 7l.8 12.5h9.4L17.5 7M10.5 11v5M13.5 11v5'/>"
    Download "<path d='M12 4v11M7.5 11l4.5 4.5 4.5-4.5M4.5 19.5h15'/>"
    Upload "<path d='M12 15.5v-11M7.5 9 12 4.5 16.5 9M4.5 19.5h15'/>"
    Print "<path d='M7 9V4h10v5M7 17H4V9.5h16V17h-3'/><path d='M7 14h10v6H7z'/>"
    File "<path d='M6 3h8l4.5 4.5V21H6z'/><path d='M14 3v4.5h4.5'/>"
    Mail "<rect x='3' y='5.5' width='18' height='13' rx='2'/><path d='m3.5 7 8.5 6.5L20.5 7'/>"
    Key "<circle cx='8' cy='15.5' r='4'/><path d='m11 12.5 8.5-8.5M16 7.5l2.5 2.5'/>"
    Globe "<circle cx='12' cy='12' r='8.5'/><path d='M3.5 12h17M12 3.5c-5 5-5 12 0 17 5-5 5-12 \
        0-17'/>"
    Theme "<circle cx='12' cy='12' r='8.5'/><path d='M12 3.5v17M12 8l6.5-1M12 12h8.5M12 16l6.5 1'/>"
    Keyboard "<rect x='2.5' y='6' width='19' height='12' rx='2'/><path d='M6 10h.01M10 10h.01M14 \
        10h.01M18 10h.01M6.5 14.2h11'/>"
    Info "<circle cx='12' cy='12' r='8.5'/><path d='M12 11v5.5M12 7.8h.01'/>"
    Warning "<path d='M12 4 2.8 19.5h18.4z'/><path d='M12 10v4.5M12 17h.01'/>"
    Stop "<path d='M8.3 3.5h7.4l4.8 4.8v7.4l-4.8 4.8H8.3l-4.8-4.8V8.3z'/><path d='M12 8v5M12 \
        16h.01'/>"
    Check "<path d='m4.5 12.5 5 5 10-11'/>"
    Dot "<circle cx='12' cy='12' r='3.5'/>"
    Ring "<circle cx='12' cy='12' r='6.5'/>"
    Menu "<path d='M4 6.5h16M4 12h16M4 17.5h16'/>"
    Close "<path d='m6 6 12 12M18 6 6 18'/>"
    More "<path d='M5.5 12h.01M12 12h.01M18.5 12h.01'/>"
    SignOut "<path d='M10 4H5v16h5M14.5 8l4 4-4 4M18.5 12H10'/>"
    ArrowUp "<path d='M12 19V5M6 11l6-6 6 6'/>"
    ArrowDown "<path d='M12 5v14M6 13l6 6 6-6'/>"
    ArrowEnd "<path d='M5 12h14M13 6l6 6-6 6'/>"
    ChevronUp "<path d='m6 15 6-6 6 6'/>"
    ChevronDown "<path d='m6 9 6 6 6-6'/>"
    ChevronBoth "<path d='m8 10 4-4 4 4M8 14l4 4 4-4'/>"
    ChevronStart "<path d='m15 6-6 6 6 6'/>"
    ChevronEnd "<path d='m9 6 6 6-6 6'/>"
}

impl Icon {
    /// Whether the drawing points along the line of reading and turns round in Arabic.
    fn turns(self) -> bool {
        matches!(
            self,
            Icon::ArrowEnd | Icon::ChevronStart | Icon::ChevronEnd | Icon::SignOut | Icon::Truck
        )
    }
}

impl Render for Icon {
    fn render(&self) -> Markup {
        html! {
            svg.icon.icon-turns[self.turns()] viewBox="0 0 24 24" aria-hidden="true"
                focusable="false" { (PreEscaped(self.paths())) }
        }
    }
}
