//! Lots.

use std::collections::BTreeMap;

use base::{Currency, Date, List, Money, Problem, Quantity, Sort, Text, Timestamp, Tx};
use sqlx::types::Json;
use sqlx::{Postgres, QueryBuilder};
use uuid::Uuid;

use crate::inventory::lot::{Lot, LotFilter, LotQuery, Named};
use crate::inventory::new_document::ReceivedLot;

/// A lot that lines name by its code.
#[derive(Debug)]
pub(in crate::inventory) struct Wanted {
    pub variant_id: Uuid,
    pub lot: ReceivedLot,
    /// Whether it may be made.
    pub make: bool,
}

impl Wanted {
    pub(in crate::inventory) fn of(variant_id: Uuid, lot: &ReceivedLot) -> Self {
        let code = lot.code.trim().to_owned();
        Self { variant_id, lot: ReceivedLot { code, ..lot.clone() }, make: false }
    }
}

/// Makes those of the lots that are not there yet, in the order of their keys.
pub(in crate::inventory) async fn make(tx: &mut Tx, lots: &[&Wanted]) -> Result<(), Problem> {
    if lots.is_empty() {
        return Ok(());
    }
    let (tenant, now) = (tx.tenant_id(), tx.now());
    sqlx::query(
        "insert into lots (tenant_id, id, variant_id, code, expires_on, made_on, supplier_lot,
            attributes, created_at)
         select $1, l.id, l.variant_id, l.code, l.expires_on, l.made_on, l.supplier_lot,
            l.attributes, $2
         from unnest($3::uuid[], $4::uuid[], $5::text[], $6::date[], $7::date[], $8::text[],
            $9::jsonb[])
            as l(id, variant_id, code, expires_on, made_on, supplier_lot, attributes)
         order by l.variant_id, l.code
         on conflict (tenant_id, variant_id, code) do nothing",
    )
    .bind(tenant)
    .bind(now)
    .bind(lots.iter().map(|_| tx.new_id::<Lot>().uuid()).collect::<Vec<_>>())
    .bind(lots.iter().map(|wanted| wanted.variant_id).collect::<Vec<_>>())
    .bind(lots.iter().map(|wanted| wanted.lot.code.clone()).collect::<Vec<_>>())
    .bind(lots.iter().map(|wanted| wanted.lot.expires_on).collect::<Vec<_>>())
    .bind(lots.iter().map(|wanted| wanted.lot.made_on).collect::<Vec<_>>())
    .bind(lots.iter().map(|wanted| wanted.lot.supplier_lot.trim().to_owned()).collect::<Vec<_>>())
    .bind(lots.iter().map(|wanted| Json(wanted.lot.attributes.clone())).collect::<Vec<_>>())
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// The lots with these ids, and those with these codes.
pub(in crate::inventory) async fn named(
    tx: &mut Tx,
    ids: &[Uuid],
    codes: &[Wanted],
) -> Result<Vec<Named>, Problem> {
    let tenant = tx.tenant_id();
    let found = sqlx::query_as(
        "select id, variant_id, code, expires_on from lots
            where tenant_id = $1 and id = any($2)
         union
         select l.id, l.variant_id, l.code, l.expires_on
         from unnest($3::uuid[], $4::text[]) as w(variant_id, code)
         join lots l on l.tenant_id = $1 and l.variant_id = w.variant_id and l.code = w.code",
    )
    .bind(tenant)
    .bind(ids)
    .bind(codes.iter().map(|wanted| wanted.variant_id).collect::<Vec<_>>())
    .bind(codes.iter().map(|wanted| wanted.lot.code.clone()).collect::<Vec<_>>())
    .fetch_all(tx.conn())
    .await?;
    Ok(found)
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    variant_id: Uuid,
    sku: String,
    name: Text,
    unit: String,
    code: String,
    expires_on: Option<Date>,
    expired: bool,
    made_on: Option<Date>,
    supplier_lot: String,
    attributes: Json<BTreeMap<String, String>>,
    on_hand: Quantity,
    reserved: Quantity,
    value: Option<i64>,
    version: i32,
    created_at: Timestamp,
    sort_value: String,
}

impl Row {
    fn lot(self, currency: Currency) -> Lot {
        Lot {
            id: self.id,
            variant_id: self.variant_id,
            sku: self.sku,
            name: self.name,
            unit: self.unit,
            code: self.code,
            expires_on: self.expires_on,
            expired: self.expired,
            made_on: self.made_on,
            supplier_lot: self.supplier_lot,
            attributes: self.attributes.0,
            on_hand: self.on_hand,
            reserved: self.reserved,
            value: self.value.map(|value| Money::new(value, currency)),
            version: self.version,
            created_at: self.created_at,
        }
    }
}

