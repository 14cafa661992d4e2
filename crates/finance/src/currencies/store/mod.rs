//! The SQL of currencies and their rates.

mod revaluation;

pub(super) use revaluation::{
    ForeignItem, foreign_items, insert_revaluation, revaluation_wrong, revaluations,
};

use base::{Currency, Date, List, Problem, Sort, Timestamp, Tx, UnitPrice};
use sqlx::{Postgres, QueryBuilder};
use uuid::Uuid;

use super::{NewRate, RateQuery, RateRow, UsedCurrency};

pub(super) async fn used(tx: &mut Tx) -> Result<Vec<UsedCurrency>, Problem> {
    let tenant = tx.tenant_id();
    let used = sqlx::query_as(
        "select id, code, active, good_days, version from currencies
         where tenant_id = $1 order by code limit 200",
    )
    .bind(tenant)
    .fetch_all(tx.conn())
    .await?;
    Ok(used)
}

pub(super) async fn find(tx: &mut Tx, code: Currency) -> Result<Option<UsedCurrency>, Problem> {
    let tenant = tx.tenant_id();
    let found = sqlx::query_as(
        "select id, code, active, good_days, version from currencies
         where tenant_id = $1 and code = $2",
    )
    .bind(tenant)
    .bind(code)
    .fetch_optional(tx.conn())
    .await?;
    Ok(found)
}

pub(super) async fn take_up(
    tx: &mut Tx,
    code: Currency,
    good_days: i32,
) -> Result<UsedCurrency, Problem> {
    let (tenant, id) = (tx.tenant_id(), tx.new_id::<UsedCurrency>().uuid());
    let taken = sqlx::query_as(
        "insert into currencies as c (tenant_id, id, code, good_days) values ($1, $2, $3, $4)
         on conflict (tenant_id, code) do update
            set active = true, good_days = excluded.good_days, version = c.version + 1
         returning id, code, active, good_days, version",
    )
    .bind(tenant)
    .bind(id)
    .bind(code)
    .bind(good_days)
    .fetch_one(tx.conn())
    .await?;
    Ok(taken)
}

pub(super) async fn change(
    tx: &mut Tx,
    code: Currency,
    version: i32,
    active: bool,
    good_days: i32,
) -> Result<Option<UsedCurrency>, Problem> {
    let tenant = tx.tenant_id();
    let changed = sqlx::query_as(
        "update currencies set active = $4, good_days = $5, version = version + 1
         where tenant_id = $1 and code = $2 and version = $3
         returning id, code, active, good_days, version",
    )
    .bind(tenant)
    .bind(code)
    .bind(version)
    .bind(active)
    .bind(good_days)
    .fetch_optional(tx.conn())
    .await?;
    Ok(changed)
}

#[derive(Debug, sqlx::FromRow)]
pub(super) struct Latest {
    pub date: Date,
    pub rate: i64,
    pub units: i32,
    pub source: String,
    pub good_days: i32,
}

/// The last rate on or before a day.
pub(super) async fn latest(
    tx: &mut Tx,
    currency: Currency,
    date: Date,
) -> Result<Option<Latest>, Problem> {
    let tenant = tx.tenant_id();
    let latest = sqlx::query_as(
        "select r.date, r.rate, r.units, r.source, c.good_days
         from exchange_rates r
         join currencies c on c.tenant_id = r.tenant_id and c.code = r.currency
         where r.tenant_id = $1 and r.currency = $2 and r.date <= $3
         order by r.date desc limit 1",
    )
    .bind(tenant)
    .bind(currency)
    .bind(date)
    .fetch_optional(tx.conn())
    .await?;
    Ok(latest)
}

/// A rate as it lies in its row.
#[derive(Debug, sqlx::FromRow)]
pub(super) struct KeptRate {
    pub id: Uuid,
    pub currency: Currency,
    pub date: Date,
    pub rate: UnitPrice,
    pub units: i32,
    pub source: String,
    pub version: i32,
}

/// The rates of the same currencies and days as these.
pub(super) async fn of_days(tx: &mut Tx, new: &[NewRate]) -> Result<Vec<KeptRate>, Problem> {
    let tenant = tx.tenant_id();
    let kept = sqlx::query_as(
        "select x.id, x.currency, x.date, x.rate, x.units, x.source, x.version
         from unnest($2::text[], $3::date[]) as r (currency, date)
         join exchange_rates x on x.tenant_id = $1 and x.currency = r.currency
            and x.date = r.date",
    )
    .bind(tenant)
    .bind(new.iter().map(|r| r.currency.code()).collect::<Vec<_>>())
    .bind(new.iter().map(|r| r.date).collect::<Vec<_>>())
    .fetch_all(tx.conn())
    .await?;
    Ok(kept)
}

