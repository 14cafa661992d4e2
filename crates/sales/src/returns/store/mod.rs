//! The SQL of returns.

mod credits;
mod left;

pub(super) use credits::{cancel_credit, insert_credits, return_of_note};
pub(super) use left::{returnable, taken_of_sale};

use base::{Currency, Date, List, Money, Offender, Problem, Quantity, Sort, Timestamp, Tx};
use sqlx::{Postgres, QueryBuilder};
use uuid::Uuid;

use super::goods::{Condition, GoodsReturn, ReturnHead, ReturnLine, ReturnState};
use super::list::ReturnQuery;
use crate::orders::OrderCustomer;

/// Every number of the series in use, for `ledger verify`.
pub(super) const NUMBERS: &str =
    "select number from returns where tenant_id = $1 and number is not null";

const COLUMNS: &str = "r.id, r.number, r.state, r.order_id, o.number as order_number, \
    r.delivery_id, d.number as delivery_number, r.invoice_id, i.number as invoice_number, \
    c.id as customer_id, c.code as customer_code, c.name as customer_name, \
    r.warehouse_id, r.reason, r.note, r.received_on, r.received_at, \
    r.value, r.loss, r.entry_id, r.loss_entry_id, r.declined_because, r.version, r.created_at, \
    r.updated_at";
const FROM: &str = "from returns r \
    left join orders o on o.tenant_id = r.tenant_id and o.id = r.order_id \
    left join deliveries d on d.tenant_id = r.tenant_id and d.id = r.delivery_id \
    left join invoices i on i.tenant_id = r.tenant_id and i.id = r.invoice_id \
    join customers c on c.tenant_id = r.tenant_id \
        and c.id = case when r.order_id is null then i.customer_id else o.customer_id end";

#[derive(sqlx::FromRow)]
struct HeadRow {
    id: Uuid,
    number: Option<String>,
    #[sqlx(try_from = "String")]
    state: ReturnState,
    order_id: Option<Uuid>,
    order_number: Option<String>,
    delivery_id: Option<Uuid>,
    delivery_number: Option<String>,
    invoice_id: Option<Uuid>,
    invoice_number: Option<String>,
    customer_id: Uuid,
    customer_code: String,
    customer_name: String,
    warehouse_id: Uuid,
    reason: String,
    note: String,
    received_on: Option<Date>,
    received_at: Option<Timestamp>,
    value: i64,
    loss: i64,
    entry_id: Option<Uuid>,
    loss_entry_id: Option<Uuid>,
    declined_because: String,
    version: i32,
    created_at: Timestamp,
    updated_at: Timestamp,
}

impl HeadRow {
    fn into_head(self, currency: Currency) -> ReturnHead {
        ReturnHead {
            id: self.id,
            number: self.number,
            state: self.state,
            order_id: self.order_id,
            order_number: self.order_number,
            delivery_id: self.delivery_id,
            delivery_number: self.delivery_number,
            invoice_id: self.invoice_id,
            invoice_number: self.invoice_number,
            customer: OrderCustomer {
                id: self.customer_id,
                code: self.customer_code,
                name: self.customer_name,
            },
            warehouse_id: self.warehouse_id,
            reason: self.reason,
            note: self.note,
            received_on: self.received_on,
            received_at: self.received_at,
            value: Money::new(self.value, currency),
            loss: Money::new(self.loss, currency),
            entry_id: self.entry_id,
            loss_entry_id: self.loss_entry_id,
            declined_because: self.declined_because,
            version: self.version,
            created_at: self.created_at,
            updated_at: self.updated_at,
        }
    }
}

#[derive(sqlx::FromRow)]
struct LineRow {
    n: i32,
    delivery_line: Option<i32>,
    order_line: Option<i32>,
    invoice_line: Option<i32>,
    variant_id: Uuid,
    sku: String,
    description: String,
    unit: String,
    #[sqlx(try_from = "String")]
    condition: Condition,
    quantity: Quantity,
    received: Quantity,
    credited: Quantity,
}

impl From<LineRow> for ReturnLine {
    fn from(row: LineRow) -> Self {
        Self {
            n: row.n,
            delivery_line: row.delivery_line,
            order_line: row.order_line,
            invoice_line: row.invoice_line,
            variant_id: row.variant_id,
            sku: row.sku,
            description: row.description,
            unit: row.unit,
            condition: row.condition,
            quantity: row.quantity,
            received: row.received,
            credited: row.credited,
        }
    }
}

