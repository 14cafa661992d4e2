//! Deliveries: written once, never changed.

use std::collections::HashMap;

use base::{Date, Problem, Quantity, Timestamp, Tx};
use uuid::Uuid;

use crate::orders::delivery::{Delivery, DeliveryLine};

/// Writes a delivery with its lines in one statement.
pub(in crate::orders) async fn insert_delivery(tx: &mut Tx, d: &Delivery) -> Result<(), Problem> {
    let (tenant, user) = (tx.tenant_id(), tx.actor().user_id());
    sqlx::query(
        "with d as (
            insert into deliveries (tenant_id, id, number, order_id, effective_date,
                recorded_at, note, entry_id, created_by)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         )
         insert into delivery_lines (tenant_id, delivery_id, n, order_id, order_line,
            variant_id, quantity)
         select $1, $2, l.n, $4, l.order_line, l.variant_id, l.quantity
         from unnest($10::int[], $11::int[], $12::uuid[], $13::bigint[])
            as l(n, order_line, variant_id, quantity)",
    )
    .bind(tenant)
    .bind(d.id)
    .bind(&d.number)
    .bind(d.order_id)
    .bind(d.date)
    .bind(d.recorded_at)
    .bind(&d.note)
    .bind(d.entry_id)
    .bind(user)
    .bind(d.lines.iter().map(|l| l.n).collect::<Vec<_>>())
    .bind(d.lines.iter().map(|l| l.order_line).collect::<Vec<_>>())
    .bind(d.lines.iter().map(|l| l.variant_id).collect::<Vec<_>>())
    .bind(d.lines.iter().map(|l| l.quantity).collect::<Vec<_>>())
    .execute(tx.conn())
    .await?;
    Ok(())
}

#[derive(sqlx::FromRow)]
struct HeadRow {
    id: Uuid,
    number: String,
    order_id: Uuid,
    order_number: Option<String>,
    effective_date: Date,
    recorded_at: Timestamp,
    note: String,
    entry_id: Option<Uuid>,
}

#[derive(sqlx::FromRow)]
struct LineRow {
    delivery_id: Uuid,
    n: i32,
    order_line: i32,
    variant_id: Uuid,
    sku: String,
    description: String,
    unit: String,
    quantity: Quantity,
}

const HEAD: &str = "select d.id, d.number, d.order_id, o.number as order_number, \
    d.effective_date, d.recorded_at, d.note, d.entry_id \
    from deliveries d join orders o on o.tenant_id = d.tenant_id and o.id = d.order_id \
    where d.tenant_id = $1";

/// The deliveries of an order, oldest first; an order has few, for each takes something of it.
pub(in crate::orders) async fn deliveries_of(
    tx: &mut Tx,
    order_id: Uuid,
) -> Result<Vec<Delivery>, Problem> {
    let tenant = tx.tenant_id();
    let sql = format!("{HEAD} and d.order_id = $2 order by d.number limit 1000");
    let heads: Vec<HeadRow> = sqlx::query_as(sqlx::AssertSqlSafe(sql))
        .bind(tenant)
        .bind(order_id)
        .fetch_all(tx.conn())
        .await?;
    with_lines(tx, heads).await
}

pub(in crate::orders) async fn find_delivery(
    tx: &mut Tx,
    id: Uuid,
) -> Result<Option<Delivery>, Problem> {
    let tenant = tx.tenant_id();
    let heads: Vec<HeadRow> = sqlx::query_as(sqlx::AssertSqlSafe(format!("{HEAD} and d.id = $2")))
        .bind(tenant)
        .bind(id)
        .fetch_all(tx.conn())
        .await?;
    Ok(with_lines(tx, heads).await?.pop())
}

async fn with_lines(tx: &mut Tx, heads: Vec<HeadRow>) -> Result<Vec<Delivery>, Problem> {
    let tenant = tx.tenant_id();
    let ids: Vec<Uuid> = heads.iter().map(|head| head.id).collect();
    let rows: Vec<LineRow> = sqlx::query_as(
        "select d.delivery_id, d.n, d.order_line, d.variant_id, d.quantity,
            l.sku, l.description, l.unit
         from delivery_lines d
         join order_lines l on l.tenant_id = d.tenant_id and l.order_id = d.order_id
            and l.n = d.order_line
         where d.tenant_id = $1 and d.delivery_id = any($2)
         order by d.delivery_id, d.n",
    )
    .bind(tenant)
    .bind(ids)
    .fetch_all(tx.conn())
    .await?;
    let mut lines: HashMap<Uuid, Vec<DeliveryLine>> = HashMap::new();
    for row in rows {
        lines.entry(row.delivery_id).or_default().push(DeliveryLine {
            n: row.n,
            order_line: row.order_line,
            variant_id: row.variant_id,
            sku: row.sku,
            description: row.description,
            unit: row.unit,
            quantity: row.quantity,
        });
    }
    let whole = |head: HeadRow| Delivery {
        lines: lines.remove(&head.id).unwrap_or_default(),
        id: head.id,
        number: head.number,
        order_id: head.order_id,
        order_number: head.order_number.unwrap_or_default(),
        date: head.effective_date,
        recorded_at: head.recorded_at,
        note: head.note,
        entry_id: head.entry_id,
    };
    Ok(heads.into_iter().map(whole).collect())
}

/// The day of the last delivery of an order.
pub(in crate::orders) async fn last_delivery_date(
    tx: &mut Tx,
    order_id: Uuid,
) -> Result<Option<Date>, Problem> {
    let tenant = tx.tenant_id();
    let date = sqlx::query_scalar(
        "select max(effective_date) from deliveries where tenant_id = $1 and order_id = $2",
    )
    .bind(tenant)
    .bind(order_id)
    .fetch_one(tx.conn())
    .await?;
    Ok(date)
}
