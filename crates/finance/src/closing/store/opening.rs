//! Opening balances.

use std::collections::HashMap;

use base::{Currency, Money, Problem, Tx};
use uuid::Uuid;

use super::super::items::OpeningItem;

/// Makes whoever opens balances wait for each other.
pub(in super::super) async fn hold(tx: &mut Tx) -> Result<(), Problem> {
    super::years::hold(tx).await
}

/// The account of opening balances, its code and what is left on it.
pub(in super::super) async fn account(tx: &mut Tx) -> Result<(Uuid, String, i64), Problem> {
    let tenant = tx.tenant_id();
    let found = sqlx::query_as(
        "select a.id, a.code, coalesce((select sum(l.amount) from lines l
            where l.tenant_id = a.tenant_id and l.account_id = a.id), 0)::bigint
         from accounts a where a.tenant_id = $1 and a.role = 'opening'",
    )
    .bind(tenant)
    .fetch_optional(tx.conn())
    .await?;
    found.ok_or_else(|| Problem::refused("no_account_for").fact("role", "opening"))
}

/// What was posted against it, by the kind of document: entries, and what they brought in.
pub(in super::super) async fn rows(tx: &mut Tx) -> Result<Vec<(String, i64, i64)>, Problem> {
    let tenant = tx.tenant_id();
    Ok(sqlx::query_as(
        "select e.source_type, count(distinct e.id), sum(-l.amount)::bigint
         from accounts a
         join lines l on l.tenant_id = a.tenant_id and l.account_id = a.id
         join entries e on e.tenant_id = l.tenant_id and e.id = l.entry_id
         where a.tenant_id = $1 and a.role = 'opening'
         group by e.source_type order by e.source_type limit 50",
    )
    .bind(tenant)
    .fetch_all(tx.conn())
    .await?)
}

/// What these accounts were opened with so far.
pub(in super::super) async fn opened(
    tx: &mut Tx,
    accounts: &[Uuid],
) -> Result<HashMap<Uuid, i64>, Problem> {
    let tenant = tx.tenant_id();
    let rows: Vec<(Uuid, i64)> = sqlx::query_as(
        "select l.account_id, sum(l.amount)::bigint from lines l
         join entries e on e.tenant_id = l.tenant_id and e.id = l.entry_id
            and e.source_type = 'opening'
         where l.tenant_id = $1 and l.account_id = any($2)
         group by l.account_id having sum(l.amount) <> 0",
    )
    .bind(tenant)
    .bind(accounts)
    .fetch_all(tx.conn())
    .await?;
    Ok(rows.into_iter().collect())
}

pub(in super::super) async fn is_reversed(tx: &mut Tx, entry: Uuid) -> Result<bool, Problem> {
    let tenant = tx.tenant_id();
    Ok(sqlx::query_scalar(
        "select exists (select from entries where tenant_id = $1 and reverses_id = $2)",
    )
    .bind(tenant)
    .bind(entry)
    .fetch_one(tx.conn())
    .await?)
}

/// An item that stands open since the opening.
#[derive(sqlx::FromRow)]
pub(in super::super) struct Standing {
    pub id: Uuid,
    party_id: Uuid,
    number: String,
    currency: Currency,
    amount: i64,
    base: i64,
}

impl Standing {
    /// Whether it is what a list says of it.
    pub(in super::super) fn is(&self, item: &OpeningItem) -> bool {
        Money::new(self.amount, self.currency) == item.amount
            && item.base.is_none_or(|base| base == self.base)
    }
}

/// What stands open of these parties since the opening, by party and number; what was taken
/// back does not stand.
pub(in super::super) async fn items(
    tx: &mut Tx,
    document_type: &str,
    parties: &[Uuid],
) -> Result<HashMap<(Uuid, String), Standing>, Problem> {
    let tenant = tx.tenant_id();
    let rows: Vec<Standing> = sqlx::query_as(
        "select o.id, o.party_id, o.number, o.currency, o.amount, o.base from open_items o
         where o.tenant_id = $1 and o.document_type = $2 and o.party_id = any($3)
            and not exists (select from allocations a
                join open_items b on b.tenant_id = a.tenant_id
                    and b.document_type = 'opening_taken_back'
                    and b.id in (a.credit_item_id, a.debit_item_id)
                where a.tenant_id = o.tenant_id and a.reverses_id is null
                    and o.id in (a.debit_item_id, a.credit_item_id))",
    )
    .bind(tenant)
    .bind(document_type)
    .bind(parties)
    .fetch_all(tx.conn())
    .await?;
    Ok(rows.into_iter().map(|row| ((row.party_id, row.number.clone()), row)).collect())
}

/// The items that an entry opened.
pub(in super::super) async fn item_ids(tx: &mut Tx, entry: Uuid) -> Result<Vec<Uuid>, Problem> {
    let tenant = tx.tenant_id();
    Ok(sqlx::query_scalar(
        "select id from open_items where tenant_id = $1 and entry_id = $2 order by id limit 4000",
    )
    .bind(tenant)
    .bind(entry)
    .fetch_all(tx.conn())
    .await?)
}