/// Writes a new return with its lines in one statement.
pub(super) async fn insert(tx: &mut Tx, back: &GoodsReturn) -> Result<(), Problem> {
    fn all<T>(lines: &[ReturnLine], of: impl Fn(&ReturnLine) -> T) -> Vec<T> {
        lines.iter().map(of).collect()
    }
    let (tenant, user, head) = (tx.tenant_id(), tx.actor().user_id(), &back.head);
    sqlx::query(
        "with r as (
            insert into returns (tenant_id, id, order_id, delivery_id, invoice_id, state, reason,
                note, warehouse_id, created_by, created_at, updated_at)
            values ($1, $2, $3, $4, $17, $5, $6, $7, $8, $9, $10, $10)
         )
         insert into return_lines (tenant_id, return_id, delivery_id, order_id, invoice_id, n,
            delivery_line, order_line, variant_id, condition, quantity, invoice_line)
         select $1, $2, $4, $3, $17, l.* from unnest($11::int[], $12::int[], $13::int[],
            $14::uuid[], $15::text[], $16::bigint[], $18::int[]) as l",
    )
    .bind(tenant)
    .bind(head.id)
    .bind(head.order_id)
    .bind(head.delivery_id)
    .bind(head.state.as_str())
    .bind(&head.reason)
    .bind(&head.note)
    .bind(head.warehouse_id)
    .bind(user)
    .bind(head.created_at)
    .bind(all(&back.lines, |l| l.n))
    .bind(all(&back.lines, |l| l.delivery_line))
    .bind(all(&back.lines, |l| l.order_line))
    .bind(all(&back.lines, |l| l.variant_id))
    .bind(all(&back.lines, |l| l.condition.as_str()))
    .bind(all(&back.lines, |l| l.quantity))
    .bind(head.invoice_id)
    .bind(all(&back.lines, |l| l.invoice_line))
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Holds a return until the commit.
pub(super) async fn hold(tx: &mut Tx, id: Uuid) -> Result<(), Problem> {
    let tenant = tx.tenant_id();
    sqlx::query("select from returns where tenant_id = $1 and id = $2 for update")
        .bind(tenant)
        .bind(id)
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// Writes what became of a return and its lines. It is held, so the version needs no
/// second look.
pub(super) async fn save(tx: &mut Tx, back: &GoodsReturn) -> Result<(), Problem> {
    let (tenant, head) = (tx.tenant_id(), &back.head);
    sqlx::query(
        "with l as (
            update return_lines b set received = p.received, credited = p.credited,
                condition = p.condition
            from unnest($3::int[], $4::bigint[], $5::bigint[], $6::text[])
                as p(n, received, credited, condition)
            where b.tenant_id = $1 and b.return_id = $2 and b.n = p.n
         )
         update returns set number = $7, state = $8, received_on = $9, received_at = $10,
            value = $11, loss = $12, entry_id = $13, loss_entry_id = $14,
            declined_because = $15, version = $16, updated_at = $17
         where tenant_id = $1 and id = $2",
    )
    .bind(tenant)
    .bind(head.id)
    .bind(back.lines.iter().map(|l| l.n).collect::<Vec<_>>())
    .bind(back.lines.iter().map(|l| l.received).collect::<Vec<_>>())
    .bind(back.lines.iter().map(|l| l.credited).collect::<Vec<_>>())
    .bind(back.lines.iter().map(|l| l.condition.as_str()).collect::<Vec<_>>())
    .bind(&head.number)
    .bind(head.state.as_str())
    .bind(head.received_on)
    .bind(head.received_at)
    .bind(head.value.minor)
    .bind(head.loss.minor)
    .bind(head.entry_id)
    .bind(head.loss_entry_id)
    .bind(&head.declined_because)
    .bind(head.version)
    .bind(head.updated_at)
    .execute(tx.conn())
    .await?;
    Ok(())
}

