//! Headers of receipts, adjustments and transfers; their lines are the moves.

use std::collections::HashMap;

use base::problem::constraint;
use base::{Currency, Date, List, Money, Problem, Quantity, Sort, Text, Timestamp, Tx};
use sqlx::{Postgres, QueryBuilder};
use uuid::Uuid;

use crate::inventory::document::{DocumentLine, Kind, Reason, StockDocument, WarehouseName};
use crate::inventory::documents::DocumentQuery;
use crate::inventory::lot::LotName;

/// Writes the header of a document that was posted.
pub(in crate::inventory) async fn insert(
    tx: &mut Tx,
    document: &StockDocument,
    from: Uuid,
    to: Uuid,
) -> Result<(), Problem> {
    let (tenant, user) = (tx.tenant_id(), tx.actor().user_id());
    sqlx::query(
        "insert into stock_documents (tenant_id, id, kind, number, from_location_id,
            to_location_id, effective_date, recorded_at, reason, reference, note, value, entry_id,
            created_by, parent_id)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
    )
    .bind(tenant)
    .bind(document.id)
    .bind(document.kind.word())
    .bind(&document.number)
    .bind(from)
    .bind(to)
    .bind(document.date)
    .bind(document.recorded_at)
    .bind(document.reason.map_or("", Reason::word))
    .bind(&document.reference)
    .bind(&document.note)
    .bind(document.value.minor)
    .bind(document.entry_id)
    .bind(user)
    .bind(document.parent_id)
    .execute(tx.conn())
    .await
    .map_err(|error| match constraint(&error) {
        Some("stock_documents_pkey") => Problem::conflict("already_exists"),
        _ => Problem::from(error),
    })?;
    Ok(())
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    kind: String,
    parent_id: Option<Uuid>,
    number: String,
    in_transit: bool,
    from_warehouse: Option<Uuid>,
    to_warehouse: Option<Uuid>,
    effective_date: Date,
    recorded_at: Timestamp,
    reason: String,
    reference: String,
    note: String,
    value: i64,
    entry_id: Option<Uuid>,
    #[sqlx(default)]
    sort_value: String,
}

const COLUMNS: &str = "d.id, d.kind, d.parent_id, d.number, f.warehouse_id as from_warehouse,
    t.warehouse_id as to_warehouse, d.effective_date, d.recorded_at, d.reason, d.reference,
    d.note, d.value, d.entry_id, d.kind = 'transfer' and exists (select from transfer_lines o
        where o.tenant_id = d.tenant_id and o.document_id = d.id
            and o.received + o.lost < o.quantity) as in_transit";
const FROM: &str = "from stock_documents d
    join locations f on f.tenant_id = d.tenant_id and f.id = d.from_location_id
    join locations t on t.tenant_id = d.tenant_id and t.id = d.to_location_id";

impl Row {
    fn document(
        self,
        names: &HashMap<Uuid, WarehouseName>,
        currency: Currency,
    ) -> Result<StockDocument, Problem> {
        let kind = Kind::of(&self.kind);
        let kind = kind.ok_or_else(|| Problem::internal(format!("no kind {}", self.kind)))?;
        let name = |id: Option<Uuid>| id.and_then(|id| names.get(&id)).cloned();
        // One side of a receipt or an adjustment lies outside and has no warehouse.
        let (from, to) = (name(self.from_warehouse), name(self.to_warehouse));
        let (warehouse, to_warehouse) = match kind {
            Kind::Transfer => (from, to),
            _ => (to, None),
        };
        Ok(StockDocument {
            id: self.id,
            kind,
            parent_id: self.parent_id,
            supplier: None,
            number: self.number,
            in_transit: self.in_transit,
            warehouse: warehouse.ok_or_else(|| Problem::internal("a document has no warehouse"))?,
            to_warehouse,
            date: self.effective_date,
            recorded_at: self.recorded_at,
            reason: Reason::of(&self.reason),
            reference: self.reference,
            note: self.note,
            value: Money::new(self.value, currency),
            entry_id: self.entry_id,
            lines: Vec::new(),
        })
    }
}

async fn names(tx: &mut Tx) -> Result<HashMap<Uuid, WarehouseName>, Problem> {
    let all = super::warehouses::all(tx).await?;
    Ok(all.iter().map(|warehouse| (warehouse.id, warehouse.into())).collect())
}

/// The document of this kind with its lines.
pub(in crate::inventory) async fn find(
    tx: &mut Tx,
    kind: Kind,
    id: Uuid,
) -> Result<Option<StockDocument>, Problem> {
    let (tenant, currency) = (tx.tenant_id(), tx.currency());
    let sql =
        format!("select {COLUMNS} {FROM} where d.tenant_id = $1 and d.id = $2 and d.kind = $3");
    let row: Option<Row> = sqlx::query_as(sqlx::AssertSqlSafe(sql))
        .bind(tenant)
        .bind(id)
        .bind(kind.word())
        .fetch_optional(tx.conn())
        .await?;
    let Some(row) = row else { return Ok(None) };
    let mut document = row.document(&names(tx).await?, currency)?;
    document.lines = lines(tx, kind, id).await?;
    if kind == Kind::Receipt {
        document.supplier = super::received::supplier(tx, id).await?;
    }
    Ok(Some(document))
}

