//! Prices that come from a file, and their way back.

use base::{Problem, Quantity, Tx, UnitPrice};
use uuid::Uuid;

/// A price of a list, to be written.
#[derive(Debug, Clone)]
pub(in crate::price_lists) struct ListedPrice {
    pub(in crate::price_lists) list: Uuid,
    pub(in crate::price_lists) variant_id: Uuid,
    pub(in crate::price_lists) sku: String,
    pub(in crate::price_lists) from_quantity: Quantity,
    pub(in crate::price_lists) unit_price: UnitPrice,
}

/// A price that was written: which of those that were wanted, counted from 1.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(in crate::price_lists) struct WrittenPrice {
    pub(in crate::price_lists) n: i64,
    pub(in crate::price_lists) id: Uuid,
    pub(in crate::price_lists) version: i32,
}

/// A price as it was, to be put back while it still has this version.
#[derive(Debug, Clone, Copy)]
pub(in crate::price_lists) struct RestoredPrice {
    pub(in crate::price_lists) id: Uuid,
    pub(in crate::price_lists) version: i32,
    pub(in crate::price_lists) unit_price: UnitPrice,
}

/// The item of each code, where there is one.
pub(in crate::price_lists) async fn variants_by_sku(
    tx: &mut Tx,
    skus: &[&str],
) -> Result<Vec<Option<Uuid>>, Problem> {
    let tenant = tx.tenant_id();
    let found = sqlx::query_scalar(
        "select v.id from unnest($2::text[]) with ordinality as l(sku, n)
         left join variants v on v.tenant_id = $1 and v.sku = l.sku
         order by l.n",
    )
    .bind(tenant)
    .bind(skus)
    .fetch_all(tx.conn())
    .await?;
    Ok(found)
}

/// What stands where these would be written, one by one.
pub(in crate::price_lists) async fn prices_at(
    tx: &mut Tx,
    wanted: &[ListedPrice],
) -> Result<Vec<Option<UnitPrice>>, Problem> {
    let tenant = tx.tenant_id();
    let found = sqlx::query_scalar(
        "select p.unit_price
         from unnest($2::uuid[], $3::uuid[], $4::bigint[]) with ordinality
            as w(list, variant_id, from_quantity, n)
         left join prices p on p.tenant_id = $1 and p.price_list_id = w.list
            and p.variant_id = w.variant_id and p.from_quantity = w.from_quantity
         order by w.n",
    )
    .bind(tenant)
    .bind(wanted.iter().map(|price| price.list).collect::<Vec<_>>())
    .bind(wanted.iter().map(|price| price.variant_id).collect::<Vec<_>>())
    .bind(wanted.iter().map(|price| price.from_quantity).collect::<Vec<_>>())
    .fetch_all(tx.conn())
    .await?;
    Ok(found)
}

/// Writes prices; those that are so already are left out of the answer.
pub(in crate::price_lists) async fn take_in(
    tx: &mut Tx,
    wanted: &[ListedPrice],
) -> Result<Vec<WrittenPrice>, Problem> {
    let tenant = tx.tenant_id();
    let written = sqlx::query_as(
        "with w as (
            select * from unnest($2::uuid[], $3::uuid[], $4::bigint[], $5::bigint[])
                with ordinality as w(list, variant_id, from_quantity, unit_price, n)
         ), kept as (
            insert into prices as p (tenant_id, price_list_id, variant_id, from_quantity,
                unit_price)
            select $1, w.list, w.variant_id, w.from_quantity, w.unit_price from w
            order by w.list, w.variant_id, w.from_quantity
            on conflict (tenant_id, price_list_id, variant_id, from_quantity)
                do update set unit_price = excluded.unit_price, version = p.version + 1
                where p.unit_price <> excluded.unit_price
            returning p.id, p.version, p.price_list_id, p.variant_id, p.from_quantity
         )
         select w.n, kept.id, kept.version from kept
         join w on w.list = kept.price_list_id and w.variant_id = kept.variant_id
            and w.from_quantity = kept.from_quantity
         order by w.n",
    )
    .bind(tenant)
    .bind(wanted.iter().map(|price| price.list).collect::<Vec<_>>())
    .bind(wanted.iter().map(|price| price.variant_id).collect::<Vec<_>>())
    .bind(wanted.iter().map(|price| price.from_quantity).collect::<Vec<_>>())
    .bind(wanted.iter().map(|price| price.unit_price).collect::<Vec<_>>())
    .fetch_all(tx.conn())
    .await?;
    Ok(written)
}

/// Takes prices away and puts others back, as far as nobody changed them; the list of each that
/// it did.
pub(in crate::price_lists) async fn take_back(
    tx: &mut Tx,
    gone: &[(Uuid, i32)],
    restored: &[RestoredPrice],
) -> Result<Vec<Uuid>, Problem> {
    let tenant = tx.tenant_id();
    let lists = sqlx::query_scalar(
        "with d as (
            delete from prices p using unnest($2::uuid[], $3::int[]) as r(id, version)
            where p.tenant_id = $1 and p.id = r.id and p.version = r.version
            returning p.price_list_id
         ), u as (
            update prices p set unit_price = r.unit_price, version = p.version + 1
            from unnest($4::uuid[], $5::int[], $6::bigint[]) as r(id, version, unit_price)
            where p.tenant_id = $1 and p.id = r.id and p.version = r.version
            returning p.price_list_id
         )
         select price_list_id from d union all select price_list_id from u",
    )
    .bind(tenant)
    .bind(gone.iter().map(|(id, _)| *id).collect::<Vec<_>>())
    .bind(gone.iter().map(|(_, version)| *version).collect::<Vec<_>>())
    .bind(restored.iter().map(|price| price.id).collect::<Vec<_>>())
    .bind(restored.iter().map(|price| price.version).collect::<Vec<_>>())
    .bind(restored.iter().map(|price| price.unit_price).collect::<Vec<_>>())
    .fetch_all(tx.conn())
    .await?;
    Ok(lists)
}

/// Counts a change of the prices of several lists.
pub(in crate::price_lists) async fn touch_all(tx: &mut Tx, ids: &[Uuid]) -> Result<(), Problem> {
    let (tenant, now) = (tx.tenant_id(), tx.now());
    sqlx::query(
        "update price_lists set version = version + 1, updated_at = $3
         where tenant_id = $1 and id = any($2)",
    )
    .bind(tenant)
    .bind(ids)
    .bind(now)
    .execute(tx.conn())
    .await?;
    Ok(())
}
