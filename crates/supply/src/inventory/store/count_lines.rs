//! What was counted, and what was not, beside what the books say.

use base::{Date, Money, Problem, Quantity, Text, Timestamp, Tx};
use uuid::Uuid;

use crate::inventory::cost::Cost;
use crate::inventory::count::{CountLine, StockCount};
use crate::inventory::lot::LotName;

#[derive(sqlx::FromRow)]
struct LineRow {
    variant_id: Uuid,
    sku: String,
    name: Text,
    options: Vec<String>,
    unit: String,
    second_unit: Option<String>,
    location_id: Uuid,
    place: String,
    lot_id: Option<Uuid>,
    lot_code: Option<String>,
    expires_on: Option<Date>,
    counted: Quantity,
    counted_second: Quantity,
    counters: String,
    taken_at: Timestamp,
    book: Quantity,
    book_second: Quantity,
    owned: Quantity,
    value: i64,
    by_lot: bool,
}

impl LineRow {
    fn line(self, tx: &Tx) -> CountLine {
        let minus = |a: Quantity, b: Quantity| a.checked_sub(b).unwrap_or_default();
        let difference = minus(self.counted, self.book);
        let dual = self.second_unit.is_some();
        let second = |quantity: Quantity| dual.then_some(quantity);
        let cost = Cost { quantity: self.owned, value: self.value };
        let value = cost.worth(difference).map(|value| Money::new(value, tx.currency()));
        let lot = self.lot_id.zip(self.lot_code);
        CountLine {
            variant_id: self.variant_id,
            sku: self.sku,
            name: self.name,
            options: self.options,
            unit: self.unit,
            location_id: self.location_id,
            place: self.place,
            lot: lot.map(|(id, code)| LotName { id, code, expires_on: self.expires_on }),
            counted: self.counted,
            counted_second: second(self.counted_second),
            counters: self.counters,
            taken_at: self.taken_at,
            book: Some(self.book),
            book_second: second(self.book_second),
            difference: Some(difference),
            difference_second: second(minus(self.counted_second, self.book_second)),
            value,
            second_unit: self.second_unit,
            by_lot: self.by_lot,
        }
    }
}

const LINE: &str =
    "v.sku, p.name, v.option_values as options, p.unit, v.second_unit, l.path as place,
    t.id as lot_id, t.code as lot_code, t.expires_on, v.lot_valued as by_lot,
    coalesce(o.quantity, c.quantity, 0)::bigint as owned, coalesce(o.value, c.value, 0)::bigint
    as value";
const JOINS: &str = "join variants v on v.tenant_id = k.tenant_id and v.id = k.variant_id
    join products p on p.tenant_id = k.tenant_id and p.id = v.product_id
    join locations l on l.tenant_id = k.tenant_id and l.id = k.location_id
    left join lots t on t.tenant_id = k.tenant_id and t.id = k.lot_id
    left join stock_costs c on c.tenant_id = k.tenant_id and c.variant_id = k.variant_id
    left join lot_costs o on o.tenant_id = k.tenant_id and o.lot_id = k.lot_id";

/// What was counted, by place and item.
pub(in crate::inventory) async fn lines(tx: &mut Tx, id: Uuid) -> Result<Vec<CountLine>, Problem> {
    let tenant = tx.tenant_id();
    let sql = format!(
        "select k.variant_id, k.location_id, {LINE}, h.counted, h.counted_second, h.counters,
            k.taken_at, k.book, k.book_second
         from count_lines k
         join lateral (
            select sum(quantity)::bigint as counted, sum(second)::bigint as counted_second,
                string_agg(counter, ', ' order by counter) as counters
            from count_sheets s
            where s.tenant_id = k.tenant_id and s.count_id = k.count_id
                and s.variant_id = k.variant_id and s.location_id = k.location_id
                and s.lot_id = k.lot_id
         ) h on h.counted is not null
         {JOINS}
         where k.tenant_id = $1 and k.count_id = $2
         order by l.path, v.sku, t.code limit 5000"
    );
    let rows: Vec<LineRow> =
        sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(tenant).bind(id).fetch_all(tx.conn()).await?;
    Ok(rows.into_iter().map(|row| row.line(tx)).collect())
}

/// What is part of a count, lies there by the books and was not counted.
pub(in crate::inventory) async fn missing(
    tx: &mut Tx,
    count: &StockCount,
) -> Result<Vec<CountLine>, Problem> {
    let (tenant, now) = (tx.tenant_id(), tx.now());
    let sql = format!(
        "select k.variant_id, k.location_id, {LINE}, 0::bigint as counted,
            0::bigint as counted_second, '' as counters, $7::timestamptz as taken_at,
            k.on_hand as book, k.second as book_second
         from stock_levels k
         {JOINS}
         left join locations r on r.tenant_id = k.tenant_id and r.id = $4
         where k.tenant_id = $1 and k.on_hand > 0 and l.warehouse_id = $3
            and (r.id is null or l.id = r.id
                or (l.path > r.path || '/' and l.path < r.path || '0'))
            and ($5::uuid is null or p.category_id = $5)
            and (cardinality($6::uuid[]) = 0 or v.id = any($6))
            and not exists (select from count_lines n
                where n.tenant_id = $1 and n.count_id = $2 and n.variant_id = k.variant_id
                    and n.location_id = k.location_id and n.lot_id = k.lot_id)
         order by l.path, v.sku, t.code limit 5000"
    );
    let rows: Vec<LineRow> = sqlx::query_as(sqlx::AssertSqlSafe(sql))
        .bind(tenant)
        .bind(count.id)
        .bind(count.warehouse.id)
        .bind(count.location_id)
        .bind(count.category_id)
        .bind(&count.variant_ids)
        .bind(now)
        .fetch_all(tx.conn())
        .await?;
    Ok(rows.into_iter().map(|row| row.line(tx)).collect())
}
