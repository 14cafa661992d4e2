//! Finding bills that look like another.

use base::{Currency, Date, Money, Problem, Tx};
use uuid::Uuid;

use super::super::alike::{DAYS, LookAlike, Resemblance};
use super::super::bill::BillState;

#[derive(sqlx::FromRow)]
struct AlikeRow {
    id: Uuid,
    number: Option<String>,
    supplier_number: String,
    bill_date: Date,
    currency: Currency,
    gross: i64,
    state: BillState,
    why: String,
}

/// Bills that look like this one, for the strongest reason.
pub(in super::super) async fn look_alikes(
    tx: &mut Tx,
    of: &Resemblance,
    key: &str,
) -> Result<Vec<LookAlike>, Problem> {
    let tenant = tx.tenant_id();
    let rows: Vec<AlikeRow> = sqlx::query_as(
        "select distinct on (id) id, number, supplier_number, bill_date, currency, gross,
            state, why from (
            select b.*, 'number' as why, 1 as rank from bills b
            where b.tenant_id = $1 and b.supplier_id = $2 and b.supplier_key = $3
            union all
            select b.*, 'file', 2 from bills b
            where b.tenant_id = $1 and b.file_hash =
                (select f.hash from files f where f.tenant_id = $1 and f.id = $4)
            union all
            select b.*, 'amount', 3 from bills b
            where b.tenant_id = $1 and b.supplier_id = $2 and b.gross = $5
                and b.currency = $8
                and b.bill_date between $6::date - $7 and $6::date + $7
         ) as alike
         where kind = 'bill' and state <> 'rejected'
         order by id, rank limit 20",
    )
    .bind(tenant)
    .bind(of.supplier_id)
    .bind(key)
    .bind(of.file_id)
    .bind(of.gross.minor)
    .bind(of.bill_date)
    .bind(DAYS)
    .bind(of.gross.currency)
    .fetch_all(tx.conn())
    .await?;
    let alike = |row: AlikeRow| LookAlike {
        id: row.id,
        number: row.number,
        supplier_number: row.supplier_number,
        bill_date: row.bill_date,
        gross: Money::new(row.gross, row.currency),
        state: row.state,
        why: row.why,
    };
    Ok(rows.into_iter().map(alike).collect())
}
