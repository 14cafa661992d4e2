//! Lists of levels and moves.

use base::{Currency, Date, List, Money, Problem, Quantity, Sort, Text, Timestamp, Tx};
use sqlx::{Postgres, QueryBuilder};
use uuid::Uuid;

use crate::inventory::document::WarehouseName;
use crate::inventory::levels::{Available, Level, LevelQuery, StockFilter};
use crate::inventory::lot::LotName;
use crate::inventory::moves::{MoveQuery, Place, StockMove};

#[derive(sqlx::FromRow)]
struct LevelRow {
    variant_id: Uuid,
    product_id: Uuid,
    sku: String,
    name: Text,
    options: Vec<String>,
    unit: String,
    on_hand: Quantity,
    reserved: Quantity,
    in_transit: Quantity,
    low_stock: Option<Quantity>,
    sort_value: String,
}

impl LevelRow {
    fn level(self) -> Level {
        let Available { on_hand, reserved, available } = Available::of(self.on_hand, self.reserved);
        let in_transit = self.in_transit;
        Level {
            variant_id: self.variant_id,
            product_id: self.product_id,
            sku: self.sku,
            name: self.name,
            options: self.options,
            unit: self.unit,
            on_hand,
            reserved,
            available,
            in_transit,
            low_stock: self.low_stock,
            low: self.low_stock.is_some_and(|low| available <= low),
        }
    }
}

/// Starts from the items, so that those without stock are shown too; each page reads the levels
/// of its own items only, unless it is ordered or filtered by them.
pub(in crate::inventory) async fn levels(
    tx: &mut Tx,
    query: &LevelQuery,
    sort: Sort,
) -> Result<List<Level>, Problem> {
    let (tenant, limit) = (tx.tenant_id(), query.list.limit());
    let mut sql = QueryBuilder::<Postgres>::new(format!(
        "select v.id as variant_id, v.product_id, v.sku, p.name, v.option_values as options,
            p.unit, coalesce(s.on_hand, 0)::bigint as on_hand,
            coalesce(s.reserved, 0)::bigint as reserved, coalesce(w.quantity, 0)::bigint
                as in_transit, v.low_stock, {} as sort_value
         from variants v
         join products p on p.tenant_id = v.tenant_id and p.id = v.product_id
         left join lateral (
            select sum(l.on_hand)::bigint as on_hand, sum(l.reserved)::bigint as reserved
            from stock_levels l
            where l.tenant_id = v.tenant_id and l.variant_id = v.id",
        sort.as_text()
    ));
    if let Some(warehouse) = query.warehouse {
        sql.push(" and l.location_id in (select o.id from locations o where o.tenant_id = ");
        sql.push_bind(tenant).push(" and o.warehouse_id = ").push_bind(warehouse).push(")");
    }
    sql.push(
        ") s on true left join lateral (
            select sum(o.quantity - o.received - o.lost) as quantity from transfer_lines o",
    );
    if let Some(warehouse) = query.warehouse {
        sql.push(
            " join stock_documents d on d.tenant_id = o.tenant_id and d.id = o.document_id
            join locations l on l.tenant_id = d.tenant_id and l.id = d.to_location_id
                and l.warehouse_id = ",
        );
        sql.push_bind(warehouse);
    }
    sql.push(
        " where o.tenant_id = v.tenant_id and o.variant_id = v.id
                and o.received + o.lost < o.quantity
         ) w on true where v.tenant_id = ",
    );
    sql.push_bind(tenant);
    // What was archived is still shown while some of it lies about.
    sql.push(" and p.tracked and (p.state <> 'archived' or s.on_hand > 0)");
    if let Some(category) = query.category {
        sql.push(" and p.category_id = ").push_bind(category);
    }
    if let Some(variant) = query.variant {
        sql.push(" and v.id = ").push_bind(variant);
    }
    push_state(&mut sql, query.stock);
    // The products' search text has their SKUs and barcodes in it.
    if let Some(q) = query.list.search() {
        sql.push(" and v.product_id in (select f.id from search_products(").push_bind(q);
        sql.push(", 500) f)");
    }
    sort.finish(&mut sql, "v.id", query.list.cursor()?.as_ref(), limit);
    let rows: Vec<LevelRow> = sql.build_query_as().fetch_all(tx.conn()).await?;
    let page = List::of(rows, limit, |row| (row.sort_value.clone(), row.variant_id));
    Ok(page.map(LevelRow::level))
}

/// Which levels are shown, as a condition.
fn push_state(sql: &mut QueryBuilder<Postgres>, state: Option<StockFilter>) {
    match state {
        Some(StockFilter::Low) => {
            sql.push(" and v.low_stock is not null and v.active");
            sql.push(" and coalesce(s.on_hand - s.reserved, 0) <= v.low_stock");
        }
        Some(StockFilter::Out) => {
            sql.push(" and coalesce(s.on_hand - s.reserved, 0) <= 0");
        }
        Some(StockFilter::In) => {
            sql.push(" and s.on_hand > 0");
        }
        None => {}
    }
}

