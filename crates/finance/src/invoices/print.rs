//! The PDF of a document: laid out off the request threads, a few at a time.

use base::{App, Cx, Problem, Tenant};
use tokio::sync::Semaphore;
use uuid::Uuid;

use super::paper::{self, Words};
use super::{Invoice, find};

/// How many are laid out at once: each takes a core for a quarter of a second and up, and a
/// burst of them must not starve everything else.
const AT_ONCE: usize = 2;

struct Press(Semaphore);

impl Default for Press {
    fn default() -> Self {
        Self(Semaphore::new(AT_ONCE))
    }
}

/// The PDF of an invoice or credit note, with its number.
pub(super) async fn pdf(cx: &Cx, id: Uuid) -> Result<(String, Vec<u8>), Problem> {
    let mut tx = cx.read().await?;
    let invoice = find(&mut tx, id).await?;
    // The connection goes back before the slow part.
    tx.roll_back().await?;
    let bytes = render(&cx.app, &cx.actor.tenant, &invoice).await?;
    Ok((invoice.number, bytes))
}

/// The PDF, in a turn of its own.
pub(super) async fn render(
    app: &App,
    tenant: &Tenant,
    invoice: &Invoice,
) -> Result<Vec<u8>, Problem> {
    let words = Words::of(app, tenant, invoice);
    let document = paper::document(&words, invoice);
    let press = app.part::<Press>();
    let _turn = press.0.acquire().await.map_err(Problem::internal)?;
    let rendered = tokio::task::spawn_blocking(move || documents::render(&document)).await;
    rendered.map_err(Problem::internal)?.map_err(Problem::internal)
}
