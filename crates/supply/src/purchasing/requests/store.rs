//! The SQL of purchase requests.

use base::{Currency, Date, List, Money, Problem, Quantity, Sort, Timestamp, Tx, UnitPrice};
use sqlx::{Postgres, QueryBuilder};
use uuid::Uuid;

use super::list::PurchaseRequestQuery;
use super::request::{
    PurchaseRequest, PurchaseRequestHead, PurchaseRequestLine, PurchaseRequestState,
};

/// Every number of a request.
pub(super) const NUMBERS: &str = "select number from purchase_requests where tenant_id = $1";

const HEAD: &str = "r.id, r.number, r.state, r.reason, r.request_date, r.needed_by, \
    r.supplier_id, s.name as supplier, r.estimate, r.decision, r.version, r.created_by, \
    r.created_name, r.decided_by, r.decided_name, r.decided_at, r.created_at, r.updated_at";
const FROM: &str = " from purchase_requests r left join suppliers s \
    on s.tenant_id = r.tenant_id and s.id = r.supplier_id where r.tenant_id = ";

#[derive(sqlx::FromRow)]
struct HeadRow {
    id: Uuid,
    number: String,
    #[sqlx(try_from = "String")]
    state: PurchaseRequestState,
    reason: String,
    request_date: Date,
    needed_by: Option<Date>,
    supplier_id: Option<Uuid>,
    supplier: Option<String>,
    estimate: i64,
    decision: String,
    version: i32,
    created_by: Option<Uuid>,
    created_name: String,
    decided_by: Option<Uuid>,
    decided_name: String,
    decided_at: Option<Timestamp>,
    created_at: Timestamp,
    updated_at: Timestamp,
}

impl HeadRow {
    fn head(self, currency: Currency) -> PurchaseRequestHead {
        PurchaseRequestHead {
            id: self.id,
            number: self.number,
            state: self.state,
            reason: self.reason,
            request_date: self.request_date,
            needed_by: self.needed_by,
            supplier_id: self.supplier_id,
            supplier: self.supplier,
            estimate: Money::new(self.estimate, currency),
            decision: self.decision,
            version: self.version,
            created_by: self.created_by,
            created_name: self.created_name,
            decided_by: self.decided_by,
            decided_name: self.decided_name,
            decided_at: self.decided_at,
            created_at: self.created_at,
            updated_at: self.updated_at,
        }
    }
}

#[derive(sqlx::FromRow)]
struct LineRow {
    n: i32,
    variant_id: Uuid,
    sku: String,
    description: String,
    unit: String,
    quantity: Quantity,
    unit_cost: UnitPrice,
    estimate: i64,
}

#[derive(sqlx::FromRow)]
struct Listed {
    #[sqlx(flatten)]
    head: HeadRow,
    sort_value: String,
}

pub(super) async fn find(tx: &mut Tx, id: Uuid) -> Result<Option<PurchaseRequest>, Problem> {
    one(tx, id, "").await
}

/// The request, its row locked until the transaction ends.
pub(super) async fn lock(tx: &mut Tx, id: Uuid) -> Result<Option<PurchaseRequest>, Problem> {
    one(tx, id, " for update of r").await
}

async fn one(tx: &mut Tx, id: Uuid, lock: &str) -> Result<Option<PurchaseRequest>, Problem> {
    let (tenant, currency) = (tx.tenant_id(), tx.currency());
    let mut sql = QueryBuilder::<Postgres>::new(format!("select {HEAD}{FROM}"));
    sql.push_bind(tenant).push(" and r.id = ").push_bind(id).push(lock);
    let row: Option<HeadRow> = sql.build_query_as().fetch_optional(tx.conn()).await?;
    let Some(row) = row else { return Ok(None) };
    let lines: Vec<LineRow> = sqlx::query_as(
        "select n, variant_id, sku, description, unit, quantity, unit_cost, estimate
         from purchase_request_lines where tenant_id = $1 and request_id = $2 order by n",
    )
    .bind(tenant)
    .bind(id)
    .fetch_all(tx.conn())
    .await?;
    let line = |row: LineRow| PurchaseRequestLine {
        n: row.n,
        variant_id: row.variant_id,
        sku: row.sku,
        description: row.description,
        unit: row.unit,
        quantity: row.quantity,
        unit_cost: row.unit_cost,
        estimate: Money::new(row.estimate, currency),
    };
    let lines = lines.into_iter().map(line).collect();
    Ok(Some(PurchaseRequest { head: row.head(currency), lines }))
}

