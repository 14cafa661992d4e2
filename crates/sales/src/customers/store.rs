//! The SQL of customers.

use base::problem::constraint;
use base::{Country, Currency, Lang, List, Money, Problem, Sort, Timestamp, Tx};
use sqlx::{Postgres, QueryBuilder};
use uuid::Uuid;

use super::{Customer, CustomerQuery};

const COLUMNS: &str = "c.id, c.code, c.name, c.email, c.phone, c.tax_number, c.address, c.city, \
    c.country, c.lang, c.currency, c.credit_limit, c.payment_days, c.note, c.active, c.version, \
    c.created_at, c.updated_at";

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    code: String,
    name: String,
    email: String,
    phone: String,
    tax_number: String,
    address: String,
    city: String,
    country: Country,
    lang: Lang,
    currency: Option<Currency>,
    credit_limit: Option<i64>,
    payment_days: i32,
    note: String,
    active: bool,
    version: i32,
    created_at: Timestamp,
    updated_at: Timestamp,
}

impl Row {
    fn into_customer(self, currency: Currency) -> Customer {
        Customer {
            id: self.id,
            code: self.code,
            name: self.name,
            email: self.email,
            phone: self.phone,
            tax_number: self.tax_number,
            address: self.address,
            city: self.city,
            country: self.country,
            lang: self.lang,
            currency: self.currency.unwrap_or(currency),
            credit_limit: self.credit_limit.map(|minor| Money::new(minor, currency)),
            payment_days: self.payment_days,
            note: self.note,
            active: self.active,
            version: self.version,
            created_at: self.created_at,
            updated_at: self.updated_at,
        }
    }
}

#[derive(sqlx::FromRow)]
struct Listed {
    #[sqlx(flatten)]
    row: Row,
    sort_value: String,
}

pub(super) async fn find(tx: &mut Tx, id: Uuid) -> Result<Option<Customer>, Problem> {
    one(tx, id, "").await
}

/// The customer, locked until the transaction ends.
pub(super) async fn lock(tx: &mut Tx, id: Uuid) -> Result<Option<Customer>, Problem> {
    one(tx, id, " for update").await
}

async fn one(tx: &mut Tx, id: Uuid, lock: &str) -> Result<Option<Customer>, Problem> {
    let (tenant, currency) = (tx.tenant_id(), tx.currency());
    let mut sql = QueryBuilder::<Postgres>::new(format!("select {COLUMNS} from customers c"));
    sql.push(" where c.tenant_id = ").push_bind(tenant);
    sql.push(" and c.id = ").push_bind(id).push(lock);
    let row: Option<Row> = sql.build_query_as().fetch_optional(tx.conn()).await?;
    Ok(row.map(|row| row.into_customer(currency)))
}

/// The next counted code that nobody took by hand.
pub(super) async fn next_code(tx: &mut Tx) -> Result<String, Problem> {
    let tenant = tx.tenant_id();
    let code: Option<String> = sqlx::query_scalar(
        "with free as (
            select n, 'C-' || lpad(n::text, greatest(5, length(n::text)), '0') as code
            from generate_series(1, 1000) as step(i)
            cross join lateral (
                select step.i - 1 + coalesce(
                    (select k.next from customer_codes k where k.tenant_id = $1), 1) as n
            ) as counted
            where not exists (
                select from customers c where c.tenant_id = $1
                    and c.code = 'C-' || lpad(n::text, greatest(5, length(n::text)), '0'))
            order by n limit 1
        ), counted as (
            insert into customer_codes as k (tenant_id, next) select $1, n + 1 from free
            on conflict (tenant_id) do update set next = greatest(k.next + 1, excluded.next)
            returning k.next
        )
        select 'C-' || lpad((next - 1)::text, greatest(5, length((next - 1)::text)), '0')
        from counted",
    )
    .bind(tenant)
    .fetch_optional(tx.conn())
    .await?;
    code.ok_or_else(|| Problem::conflict("customer_code_taken"))
}

pub(super) async fn insert(tx: &mut Tx, c: &Customer) -> Result<(), Problem> {
    let (tenant, own) = (tx.tenant_id(), tx.currency());
    let currency = Some(c.currency).filter(|currency| *currency != own);
    sqlx::query(
        "insert into customers (tenant_id, id, code, name, email, phone, tax_number, address,
            city, country, lang, credit_limit, payment_days, note, active, version, created_at,
            updated_at, currency, search_text)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18,
            $19, lower(concat_ws(' ', $4, $3, $5, $6, $7, $9)))",
    )
    .bind(tenant)
    .bind(c.id)
    .bind(&c.code)
    .bind(&c.name)
    .bind(&c.email)
    .bind(&c.phone)
    .bind(&c.tax_number)
    .bind(&c.address)
    .bind(&c.city)
    .bind(c.country)
    .bind(c.lang)
    .bind(c.credit_limit.map(|limit| limit.minor))
    .bind(c.payment_days)
    .bind(&c.note)
    .bind(c.active)
    .bind(c.version)
    .bind(c.created_at)
    .bind(c.updated_at)
    .bind(currency)
    .execute(tx.conn())
    .await
    .map_err(taken)?;
    Ok(())
}

