//! An entry the other way round, for the document that takes another one back.

use base::{Currency, Money, Problem, Tx};
use uuid::Uuid;

use super::posting::{AccountRef, PostingLine};
use super::store;

/// The lines of an entry with the sides changed: account by account, with everything that they
/// say.
pub(crate) async fn opposite(tx: &mut Tx, entry: Uuid) -> Result<Vec<PostingLine>, Problem> {
    let lines = store::lines_of(tx, &[entry]).await?;
    let mut opposite = Vec::with_capacity(lines.len());
    for line in lines {
        let foreign = match (&line.currency, line.foreign_amount) {
            (Some(code), Some(minor)) => {
                let currency: Currency = code.parse().map_err(Problem::internal)?;
                Some(Money::new(minor.saturating_neg(), currency))
            }
            _ => None,
        };
        opposite.push(PostingLine {
            account: AccountRef::Id(line.account_id),
            amount: line.amount.saturating_neg(),
            party_id: line.party_id,
            item_id: line.item_id,
            tax_code_id: line.tax_code_id,
            due_date: line.due_date,
            memo: line.memo,
            foreign,
            cost_centre_id: line.cost_centre_id,
            project_id: line.project_id,
        });
    }
    Ok(opposite)
}
