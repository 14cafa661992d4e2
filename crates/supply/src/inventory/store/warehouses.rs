//! Warehouses and locations.

use base::problem::constraint;
use base::{Problem, Text, Tx};
use uuid::Uuid;

use crate::inventory::location::Location;
use crate::inventory::warehouse::Warehouse;

const SELECT: &str = "select w.id, w.code, w.name, w.address, w.is_default, w.active, w.version,
        l.id as stock_location_id
    from warehouses w cross join lateral (
        select l.id from locations l
        where l.tenant_id = w.tenant_id and l.warehouse_id = w.id and l.parent_id is null
    ) l
    where w.tenant_id = $1";

/// All of them: a company has a handful, and never more than a thousand are looked at.
pub(in crate::inventory) async fn all(tx: &mut Tx) -> Result<Vec<Warehouse>, Problem> {
    let tenant = tx.tenant_id();
    let sql = format!("{SELECT} order by w.is_default desc, w.code limit 1000");
    let rows = sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(tenant).fetch_all(tx.conn()).await?;
    Ok(rows)
}

pub(in crate::inventory) async fn find(
    tx: &mut Tx,
    id: Uuid,
) -> Result<Option<Warehouse>, Problem> {
    one(tx, id, "").await
}

/// The warehouse, locked until the transaction ends.
pub(in crate::inventory) async fn lock(
    tx: &mut Tx,
    id: Uuid,
) -> Result<Option<Warehouse>, Problem> {
    one(tx, id, " for update of w").await
}

async fn one(tx: &mut Tx, id: Uuid, lock: &str) -> Result<Option<Warehouse>, Problem> {
    let tenant = tx.tenant_id();
    let sql = format!("{SELECT} and w.id = $2{lock}");
    let query = sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(tenant).bind(id);
    Ok(query.fetch_optional(tx.conn()).await?)
}

/// A warehouse and the location of its stock, which has the warehouse's code and name.
pub(in crate::inventory) async fn insert(tx: &mut Tx, new: &Warehouse) -> Result<(), Problem> {
    let tenant = tx.tenant_id();
    sqlx::query(
        "with made as (
            insert into warehouses (tenant_id, id, code, name, address, is_default, active)
            values ($1, $2, $3, $4, $5, $6, $7)
            returning tenant_id, id, code, name
         )
         insert into locations (tenant_id, id, warehouse_id, kind, code, path, name)
         select tenant_id, $8, id, 'internal', code, code, name from made",
    )
    .bind(tenant)
    .bind(new.id)
    .bind(&new.code)
    .bind(&new.name)
    .bind(&new.address)
    .bind(new.is_default)
    .bind(new.active)
    .bind(new.stock_location_id)
    .execute(tx.conn())
    .await
    .map_err(|error| match constraint(&error) {
        Some("warehouses_tenant_id_code_key") => {
            Problem::conflict("warehouse_taken").fact("code", &new.code)
        }
        _ => Problem::from(error),
    })?;
    Ok(())
}

/// The places outside the company: their code is their kind.
pub(in crate::inventory) async fn insert_outside(
    tx: &mut Tx,
    places: &[(&str, Text)],
) -> Result<(), Problem> {
    let tenant = tx.tenant_id();
    let names = places.iter().map(|(_, name)| serde_json::to_value(name));
    let names: Vec<_> = names.collect::<Result<_, _>>().map_err(Problem::internal)?;
    sqlx::query(
        "insert into locations (tenant_id, id, kind, code, path, name)
         select $1, p.id, p.kind, p.kind, p.kind, p.name
         from unnest($2::uuid[], $3::text[], $4::jsonb[]) as p(id, kind, name)",
    )
    .bind(tenant)
    .bind(places.iter().map(|_| tx.new_id::<Location>().uuid()).collect::<Vec<_>>())
    .bind(places.iter().map(|(kind, _)| *kind).collect::<Vec<_>>())
    .bind(names)
    .execute(tx.conn())
    .await?;
    Ok(())
}

pub(in crate::inventory) async fn clear_default(tx: &mut Tx) -> Result<(), Problem> {
    let tenant = tx.tenant_id();
    sqlx::query(
        "update warehouses set is_default = false, version = version + 1
         where tenant_id = $1 and is_default",
    )
    .bind(tenant)
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Writes a locked warehouse; its location keeps its name.
pub(in crate::inventory) async fn update(tx: &mut Tx, new: &Warehouse) -> Result<(), Problem> {
    let tenant = tx.tenant_id();
    sqlx::query(
        "with changed as (
            update warehouses set name = $3, address = $4, is_default = $5, active = $6,
                version = $7
            where tenant_id = $1 and id = $2
         )
         update locations set name = $3 where tenant_id = $1 and id = $8",
    )
    .bind(tenant)
    .bind(new.id)
    .bind(&new.name)
    .bind(&new.address)
    .bind(new.is_default)
    .bind(new.active)
    .bind(new.version)
    .bind(new.stock_location_id)
    .execute(tx.conn())
    .await?;
    Ok(())
}

pub(in crate::inventory) async fn holds_stock(
    tx: &mut Tx,
    warehouse: &Warehouse,
) -> Result<bool, Problem> {
    let tenant = tx.tenant_id();
    let holds = sqlx::query_scalar(
        "select exists (select from locations l
            join stock_levels s on s.tenant_id = $1 and s.location_id = l.id and s.on_hand > 0
            where l.tenant_id = $1 and l.warehouse_id = $2)",
    )
    .bind(tenant)
    .bind(warehouse.id)
    .fetch_one(tx.conn())
    .await?;
    Ok(holds)
}

/// The place outside the company with this code.
pub(in crate::inventory) async fn outside(tx: &mut Tx, code: &str) -> Result<Uuid, Problem> {
    let tenant = tx.tenant_id();
    let id = sqlx::query_scalar(
        "select id from locations where tenant_id = $1 and path = $2 and kind <> 'internal'",
    )
    .bind(tenant)
    .bind(code)
    .fetch_optional(tx.conn())
    .await?;
    id.ok_or_else(|| Problem::internal(format!("the company has no location {code}")))
}

/// The place outside the company with this code, if there is the warehouse that goods leave for
/// it.
pub(in crate::inventory) async fn way_out(
    tx: &mut Tx,
    warehouse: Uuid,
    code: &str,
) -> Result<Option<Uuid>, Problem> {
    let tenant = tx.tenant_id();
    let id = sqlx::query_scalar(
        "select l.id from warehouses w
         join locations l on l.tenant_id = $1 and l.path = $3 and l.kind <> 'internal'
         where w.tenant_id = $1 and w.id = $2",
    )
    .bind(tenant)
    .bind(warehouse)
    .bind(code)
    .fetch_optional(tx.conn())
    .await?;
    Ok(id)
}
