//! Questions over the whole stock. Each is one statement over the moves or the days.

use base::{Date, Money, Problem, Quantity, Rate, Text, Tx};
use uuid::Uuid;

use crate::inventory::cost::Cost;
use crate::inventory::reports::{AbcRow, AgeRow, DeadRow};

#[derive(sqlx::FromRow)]
struct Age {
    variant_id: Uuid,
    sku: String,
    name: Text,
    unit: String,
    quantity: Quantity,
    value: i64,
    to_30: Quantity,
    to_60: Quantity,
    to_90: Quantity,
    to_180: Quantity,
    older: Quantity,
}

/// What arrived is laid end to end, the newest first, until all that is owned is covered.
pub(in crate::inventory) async fn ageing(tx: &mut Tx) -> Result<Vec<AgeRow>, Problem> {
    let (tenant, today, currency) = (tx.tenant_id(), tx.today(), tx.currency());
    let rows: Vec<Age> = sqlx::query_as(
        "with arrived as (
            select m.variant_id, m.effective_date as date, sum(m.quantity) as quantity
            from stock_moves m
            join locations f on f.tenant_id = $1 and f.id = m.from_location_id
                and f.kind not in ('internal', 'transit')
            join locations t on t.tenant_id = $1 and t.id = m.to_location_id
                and t.kind in ('internal', 'transit')
            where m.tenant_id = $1
            group by m.variant_id, m.effective_date
         ), laid as (
            select a.*, sum(quantity) over (partition by variant_id order by date desc) as upto
            from arrived a
         ), layers as (
            select l.variant_id, $2::date - l.date as age,
                greatest(0, least(l.quantity, c.quantity - (l.upto - l.quantity))) as quantity
            from laid l
            join stock_costs c on c.tenant_id = $1 and c.variant_id = l.variant_id
            where l.upto - l.quantity < c.quantity
         ), ages as (
            select variant_id,
                sum(quantity) filter (where age <= 30) as to_30,
                sum(quantity) filter (where age between 31 and 60) as to_60,
                sum(quantity) filter (where age between 61 and 90) as to_90,
                sum(quantity) filter (where age between 91 and 180) as to_180,
                sum(quantity) filter (where age > 180) as older
            from layers group by variant_id
         )
         select c.variant_id, v.sku, p.name, p.unit, c.quantity, c.value,
            coalesce(a.to_30, 0)::bigint as to_30, coalesce(a.to_60, 0)::bigint as to_60,
            coalesce(a.to_90, 0)::bigint as to_90, coalesce(a.to_180, 0)::bigint as to_180,
            coalesce(a.older, 0)::bigint as older
         from stock_costs c
         join variants v on v.tenant_id = $1 and v.id = c.variant_id
         join products p on p.tenant_id = $1 and p.id = v.product_id
         left join ages a on a.variant_id = c.variant_id
         where c.tenant_id = $1 and c.quantity > 0
         order by coalesce(a.older, 0)::numeric * c.value / c.quantity desc, v.sku limit 5000",
    )
    .bind(tenant)
    .bind(today)
    .fetch_all(tx.conn())
    .await?;
    let row = |row: Age| {
        let cost = Cost { quantity: row.quantity, value: row.value };
        AgeRow {
            variant_id: row.variant_id,
            sku: row.sku,
            name: row.name,
            unit: row.unit,
            quantity: row.quantity,
            ages: [row.to_30, row.to_60, row.to_90, row.to_180, row.older],
            value: Money::new(row.value, currency),
            old_value: Money::new(cost.worth(row.older).unwrap_or(0), currency),
        }
    };
    Ok(rows.into_iter().map(row).collect())
}

#[derive(sqlx::FromRow)]
struct Abc {
    variant_id: Uuid,
    sku: String,
    name: Text,
    unit: String,
    quantity: Quantity,
    value: i64,
    upto: i64,
    total: i64,
}

