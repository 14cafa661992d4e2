//! What surrounds a page: who is here, where they can go, in which language.

use super::{Icon, Texts, Tone};

/// The direction of the language.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Dir {
    /// From left to right.
    #[default]
    Ltr,
    /// From right to left.
    Rtl,
}

impl Dir {
    /// The value of the `dir` attribute.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Dir::Ltr => "ltr",
            Dir::Rtl => "rtl",
        }
    }
}

/// The colour scheme, kept in the cookie [`Theme::COOKIE`] by the browser's side.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the system says.
    #[default]
    System,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

impl Theme {
    /// The cookie in which the switch keeps the choice; it is not secret and not HttpOnly.
    pub const COOKIE: &'static str = "theme";

    /// Reads the cookie's value; anything unknown follows the system.
    #[must_use]
    pub fn from_cookie(value: &str) -> Self {
        match value {
            "light" => Theme::Light,
            "dark" => Theme::Dark,
            _ => Theme::System,
        }
    }

    pub(super) fn attribute(self) -> Option<&'static str> {
        match self {
            Theme::System => None,
            Theme::Light => Some("light"),
            Theme::Dark => Some("dark"),
        }
    }
}

/// Everything around the body of a page. Start from `Chrome::default()` and fill what is known.
#[derive(Debug, Clone, Default)]
pub struct Chrome {
    /// The title of the page, first in the browser's tab.
    pub title: String,
    /// The language as a BCP 47 tag: `en`, `ar`, `bn`.
    pub lang: String,
    /// The direction of the language.
    pub dir: Dir,
    /// The colour scheme that was chosen.
    pub theme: Theme,
    /// The name beside the mark: the company's, or the product's.
    pub brand: String,
    /// Where the mark leads.
    pub home: String,
    /// Who is signed in.
    pub user: Option<User>,
    /// The side menu.
    pub menu: Vec<MenuSection>,
    /// The languages to choose from; the menu is left out when there is only one.
    pub locales: Vec<Locale>,
    /// What was just done, said once.
    pub flash: Option<Flash>,
    /// Where the palette asks (`GET url?q=`) and where its button leads without scripts.
    pub palette: Option<String>,
    /// Hidden fields for the chrome's own forms, such as the token against forged requests.
    pub hidden: Vec<(String, String)>,
    /// The words of the components.
    pub texts: Texts,
}

/// The person who is signed in, and what their menu offers.
#[derive(Debug, Clone, Default)]
pub struct User {
    /// The person's name.
    pub name: String,
    /// A second line: the mail address or the role.
    pub detail: String,
    /// What the menu offers.
    pub actions: Vec<UserAction>,
}

/// One entry of the person's menu.
#[derive(Debug, Clone)]
pub struct UserAction {
    /// What it says.
    pub label: String,
    /// Where it leads.
    pub href: String,
    /// Its drawing.
    pub icon: Icon,
    /// Whether it changes something (sign out) and so must be a POST.
    pub post: bool,
}

/// A part of the side menu.
#[derive(Debug, Clone, Default)]
pub struct MenuSection {
    /// The heading; the first part has none.
    pub title: Option<String>,
    /// The entries.
    pub items: Vec<MenuItem>,
}

/// One entry of the side menu.
#[derive(Debug, Clone)]
pub struct MenuItem {
    /// What it says.
    pub label: String,
    /// Where it leads.
    pub href: String,
    /// Its drawing.
    pub icon: Icon,
    /// The letter after `G` that goes there.
    pub shortcut: Option<char>,
    /// Whether this is the part of the program we are in.
    pub current: bool,
    /// How many things wait there.
    pub count: Option<String>,
}

impl MenuItem {
    /// An entry without a shortcut, not current.
    pub fn new(label: impl Into<String>, href: impl Into<String>, icon: Icon) -> Self {
        let (label, href) = (label.into(), href.into());
        Self { label, href, icon, shortcut: None, current: false, count: None }
    }

    /// Adds the letter after `G`.
    #[must_use]
    pub fn go(mut self, letter: char) -> Self {
        self.shortcut = Some(letter);
        self
    }

    /// Marks the entry as the part we are in.
    #[must_use]
    pub fn current(mut self, current: bool) -> Self {
        self.current = current;
        self
    }
}

/// A language to choose.
#[derive(Debug, Clone)]
pub struct Locale {
    /// The BCP 47 tag.
    pub code: String,
    /// Its own name for itself: English, العربية, বাংলা.
    pub name: String,
    /// Where it is chosen; the answer redirects back.
    pub href: String,
    /// Whether the page is in it.
    pub current: bool,
}

/// What was just done. A success is a toast; a warning or an error stays as a banner.
#[derive(Debug, Clone)]
pub struct Flash {
    /// How it went.
    pub tone: Tone,
    /// One sentence.
    pub text: String,
    /// What to do about it: the words and the address, for instance "Undo".
    pub link: Option<(String, String)>,
}