/// Writes rates; those that changed anything.
pub(super) async fn enter(tx: &mut Tx, new: &[NewRate]) -> Result<Vec<KeptRate>, Problem> {
    let (tenant, now, actor) = (tx.tenant_id(), tx.now(), tx.actor().user_id());
    let ids: Vec<Uuid> = new.iter().map(|_| tx.new_id::<KeptRate>().uuid()).collect();
    let written = sqlx::query_as(
        "insert into exchange_rates as x (tenant_id, id, currency, date, rate, units, source,
            recorded_at, created_by)
         select $1, r.id, r.currency, r.date, r.rate, r.units, r.source, $8, $9
         from unnest($2::uuid[], $3::text[], $4::date[], $5::bigint[], $6::integer[], $7::text[])
            as r (id, currency, date, rate, units, source)
         order by r.currency, r.date
         on conflict (tenant_id, currency, date) do update
            set rate = excluded.rate, units = excluded.units, source = excluded.source,
                version = x.version + 1, recorded_at = excluded.recorded_at,
                created_by = excluded.created_by
            where (x.rate, x.units, x.source)
                <> (excluded.rate, excluded.units, excluded.source)
         returning x.id, x.currency, x.date, x.rate, x.units, x.source, x.version",
    )
    .bind(tenant)
    .bind(ids)
    .bind(new.iter().map(|r| r.currency.code()).collect::<Vec<_>>())
    .bind(new.iter().map(|r| r.date).collect::<Vec<_>>())
    .bind(new.iter().map(|r| r.rate.micros()).collect::<Vec<_>>())
    .bind(new.iter().map(|r| r.units.unwrap_or(1)).collect::<Vec<_>>())
    .bind(new.iter().map(|r| r.source.trim()).collect::<Vec<_>>())
    .bind(now)
    .bind(actor)
    .fetch_all(tx.conn())
    .await?;
    Ok(written)
}

/// A rate that becomes what it was, unless somebody changed it since.
pub(super) struct Restored {
    pub id: Uuid,
    pub version: i32,
    pub rate: UnitPrice,
    pub units: i32,
    pub source: String,
}

/// Takes rates out and restores others, each only in the version named; so many were.
pub(super) async fn take_back(
    tx: &mut Tx,
    gone: &[(Uuid, i32)],
    restored: &[Restored],
) -> Result<usize, Problem> {
    let (tenant, now) = (tx.tenant_id(), tx.now());
    let done: i64 = sqlx::query_scalar(
        "with d as (
            delete from exchange_rates x
            using unnest($2::uuid[], $3::integer[]) as r (id, version)
            where x.tenant_id = $1 and x.id = r.id and x.version = r.version
            returning x.id
        ), u as (
            update exchange_rates x
            set rate = r.rate, units = r.units, source = r.source, version = x.version + 1,
                recorded_at = $9
            from unnest($4::uuid[], $5::integer[], $6::bigint[], $7::integer[], $8::text[])
                as r (id, version, rate, units, source)
            where x.tenant_id = $1 and x.id = r.id and x.version = r.version
            returning x.id
        )
        select (select count(*) from d) + (select count(*) from u)",
    )
    .bind(tenant)
    .bind(gone.iter().map(|(id, _)| *id).collect::<Vec<_>>())
    .bind(gone.iter().map(|(_, version)| *version).collect::<Vec<_>>())
    .bind(restored.iter().map(|r| r.id).collect::<Vec<_>>())
    .bind(restored.iter().map(|r| r.version).collect::<Vec<_>>())
    .bind(restored.iter().map(|r| r.rate.micros()).collect::<Vec<_>>())
    .bind(restored.iter().map(|r| r.units).collect::<Vec<_>>())
    .bind(restored.iter().map(|r| r.source.as_str()).collect::<Vec<_>>())
    .bind(now)
    .fetch_one(tx.conn())
    .await?;
    Ok(usize::try_from(done).unwrap_or_default())
}

pub(super) async fn remove(
    tx: &mut Tx,
    currency: Currency,
    date: Date,
) -> Result<Option<i64>, Problem> {
    let tenant = tx.tenant_id();
    let rate = sqlx::query_scalar(
        "delete from exchange_rates where tenant_id = $1 and currency = $2 and date = $3
         returning rate",
    )
    .bind(tenant)
    .bind(currency)
    .bind(date)
    .fetch_optional(tx.conn())
    .await?;
    Ok(rate)
}

#[derive(sqlx::FromRow)]
struct Row {
    currency: Currency,
    date: Date,
    rate: UnitPrice,
    units: i32,
    source: String,
    recorded_at: Timestamp,
    id: Uuid,
    sort_value: String,
}

pub(super) async fn rates(
    tx: &mut Tx,
    query: &RateQuery,
    sort: Sort,
    limit: i64,
) -> Result<List<RateRow>, Problem> {
    let cursor = query.list.cursor()?;
    let tenant = tx.tenant_id();
    let sort_value = sort.as_text();
    let mut sql = QueryBuilder::<Postgres>::new(format!(
        "select r.currency, r.date, r.rate, r.units, r.source, r.recorded_at, r.id,
            {sort_value} as sort_value
         from exchange_rates r where r.tenant_id = "
    ));
    sql.push_bind(tenant);
    let filter = &query.filter;
    if let Some(currency) = filter.currency {
        sql.push(" and r.currency = ").push_bind(currency);
    }
    if let Some(from) = filter.from {
        sql.push(" and r.date >= ").push_bind(from);
    }
    if let Some(to) = filter.to {
        sql.push(" and r.date <= ").push_bind(to);
    }
    if let Some(q) = query.list.search() {
        let like = crate::asked::contains(q);
        sql.push(" and (r.currency ilike ").push_bind(like.clone());
        sql.push(" or r.source ilike ").push_bind(like).push(")");
    }
    sort.finish(&mut sql, "r.id", cursor.as_ref(), limit);
    let rows: Vec<Row> = sql.build_query_as().fetch_all(tx.conn()).await?;
    let list = List::of(rows, limit, |row| (row.sort_value.clone(), row.id));
    Ok(list.map(|row| RateRow {
        currency: row.currency,
        date: row.date,
        rate: row.rate,
        units: row.units,
        source: row.source,
        recorded_at: row.recorded_at,
    }))
}