#[derive(sqlx::FromRow)]
struct LineRow {
    line: i32,
    variant_id: Uuid,
    sku: String,
    name: Text,
    options: Vec<String>,
    unit: String,
    quantity: Quantity,
    second: Option<Quantity>,
    second_unit: Option<String>,
    lot_id: Option<Uuid>,
    lot_code: Option<String>,
    expires_on: Option<Date>,
    from_path: Option<String>,
    to_path: Option<String>,
    value: i64,
}

/// The moves of a document as its lines: what went outside is below zero.
async fn lines(tx: &mut Tx, kind: Kind, id: Uuid) -> Result<Vec<DocumentLine>, Problem> {
    let (tenant, currency) = (tx.tenant_id(), tx.currency());
    let rows: Vec<LineRow> = sqlx::query_as(
        "select m.source_line as line, m.variant_id, v.sku, p.name,
            v.option_values as options, p.unit,
            m.quantity * s.sign as quantity, m.second * s.sign as second, m.value * s.sign as value,
            case when m.second is not null then v.second_unit end as second_unit,
            m.lot_id, o.code as lot_code, o.expires_on,
            case when f.kind = 'internal' then f.path end as from_path,
            case when t.kind = 'internal' then t.path end as to_path
         from stock_moves m
         join locations f on f.tenant_id = $1 and f.id = m.from_location_id
         join locations t on t.tenant_id = $1 and t.id = m.to_location_id
         join variants v on v.tenant_id = $1 and v.id = m.variant_id
         join products p on p.tenant_id = $1 and p.id = v.product_id
         left join lots o on o.tenant_id = $1 and o.id = m.lot_id
         cross join lateral (select case when t.kind in ('adjustment', 'loss', 'production')
            then -1 else 1 end as sign) s
         where m.tenant_id = $1 and m.source_type = $2 and m.source_id = $3
         order by m.seq limit 50000",
    )
    .bind(tenant)
    .bind(kind.source())
    .bind(id)
    .fetch_all(tx.conn())
    .await?;
    let line = |row: LineRow| {
        let lot = row.lot_id.zip(row.lot_code);
        DocumentLine {
            line: row.line,
            variant_id: row.variant_id,
            sku: row.sku,
            name: row.name,
            options: row.options,
            unit: row.unit,
            quantity: row.quantity,
            second_quantity: row.second,
            second_unit: row.second_unit,
            lot: lot.map(|(id, code)| LotName { id, code, expires_on: row.expires_on }),
            from: row.from_path,
            to: row.to_path,
            value: Money::new(row.value, currency),
        }
    };
    Ok(rows.into_iter().map(line).collect())
}

/// A page of documents of one kind, without their lines.
pub(in crate::inventory) async fn list(
    tx: &mut Tx,
    kind: Kind,
    query: &DocumentQuery,
    sort: Sort,
) -> Result<List<StockDocument>, Problem> {
    let (tenant, currency, limit) = (tx.tenant_id(), tx.currency(), query.list.limit());
    let mut sql = QueryBuilder::<Postgres>::new(format!(
        "select {COLUMNS}, {} as sort_value {FROM} where d.tenant_id = ",
        sort.as_text()
    ));
    sql.push_bind(tenant).push(" and d.kind = ").push_bind(kind.word());
    if let Some(warehouse) = query.warehouse {
        sql.push(" and ").push_bind(warehouse).push(" in (f.warehouse_id, t.warehouse_id)");
    }
    if let Some(from) = query.from {
        sql.push(" and d.effective_date >= ").push_bind(from);
    }
    if let Some(to) = query.to {
        sql.push(" and d.effective_date <= ").push_bind(to);
    }
    if let Some(reason) = query.reason {
        sql.push(" and d.reason = ").push_bind(reason.word());
    }
    if let Some(q) = query.list.search() {
        let like = format!("%{}%", q.replace(['\\', '%', '_'], ""));
        sql.push(" and (d.number ilike ").push_bind(like.clone());
        sql.push(" or d.reference ilike ").push_bind(like.clone());
        sql.push(" or d.note ilike ").push_bind(like).push(")");
    }
    sort.finish(&mut sql, "d.id", query.list.cursor()?.as_ref(), limit);
    let rows: Vec<Row> = sql.build_query_as().fetch_all(tx.conn()).await?;
    let page = List::of(rows, limit, |row| (row.sort_value.clone(), row.id));
    let names = names(tx).await?;
    let items = page.items.into_iter().map(|row| row.document(&names, currency));
    Ok(List { items: items.collect::<Result<_, _>>()?, next: page.next })
}

/// Documents whose number begins so.
pub(in crate::inventory) async fn numbered(
    tx: &mut Tx,
    number: &str,
) -> Result<Vec<(Uuid, Kind, String, Date)>, Problem> {
    let tenant = tx.tenant_id();
    let rows: Vec<(Uuid, String, String, Date)> = sqlx::query_as(
        "select id, kind, number, effective_date from stock_documents
         where tenant_id = $1 and starts_with(number, upper($2)) order by number desc limit 10",
    )
    .bind(tenant)
    .bind(number)
    .fetch_all(tx.conn())
    .await?;
    let known = |(id, kind, number, date): (Uuid, String, String, Date)| {
        Some((id, Kind::of(&kind)?, number, date))
    };
    Ok(rows.into_iter().filter_map(known).collect())
}
