//! The SQL of suppliers.

use base::problem::constraint;
use base::{Country, Currency, Date, Lang, List, Problem, Rate, Sort, Timestamp, Tx};
use sqlx::{Postgres, QueryBuilder};
use uuid::Uuid;

use super::{Supplier, SupplierQuery};

const COLUMNS: &str = "s.id, s.code, s.name, s.contact, s.email, s.phone, s.tax_number, \
    s.address, s.city, s.country, s.lang, s.currency, s.payment_days, s.price_tolerance, \
    s.quantity_tolerance, s.note, s.active, s.version, s.created_at, s.updated_at";

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    code: String,
    name: String,
    contact: String,
    email: String,
    phone: String,
    tax_number: String,
    address: String,
    city: String,
    country: Country,
    lang: Lang,
    currency: Currency,
    payment_days: i32,
    price_tolerance: Rate,
    quantity_tolerance: Rate,
    note: String,
    active: bool,
    version: i32,
    created_at: Timestamp,
    updated_at: Timestamp,
}

impl From<Row> for Supplier {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            code: row.code,
            name: row.name,
            contact: row.contact,
            email: row.email,
            phone: row.phone,
            tax_number: row.tax_number,
            address: row.address,
            city: row.city,
            country: row.country,
            lang: row.lang,
            currency: row.currency,
            payment_days: row.payment_days,
            price_tolerance: row.price_tolerance,
            quantity_tolerance: row.quantity_tolerance,
            note: row.note,
            active: row.active,
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    }
}

#[derive(sqlx::FromRow)]
struct Listed {
    #[sqlx(flatten)]
    row: Row,
    sort_value: String,
}

pub(super) async fn find(tx: &mut Tx, id: Uuid) -> Result<Option<Supplier>, Problem> {
    one(tx, id, "").await
}

/// The supplier, locked until the transaction ends.
pub(super) async fn lock(tx: &mut Tx, id: Uuid) -> Result<Option<Supplier>, Problem> {
    one(tx, id, " for update").await
}

async fn one(tx: &mut Tx, id: Uuid, lock: &str) -> Result<Option<Supplier>, Problem> {
    let tenant = tx.tenant_id();
    let mut sql = QueryBuilder::<Postgres>::new(format!("select {COLUMNS} from suppliers s"));
    sql.push(" where s.tenant_id = ").push_bind(tenant);
    sql.push(" and s.id = ").push_bind(id).push(lock);
    let row: Option<Row> = sql.build_query_as().fetch_optional(tx.conn()).await?;
    Ok(row.map(Supplier::from))
}

/// The next counted code that nobody took by hand.
pub(super) async fn next_code(tx: &mut Tx) -> Result<String, Problem> {
    let tenant = tx.tenant_id();
    let code: Option<String> = sqlx::query_scalar(
        "with free as (
            select n, 'S-' || lpad(n::text, greatest(5, length(n::text)), '0') as code
            from generate_series(1, 1000) as step(i)
            cross join lateral (
                select step.i - 1 + coalesce(
                    (select k.next from supplier_codes k where k.tenant_id = $1), 1) as n
            ) as counted
            where not exists (
                select from suppliers s where s.tenant_id = $1
                    and s.code = 'S-' || lpad(n::text, greatest(5, length(n::text)), '0'))
            order by n limit 1
        ), counted as (
            insert into supplier_codes as k (tenant_id, next) select $1, n + 1 from free
            on conflict (tenant_id) do update set next = greatest(k.next + 1, excluded.next)
            returning k.next
        )
        select 'S-' || lpad((next - 1)::text, greatest(5, length((next - 1)::text)), '0')
        from counted",
    )
    .bind(tenant)
    .fetch_optional(tx.conn())
    .await?;
    code.ok_or_else(|| Problem::conflict("supplier_code_taken"))
}

