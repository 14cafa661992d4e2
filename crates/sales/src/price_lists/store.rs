//! The SQL of price lists.

mod imported;

pub(super) use imported::{
    ListedPrice, RestoredPrice, prices_at, take_back, take_in, touch_all, variants_by_sku,
};

use base::problem::constraint;
use base::{List, Problem, Sort, Tx};
use sqlx::{Postgres, QueryBuilder};
use uuid::Uuid;

use super::groups::Group;
use super::price_list::PriceList;
use super::prices::{NewPrice, Price, PriceQuery};
use super::terms::Terms;

const COLUMNS: &str = "select id, name, currency, valid_from, valid_to, active, version, \
    created_at, updated_at from price_lists where tenant_id = $1";

pub(super) async fn all(tx: &mut Tx) -> Result<Vec<PriceList>, Problem> {
    let tenant = tx.tenant_id();
    let sql = format!("{COLUMNS} order by name limit 1000");
    let lists = sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(tenant).fetch_all(tx.conn());
    Ok(lists.await?)
}

pub(super) async fn find(tx: &mut Tx, id: Uuid) -> Result<Option<PriceList>, Problem> {
    one(tx, id, "").await
}

pub(super) async fn lock(tx: &mut Tx, id: Uuid) -> Result<Option<PriceList>, Problem> {
    one(tx, id, " for update").await
}

async fn one(tx: &mut Tx, id: Uuid, lock: &str) -> Result<Option<PriceList>, Problem> {
    let tenant = tx.tenant_id();
    let list = sqlx::query_as(sqlx::AssertSqlSafe(format!("{COLUMNS} and id = $2{lock}")))
        .bind(tenant)
        .bind(id)
        .fetch_optional(tx.conn())
        .await?;
    Ok(list)
}

/// A name that is taken is a mistake in one field, and the form says so there.
fn taken(error: sqlx::Error) -> Problem {
    match constraint(&error) {
        Some("price_lists_tenant_id_name_key" | "customer_groups_tenant_id_name_key") => {
            Problem::conflict("price_name_taken").field("name", "price_name_taken")
        }
        _ => error.into(),
    }
}

pub(super) async fn insert(tx: &mut Tx, list: &PriceList) -> Result<(), Problem> {
    let tenant = tx.tenant_id();
    sqlx::query(
        "insert into price_lists (tenant_id, id, name, currency, valid_from, valid_to, active,
            version, created_at, updated_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
    )
    .bind(tenant)
    .bind(list.id)
    .bind(&list.name)
    .bind(list.currency)
    .bind(list.valid_from)
    .bind(list.valid_to)
    .bind(list.active)
    .bind(list.version)
    .bind(list.created_at)
    .bind(list.updated_at)
    .execute(tx.conn())
    .await
    .map_err(taken)?;
    Ok(())
}

pub(super) async fn save(tx: &mut Tx, list: &PriceList) -> Result<(), Problem> {
    let tenant = tx.tenant_id();
    sqlx::query(
        "update price_lists set name = $3, valid_from = $4, valid_to = $5, active = $6,
            version = $7, updated_at = $8
         where tenant_id = $1 and id = $2",
    )
    .bind(tenant)
    .bind(list.id)
    .bind(&list.name)
    .bind(list.valid_from)
    .bind(list.valid_to)
    .bind(list.active)
    .bind(list.version)
    .bind(list.updated_at)
    .execute(tx.conn())
    .await
    .map_err(taken)?;
    Ok(())
}

/// Counts a change of the prices.
pub(super) async fn touch(tx: &mut Tx, id: Uuid) -> Result<(), Problem> {
    let (tenant, now) = (tx.tenant_id(), tx.now());
    sqlx::query(
        "update price_lists set version = version + 1, updated_at = $3
         where tenant_id = $1 and id = $2",
    )
    .bind(tenant)
    .bind(id)
    .bind(now)
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// The item of each line, where there is one.
pub(super) async fn variants_of(
    tx: &mut Tx,
    lines: &[NewPrice],
) -> Result<Vec<Option<Uuid>>, Problem> {
    let tenant = tx.tenant_id();
    let found = sqlx::query_scalar(
        "select coalesce(
            (select v.id from variants v where v.tenant_id = $1 and v.id = l.variant_id),
            (select v.id from variants v where v.tenant_id = $1 and v.sku = l.sku
                and l.variant_id is null))
         from unnest($2::uuid[], $3::text[]) with ordinality as l(variant_id, sku, n)
         order by l.n",
    )
    .bind(tenant)
    .bind(lines.iter().map(|line| line.variant_id).collect::<Vec<_>>())
    .bind(lines.iter().map(|line| line.sku.as_deref().map(str::trim)).collect::<Vec<_>>())
    .fetch_all(tx.conn())
    .await?;
    Ok(found)
}

