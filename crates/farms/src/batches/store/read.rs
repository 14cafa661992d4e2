//! Finding batches and their events.

use base::{Date, List, ListQuery, Money, Problem, Quantity, Sort, Text, Timestamp, Tx, UnitPrice};
use sqlx::{Postgres, QueryBuilder};
use uuid::Uuid;

use crate::batches::batch::{Batch, BatchQuery, BatchState, Mode};
use crate::batches::event::{BatchEvent, EventKind};
use crate::batches::share::per_kg;

const COLUMNS: &str = "b.id, b.code, b.name, b.species, b.mode, b.state, b.opened_on, b.closed_on,
    b.count, b.biomass, b.cost, b.fair_value, b.created_at, b.version, b.events,
    (select max(r.date) from batch_events r
        where r.tenant_id = b.tenant_id and r.batch_id = b.id and r.kind = 'revalued'
            and not exists (select from batch_events u
                where u.tenant_id = b.tenant_id and u.undoes_id = r.id))
        as revalued_on";

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    code: String,
    name: Text,
    species: String,
    mode: Mode,
    state: BatchState,
    opened_on: Date,
    closed_on: Option<Date>,
    count: i64,
    biomass: Quantity,
    cost: i64,
    fair_value: i64,
    created_at: Timestamp,
    version: i32,
    events: i32,
    revalued_on: Option<Date>,
    sort_value: String,
}

impl Row {
    fn complete(self, tx: &Tx) -> Batch {
        let money = |minor| Money::new(minor, tx.currency());
        Batch {
            id: self.id,
            code: self.code,
            name: self.name,
            species: self.species,
            mode: self.mode,
            state: self.state,
            opened_on: self.opened_on,
            closed_on: self.closed_on,
            count: self.count,
            biomass_kg: self.biomass,
            cost: money(self.cost),
            fair_value_adjustment: money(self.fair_value),
            carrying_amount: money(self.cost.saturating_add(self.fair_value)),
            cost_per_kg: per_kg(money(self.cost), self.biomass),
            revalued_on: self.revalued_on,
            created_at: self.created_at,
            version: self.version,
            events: self.events,
        }
    }
}

pub(in crate::batches) async fn find(tx: &mut Tx, id: Uuid) -> Result<Option<Batch>, Problem> {
    read(tx, id, "").await
}

/// The batch, held until the commit.
pub(in crate::batches) async fn hold(tx: &mut Tx, id: Uuid) -> Result<Batch, Problem> {
    read(tx, id, " for update of b").await?.ok_or_else(Problem::not_found)
}

async fn read(tx: &mut Tx, id: Uuid, lock: &str) -> Result<Option<Batch>, Problem> {
    let tenant = tx.tenant_id();
    let select = format!("select {COLUMNS}, '' as sort_value from batches b where b.tenant_id = ");
    let mut sql = QueryBuilder::<Postgres>::new(select);
    sql.push_bind(tenant).push(" and b.id = ").push_bind(id).push(lock);
    let row: Option<Row> = sql.build_query_as().fetch_optional(tx.conn()).await?;
    Ok(row.map(|row| row.complete(tx)))
}

pub(in crate::batches) async fn list(
    tx: &mut Tx,
    query: &BatchQuery,
    sort: Sort,
    limit: i64,
) -> Result<List<Batch>, Problem> {
    let cursor = query.list.cursor()?;
    let tenant = tx.tenant_id();
    let value = sort.as_text();
    let select =
        format!("select {COLUMNS}, {value} as sort_value from batches b where b.tenant_id = ");
    let mut sql = QueryBuilder::<Postgres>::new(select);
    sql.push_bind(tenant);
    if let Some(state) = query.filter.state {
        sql.push(" and b.state = ").push_bind(state.name());
    }
    if let Some(mode) = query.filter.mode {
        sql.push(" and b.mode = ").push_bind(mode.name());
    }
    if let Some(text) = query.list.search() {
        let text = contains(text);
        sql.push(" and (b.code ilike ").push_bind(text.clone());
        sql.push(" or b.species ilike ").push_bind(text.clone());
        sql.push(" or exists (select from jsonb_each_text(b.name) n where n.value ilike ");
        sql.push_bind(text).push("))");
    }
    sort.finish(&mut sql, "b.id", cursor.as_ref(), limit);
    let rows: Vec<Row> = sql.build_query_as().fetch_all(tx.conn()).await?;
    let list = List::of(rows, limit, |row| (row.sort_value.clone(), row.id));
    Ok(list.map(|row| row.complete(tx)))
}

