//! The SQL of purchase returns.

use base::{Currency, Date, List, Money, Problem, Quantity, Sort, Timestamp, Tx};
use sqlx::{Postgres, QueryBuilder};
use uuid::Uuid;

use super::list::{PurchaseReturn, PurchaseReturnLine, PurchaseReturnQuery};

/// Every number of a return.
pub(super) const NUMBERS: &str = "select number from purchase_returns where tenant_id = $1";

/// Writes a return with its lines in one statement.
pub(super) async fn insert(tx: &mut Tx, new: &PurchaseReturn) -> Result<(), Problem> {
    let (tenant, user, lines) = (tx.tenant_id(), tx.actor().user_id(), &new.lines);
    sqlx::query(
        "with r as (
            insert into purchase_returns (tenant_id, id, number, receipt_id, supplier_id,
                warehouse_id, return_date, reason, value, cost, entry_id, created_by, recorded_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
         )
         insert into purchase_return_lines (tenant_id, return_id, n, receipt_id, receipt_line,
            variant_id, quantity, value, bill_id)
         select $1, $2, l.n, $4, l.receipt_line, l.variant_id, l.quantity, l.value, l.bill_id
         from unnest($14::int[], $15::int[], $16::uuid[], $17::bigint[], $18::bigint[],
            $19::uuid[]) as l(n, receipt_line, variant_id, quantity, value, bill_id)",
    )
    .bind(tenant)
    .bind(new.id)
    .bind(&new.number)
    .bind(new.receipt_id)
    .bind(new.supplier_id)
    .bind(new.warehouse_id)
    .bind(new.date)
    .bind(&new.reason)
    .bind(new.value.minor)
    .bind(new.cost.minor)
    .bind(new.entry_id)
    .bind(user)
    .bind(new.recorded_at)
    .bind(lines.iter().map(|l| l.n).collect::<Vec<_>>())
    .bind(lines.iter().map(|l| l.receipt_line).collect::<Vec<_>>())
    .bind(lines.iter().map(|l| l.variant_id).collect::<Vec<_>>())
    .bind(lines.iter().map(|l| l.quantity).collect::<Vec<_>>())
    .bind(lines.iter().map(|l| l.value.minor).collect::<Vec<_>>())
    .bind(lines.iter().map(|l| l.bill_id).collect::<Vec<_>>())
    .execute(tx.conn())
    .await?;
    Ok(())
}

const SELECT: &str = "r.id, r.number, r.receipt_id, d.number as receipt_number, r.supplier_id,
        s.name as supplier, r.warehouse_id, r.return_date as date, r.reason, r.value, r.cost,
        r.entry_id, r.recorded_at
    from purchase_returns r
    join stock_documents d on d.tenant_id = r.tenant_id and d.id = r.receipt_id
    join suppliers s on s.tenant_id = r.tenant_id and s.id = r.supplier_id
    where r.tenant_id = ";

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    number: String,
    receipt_id: Uuid,
    receipt_number: String,
    supplier_id: Uuid,
    supplier: String,
    warehouse_id: Uuid,
    date: Date,
    reason: String,
    value: i64,
    cost: i64,
    entry_id: Option<Uuid>,
    recorded_at: Timestamp,
    #[sqlx(default)]
    sort_value: String,
}

impl Row {
    fn returned(self, currency: Currency) -> PurchaseReturn {
        PurchaseReturn {
            id: self.id,
            number: self.number,
            receipt_id: self.receipt_id,
            receipt_number: self.receipt_number,
            supplier_id: self.supplier_id,
            supplier: self.supplier,
            warehouse_id: self.warehouse_id,
            date: self.date,
            reason: self.reason,
            value: Money::new(self.value, currency),
            cost: Money::new(self.cost, currency),
            entry_id: self.entry_id,
            recorded_at: self.recorded_at,
            lines: Vec::new(),
        }
    }
}

type LineRow = (i32, i32, Uuid, String, Quantity, i64, Option<Uuid>);

pub(super) async fn find(tx: &mut Tx, id: Uuid) -> Result<Option<PurchaseReturn>, Problem> {
    let (tenant, currency) = (tx.tenant_id(), tx.currency());
    let mut sql = QueryBuilder::<Postgres>::new(format!("select {SELECT}"));
    sql.push_bind(tenant).push(" and r.id = ").push_bind(id);
    let row: Option<Row> = sql.build_query_as().fetch_optional(tx.conn()).await?;
    let Some(row) = row else { return Ok(None) };
    let lines: Vec<LineRow> = sqlx::query_as(
        "select l.n, l.receipt_line, l.variant_id, v.sku, l.quantity, l.value, l.bill_id
         from purchase_return_lines l
         join variants v on v.tenant_id = l.tenant_id and v.id = l.variant_id
         where l.tenant_id = $1 and l.return_id = $2 order by l.n limit 5000",
    )
    .bind(tenant)
    .bind(id)
    .fetch_all(tx.conn())
    .await?;
    let mut returned = row.returned(currency);
    let line = |(n, receipt_line, variant_id, sku, quantity, value, bill_id)| {
        let value = Money::new(value, currency);
        PurchaseReturnLine { n, receipt_line, variant_id, sku, quantity, value, bill_id }
    };
    returned.lines = lines.into_iter().map(line).collect();
    Ok(Some(returned))
}

pub(super) async fn list(
    tx: &mut Tx,
    query: &PurchaseReturnQuery,
    sort: Sort,
) -> Result<List<PurchaseReturn>, Problem> {
    let (tenant, currency, limit) = (tx.tenant_id(), tx.currency(), query.list.limit());
    let cursor = query.list.cursor()?;
    let value = sort.as_text();
    let mut sql = QueryBuilder::<Postgres>::new(format!("select {value} as sort_value, {SELECT}"));
    sql.push_bind(tenant);
    if let Some(supplier) = query.supplier {
        sql.push(" and r.supplier_id = ").push_bind(supplier);
    }
    if let Some(text) = query.list.search() {
        let text = text.trim_start_matches('#').to_lowercase();
        for (at, column) in ["r.number", "d.number", "s.name", "r.reason"].into_iter().enumerate() {
            sql.push(if at == 0 { " and (position(" } else { " or position(" });
            sql.push_bind(text.clone()).push(format!(" in lower({column})) > 0"));
        }
        sql.push(")");
    }
    sort.finish(&mut sql, "r.id", cursor.as_ref(), limit);
    let rows: Vec<Row> = sql.build_query_as().fetch_all(tx.conn()).await?;
    let page = List::of(rows, limit, |row| (row.sort_value.clone(), row.id));
    Ok(page.map(|row| row.returned(currency)))
}