/// What left between two days, the most worth first.
pub(in crate::inventory) async fn abc(
    tx: &mut Tx,
    from: Date,
    to: Date,
) -> Result<Vec<AbcRow>, Problem> {
    let (tenant, currency) = (tx.tenant_id(), tx.currency());
    let rows: Vec<Abc> = sqlx::query_as(
        "with gone as (
            select m.variant_id, sum(m.quantity)::bigint as quantity, sum(m.value)::bigint as value
            from stock_moves m
            join locations t on t.tenant_id = $1 and t.id = m.to_location_id
                and t.kind in ('customer', 'production', 'biological')
            where m.tenant_id = $1 and m.effective_date between $2 and $3
            group by m.variant_id
         )
         select g.variant_id, v.sku, p.name, p.unit, g.quantity, g.value,
            (sum(g.value) over (order by g.value desc, v.sku))::bigint as upto,
            (sum(g.value) over ())::bigint as total
         from gone g
         join variants v on v.tenant_id = $1 and v.id = g.variant_id
         join products p on p.tenant_id = $1 and p.id = v.product_id
         order by g.value desc, v.sku limit 5000",
    )
    .bind(tenant)
    .bind(from)
    .bind(to)
    .fetch_all(tx.conn())
    .await?;
    let row = |row: Abc| {
        let part = |value: i64| match row.total {
            0 => 1_000_000,
            total => i64::try_from(i128::from(value) * 1_000_000 / i128::from(total))
                .unwrap_or(1_000_000),
        };
        // The class is where the item begins: the one that crosses the line still belongs to it.
        let class = match part(row.upto - row.value) {
            ..800_000 => 'A',
            800_000..950_000 => 'B',
            _ => 'C',
        };
        AbcRow {
            variant_id: row.variant_id,
            cumulative: Rate::from_micros(part(row.upto)),
            sku: row.sku,
            name: row.name,
            quantity: row.quantity,
            unit: row.unit,
            value: Money::new(row.value, currency),
            class,
        }
    };
    Ok(rows.into_iter().map(row).collect())
}

#[derive(sqlx::FromRow)]
struct Dead {
    variant_id: Uuid,
    sku: String,
    name: Text,
    unit: String,
    quantity: Quantity,
    value: i64,
    last_issue: Option<Date>,
    last_receipt: Option<Date>,
}

/// What is owned and has not left since a day.
pub(in crate::inventory) async fn dead(tx: &mut Tx, since: Date) -> Result<Vec<DeadRow>, Problem> {
    let (tenant, currency) = (tx.tenant_id(), tx.currency());
    let rows: Vec<Dead> = sqlx::query_as(
        "with ends as (
            select m.variant_id,
                max(m.effective_date)
                    filter (where t.kind in ('customer', 'production', 'biological'))
                    as last_issue,
                max(m.effective_date) filter (where t.kind in ('internal', 'transit')
                    and f.kind not in ('internal', 'transit')) as last_receipt
            from stock_moves m
            join locations f on f.tenant_id = $1 and f.id = m.from_location_id
            join locations t on t.tenant_id = $1 and t.id = m.to_location_id
            where m.tenant_id = $1 group by m.variant_id
         )
         select c.variant_id, v.sku, p.name, p.unit, c.quantity, c.value, e.last_issue,
            e.last_receipt
         from stock_costs c
         join variants v on v.tenant_id = $1 and v.id = c.variant_id
         join products p on p.tenant_id = $1 and p.id = v.product_id
         join ends e on e.variant_id = c.variant_id
         where c.tenant_id = $1 and c.quantity > 0
            and coalesce(e.last_issue, e.last_receipt) < $2
         order by c.value desc, v.sku limit 5000",
    )
    .bind(tenant)
    .bind(since)
    .fetch_all(tx.conn())
    .await?;
    let row = |row: Dead| DeadRow {
        variant_id: row.variant_id,
        sku: row.sku,
        name: row.name,
        unit: row.unit,
        quantity: row.quantity,
        value: Money::new(row.value, currency),
        last_issue: row.last_issue,
        last_receipt: row.last_receipt,
    };
    Ok(rows.into_iter().map(row).collect())
}