pub(super) async fn insert(tx: &mut Tx, s: &Supplier) -> Result<(), Problem> {
    let tenant = tx.tenant_id();
    sqlx::query(
        "insert into suppliers (tenant_id, id, code, name, contact, email, phone, tax_number,
            address, city, country, lang, currency, payment_days, price_tolerance,
            quantity_tolerance, note, active, version, created_at, updated_at, search_text)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18,
            $19, $20, $21, lower(concat_ws(' ', $4, $3, $5, $6, $7, $8, $10)))",
    )
    .bind(tenant)
    .bind(s.id)
    .bind(&s.code)
    .bind(&s.name)
    .bind(&s.contact)
    .bind(&s.email)
    .bind(&s.phone)
    .bind(&s.tax_number)
    .bind(&s.address)
    .bind(&s.city)
    .bind(s.country)
    .bind(s.lang)
    .bind(s.currency)
    .bind(s.payment_days)
    .bind(s.price_tolerance)
    .bind(s.quantity_tolerance)
    .bind(&s.note)
    .bind(s.active)
    .bind(s.version)
    .bind(s.created_at)
    .bind(s.updated_at)
    .execute(tx.conn())
    .await
    .map_err(taken)?;
    Ok(())
}

pub(super) async fn save(tx: &mut Tx, s: &Supplier) -> Result<(), Problem> {
    let tenant = tx.tenant_id();
    sqlx::query(
        "update suppliers set code = $3, name = $4, contact = $5, email = $6, phone = $7,
            tax_number = $8, address = $9, city = $10, country = $11, lang = $12, currency = $13,
            payment_days = $14, price_tolerance = $15, quantity_tolerance = $16, note = $17,
            active = $18, version = $19, updated_at = $20,
            search_text = lower(concat_ws(' ', $4, $3, $5, $6, $7, $8, $10))
         where tenant_id = $1 and id = $2",
    )
    .bind(tenant)
    .bind(s.id)
    .bind(&s.code)
    .bind(&s.name)
    .bind(&s.contact)
    .bind(&s.email)
    .bind(&s.phone)
    .bind(&s.tax_number)
    .bind(&s.address)
    .bind(&s.city)
    .bind(s.country)
    .bind(s.lang)
    .bind(s.currency)
    .bind(s.payment_days)
    .bind(s.price_tolerance)
    .bind(s.quantity_tolerance)
    .bind(&s.note)
    .bind(s.active)
    .bind(s.version)
    .bind(s.updated_at)
    .execute(tx.conn())
    .await
    .map_err(taken)?;
    Ok(())
}

/// A code that is taken is a mistake in one field, and the form says so there.
fn taken(error: sqlx::Error) -> Problem {
    match constraint(&error) {
        Some("suppliers_tenant_id_code_key") => {
            Problem::conflict("supplier_code_taken").field("code", "supplier_code_taken")
        }
        _ => error.into(),
    }
}

pub(super) async fn delete(tx: &mut Tx, id: Uuid) -> Result<(), Problem> {
    let tenant = tx.tenant_id();
    sqlx::query("delete from suppliers where tenant_id = $1 and id = $2")
        .bind(tenant)
        .bind(id)
        .execute(tx.conn())
        .await
        .map_err(|error| match error.as_database_error().map(|e| e.is_foreign_key_violation()) {
            Some(true) => Problem::conflict("supplier_in_use"),
            _ => error.into(),
        })?;
    Ok(())
}

pub(super) async fn list(
    tx: &mut Tx,
    query: &SupplierQuery,
    sort: Sort,
) -> Result<List<Supplier>, Problem> {
    let (tenant, limit) = (tx.tenant_id(), query.list.limit());
    let cursor = query.list.cursor()?;
    let mut sql = QueryBuilder::<Postgres>::new(format!(
        "select {COLUMNS}, {} as sort_value from suppliers s",
        sort.as_text()
    ));
    if let Some(q) = query.list.search() {
        sql.push(" join search_suppliers(").push_bind(q.to_owned()).push(", 500) f on f.id = s.id");
    }
    sql.push(" where s.tenant_id = ").push_bind(tenant);
    if let Some(active) = query.filter.active {
        sql.push(" and s.active = ").push_bind(active);
    }
    if let Some(country) = query.filter.country {
        sql.push(" and s.country = ").push_bind(country);
    }
    sort.finish(&mut sql, "s.id", cursor.as_ref(), limit);
    let rows: Vec<Listed> = sql.build_query_as().fetch_all(tx.conn()).await?;
    let page = List::of(rows, limit, |listed| (listed.sort_value.clone(), listed.row.id));
    Ok(page.map(|listed| listed.row.into()))
}