pub(super) async fn save(tx: &mut Tx, c: &Customer) -> Result<(), Problem> {
    let (tenant, own) = (tx.tenant_id(), tx.currency());
    let currency = Some(c.currency).filter(|currency| *currency != own);
    sqlx::query(
        "update customers set code = $3, name = $4, email = $5, phone = $6, tax_number = $7,
            address = $8, city = $9, country = $10, lang = $11, credit_limit = $12,
            payment_days = $13, note = $14, active = $15, version = $16, updated_at = $17,
            currency = $18,
            search_text = lower(concat_ws(' ', $4, $3, $5, $6, $7, $9))
         where tenant_id = $1 and id = $2",
    )
    .bind(tenant)
    .bind(c.id)
    .bind(&c.code)
    .bind(&c.name)
    .bind(&c.email)
    .bind(&c.phone)
    .bind(&c.tax_number)
    .bind(&c.address)
    .bind(&c.city)
    .bind(c.country)
    .bind(c.lang)
    .bind(c.credit_limit.map(|limit| limit.minor))
    .bind(c.payment_days)
    .bind(&c.note)
    .bind(c.active)
    .bind(c.version)
    .bind(c.updated_at)
    .bind(currency)
    .execute(tx.conn())
    .await
    .map_err(taken)?;
    Ok(())
}

/// A code that is taken is a mistake in one field, and the form says so there.
fn taken(error: sqlx::Error) -> Problem {
    match constraint(&error) {
        Some("customers_tenant_id_code_key") => {
            Problem::conflict("customer_code_taken").field("code", "customer_code_taken")
        }
        _ => error.into(),
    }
}

pub(super) async fn delete(tx: &mut Tx, id: Uuid) -> Result<(), Problem> {
    let tenant = tx.tenant_id();
    sqlx::query("delete from customers where tenant_id = $1 and id = $2")
        .bind(tenant)
        .bind(id)
        .execute(tx.conn())
        .await
        .map_err(|error| match error.as_database_error().map(|e| e.is_foreign_key_violation()) {
            Some(true) => Problem::conflict("customer_in_use"),
            _ => error.into(),
        })?;
    Ok(())
}

pub(super) async fn list(
    tx: &mut Tx,
    query: &CustomerQuery,
    sort: Sort,
) -> Result<List<Customer>, Problem> {
    let (tenant, currency, limit) = (tx.tenant_id(), tx.currency(), query.list.limit());
    let cursor = query.list.cursor()?;
    let mut sql = QueryBuilder::<Postgres>::new(format!(
        "select {COLUMNS}, {} as sort_value from customers c",
        sort.as_text()
    ));
    if let Some(q) = query.list.search() {
        sql.push(" join search_customers(").push_bind(q.to_owned()).push(", 500) s on s.id = c.id");
    }
    sql.push(" where c.tenant_id = ").push_bind(tenant);
    if let Some(active) = query.filter.active {
        sql.push(" and c.active = ").push_bind(active);
    }
    if let Some(country) = query.filter.country {
        sql.push(" and c.country = ").push_bind(country);
    }
    sort.finish(&mut sql, "c.id", cursor.as_ref(), limit);
    let rows: Vec<Listed> = sql.build_query_as().fetch_all(tx.conn()).await?;
    let page = List::of(rows, limit, |listed| (listed.sort_value.clone(), listed.row.id));
    Ok(page.map(|listed| listed.row.into_customer(currency)))
}

/// The customers whose code or name is one of these, in small letters: id, code, name.
pub(super) async fn named(
    tx: &mut Tx,
    texts: &[String],
) -> Result<Vec<(Uuid, String, String)>, Problem> {
    let tenant = tx.tenant_id();
    Ok(sqlx::query_as(
        "select id, code, name from customers
         where tenant_id = $1 and (lower(code) = any($2) or lower(name) = any($2))
         order by id limit 10000",
    )
    .bind(tenant)
    .bind(texts)
    .fetch_all(tx.conn())
    .await?)
}