/// Sets prices and takes those away that are null; says how many that changed.
pub(super) async fn set_prices(
    tx: &mut Tx,
    id: Uuid,
    items: &[Uuid],
    new: &[NewPrice],
) -> Result<u64, Problem> {
    let tenant = tx.tenant_id();
    let changed: i64 = sqlx::query_scalar(
        "with wanted as (
            select * from unnest($3::uuid[], $4::bigint[], $5::bigint[])
                as w(variant_id, from_quantity, unit_price)
         ), gone as (
            delete from prices p using wanted w
            where p.tenant_id = $1 and p.price_list_id = $2 and p.variant_id = w.variant_id
                and p.from_quantity = w.from_quantity and w.unit_price is null
            returning 1
         ), kept as (
            insert into prices as p (tenant_id, price_list_id, variant_id, from_quantity,
                unit_price)
            select $1, $2, w.variant_id, w.from_quantity, w.unit_price from wanted w
            where w.unit_price is not null
            order by w.variant_id, w.from_quantity
            on conflict (tenant_id, price_list_id, variant_id, from_quantity)
                do update set unit_price = excluded.unit_price, version = p.version + 1
                where p.unit_price <> excluded.unit_price
            returning 1
         )
         select (select count(*) from gone) + (select count(*) from kept)",
    )
    .bind(tenant)
    .bind(id)
    .bind(items)
    .bind(new.iter().map(|price| price.from_quantity).collect::<Vec<_>>())
    .bind(new.iter().map(|price| price.unit_price).collect::<Vec<_>>())
    .fetch_one(tx.conn())
    .await?;
    Ok(u64::try_from(changed).unwrap_or(0))
}

#[derive(sqlx::FromRow)]
struct Listed {
    #[sqlx(flatten)]
    price: Price,
    sort_value: String,
}

pub(super) async fn prices(
    tx: &mut Tx,
    id: Uuid,
    query: &PriceQuery,
    sort: Sort,
) -> Result<List<Price>, Problem> {
    let (tenant, limit) = (tx.tenant_id(), query.list.limit());
    let cursor = query.list.cursor()?;
    let mut sql = QueryBuilder::<Postgres>::new(format!(
        "select r.variant_id, v.sku, p.name, v.option_values as options, r.from_quantity,
            r.unit_price, v.price as catalog_price, {} as sort_value
         from prices r
         join variants v on v.tenant_id = r.tenant_id and v.id = r.variant_id
         join products p on p.tenant_id = v.tenant_id and p.id = v.product_id
         where r.tenant_id = ",
        sort.as_text()
    ));
    sql.push_bind(tenant).push(" and r.price_list_id = ").push_bind(id);
    if let Some(text) = query.list.search() {
        sql.push(" and position(").push_bind(text.to_lowercase()).push(" in p.search_text) > 0");
    }
    sort.finish(&mut sql, "r.variant_id", cursor.as_ref(), limit);
    let rows: Vec<Listed> = sql.build_query_as().fetch_all(tx.conn()).await?;
    let page = List::of(rows, limit, |row: &Listed| (row.sort_value.clone(), row.price.variant_id));
    Ok(page.map(|row| row.price))
}

const GROUP: &str =
    "select id, name, price_list_id, version from customer_groups where tenant_id = $1";

pub(super) async fn groups(tx: &mut Tx) -> Result<Vec<Group>, Problem> {
    let tenant = tx.tenant_id();
    let sql = format!("{GROUP} order by name limit 1000");
    let groups = sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(tenant).fetch_all(tx.conn());
    Ok(groups.await?)
}

pub(super) async fn lock_group(tx: &mut Tx, id: Uuid) -> Result<Option<Group>, Problem> {
    let tenant = tx.tenant_id();
    let sql = format!("{GROUP} and id = $2 for update");
    let group = sqlx::query_as(sqlx::AssertSqlSafe(sql))
        .bind(tenant)
        .bind(id)
        .fetch_optional(tx.conn())
        .await?;
    Ok(group)
}

pub(super) async fn insert_group(tx: &mut Tx, group: &Group) -> Result<(), Problem> {
    let tenant = tx.tenant_id();
    sqlx::query(
        "insert into customer_groups (tenant_id, id, name, price_list_id, version)
         values ($1, $2, $3, $4, $5)",
    )
    .bind(tenant)
    .bind(group.id)
    .bind(&group.name)
    .bind(group.price_list_id)
    .bind(group.version)
    .execute(tx.conn())
    .await
    .map_err(taken)?;
    Ok(())
}

pub(super) async fn save_group(tx: &mut Tx, group: &Group) -> Result<(), Problem> {
    let tenant = tx.tenant_id();
    sqlx::query(
        "update customer_groups set name = $3, price_list_id = $4, version = $5
         where tenant_id = $1 and id = $2",
    )
    .bind(tenant)
    .bind(group.id)
    .bind(&group.name)
    .bind(group.price_list_id)
    .bind(group.version)
    .execute(tx.conn())
    .await
    .map_err(taken)?;
    Ok(())
}

pub(super) async fn terms(tx: &mut Tx, customer: Uuid) -> Result<Terms, Problem> {
    let tenant = tx.tenant_id();
    let terms: Option<Terms> = sqlx::query_as(
        "select group_id, price_list_id from customer_prices
         where tenant_id = $1 and customer_id = $2",
    )
    .bind(tenant)
    .bind(customer)
    .fetch_optional(tx.conn())
    .await?;
    Ok(terms.unwrap_or_default())
}

pub(super) async fn set_terms(tx: &mut Tx, customer: Uuid, terms: Terms) -> Result<(), Problem> {
    let tenant = tx.tenant_id();
    sqlx::query(
        "insert into customer_prices (tenant_id, customer_id, group_id, price_list_id)
         values ($1, $2, $3, $4)
         on conflict (tenant_id, customer_id) do update
            set group_id = excluded.group_id, price_list_id = excluded.price_list_id",
    )
    .bind(tenant)
    .bind(customer)
    .bind(terms.group_id)
    .bind(terms.price_list_id)
    .execute(tx.conn())
    .await?;
    Ok(())
}
