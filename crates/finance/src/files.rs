//! Lists as files: every row that the filters leave, not only those of the page.

use base::ListQuery;
use base::export::MOST_ROWS;

/// Rows that are read in one go.
const PAGE: u32 = 200;

/// The pages that are read at most for one file.
pub(crate) const MOST_PAGES: i64 = MOST_ROWS / PAGE as i64;

/// From the first row on, whatever page was shown.
pub(crate) fn from_the_start(list: &mut ListQuery) {
    (list.limit, list.after) = (Some(PAGE), None);
}
