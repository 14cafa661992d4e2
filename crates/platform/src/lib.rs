//! The installation and its companies: signing up and in, people and rights, and what every
//! business capability leans on.

mod limits;
mod local_path;
mod mistakes;
mod passwords;
mod tokens;

pub mod audit;
pub mod files;
pub mod imports;
pub mod jobs;
pub mod mail;
pub mod palette;
pub mod saved_views;
pub mod sessions;
pub mod settings;
pub mod sign_up;
pub mod users;
pub mod visits;
pub mod welcome;

use base::Capability;

use imports::Importer;

/// Every capability of the platform, in the order of the menu; the importers are those of the
/// storeys above.
#[must_use]
pub fn capabilities(importers: Vec<Importer>) -> Vec<Capability> {
    vec![
        visits::capability(),
        welcome::capability(),
        mail::capability(),
        sign_up::capability(),
        sessions::capability(),
        palette::capability(),
        saved_views::capability(),
        files::capability(),
        users::capability(),
        settings::capability(),
        audit::capability(),
        jobs::capability(),
        imports::capability(importers),
    ]
}