pub(super) async fn find(tx: &mut Tx, id: Uuid) -> Result<Option<GoodsReturn>, Problem> {
    let (tenant, currency) = (tx.tenant_id(), tx.currency());
    let sql = format!("select {COLUMNS} {FROM} where r.tenant_id = $1 and r.id = $2");
    let row: Option<HeadRow> = sqlx::query_as(sqlx::AssertSqlSafe(sql))
        .bind(tenant)
        .bind(id)
        .fetch_optional(tx.conn())
        .await?;
    let Some(row) = row else { return Ok(None) };
    let lines: Vec<LineRow> = sqlx::query_as(
        "select b.n, b.delivery_line, b.order_line, b.invoice_line, b.variant_id,
            coalesce(l.sku, s.sku) as sku, coalesce(l.description, s.description) as description,
            coalesce(l.unit, p.unit) as unit, b.condition, b.quantity, b.received, b.credited
         from return_lines b
         join variants v on v.tenant_id = b.tenant_id and v.id = b.variant_id
         join products p on p.tenant_id = v.tenant_id and p.id = v.product_id
         left join order_lines l on l.tenant_id = b.tenant_id and l.order_id = b.order_id
            and l.n = b.order_line
         left join invoice_lines s on s.tenant_id = b.tenant_id and s.invoice_id = b.invoice_id
            and s.n = b.invoice_line
         where b.tenant_id = $1 and b.return_id = $2 order by b.n",
    )
    .bind(tenant)
    .bind(id)
    .fetch_all(tx.conn())
    .await?;
    let credit_notes = sqlx::query_as(
        "select i.id, i.number, n.cancelled_at is not null as cancelled from return_credits n
         join invoices i on i.tenant_id = n.tenant_id and i.id = n.credit_note_id
         where n.tenant_id = $1 and n.return_id = $2 order by i.number limit 200",
    )
    .bind(tenant)
    .bind(id)
    .fetch_all(tx.conn())
    .await?;
    let lines = lines.into_iter().map(ReturnLine::from).collect();
    Ok(Some(GoodsReturn { head: row.into_head(currency), lines, credit_notes }))
}

#[derive(sqlx::FromRow)]
struct Listed {
    #[sqlx(flatten)]
    head: HeadRow,
    sort_value: String,
}

pub(super) async fn list(
    tx: &mut Tx,
    query: &ReturnQuery,
    sort: Sort,
) -> Result<List<ReturnHead>, Problem> {
    let (tenant, currency, limit) = (tx.tenant_id(), tx.currency(), query.list.limit());
    let cursor = query.list.cursor()?;
    let mut sql = QueryBuilder::<Postgres>::new(format!("select {COLUMNS}, {} ", sort.as_text()));
    sql.push("as sort_value ").push(FROM).push(" where r.tenant_id = ").push_bind(tenant);
    if let Some(state) = query.filter.state {
        sql.push(" and r.state = ").push_bind(state.as_str());
    }
    if let Some(id) = query.filter.order {
        sql.push(" and r.order_id = ").push_bind(id);
    }
    if let Some(id) = query.filter.customer {
        sql.push(" and c.id = ").push_bind(id);
    }
    if let Some(text) = query.list.search() {
        let text = text.to_lowercase();
        sql.push(" and (position(").push_bind(text.clone()).push(" in lower(r.number)) > 0");
        for column in ["o.number", "d.number", "i.number", "c.name"] {
            sql.push(" or position(").push_bind(text.clone());
            sql.push(" in lower(").push(column).push(")) > 0");
        }
        sql.push(")");
    }
    sort.finish(&mut sql, "r.id", cursor.as_ref(), limit);
    let rows: Vec<Listed> = sql.build_query_as().fetch_all(tx.conn()).await?;
    let page = List::of(rows, limit, |row: &Listed| (row.sort_value.clone(), row.head.id));
    Ok(page.map(|row| row.head.into_head(currency)))
}

/// For `ledger verify`: an order counts of each line what its returns brought back and
/// credited, and no return brought more of a delivered line than was delivered.
pub(super) async fn miscounted(tx: &mut Tx) -> Result<Option<Offender>, Problem> {
    let tenant = tx.tenant_id();
    type Row = (Uuid, String, i32, Quantity, Quantity, Quantity, Quantity);
    let row: Option<Row> = sqlx::query_as(
        "with back as (
            select order_id, order_line, sum(received)::bigint as received,
                sum(credited)::bigint as credited
            from return_lines where tenant_id = $1 group by order_id, order_line
         )
         select l.order_id, coalesce(o.number, ''), l.n, l.returned, l.credited,
            coalesce(b.received, 0), coalesce(b.credited, 0)
         from order_lines l
         join orders o on o.tenant_id = l.tenant_id and o.id = l.order_id
         left join back b on b.order_id = l.order_id and b.order_line = l.n
         where l.tenant_id = $1 and (l.returned <> coalesce(b.received, 0)
            or l.credited <> coalesce(b.credited, 0))
         order by l.order_id, l.n limit 1",
    )
    .bind(tenant)
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.map(|(id, number, n, returned, credited, received, noted)| Offender {
        kind: "order",
        id: id.to_string(),
        detail: format!(
            "{number} line {n} counts {returned} returned and {credited} credited, its returns \
             say {received} and {noted}"
        ),
    }))
}
