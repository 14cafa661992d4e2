//! The list of journals as a file.

use axum::response::Response;
use base::export::{Cell, Export, ExportQuery};
use base::{Cx, Problem, Query};

use super::super::JournalQuery;
use super::index::state_word;
use crate::files::{MOST_PAGES, from_the_start};

pub(super) async fn list(
    cx: Cx,
    Query(wanted): Query<ExportQuery>,
    Query(mut query): Query<JournalQuery>,
) -> Result<Response, Problem> {
    let headings = [
        "journals-number",
        "journals-date",
        "journals-memo",
        "journals-reference",
        "journals-state",
        "journals-amount",
    ];
    let mut file = Export::new(wanted.format, "journals", headings.map(|key| cx.l.t(key)))?;
    let mut tx = cx.read().await?;
    from_the_start(&mut query.list);
    for _ in 0..MOST_PAGES {
        let page = super::super::list(&mut tx, &query).await?;
        for journal in &page.items {
            file.row([
                Cell::from(journal.number.as_deref()),
                journal.date.into(),
                (&journal.memo).into(),
                (&journal.reference).into(),
                state_word(&cx.l, journal.state).into(),
                journal.amount.into(),
            ])?;
        }
        query.list.after = page.next;
        if query.list.after.is_none() {
            break;
        }
    }
    file.finish().await
}
