//! Stock as of a day, as known on a moment: sums of moves. What lies in a warehouse or on the
//! way between two belongs to the company.

use base::{Date, Problem, Text, Timestamp, Tx};
use uuid::Uuid;

/// How much of something lies at a place.
#[derive(Debug, sqlx::FromRow)]
pub(in super::super) struct OnHand {
    pub variant_id: Uuid,
    pub sku: String,
    pub name: Text,
    pub unit: String,
    pub place: Text,
    pub quantity: i64,
}

const MOVES: &str = "select m.variant_id, p.place_id, sum(p.sign * m.quantity) as quantity,
        sum(p.sign * m.value) as value
    from stock_moves m
    cross join lateral (values (m.to_location_id, 1), (m.from_location_id, -1))
        as p (place_id, sign)
    join locations o on o.tenant_id = $1 and o.id = p.place_id
        and o.kind in ('internal', 'transit')
    where m.tenant_id = $1 and m.effective_date <= $2
        and ($3::timestamptz is null or m.recorded_at <= $3)
        and ($4::uuid is null or m.variant_id = $4)";

/// What lies where; at most so many rows, in the order of the SKUs.
pub(in super::super) async fn on_hand(
    tx: &mut Tx,
    to: Date,
    known_on: Option<Timestamp>,
    variant: Option<Uuid>,
    most: i64,
) -> Result<Vec<OnHand>, Problem> {
    let tenant = tx.tenant_id();
    let sql = format!(
        "with s as ({MOVES} group by m.variant_id, p.place_id)
        select s.variant_id, v.sku, p.name, p.unit, o.name as place,
            s.quantity::bigint as quantity
        from s
        join variants v on v.tenant_id = $1 and v.id = s.variant_id
        join products p on p.tenant_id = $1 and p.id = v.product_id
        join locations o on o.tenant_id = $1 and o.id = s.place_id
        where s.quantity <> 0 order by v.sku, o.code limit $5"
    );
    let rows = sqlx::query_as(sqlx::AssertSqlSafe(sql))
        .bind(tenant)
        .bind(to)
        .bind(known_on)
        .bind(variant)
        .bind(most)
        .fetch_all(tx.conn())
        .await?;
    Ok(rows)
}

/// How much of an item the company has, and what it is worth.
#[derive(Debug, sqlx::FromRow)]
pub(in super::super) struct Worth {
    pub variant_id: Uuid,
    pub sku: String,
    pub name: Text,
    pub unit: String,
    pub quantity: i64,
    pub value: i64,
}

/// What the company has of each item and what it is worth: what its moves carried, and what
/// bills and landed costs changed afterwards.
pub(in super::super) async fn worth(
    tx: &mut Tx,
    to: Date,
    known_on: Option<Timestamp>,
    variant: Option<Uuid>,
    most: i64,
) -> Result<Vec<Worth>, Problem> {
    let tenant = tx.tenant_id();
    let sql = format!(
        "with s as ({MOVES} group by m.variant_id, p.place_id), u as (
            select variant_id, quantity, value from s
            union all
            select variant_id, 0, value from stock_revaluations
            where tenant_id = $1 and effective_date <= $2
                and ($3::timestamptz is null or recorded_at <= $3)
                and ($4::uuid is null or variant_id = $4)
        ), t as (
            select variant_id, sum(quantity)::bigint as quantity, sum(value)::bigint as value
            from u group by variant_id
        )
        select t.variant_id, v.sku, p.name, p.unit, t.quantity, t.value
        from t
        join variants v on v.tenant_id = $1 and v.id = t.variant_id
        join products p on p.tenant_id = $1 and p.id = v.product_id
        where t.quantity <> 0 or t.value <> 0 order by v.sku limit $5"
    );
    let rows = sqlx::query_as(sqlx::AssertSqlSafe(sql))
        .bind(tenant)
        .bind(to)
        .bind(known_on)
        .bind(variant)
        .bind(most)
        .fetch_all(tx.conn())
        .await?;
    Ok(rows)
}

/// A move of goods.
#[derive(Debug, sqlx::FromRow)]
pub(in super::super) struct Move {
    pub effective_date: Date,
    pub source_type: String,
    pub source_id: Uuid,
    pub sku: String,
    pub from_place: Text,
    pub to_place: Text,
    /// 1 when it came into the company, -1 when it left, 0 when it stayed.
    pub sign: i32,
    pub quantity: i64,
    pub value: i64,
}

/// The moves of these days, the oldest first.
pub(in super::super) async fn moves(
    tx: &mut Tx,
    (from, to): (Date, Date),
    known_on: Option<Timestamp>,
    variant: Option<Uuid>,
    most: i64,
) -> Result<Vec<Move>, Problem> {
    let tenant = tx.tenant_id();
    let rows = sqlx::query_as(
        "select m.effective_date, m.source_type, m.source_id, v.sku,
            f.name as from_place, t.name as to_place,
            (t.kind in ('internal', 'transit'))::integer
                - (f.kind in ('internal', 'transit'))::integer as sign,
            m.quantity, m.value
         from stock_moves m
         join variants v on v.tenant_id = $1 and v.id = m.variant_id
         join locations f on f.tenant_id = $1 and f.id = m.from_location_id
         join locations t on t.tenant_id = $1 and t.id = m.to_location_id
         where m.tenant_id = $1 and m.effective_date between $2 and $3
            and ($4::timestamptz is null or m.recorded_at <= $4)
            and ($5::uuid is null or m.variant_id = $5)
         order by m.effective_date, m.seq limit $6",
    )
    .bind(tenant)
    .bind(from)
    .bind(to)
    .bind(known_on)
    .bind(variant)
    .bind(most)
    .fetch_all(tx.conn())
    .await?;
    Ok(rows)
}

/// The account that the stock's value stands on.
pub(in super::super) async fn inventory_account(tx: &mut Tx) -> Result<Option<Uuid>, Problem> {
    let tenant = tx.tenant_id();
    let id =
        sqlx::query_scalar("select id from accounts where tenant_id = $1 and role = 'inventory'")
            .bind(tenant)
            .fetch_optional(tx.conn())
            .await?;
    Ok(id)
}
