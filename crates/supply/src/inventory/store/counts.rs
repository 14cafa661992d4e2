//! Counts and their sheets.

use base::problem::constraint;
use base::{List, Problem, Quantity, Sort, Text, Timestamp, Tx};
use sqlx::{Postgres, QueryBuilder};
use uuid::Uuid;

use crate::inventory::count::{CountQuery, NewCount, NewSheetLine, StockCount};
use crate::inventory::document::WarehouseName;
use crate::inventory::movement::Spot;
use crate::inventory::store::items::Item;

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    warehouse_id: Uuid,
    warehouse_code: String,
    warehouse_name: Text,
    location_id: Option<Uuid>,
    place: Option<String>,
    category_id: Option<Uuid>,
    variant_ids: Vec<Uuid>,
    blind: bool,
    note: String,
    state: String,
    document_id: Option<Uuid>,
    created_at: Timestamp,
    version: i32,
    #[sqlx(default)]
    sort_value: String,
}

impl Row {
    fn count(self) -> StockCount {
        let (id, code, name) = (self.warehouse_id, self.warehouse_code, self.warehouse_name);
        StockCount {
            id: self.id,
            warehouse: WarehouseName { id, code, name },
            location_id: self.location_id,
            place: self.place,
            category_id: self.category_id,
            variant_ids: self.variant_ids,
            blind: self.blind,
            note: self.note,
            state: self.state,
            document_id: self.document_id,
            created_at: self.created_at,
            version: self.version,
        }
    }
}

const SELECT: &str = "c.id, c.warehouse_id, w.code as warehouse_code, w.name as warehouse_name,
    c.location_id, l.path as place, c.category_id, c.variant_ids, c.blind, c.note, c.state,
    c.document_id, c.created_at, c.version";
const FROM: &str = "from stock_counts c
    join warehouses w on w.tenant_id = c.tenant_id and w.id = c.warehouse_id
    left join locations l on l.tenant_id = c.tenant_id and l.id = c.location_id";

/// One count, locked if asked.
pub(in crate::inventory) async fn find(
    tx: &mut Tx,
    id: Uuid,
    lock: bool,
) -> Result<Option<StockCount>, Problem> {
    let tenant = tx.tenant_id();
    let lock = if lock { " for update of c" } else { "" };
    let sql = format!("select {SELECT} {FROM} where c.tenant_id = $1 and c.id = $2{lock}");
    let query = sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(tenant).bind(id);
    let row: Option<Row> = query.fetch_optional(tx.conn()).await?;
    Ok(row.map(Row::count))
}

/// A page of counts.
pub(in crate::inventory) async fn list(
    tx: &mut Tx,
    query: &CountQuery,
    sort: Sort,
) -> Result<List<StockCount>, Problem> {
    let (tenant, limit) = (tx.tenant_id(), query.list.limit());
    let mut sql = QueryBuilder::<Postgres>::new(format!(
        "select {SELECT}, {} as sort_value {FROM} where c.tenant_id = ",
        sort.as_text()
    ));
    sql.push_bind(tenant);
    if let Some(warehouse) = query.warehouse {
        sql.push(" and c.warehouse_id = ").push_bind(warehouse);
    }
    if let Some(state) = &query.state {
        sql.push(" and c.state = ").push_bind(state);
    }
    if let Some(q) = query.list.search() {
        let like = format!("%{}%", q.replace(['\\', '%', '_'], ""));
        sql.push(" and c.note ilike ").push_bind(like);
    }
    sort.finish(&mut sql, "c.id", query.list.cursor()?.as_ref(), limit);
    let rows: Vec<Row> = sql.build_query_as().fetch_all(tx.conn()).await?;
    let page = List::of(rows, limit, |row| (row.sort_value.clone(), row.id));
    Ok(page.map(Row::count))
}

/// Begins a count.
pub(in crate::inventory) async fn insert(
    tx: &mut Tx,
    id: Uuid,
    warehouse: Uuid,
    new: &NewCount,
    note: &str,
) -> Result<(), Problem> {
    let (tenant, now, user) = (tx.tenant_id(), tx.now(), tx.actor().user_id());
    sqlx::query(
        "insert into stock_counts (tenant_id, id, warehouse_id, location_id, category_id,
            variant_ids, blind, note, created_by, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
    )
    .bind(tenant)
    .bind(id)
    .bind(warehouse)
    .bind(new.location_id)
    .bind(new.category_id)
    .bind(&new.variant_ids)
    .bind(new.blind)
    .bind(note)
    .bind(user)
    .bind(now)
    .execute(tx.conn())
    .await
    .map_err(|error| match constraint(&error) {
        Some("stock_counts_pkey") => Problem::conflict("already_exists"),
        Some("stock_counts_tenant_id_category_id_fkey") => {
            Problem::invalid().field("category_id", "unknown")
        }
        _ => Problem::from(error),
    })?;
    Ok(())
}

