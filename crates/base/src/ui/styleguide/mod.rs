//! Every component in every state, on one page. It is the place to look at after a change of the
//! styles: light and dark, narrow and wide, in each direction of writing.
//!
//! The samples are boats and harbours, and stand in English or Arabic in the code: they are
//! not words of the product.

mod basics;
mod drawings;
mod entry;
mod lists;

use maud::{Markup, html};

use super::Chrome;

/// The body of the styleguide, for [`super::shell`]. `csrf`-like fields come from the chrome.
#[must_use]
pub fn styleguide(chrome: &Chrome) -> Markup {
    let words = Words { arabic: chrome.lang.starts_with("ar") };
    html! {
        (basics::all(chrome, words))
        (drawings::all(chrome, words))
        (lists::all(chrome, words))
        (entry::all(chrome, words))
    }
}

/// The language of the samples.
#[derive(Debug, Clone, Copy)]
struct Words {
    arabic: bool,
}

impl Words {
    fn of(self, english: &'static str, arabic: &'static str) -> &'static str {
        if self.arabic { arabic } else { english }
    }
}