fn select(tenant: Uuid, day: Date, sort: &str) -> QueryBuilder<Postgres> {
    let mut sql = QueryBuilder::<Postgres>::new(
        "select t.id, t.variant_id, v.sku, p.name, p.unit, t.code, t.expires_on, t.made_on,
            t.supplier_lot, t.attributes, t.version, t.created_at,
            coalesce(s.on_hand, 0)::bigint as on_hand,
            coalesce(s.reserved, 0)::bigint as reserved, c.value, coalesce(t.expires_on < ",
    );
    sql.push_bind(day).push(format!(
        ", false) as expired, {sort} as sort_value
         from lots t
         join variants v on v.tenant_id = t.tenant_id and v.id = t.variant_id
         join products p on p.tenant_id = v.tenant_id and p.id = v.product_id
         left join lot_costs c on c.tenant_id = t.tenant_id and c.lot_id = t.id
         left join lateral (
            select sum(l.on_hand) as on_hand, sum(l.reserved) as reserved from stock_levels l
            where l.tenant_id = t.tenant_id and l.lot_ref = t.id
         ) s on true
         where t.tenant_id = "
    ));
    sql.push_bind(tenant);
    sql
}

/// A page of lots.
pub(in crate::inventory) async fn list(
    tx: &mut Tx,
    query: &LotQuery,
    sort: Sort,
) -> Result<List<Lot>, Problem> {
    let (tenant, day, limit) = (tx.tenant_id(), tx.today(), query.list.limit());
    let currency = tx.currency();
    let mut sql = select(tenant, day, &sort.as_text());
    if let Some(variant) = query.variant {
        sql.push(" and t.variant_id = ").push_bind(variant);
    }
    match query.state {
        None => {}
        Some(LotFilter::In) => {
            sql.push(" and s.on_hand > 0");
        }
        Some(LotFilter::Expired) => {
            sql.push(" and s.on_hand > 0 and t.expires_on < ").push_bind(day);
        }
        Some(LotFilter::Soon) => {
            sql.push(" and s.on_hand > 0 and t.expires_on >= ").push_bind(day);
            sql.push(" and t.expires_on < ").push_bind(day).push(" + 30");
        }
    }
    if let Some(q) = query.list.search() {
        let like = format!("{}%", q.replace(['\\', '%', '_'], ""));
        sql.push(" and (t.code ilike ").push_bind(like.clone());
        sql.push(" or t.supplier_lot ilike ").push_bind(like.clone());
        sql.push(" or v.sku ilike ").push_bind(like).push(")");
    }
    sort.finish(&mut sql, "t.id", query.list.cursor()?.as_ref(), limit);
    let rows: Vec<Row> = sql.build_query_as().fetch_all(tx.conn()).await?;
    let page = List::of(rows, limit, |row| (row.sort_value.clone(), row.id));
    Ok(page.map(|row| row.lot(currency)))
}

/// One lot.
pub(in crate::inventory) async fn find(tx: &mut Tx, id: Uuid) -> Result<Option<Lot>, Problem> {
    let (tenant, day, currency) = (tx.tenant_id(), tx.today(), tx.currency());
    let mut sql = select(tenant, day, "''");
    sql.push(" and t.id = ").push_bind(id);
    let row: Option<Row> = sql.build_query_as().fetch_optional(tx.conn()).await?;
    Ok(row.map(|row| row.lot(currency)))
}

/// Locks a lot until the transaction ends.
pub(in crate::inventory) async fn lock(tx: &mut Tx, id: Uuid) -> Result<(), Problem> {
    let tenant = tx.tenant_id();
    sqlx::query("select id from lots where tenant_id = $1 and id = $2 for update")
        .bind(tenant)
        .bind(id)
        .fetch_optional(tx.conn())
        .await?;
    Ok(())
}

/// Writes what is known of a locked lot.
pub(in crate::inventory) async fn change(
    tx: &mut Tx,
    id: Uuid,
    lot: &ReceivedLot,
) -> Result<(), Problem> {
    let tenant = tx.tenant_id();
    sqlx::query(
        "update lots set expires_on = $3, made_on = $4, supplier_lot = $5, attributes = $6,
            version = version + 1
         where tenant_id = $1 and id = $2",
    )
    .bind(tenant)
    .bind(id)
    .bind(lot.expires_on)
    .bind(lot.made_on)
    .bind(lot.supplier_lot.trim())
    .bind(Json(&lot.attributes))
    .execute(tx.conn())
    .await?;
    Ok(())
}