/// Ends a locked count.
pub(in crate::inventory) async fn end(
    tx: &mut Tx,
    id: Uuid,
    state: &str,
    document: Option<Uuid>,
) -> Result<(), Problem> {
    let tenant = tx.tenant_id();
    sqlx::query(
        "update stock_counts set state = $3, document_id = $4, version = version + 1
         where tenant_id = $1 and id = $2",
    )
    .bind(tenant)
    .bind(id)
    .bind(state)
    .bind(document)
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Where something was counted, if it is part of the count; or the field that is wrong.
pub(in crate::inventory) async fn spot(
    tx: &mut Tx,
    count: &StockCount,
    item: &Item,
    new: &NewSheetLine,
) -> Result<Result<Spot, (&'static str, &'static str)>, Problem> {
    let tenant = tx.tenant_id();
    let code = new.lot.as_deref().map(str::trim).filter(|code| !code.is_empty());
    let row: (Option<Uuid>, Option<Uuid>, bool) = sqlx::query_as(
        "select
            (select l.id from locations l
                left join locations r on r.tenant_id = $1 and r.id = $3
                where l.tenant_id = $1 and l.warehouse_id = $2
                    and case when $4::uuid is not null then l.id = $4
                        when $3::uuid is not null then l.id = $3 else l.parent_id is null end
                    and (r.id is null or l.id = r.id
                        or (l.path > r.path || '/' and l.path < r.path || '0'))),
            (select t.id from lots t
                where t.tenant_id = $1 and t.variant_id = $5 and t.code = $6),
            exists (select from variants v
                join products p on p.tenant_id = $1 and p.id = v.product_id
                where v.tenant_id = $1 and v.id = $5 and p.tracked
                    and ($7::uuid is null or p.category_id = $7)
                    and (cardinality($8::uuid[]) = 0 or v.id = any($8)))",
    )
    .bind(tenant)
    .bind(count.warehouse.id)
    .bind(count.location_id)
    .bind(new.location_id)
    .bind(item.id)
    .bind(code)
    .bind(count.category_id)
    .bind(&count.variant_ids)
    .fetch_one(tx.conn())
    .await?;
    let (place, lot, part) = row;
    let Some(place) = place else { return Ok(Err(("location_id", "not_counted_here"))) };
    if !part {
        return Ok(Err(("code", "not_counted_here")));
    }
    Ok(match (item.lot_tracked, code, lot) {
        (true, None, _) => Err(("lot", "lot_needed")),
        (true, Some(_), None) => Err(("lot", "unknown")),
        (false, Some(_), _) => Err(("lot", "not_by_lot")),
        (_, _, lot) => Ok(Spot::new(item.id, place, lot)),
    })
}

/// Adds to the sheet of whoever counts; what the books say is kept at the first time.
pub(in crate::inventory) async fn enter(
    tx: &mut Tx,
    count: Uuid,
    spot: &Spot,
    quantity: Quantity,
    second: Quantity,
    replace: bool,
) -> Result<(), Problem> {
    let (tenant, now) = (tx.tenant_id(), tx.now());
    let (user, name) = (tx.actor().user_id().unwrap_or_default(), tx.actor().name().to_owned());
    sqlx::query(
        "with line as (
            insert into count_lines (tenant_id, count_id, variant_id, location_id, lot_id, book,
                book_second, taken_at)
            select $1, $2, $3, $4, $5, coalesce(max(s.on_hand), 0), coalesce(max(s.second), 0), $6
            from stock_levels s
            where s.tenant_id = $1 and s.variant_id = $3 and s.location_id = $4
                and s.lot_id = $5
            on conflict (tenant_id, count_id, variant_id, location_id, lot_id) do nothing
         )
         insert into count_sheets as h (tenant_id, count_id, variant_id, location_id, lot_id,
            counted_by, counter, quantity, second, counted_at)
         values ($1, $2, $3, $4, $5, $7, $8, $9, $10, $6)
         on conflict (tenant_id, count_id, variant_id, location_id, lot_id, counted_by)
            do update set counted_at = excluded.counted_at,
                quantity = excluded.quantity + case when $11 then 0 else h.quantity end,
                second = excluded.second + case when $11 then 0 else h.second end",
    )
    .bind(tenant)
    .bind(count)
    .bind(spot.variant)
    .bind(spot.location)
    .bind(spot.lot)
    .bind(now)
    .bind(user)
    .bind(name)
    .bind(quantity)
    .bind(second)
    .bind(replace)
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Forgets what was counted somewhere.
pub(in crate::inventory) async fn forget(
    tx: &mut Tx,
    count: Uuid,
    spot: &Spot,
) -> Result<(), Problem> {
    let tenant = tx.tenant_id();
    for table in ["count_sheets", "count_lines"] {
        let sql = format!(
            "delete from {table} where tenant_id = $1 and count_id = $2 and variant_id = $3
                and location_id = $4 and lot_id = $5"
        );
        sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(tenant)
            .bind(count)
            .bind(spot.variant)
            .bind(spot.location)
            .bind(spot.lot)
            .execute(tx.conn())
            .await?;
    }
    Ok(())
}
