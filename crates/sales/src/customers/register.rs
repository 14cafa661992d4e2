//! The customers as the payments below know them: one without an invoice can pay ahead too.

use base::{Problem, Tx};
use finance::open_items::Side;
use finance::payments::Register;
use uuid::Uuid;

use super::store;

/// How many a search names.
const MOST: i64 = 20;

/// Where customers are kept.
#[must_use]
pub fn register() -> Register {
    Register {
        side: Side::Receivable,
        name: |tx, id| Box::pin(name(tx, id)),
        search: |tx, text| Box::pin(search(tx, text)),
    }
}

async fn name(tx: &mut Tx, id: Uuid) -> Result<Option<String>, Problem> {
    Ok(store::find(tx, id).await?.map(|customer| customer.name))
}

async fn search(tx: &mut Tx, text: &str) -> Result<Vec<(Uuid, String)>, Problem> {
    let found = super::search(tx, text, MOST).await?;
    let in_use = found.into_iter().filter(|customer| customer.active);
    Ok(in_use.map(|customer| (customer.id, customer.name)).collect())
}