/// The stock of one item in each warehouse.
pub(in crate::inventory) async fn levels_of(
    tx: &mut Tx,
    variant_id: Uuid,
) -> Result<Vec<(WarehouseName, Available)>, Problem> {
    let tenant = tx.tenant_id();
    let rows: Vec<(Uuid, String, Text, Quantity, Quantity)> = sqlx::query_as(
        "select w.id, w.code, w.name, sum(s.on_hand)::bigint, sum(s.reserved)::bigint
         from stock_levels s
         join locations l on l.tenant_id = s.tenant_id and l.id = s.location_id
         join warehouses w on w.tenant_id = l.tenant_id and w.id = l.warehouse_id
         where s.tenant_id = $1 and s.variant_id = $2
         group by w.id, w.code, w.name, w.is_default
         order by w.is_default desc, w.code limit 1000",
    )
    .bind(tenant)
    .bind(variant_id)
    .fetch_all(tx.conn())
    .await?;
    let level = |(id, code, name, on_hand, reserved)| {
        (WarehouseName { id, code, name }, Available::of(on_hand, reserved))
    };
    Ok(rows.into_iter().map(level).collect())
}

#[derive(sqlx::FromRow)]
struct MoveRow {
    id: Uuid,
    variant_id: Uuid,
    sku: String,
    name: Text,
    unit: String,
    from_id: Uuid,
    from_code: String,
    from_name: Text,
    from_kind: String,
    to_id: Uuid,
    to_code: String,
    to_name: Text,
    to_kind: String,
    quantity: Quantity,
    value: i64,
    effective_date: Date,
    recorded_at: Timestamp,
    source_type: String,
    source_id: Uuid,
    source_line: i32,
    reason: String,
    entry_id: Option<Uuid>,
    second: Option<Quantity>,
    second_unit: Option<String>,
    lot_id: Option<Uuid>,
    lot_code: Option<String>,
    expires_on: Option<Date>,
    sort_value: String,
}

impl MoveRow {
    fn stock_move(self, currency: Currency) -> StockMove {
        let place = |id, code, name, kind| Place { id, code, name, kind };
        StockMove {
            id: self.id,
            variant_id: self.variant_id,
            sku: self.sku,
            name: self.name,
            unit: self.unit,
            from: place(self.from_id, self.from_code, self.from_name, self.from_kind),
            to: place(self.to_id, self.to_code, self.to_name, self.to_kind),
            quantity: self.quantity,
            second_unit: self.second.and(self.second_unit),
            second_quantity: self.second,
            lot: self.lot_id.zip(self.lot_code).map(|(id, code)| LotName {
                id,
                code,
                expires_on: self.expires_on,
            }),
            value: Money::new(self.value, currency),
            date: self.effective_date,
            recorded_at: self.recorded_at,
            source_type: self.source_type,
            source_id: self.source_id,
            source_line: self.source_line,
            reason: self.reason,
            entry_id: self.entry_id,
        }
    }
}

/// A page of moves.
pub(in crate::inventory) async fn moves(
    tx: &mut Tx,
    query: &MoveQuery,
    sort: Sort,
) -> Result<List<StockMove>, Problem> {
    let (tenant, currency, limit) = (tx.tenant_id(), tx.currency(), query.list.limit());
    let mut sql = QueryBuilder::<Postgres>::new(format!(
        "select m.id, m.variant_id, v.sku, p.name, p.unit, m.quantity, m.value,
            f.id as from_id, f.path as from_code, f.name as from_name, f.kind as from_kind,
            t.id as to_id, t.path as to_code, t.name as to_name, t.kind as to_kind,
            m.effective_date, m.recorded_at, m.source_type, m.source_id, m.source_line,
            m.reason, m.entry_id, m.second, v.second_unit, o.id as lot_id, o.code as lot_code,
            o.expires_on, {} as sort_value
         from stock_moves m
         join variants v on v.tenant_id = m.tenant_id and v.id = m.variant_id
         join products p on p.tenant_id = v.tenant_id and p.id = v.product_id
         join locations f on f.tenant_id = m.tenant_id and f.id = m.from_location_id
         join locations t on t.tenant_id = m.tenant_id and t.id = m.to_location_id
         left join lots o on o.tenant_id = m.tenant_id and o.id = m.lot_id
         where m.tenant_id = ",
        sort.as_text()
    ));
    sql.push_bind(tenant);
    if let Some(variant) = query.variant {
        sql.push(" and m.variant_id = ").push_bind(variant);
    }
    if let Some(location) = query.location {
        for (before, end) in [(" and (", "from"), (" or ", "to")] {
            sql.push(before).push(format!(
                "m.{end}_location_id in (select i.id from locations i, locations r
                    where i.tenant_id = m.tenant_id and r.tenant_id = m.tenant_id and r.id = "
            ));
            sql.push_bind(location);
            sql.push(" and (i.id = r.id or (i.path > r.path || '/' and i.path < r.path || '0')))");
        }
        sql.push(")");
    }
    if let Some(lot) = query.lot {
        sql.push(" and m.lot_id = ").push_bind(lot);
    }
    if let Some(source) = &query.source {
        sql.push(" and m.source_type = ").push_bind(source);
    }
    if let Some(source) = query.source_id {
        sql.push(" and m.source_id = ").push_bind(source);
    }
    if let Some(from) = query.from {
        sql.push(" and m.effective_date >= ").push_bind(from);
    }
    if let Some(to) = query.to {
        sql.push(" and m.effective_date <= ").push_bind(to);
    }
    if let Some(q) = query.list.search() {
        let like = format!("{}%", q.replace(['\\', '%', '_'], ""));
        sql.push(" and m.variant_id in (select i.id from variants i where i.tenant_id = ");
        sql.push_bind(tenant).push(" and i.sku ilike ").push_bind(like).push(")");
    }
    sort.finish(&mut sql, "m.id", query.list.cursor()?.as_ref(), limit);
    let rows: Vec<MoveRow> = sql.build_query_as().fetch_all(tx.conn()).await?;
    let page = List::of(rows, limit, |row| (row.sort_value.clone(), row.id));
    Ok(page.map(|row| row.stock_move(currency)))
}
