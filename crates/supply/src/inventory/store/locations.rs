//! Places inside the warehouses and outside the company.

use base::problem::constraint;
use base::{List, Problem, Sort, Tx};
use sqlx::{Postgres, QueryBuilder};
use uuid::Uuid;

use crate::inventory::location::{Location, LocationQuery};

const COLUMNS: &str = "l.id, l.code, l.path, l.name, l.kind, l.tier, l.warehouse_id, l.parent_id,
    l.active, l.version";

/// One place, locked if asked.
pub(in crate::inventory) async fn find(
    tx: &mut Tx,
    id: Uuid,
    lock: bool,
) -> Result<Option<Location>, Problem> {
    let tenant = tx.tenant_id();
    let lock = if lock { " for update" } else { "" };
    let sql =
        format!("select {COLUMNS} from locations l where l.tenant_id = $1 and l.id = $2{lock}");
    let query = sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(tenant).bind(id);
    Ok(query.fetch_optional(tx.conn()).await?)
}

#[derive(sqlx::FromRow)]
struct Row {
    #[sqlx(flatten)]
    location: Location,
    sort_value: String,
}

/// A page of places.
pub(in crate::inventory) async fn list(
    tx: &mut Tx,
    query: &LocationQuery,
    sort: Sort,
) -> Result<List<Location>, Problem> {
    let (tenant, limit) = (tx.tenant_id(), query.list.limit());
    let mut sql = QueryBuilder::<Postgres>::new(format!(
        "select {COLUMNS}, {} as sort_value from locations l where l.tenant_id = ",
        sort.as_text()
    ));
    sql.push_bind(tenant);
    if let Some(warehouse) = query.warehouse {
        sql.push(" and l.warehouse_id = ").push_bind(warehouse);
    }
    if let Some(kind) = &query.kind {
        sql.push(" and l.kind = ").push_bind(kind);
    }
    if let Some(tier) = &query.tier {
        sql.push(" and l.tier = ").push_bind(tier);
    }
    if let Some(q) = query.list.search() {
        let like = format!("%{}%", q.replace(['\\', '%', '_'], ""));
        sql.push(" and (l.path ilike ").push_bind(like.clone());
        sql.push(" or l.name::text ilike ").push_bind(like).push(")");
    }
    sort.finish(&mut sql, "l.id", query.list.cursor()?.as_ref(), limit);
    let rows: Vec<Row> = sql.build_query_as().fetch_all(tx.conn()).await?;
    let page = List::of(rows, limit, |row| (row.sort_value.clone(), row.location.id));
    Ok(page.map(|row| row.location))
}

/// Those of these places that are in the warehouse: id, path, whether in use.
pub(in crate::inventory) async fn within(
    tx: &mut Tx,
    warehouse_id: Uuid,
    ids: &[Uuid],
) -> Result<Vec<(Uuid, String, bool)>, Problem> {
    let tenant = tx.tenant_id();
    let found = sqlx::query_as(
        "select id, path, active from locations
         where tenant_id = $1 and warehouse_id = $2 and id = any($3)",
    )
    .bind(tenant)
    .bind(warehouse_id)
    .bind(ids)
    .fetch_all(tx.conn())
    .await?;
    Ok(found)
}

/// The places of a warehouse with these paths, whole or from the warehouse's main place down.
pub(in crate::inventory) async fn by_path(
    tx: &mut Tx,
    warehouse_id: Option<Uuid>,
    paths: &[String],
) -> Result<Vec<(String, Uuid)>, Problem> {
    let tenant = tx.tenant_id();
    let found = sqlx::query_as(
        "select p.path, l.id from unnest($3::text[]) as p(path)
         join warehouses w on w.tenant_id = $1
            and (w.id = $2 or ($2::uuid is null and w.is_default))
         join locations l on l.tenant_id = $1 and l.warehouse_id = w.id
            and l.path in (p.path, w.code || '/' || p.path)",
    )
    .bind(tenant)
    .bind(warehouse_id)
    .bind(paths)
    .fetch_all(tx.conn())
    .await?;
    Ok(found)
}

/// Makes a place.
pub(in crate::inventory) async fn insert(tx: &mut Tx, new: &Location) -> Result<(), Problem> {
    let tenant = tx.tenant_id();
    sqlx::query(
        "insert into locations (tenant_id, id, warehouse_id, parent_id, kind, tier, code, path,
            name, active)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
    )
    .bind(tenant)
    .bind(new.id)
    .bind(new.warehouse_id)
    .bind(new.parent_id)
    .bind(&new.kind)
    .bind(&new.tier)
    .bind(&new.code)
    .bind(&new.path)
    .bind(&new.name)
    .bind(new.active)
    .execute(tx.conn())
    .await
    .map_err(|error| match constraint(&error) {
        Some("locations_tenant_id_path_key") => {
            Problem::conflict("location_taken").fact("code", &new.path)
        }
        Some("locations_pkey") => Problem::conflict("already_exists"),
        _ => Problem::from(error),
    })?;
    Ok(())
}

/// Writes a locked place.
pub(in crate::inventory) async fn update(tx: &mut Tx, new: &Location) -> Result<(), Problem> {
    let tenant = tx.tenant_id();
    sqlx::query(
        "update locations set name = $3, active = $4, version = $5
         where tenant_id = $1 and id = $2",
    )
    .bind(tenant)
    .bind(new.id)
    .bind(&new.name)
    .bind(new.active)
    .bind(new.version)
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Whether goods lie at the place or below, or a place below is open.
pub(in crate::inventory) async fn is_used(tx: &mut Tx, place: &Location) -> Result<bool, Problem> {
    let tenant = tx.tenant_id();
    let used = sqlx::query_scalar(
        "select exists (
            select from locations l
            where l.tenant_id = $1
                and (l.id = $2 or (l.path > $3 || '/' and l.path < $3 || '0'))
                and ((l.id <> $2 and l.active)
                    or exists (select from stock_levels s
                        where s.tenant_id = $1 and s.location_id = l.id and s.on_hand > 0)))",
    )
    .bind(tenant)
    .bind(place.id)
    .bind(&place.path)
    .fetch_one(tx.conn())
    .await?;
    Ok(used)
}

/// The warehouses' main places and the places outside, for menus.
pub(in crate::inventory) async fn roots(tx: &mut Tx) -> Result<Vec<Location>, Problem> {
    let tenant = tx.tenant_id();
    let sql = format!(
        "select {COLUMNS} from locations l
         where l.tenant_id = $1 and l.parent_id is null
         order by l.kind <> 'internal', l.path limit 1000"
    );
    let rows = sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(tenant).fetch_all(tx.conn()).await?;
    Ok(rows)
}

/// Open places that may have others below.
pub(in crate::inventory) async fn parents(tx: &mut Tx) -> Result<Vec<(Uuid, String)>, Problem> {
    let tenant = tx.tenant_id();
    let rows = sqlx::query_as(
        "select id, path from locations
         where tenant_id = $1 and kind = 'internal' and active and tier <> 'bin'
         order by path limit 1000",
    )
    .bind(tenant)
    .fetch_all(tx.conn())
    .await?;
    Ok(rows)
}