/// The suppliers whose code or name is one of these, in small letters: id, code, name.
pub(super) async fn named(
    tx: &mut Tx,
    texts: &[String],
) -> Result<Vec<(Uuid, String, String)>, Problem> {
    let tenant = tx.tenant_id();
    Ok(sqlx::query_as(
        "select id, code, name from suppliers
         where tenant_id = $1 and (lower(code) = any($2) or lower(name) = any($2))
         order by id limit 10000",
    )
    .bind(tenant)
    .bind(texts)
    .fetch_all(tx.conn())
    .await?)
}

/// What happened with a supplier since a day; amounts in minor units.
#[derive(Debug, sqlx::FromRow)]
pub(super) struct FactsRow {
    pub supplier_id: Uuid,
    pub promised: i64,
    pub on_time: i64,
    pub ordered: i64,
    pub fulfilled: i64,
    pub billed: i64,
    pub off_price: i64,
    pub received: i64,
    pub returned: i64,
}

/// The facts that ratings are made of, a row for each supplier asked for.
pub(super) async fn facts(
    tx: &mut Tx,
    suppliers: &[Uuid],
    since: Date,
) -> Result<Vec<FactsRow>, Problem> {
    let (tenant, today) = (tx.tenant_id(), tx.today());
    let rows = sqlx::query_as(
        "with came as (
            select r.supplier_id, sum(r.value)::bigint as received,
                count(*) filter (where o.expected_date is not null) as promised,
                count(*) filter (where r.effective_date <= o.expected_date) as on_time
            from received_lines r
            left join purchase_orders o on o.tenant_id = r.tenant_id and o.id = r.order_id
            where r.tenant_id = $1 and r.supplier_id = any($2) and r.effective_date >= $3
            group by r.supplier_id
        ), due as (
            select o.supplier_id, sum(n.net)::bigint as ordered,
                sum(n.net * least(l.received, l.quantity) / l.quantity)::bigint as fulfilled
            from purchase_orders o
            join purchase_order_lines l on l.tenant_id = o.tenant_id and l.order_id = o.id
            cross join lateral (
                select l.net * coalesce(o.net_base / nullif(o.net, 0)::numeric, 1) as net) n
            where o.tenant_id = $1 and o.supplier_id = any($2) and o.order_date >= $3
                and l.tracked and o.state not in ('draft', 'cancelled')
                and (o.expected_date <= $4 or o.state in ('received', 'billed', 'closed'))
            group by o.supplier_id
        ), paid as (
            select b.supplier_id, sum(l.cleared_value)::bigint as billed,
                sum(abs(l.net_base - l.cleared_exchange - l.cleared_value))::bigint as off_price
            from bills b join bill_lines l on l.tenant_id = b.tenant_id and l.bill_id = b.id
            where b.tenant_id = $1 and b.supplier_id = any($2) and b.bill_date >= $3
                and b.kind = 'bill' and b.state = 'posted' and l.receipt_id is not null
            group by b.supplier_id
        ), back as (
            select supplier_id, sum(value)::bigint as returned from purchase_returns
            where tenant_id = $1 and supplier_id = any($2) and return_date >= $3
            group by supplier_id
        )
        select w.id as supplier_id, coalesce(promised, 0) as promised,
            coalesce(on_time, 0) as on_time, coalesce(ordered, 0) as ordered,
            coalesce(fulfilled, 0) as fulfilled, coalesce(billed, 0) as billed,
            coalesce(off_price, 0) as off_price, coalesce(received, 0) as received,
            coalesce(returned, 0) as returned
        from unnest($2::uuid[]) as w(id)
        left join came on came.supplier_id = w.id
        left join due on due.supplier_id = w.id
        left join paid on paid.supplier_id = w.id
        left join back on back.supplier_id = w.id",
    )
    .bind(tenant)
    .bind(suppliers)
    .bind(since)
    .bind(today)
    .fetch_all(tx.conn())
    .await?;
    Ok(rows)
}