pub(super) async fn insert(tx: &mut Tx, request: &PurchaseRequest) -> Result<(), Problem> {
    let (tenant, head) = (tx.tenant_id(), &request.head);
    sqlx::query(
        "insert into purchase_requests (tenant_id, id, number, state, reason, request_date,
            needed_by, supplier_id, estimate, version, created_by, created_name, created_at,
            updated_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
    )
    .bind(tenant)
    .bind(head.id)
    .bind(&head.number)
    .bind(head.state.as_str())
    .bind(&head.reason)
    .bind(head.request_date)
    .bind(head.needed_by)
    .bind(head.supplier_id)
    .bind(head.estimate.minor)
    .bind(head.version)
    .bind(head.created_by)
    .bind(&head.created_name)
    .bind(head.created_at)
    .bind(head.updated_at)
    .execute(tx.conn())
    .await?;
    insert_lines(tx, request).await
}

async fn insert_lines(tx: &mut Tx, request: &PurchaseRequest) -> Result<(), Problem> {
    let (tenant, lines) = (tx.tenant_id(), &request.lines);
    sqlx::query(
        "insert into purchase_request_lines (tenant_id, request_id, n, variant_id, sku,
            description, unit, quantity, unit_cost, estimate)
         select $1, $2, l.* from unnest($3::int[], $4::uuid[], $5::text[], $6::text[],
            $7::text[], $8::bigint[], $9::bigint[], $10::bigint[]) as l",
    )
    .bind(tenant)
    .bind(request.head.id)
    .bind(lines.iter().map(|l| l.n).collect::<Vec<_>>())
    .bind(lines.iter().map(|l| l.variant_id).collect::<Vec<_>>())
    .bind(lines.iter().map(|l| l.sku.clone()).collect::<Vec<_>>())
    .bind(lines.iter().map(|l| l.description.clone()).collect::<Vec<_>>())
    .bind(lines.iter().map(|l| l.unit.clone()).collect::<Vec<_>>())
    .bind(lines.iter().map(|l| l.quantity).collect::<Vec<_>>())
    .bind(lines.iter().map(|l| l.unit_cost).collect::<Vec<_>>())
    .bind(lines.iter().map(|l| l.estimate.minor).collect::<Vec<_>>())
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Writes all lines of a request that waits anew.
pub(super) async fn replace_lines(tx: &mut Tx, request: &PurchaseRequest) -> Result<(), Problem> {
    let tenant = tx.tenant_id();
    sqlx::query("delete from purchase_request_lines where tenant_id = $1 and request_id = $2")
        .bind(tenant)
        .bind(request.head.id)
        .execute(tx.conn())
        .await?;
    insert_lines(tx, request).await
}

/// Writes the head of a locked request.
pub(super) async fn save(tx: &mut Tx, head: &PurchaseRequestHead) -> Result<(), Problem> {
    let tenant = tx.tenant_id();
    sqlx::query(
        "update purchase_requests set state = $3, reason = $4, needed_by = $5, supplier_id = $6,
            estimate = $7, decision = $8, version = $9, decided_by = $10, decided_name = $11,
            decided_at = $12, updated_at = $13
         where tenant_id = $1 and id = $2",
    )
    .bind(tenant)
    .bind(head.id)
    .bind(head.state.as_str())
    .bind(&head.reason)
    .bind(head.needed_by)
    .bind(head.supplier_id)
    .bind(head.estimate.minor)
    .bind(&head.decision)
    .bind(head.version)
    .bind(head.decided_by)
    .bind(&head.decided_name)
    .bind(head.decided_at)
    .bind(head.updated_at)
    .execute(tx.conn())
    .await?;
    Ok(())
}

pub(super) async fn list(
    tx: &mut Tx,
    query: &PurchaseRequestQuery,
    sort: Sort,
) -> Result<List<PurchaseRequestHead>, Problem> {
    let (tenant, currency, limit) = (tx.tenant_id(), tx.currency(), query.list.limit());
    let cursor = query.list.cursor()?;
    let value = sort.as_text();
    let mut sql =
        QueryBuilder::<Postgres>::new(format!("select {HEAD}, {value} as sort_value{FROM}"));
    sql.push_bind(tenant);
    if let Some(state) = query.filter.state {
        sql.push(" and r.state = ").push_bind(state.as_str());
    }
    if let Some(person) = query.filter.created_by {
        sql.push(" and r.created_by = ").push_bind(person);
    }
    if let Some(text) = query.list.search() {
        let text = text.trim_start_matches('#').to_lowercase();
        for (at, column) in ["r.number", "r.reason", "r.created_name"].into_iter().enumerate() {
            sql.push(if at == 0 { " and (position(" } else { " or position(" });
            sql.push_bind(text.clone()).push(format!(" in lower({column})) > 0"));
        }
        sql.push(")");
    }
    sort.finish(&mut sql, "r.id", cursor.as_ref(), limit);
    let rows: Vec<Listed> = sql.build_query_as().fetch_all(tx.conn()).await?;
    let page = List::of(rows, limit, |row| (row.sort_value.clone(), row.head.id));
    Ok(page.map(|row| row.head.head(currency)))
}
