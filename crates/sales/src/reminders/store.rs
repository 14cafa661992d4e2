//! The SQL of reminders.

use std::collections::HashMap;

use base::{Date, Lang, List, Money, Problem, Sort, Timestamp, Tx};
use sqlx::{Postgres, QueryBuilder};
use uuid::Uuid;

use super::due::Due;
use super::{Level, NewLevel, Reminder, ReminderQuery};

/// Every number of a reminder.
pub(super) const NUMBERS: &str = "select number from reminders where tenant_id = $1";

pub(super) async fn levels(tx: &mut Tx) -> Result<Vec<Level>, Problem> {
    let tenant = tx.tenant_id();
    let levels = sqlx::query_as(
        "select level, days, subject, body from reminder_levels
         where tenant_id = $1 order by level limit 10",
    )
    .bind(tenant)
    .fetch_all(tx.conn())
    .await?;
    Ok(levels)
}

/// Writes all levels; those beyond the last go.
pub(super) async fn set_levels(tx: &mut Tx, new: &[NewLevel]) -> Result<(), Problem> {
    let tenant = tx.tenant_id();
    sqlx::query(
        "with gone as (
            delete from reminder_levels where tenant_id = $1 and level > cardinality($2::integer[])
        )
        insert into reminder_levels (tenant_id, level, days, subject, body)
        select $1, r.n, r.days, r.subject, r.body
        from unnest($2::integer[], $3::jsonb[], $4::jsonb[]) with ordinality
            as r (days, subject, body, n)
        on conflict (tenant_id, level) do update
            set days = excluded.days, subject = excluded.subject, body = excluded.body",
    )
    .bind(tenant)
    .bind(new.iter().map(|level| level.days).collect::<Vec<_>>())
    .bind(new.iter().map(|level| level.subject.clone()).collect::<Vec<_>>())
    .bind(new.iter().map(|level| level.body.clone()).collect::<Vec<_>>())
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// The highest level at which each item was reminded of.
pub(super) async fn reminded(tx: &mut Tx, items: &[Uuid]) -> Result<HashMap<Uuid, i32>, Problem> {
    let tenant = tx.tenant_id();
    let rows: Vec<(Uuid, i32)> = sqlx::query_as(
        "select open_item_id, max(level) from reminder_items
         where tenant_id = $1 and open_item_id = any($2) group by open_item_id",
    )
    .bind(tenant)
    .bind(items)
    .fetch_all(tx.conn())
    .await?;
    Ok(rows.into_iter().collect())
}

/// How a customer is reached.
#[derive(Debug, sqlx::FromRow)]
pub(super) struct Contact {
    id: Uuid,
    pub name: String,
    pub email: String,
    pub lang: Lang,
}

pub(super) async fn contacts(
    tx: &mut Tx,
    customers: &[Uuid],
) -> Result<HashMap<Uuid, Contact>, Problem> {
    let tenant = tx.tenant_id();
    let rows: Vec<Contact> = sqlx::query_as(
        "select id, name, email, lang from customers where tenant_id = $1 and id = any($2)",
    )
    .bind(tenant)
    .bind(customers)
    .fetch_all(tx.conn())
    .await?;
    Ok(rows.into_iter().map(|contact| (contact.id, contact)).collect())
}

/// Writes a reminder and what it reminds of anew, in one statement.
pub(super) async fn insert(
    tx: &mut Tx,
    id: Uuid,
    number: &str,
    due: &Due,
    date: Date,
) -> Result<(), Problem> {
    let (tenant, now, actor) = (tx.tenant_id(), tx.now(), tx.actor().user_id());
    let fresh = due.items.iter().filter(|item| item.is_new());
    let (items, levels): (Vec<Uuid>, Vec<i32>) =
        fresh.map(|item| (item.item_id, item.level.unwrap_or(due.level))).unzip();
    sqlx::query(
        "with r as (
            insert into reminders (tenant_id, id, number, customer_id, customer_name, email, lang,
                level, effective_date, amount, recorded_at, created_by)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
        )
        insert into reminder_items (tenant_id, reminder_id, open_item_id, level)
        select $1, $2, i.* from unnest($13::uuid[], $14::integer[]) i",
    )
    .bind(tenant)
    .bind(id)
    .bind(number)
    .bind(due.customer_id)
    .bind(&due.customer)
    .bind(&due.email)
    .bind(due.lang)
    .bind(due.level)
    .bind(date)
    .bind(due.amount.minor)
    .bind(now)
    .bind(actor)
    .bind(items)
    .bind(levels)
    .execute(tx.conn())
    .await?;
    Ok(())
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    number: String,
    customer_id: Uuid,
    customer_name: String,
    email: String,
    lang: Lang,
    level: i32,
    effective_date: Date,
    amount: i64,
    recorded_at: Timestamp,
    sort_value: String,
}

pub(super) async fn list(
    tx: &mut Tx,
    query: &ReminderQuery,
    sort: Sort,
    limit: i64,
) -> Result<List<Reminder>, Problem> {
    let cursor = query.list.cursor()?;
    let (tenant, currency) = (tx.tenant_id(), tx.currency());
    let sort_value = sort.as_text();
    let mut sql = QueryBuilder::<Postgres>::new(format!(
        "select r.id, r.number, r.customer_id, r.customer_name, r.email, r.lang, r.level,
            r.effective_date, r.amount, r.recorded_at, {sort_value} as sort_value
         from reminders r where r.tenant_id = "
    ));
    sql.push_bind(tenant);
    if let Some(customer) = query.filter.customer {
        sql.push(" and r.customer_id = ").push_bind(customer);
    }
    if let Some(level) = query.filter.level {
        sql.push(" and r.level = ").push_bind(level);
    }
    if let Some(q) = query.list.search() {
        let like = format!("%{}%", q.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_"));
        sql.push(" and (r.number ilike ").push_bind(like.clone());
        sql.push(" or r.customer_name ilike ").push_bind(like).push(")");
    }
    sort.finish(&mut sql, "r.id", cursor.as_ref(), limit);
    let rows: Vec<Row> = sql.build_query_as().fetch_all(tx.conn()).await?;
    let list = List::of(rows, limit, |row| (row.sort_value.clone(), row.id));
    Ok(list.map(|row| Reminder {
        id: row.id,
        number: row.number,
        customer_id: row.customer_id,
        customer: row.customer_name,
        email: row.email,
        lang: row.lang,
        level: row.level,
        date: row.effective_date,
        amount: Money::new(row.amount, currency),
        recorded_at: row.recorded_at,
    }))
}
