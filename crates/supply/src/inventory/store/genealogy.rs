//! Links between lots. Every walk is by an index in its direction, visits each lot once a depth
//! and ends at a fixed depth, so that a circle, should there ever be one, ends too.

use base::{Date, Problem, Quantity, Text, Tx};
use uuid::Uuid;

use crate::inventory::genealogy::{Direction, Genealogy, LotLink, NewLotLink, Relative};
use crate::inventory::lot::LotName;

/// The most lots of one answer.
const MOST: i64 = 1000;
/// The most steps from the lot that is asked for.
const DEEPEST: i32 = 60;

/// The code of a lot that would be made of itself by these links.
pub(in crate::inventory) async fn circle(
    tx: &mut Tx,
    links: &[NewLotLink],
) -> Result<Option<String>, Problem> {
    let tenant = tx.tenant_id();
    let code = sqlx::query_scalar(
        "with recursive new as (
            select * from unnest($2::uuid[], $3::uuid[]) as n(parent_id, child_id)
         ), below(start, lot_id, depth) as (
            select parent_id, child_id, 1 from new
            union
            select b.start, k.child_id, b.depth + 1
            from below b
            join (select tenant_id, parent_id, child_id from lot_links where tenant_id = $1
                union all select $1, parent_id, child_id from new) k
                on k.tenant_id = $1 and k.parent_id = b.lot_id
            where b.depth < $4 and b.lot_id <> b.start
         )
         select l.code from below b join lots l on l.tenant_id = $1 and l.id = b.start
         where b.lot_id = b.start limit 1",
    )
    .bind(tenant)
    .bind(links.iter().map(|link| link.parent_id).collect::<Vec<_>>())
    .bind(links.iter().map(|link| link.child_id).collect::<Vec<_>>())
    .bind(DEEPEST)
    .fetch_optional(tx.conn())
    .await?;
    Ok(code)
}

/// Writes links.
pub(in crate::inventory) async fn insert(tx: &mut Tx, links: &[NewLotLink]) -> Result<(), Problem> {
    let tenant = tx.tenant_id();
    sqlx::query(
        "insert into lot_links (tenant_id, parent_id, child_id, move_id, quantity)
         select $1, parent_id, child_id, move_id, sum(quantity)
         from unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::bigint[])
            as n(parent_id, child_id, move_id, quantity)
         group by parent_id, child_id, move_id",
    )
    .bind(tenant)
    .bind(links.iter().map(|link| link.parent_id).collect::<Vec<_>>())
    .bind(links.iter().map(|link| link.child_id).collect::<Vec<_>>())
    .bind(links.iter().map(|link| link.move_id).collect::<Vec<_>>())
    .bind(links.iter().map(|link| link.quantity.micros()).collect::<Vec<_>>())
    .execute(tx.conn())
    .await?;
    Ok(())
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    code: String,
    expires_on: Option<Date>,
    variant_id: Uuid,
    sku: String,
    name: Text,
    unit: String,
    depth: i32,
    on_hand: Quantity,
}

/// The lots that a lot went into, or that it was made of.
const FORWARD: &str = "with recursive family(lot_id, depth) as (
        select $2::uuid, 0
        union
        select k.child_id, f.depth + 1 from family f
        join lot_links k on k.tenant_id = $1 and k.parent_id = f.lot_id
        where f.depth < $3
     )";
const BACKWARD: &str = "with recursive family(lot_id, depth) as (
        select $2::uuid, 0
        union
        select k.parent_id, f.depth + 1 from family f
        join lot_links k on k.tenant_id = $1 and k.child_id = f.lot_id
        where f.depth < $3
     )";

/// The family of a lot.
pub(in crate::inventory) async fn family(
    tx: &mut Tx,
    lot: Uuid,
    direction: Direction,
) -> Result<Genealogy, Problem> {
    let tenant = tx.tenant_id();
    let walk = match direction {
        Direction::Forward => FORWARD,
        Direction::Backward => BACKWARD,
    };
    let sql = format!(
        "{walk}, steps as (select * from family limit $5),
         near as (
            select lot_id, min(depth) as depth from steps group by lot_id
            order by 2, 1 limit $4
         )
         select t.id, t.code, t.expires_on, t.variant_id, v.sku, p.name, p.unit, n.depth,
            coalesce((select sum(s.on_hand) from stock_levels s
                where s.tenant_id = $1 and s.lot_ref = t.id), 0)::bigint as on_hand
         from near n
         join lots t on t.tenant_id = $1 and t.id = n.lot_id
         join variants v on v.tenant_id = $1 and v.id = t.variant_id
         join products p on p.tenant_id = $1 and p.id = v.product_id
         order by n.depth, v.sku, t.code, t.id"
    );
    let mut rows: Vec<Row> = sqlx::query_as(sqlx::AssertSqlSafe(sql))
        .bind(tenant)
        .bind(lot)
        .bind(DEEPEST)
        .bind(MOST + 1)
        .bind(MOST * 20)
        .fetch_all(tx.conn())
        .await?;
    let cut = i64::try_from(rows.len()).unwrap_or(i64::MAX) > MOST;
    rows.truncate(usize::try_from(MOST).unwrap_or_default());
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let links = links(tx, &ids).await?;
    let relative = |row: Row| Relative {
        lot: LotName { id: row.id, code: row.code, expires_on: row.expires_on },
        variant_id: row.variant_id,
        sku: row.sku,
        name: row.name,
        unit: row.unit,
        depth: row.depth,
        on_hand: row.on_hand,
    };
    Ok(Genealogy { lots: rows.into_iter().map(relative).collect(), links, cut })
}

/// The links between these lots.
async fn links(tx: &mut Tx, lots: &[Uuid]) -> Result<Vec<LotLink>, Problem> {
    let tenant = tx.tenant_id();
    let links = sqlx::query_as(
        "select parent_id, child_id, sum(quantity)::bigint as quantity from lot_links
         where tenant_id = $1 and parent_id = any($2) and child_id = any($2)
         group by parent_id, child_id order by parent_id, child_id limit 5000",
    )
    .bind(tenant)
    .bind(lots)
    .fetch_all(tx.conn())
    .await?;
    Ok(links)
}
