//! The press: documents are laid out off the request threads, a few at a time.

mod sheet;

pub use sheet::sheet;

use base::{App, L, Lang, Problem, Timestamp};
use documents::{Digits, Document, Language, Moment};
use tokio::sync::Semaphore;

/// How many are laid out at once: each takes a core for a quarter of a second and up, and a
/// burst of them must not starve everything else.
const AT_ONCE: usize = 2;

struct Press(Semaphore);

impl Default for Press {
    fn default() -> Self {
        Self(Semaphore::new(AT_ONCE))
    }
}

/// The PDF of a document.
///
/// # Errors
/// When it cannot be laid out.
pub async fn print(app: &App, document: Document) -> Result<Vec<u8>, Problem> {
    let press = app.part::<Press>();
    let _turn = press.0.acquire().await.map_err(Problem::internal)?;
    let rendered = tokio::task::spawn_blocking(move || documents::render(&document)).await;
    rendered.map_err(Problem::internal)?.map_err(Problem::internal)
}

/// The language of a document.
#[must_use]
pub fn language(lang: Lang) -> Language {
    match lang {
        Lang::En => Language::En,
        Lang::Ar => Language::Ar,
        Lang::Bn => Language::Bn,
    }
}

/// The digits that the reader of this language writes.
#[must_use]
pub fn digits(l: &L) -> Digits {
    match (l.locale().digits(), l.lang()) {
        (base::Digits::Native, Lang::Ar) => Digits::Arabic,
        (base::Digits::Native, Lang::Bn) => Digits::Bangla,
        _ => Digits::Latin,
    }
}

/// When a document was made, for its metadata.
#[must_use]
pub fn moment(at: Timestamp) -> Option<Moment> {
    let at = jiff::tz::TimeZone::UTC.to_datetime(at.instant());
    Some(Moment {
        year: i32::from(at.year()),
        month: u8::try_from(at.month()).ok()?,
        day: u8::try_from(at.day()).ok()?,
        hour: u8::try_from(at.hour()).ok()?,
        minute: u8::try_from(at.minute()).ok()?,
        second: u8::try_from(at.second()).ok()?,
    })
}