/// The pattern of everything that contains the text, for `ilike`.
fn contains(text: &str) -> String {
    let plain = text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    format!("%{plain}%")
}

const EVENT: &str = "e.id, e.n, e.kind, e.date, e.count, e.biomass, e.cost, e.fair_value, e.result,
    e.variant_id, v.sku, e.quantity, e.price, e.costs_to_sell, e.account_id, e.undoes_id, e.note,
    e.entry_id, e.recorded_at";

const EVENTS: &str = "from batch_events e
    left join variants v on v.tenant_id = e.tenant_id and v.id = e.variant_id";

#[derive(sqlx::FromRow)]
struct EventRow {
    id: Uuid,
    n: i32,
    kind: EventKind,
    date: Date,
    count: i64,
    biomass: Quantity,
    cost: i64,
    fair_value: i64,
    result: i64,
    variant_id: Option<Uuid>,
    sku: Option<String>,
    quantity: Option<Quantity>,
    price: Option<UnitPrice>,
    costs_to_sell: Option<UnitPrice>,
    account_id: Option<Uuid>,
    undoes_id: Option<Uuid>,
    note: String,
    entry_id: Option<Uuid>,
    recorded_at: Timestamp,
    sort_value: String,
}

impl EventRow {
    fn complete(self, tx: &Tx) -> BatchEvent {
        let money = |minor| Money::new(minor, tx.currency());
        BatchEvent {
            id: self.id,
            n: self.n,
            kind: self.kind,
            date: self.date,
            count: self.count,
            biomass_kg: self.biomass,
            cost: money(self.cost),
            fair_value_adjustment: money(self.fair_value),
            result: money(self.result),
            variant_id: self.variant_id,
            sku: self.sku,
            quantity: self.quantity,
            price: self.price,
            costs_to_sell: self.costs_to_sell,
            account_id: self.account_id,
            undoes_id: self.undoes_id,
            note: self.note,
            entry_id: self.entry_id,
            recorded_at: self.recorded_at,
        }
    }
}

pub(in crate::batches) async fn events(
    tx: &mut Tx,
    batch: Uuid,
    query: &ListQuery,
    sort: Sort,
) -> Result<List<BatchEvent>, Problem> {
    let (cursor, limit) = (query.cursor()?, query.limit());
    let tenant = tx.tenant_id();
    let value = sort.as_text();
    let select = format!("select {EVENT}, {value} as sort_value {EVENTS} where e.tenant_id = ");
    let mut sql = QueryBuilder::<Postgres>::new(select);
    sql.push_bind(tenant).push(" and e.batch_id = ").push_bind(batch);
    if let Some(text) = query.search() {
        let text = contains(text);
        sql.push(" and (e.note ilike ").push_bind(text.clone());
        sql.push(" or v.sku ilike ").push_bind(text).push(")");
    }
    sort.finish(&mut sql, "e.id", cursor.as_ref(), limit);
    let rows: Vec<EventRow> = sql.build_query_as().fetch_all(tx.conn()).await?;
    let list = List::of(rows, limit, |row| (row.sort_value.clone(), row.id));
    Ok(list.map(|row| row.complete(tx)))
}

/// The last event of a batch that was not taken back.
pub(in crate::batches) async fn last_that_counts(
    tx: &mut Tx,
    batch: Uuid,
) -> Result<Option<BatchEvent>, Problem> {
    let tenant = tx.tenant_id();
    let select = format!("select {EVENT}, '' as sort_value {EVENTS} where e.tenant_id = ");
    let mut sql = QueryBuilder::<Postgres>::new(select);
    sql.push_bind(tenant).push(" and e.batch_id = ").push_bind(batch);
    sql.push(" and e.undoes_id is null and not exists (select from batch_events u");
    sql.push(" where u.tenant_id = e.tenant_id and u.undoes_id = e.id)");
    sql.push(" order by e.n desc limit 1");
    let row: Option<EventRow> = sql.build_query_as().fetch_optional(tx.conn()).await?;
    Ok(row.map(|row| row.complete(tx)))
}
