//! The units of items beside their own.

use std::collections::HashMap;

use base::{Problem, Tx};
use uuid::Uuid;

use crate::inventory::unit::{Factor, ItemUnit};

/// What the units of these items are in their own.
pub(in crate::inventory) async fn factors(
    tx: &mut Tx,
    variants: &[Uuid],
) -> Result<HashMap<(Uuid, String), Factor>, Problem> {
    let tenant = tx.tenant_id();
    let rows: Vec<(Uuid, String, i64, i64)> = sqlx::query_as(
        "select variant_id, code, numerator, denominator from item_units
         where tenant_id = $1 and variant_id = any($2) limit 200000",
    )
    .bind(tenant)
    .bind(variants)
    .fetch_all(tx.conn())
    .await?;
    let factor =
        |(id, code, numerator, denominator)| ((id, code), Factor { numerator, denominator });
    Ok(rows.into_iter().map(factor).collect())
}

/// The other units of one item.
pub(in crate::inventory) async fn of(tx: &mut Tx, variant: Uuid) -> Result<Vec<ItemUnit>, Problem> {
    let tenant = tx.tenant_id();
    let units = sqlx::query_as(
        "select code, numerator, denominator from item_units
         where tenant_id = $1 and variant_id = $2 order by code limit 100",
    )
    .bind(tenant)
    .bind(variant)
    .fetch_all(tx.conn())
    .await?;
    Ok(units)
}

/// Gives an item exactly these other units.
pub(in crate::inventory) async fn set(
    tx: &mut Tx,
    variant: Uuid,
    units: &[ItemUnit],
) -> Result<(), Problem> {
    let tenant = tx.tenant_id();
    sqlx::query(
        "with gone as (
            delete from item_units where tenant_id = $1 and variant_id = $2
                and code <> all($3)
         )
         insert into item_units (tenant_id, variant_id, code, numerator, denominator)
         select $1, $2, u.code, u.numerator, u.denominator
         from unnest($3::text[], $4::bigint[], $5::bigint[]) as u(code, numerator, denominator)
         on conflict (tenant_id, variant_id, code) do update set
            numerator = excluded.numerator, denominator = excluded.denominator",
    )
    .bind(tenant)
    .bind(variant)
    .bind(units.iter().map(|unit| unit.code.trim().to_owned()).collect::<Vec<_>>())
    .bind(units.iter().map(|unit| unit.numerator).collect::<Vec<_>>())
    .bind(units.iter().map(|unit| unit.denominator).collect::<Vec<_>>())
    .execute(tx.conn())
    .await?;
    Ok(())
}
