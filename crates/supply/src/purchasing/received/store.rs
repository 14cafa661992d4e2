//! The SQL of what was received and is to be billed.

use base::{Currency, Date, Money, Problem, Quantity, Text, Tx, UnitPrice};
use sqlx::{Postgres, QueryBuilder};
use uuid::Uuid;

use super::ReceivedLine;

/// Rows that a page of the report shows, at most.
const MOST: i64 = 5000;

const SELECT: &str = "select r.receipt_id, d.number as receipt_number, r.line, r.variant_id,
        v.sku, p.name, p.unit, r.warehouse_id, r.effective_date as date, r.supplier_id,
        coalesce(s.name, '') as supplier, r.order_id, o.number as order_number, r.order_line,
        l.unit_price as order_price, o.currency as order_currency,
        coalesce(l.tax_code_id, p.tax_code_id) as tax_code_id,
        r.quantity, r.value, r.billed_quantity, r.billed_value, r.returned_quantity,
        r.returned_value, r.credited_quantity
    from received_lines r
    join stock_documents d on d.tenant_id = r.tenant_id and d.id = r.receipt_id
    join variants v on v.tenant_id = r.tenant_id and v.id = r.variant_id
    join products p on p.tenant_id = v.tenant_id and p.id = v.product_id
    left join suppliers s on s.tenant_id = r.tenant_id and s.id = r.supplier_id
    left join purchase_orders o on o.tenant_id = r.tenant_id and o.id = r.order_id
    left join purchase_order_lines l on l.tenant_id = r.tenant_id and l.order_id = r.order_id
        and l.n = r.order_line
    where r.tenant_id = ";

#[derive(sqlx::FromRow)]
struct Row {
    receipt_id: Uuid,
    receipt_number: String,
    line: i32,
    variant_id: Uuid,
    sku: String,
    name: Text,
    unit: String,
    warehouse_id: Uuid,
    date: Date,
    supplier_id: Option<Uuid>,
    supplier: String,
    order_id: Option<Uuid>,
    order_number: Option<String>,
    order_line: Option<i32>,
    order_price: Option<UnitPrice>,
    order_currency: Option<Currency>,
    tax_code_id: Uuid,
    quantity: Quantity,
    value: i64,
    billed_quantity: Quantity,
    billed_value: i64,
    returned_quantity: Quantity,
    returned_value: i64,
    credited_quantity: Quantity,
}

impl Row {
    fn line(self, currency: Currency) -> ReceivedLine {
        let money = |minor| Money::new(minor, currency);
        ReceivedLine {
            receipt_id: self.receipt_id,
            receipt_number: self.receipt_number,
            line: self.line,
            variant_id: self.variant_id,
            sku: self.sku,
            name: self.name,
            unit: self.unit,
            warehouse_id: self.warehouse_id,
            date: self.date,
            supplier_id: self.supplier_id,
            supplier: self.supplier,
            order_id: self.order_id,
            order_number: self.order_number,
            order_line: self.order_line,
            order_price: self.order_price,
            order_currency: self.order_currency,
            tax_code_id: self.tax_code_id,
            quantity: self.quantity,
            value: money(self.value),
            billed_quantity: self.billed_quantity,
            billed_value: money(self.billed_value),
            returned_quantity: self.returned_quantity,
            returned_value: money(self.returned_value),
            credited_quantity: self.credited_quantity,
        }
    }
}

async fn read(tx: &mut Tx, mut sql: QueryBuilder<Postgres>) -> Result<Vec<ReceivedLine>, Problem> {
    let currency = tx.currency();
    let rows: Vec<Row> = sql.build_query_as().fetch_all(tx.conn()).await?;
    Ok(rows.into_iter().map(|row| row.line(currency)).collect())
}

fn select(tx: &Tx) -> QueryBuilder<Postgres> {
    let mut sql = QueryBuilder::new(SELECT);
    sql.push_bind(tx.tenant_id());
    sql
}

/// These lines, locked in the order of their keys until the transaction ends.
pub(in crate::purchasing) async fn lock(
    tx: &mut Tx,
    keys: &[(Uuid, i32)],
) -> Result<Vec<ReceivedLine>, Problem> {
    if keys.is_empty() {
        return Ok(Vec::new());
    }
    let mut sql = select(tx);
    sql.push(" and (r.receipt_id, r.line) in (select * from unnest(");
    sql.push_bind(keys.iter().map(|(receipt, _)| *receipt).collect::<Vec<_>>());
    sql.push("::uuid[], ");
    sql.push_bind(keys.iter().map(|(_, line)| *line).collect::<Vec<_>>());
    sql.push("::int[])) order by r.receipt_id, r.line for update of r");
    read(tx, sql).await
}

/// The lines of a receipt.
pub(in crate::purchasing) async fn of_receipt(
    tx: &mut Tx,
    receipt: Uuid,
    lock: bool,
) -> Result<Vec<ReceivedLine>, Problem> {
    let mut sql = select(tx);
    sql.push(" and r.receipt_id = ").push_bind(receipt);
    sql.push(" order by r.line");
    if lock {
        sql.push(" for update of r");
    }
    read(tx, sql).await
}

/// Which open lines are wanted.
#[derive(Debug, Clone, Default)]
pub(in crate::purchasing) struct OpenQuery {
    /// Those of this supplier.
    pub supplier: Option<Uuid>,
    /// Those of this order.
    pub order: Option<Uuid>,
    /// Those where nobody said who delivered: anybody may bill them.
    pub without: bool,
    /// Only so many, the newest first.
    pub newest: Option<i64>,
    /// Those that came on this day or before.
    pub until: Option<Date>,
    /// Those whose receipt, order or SKU begins so.
    pub q: Option<String>,
}

/// Lines that are neither billed nor given back wholly, the oldest first unless the newest are
/// asked for; at most 5,000.
pub(in crate::purchasing) async fn open(
    tx: &mut Tx,
    query: &OpenQuery,
) -> Result<Vec<ReceivedLine>, Problem> {
    let mut sql = select(tx);
    sql.push(" and r.billed_quantity + r.returned_quantity < r.quantity");
    if let Some(supplier) = query.supplier {
        sql.push(" and r.supplier_id = ").push_bind(supplier);
    }
    if query.without {
        sql.push(" and r.supplier_id is null");
    }
    if let Some(order) = query.order {
        sql.push(" and r.order_id = ").push_bind(order);
    }
    if let Some(day) = query.until {
        sql.push(" and r.effective_date <= ").push_bind(day);
    }
    if let Some(q) = &query.q {
        let begins = format!("{}%", q.replace(['\\', '%', '_'], ""));
        sql.push(" and (d.number ilike ").push_bind(begins.clone());
        sql.push(" or o.number ilike ").push_bind(begins.clone());
        sql.push(" or v.sku ilike ").push_bind(begins).push(")");
    }
    let (order, most) = match query.newest {
        None => (" order by r.effective_date, d.number, r.receipt_id, r.line limit ", MOST),
        Some(most) => {
            (" order by r.effective_date desc, d.number desc, r.receipt_id, r.line limit ", most)
        }
    };
    sql.push(order).push_bind(most);
    read(tx, sql).await
}

/// Says of a receipt's lines which order they came for.
pub(in crate::purchasing) async fn name_order(
    tx: &mut Tx,
    receipt: Uuid,
    supplier: Uuid,
    order: Uuid,
    lines: &[(i32, i32)],
) -> Result<(), Problem> {
    let tenant = tx.tenant_id();
    sqlx::query(
        "update received_lines r set supplier_id = $3, order_id = $4, order_line = n.order_line
         from unnest($5::int[], $6::int[]) as n(line, order_line)
         where r.tenant_id = $1 and r.receipt_id = $2 and r.line = n.line",
    )
    .bind(tenant)
    .bind(receipt)
    .bind(supplier)
    .bind(order)
    .bind(lines.iter().map(|(line, _)| *line).collect::<Vec<_>>())
    .bind(lines.iter().map(|(_, order_line)| *order_line).collect::<Vec<_>>())
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Writes of locked lines how much was billed and given back, and who delivered: goods that came
/// without an order are whose bill they are on.
pub(in crate::purchasing) async fn save(
    tx: &mut Tx,
    lines: &[ReceivedLine],
) -> Result<(), Problem> {
    fn column<T>(lines: &[ReceivedLine], of: impl Fn(&ReceivedLine) -> T) -> Vec<T> {
        lines.iter().map(of).collect()
    }
    let tenant = tx.tenant_id();
    sqlx::query(
        "update received_lines r set supplier_id = n.supplier_id,
            billed_quantity = n.billed_quantity, billed_value = n.billed_value,
            returned_quantity = n.returned_quantity, returned_value = n.returned_value,
            credited_quantity = n.credited_quantity
         from unnest($2::uuid[], $3::int[], $4::uuid[], $5::bigint[], $6::bigint[], $7::bigint[],
            $8::bigint[], $9::bigint[]) as n(receipt_id, line, supplier_id, billed_quantity,
            billed_value, returned_quantity, returned_value, credited_quantity)
         where r.tenant_id = $1 and r.receipt_id = n.receipt_id and r.line = n.line",
    )
    .bind(tenant)
    .bind(column(lines, |l| l.receipt_id))
    .bind(column(lines, |l| l.line))
    .bind(column(lines, |l| l.supplier_id))
    .bind(column(lines, |l| l.billed_quantity))
    .bind(column(lines, |l| l.billed_value.minor))
    .bind(column(lines, |l| l.returned_quantity))
    .bind(column(lines, |l| l.returned_value.minor))
    .bind(column(lines, |l| l.credited_quantity))
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// What is received and not billed, and what the account says, in minor units: a credit is
/// positive.
pub(in crate::purchasing) async fn balance(tx: &mut Tx) -> Result<(i64, i64), Problem> {
    let tenant = tx.tenant_id();
    let sums = sqlx::query_as(
        "select
            (select coalesce(sum(value - billed_value - returned_value), 0)::bigint
                from received_lines where tenant_id = $1),
            (select coalesce(-sum(l.amount), 0)::bigint from lines l
                join accounts a on a.tenant_id = l.tenant_id and a.id = l.account_id
                where l.tenant_id = $1 and a.role = 'grni')",
    )
    .bind(tenant)
    .fetch_one(tx.conn())
    .await?;
    Ok(sums)
}

/// The first line whose counts are not what bills and returns sum to.
pub(in crate::purchasing) async fn first_wrong(
    tx: &mut Tx,
) -> Result<Option<(Uuid, i32, String)>, Problem> {
    let tenant = tx.tenant_id();
    let wrong = sqlx::query_as(
        "with moved as (
            select m.source_id as receipt_id, m.source_line as line,
                sum(m.quantity)::bigint as quantity, sum(m.value)::bigint as value
            from stock_moves m
            where m.tenant_id = $1 and m.source_type = 'stock_receipt'
            group by m.source_id, m.source_line
        ), billed as (
            select l.receipt_id, l.receipt_line as line,
                sum(case b.kind when 'bill' then l.cleared_quantity
                    else -l.cleared_quantity end)::bigint as quantity,
                sum(case b.kind when 'bill' then l.cleared_value
                    else -l.cleared_value end)::bigint as value
            from bills b join bill_lines l on l.tenant_id = b.tenant_id and l.bill_id = b.id
            where b.tenant_id = $1 and b.state = 'posted' and l.receipt_id is not null
            group by l.receipt_id, l.receipt_line
        ), back as (
            select receipt_id, receipt_line as line,
                sum(quantity) filter (where bill_id is null)::bigint as quantity,
                sum(value) filter (where bill_id is null)::bigint as value,
                sum(quantity) filter (where bill_id is not null)::bigint as credited
            from purchase_return_lines where tenant_id = $1 group by receipt_id, receipt_line
        )
        select receipt_id, line, format(
            'received %s worth %s, moved %s worth %s; billed %s worth %s, bills say %s worth %s; '
            || 'given back %s worth %s and %s, returns say %s worth %s and %s',
            r.quantity, r.value, m.quantity, m.value, r.billed_quantity, r.billed_value,
            coalesce(b.quantity, 0), coalesce(b.value, 0), r.returned_quantity, r.returned_value,
            r.credited_quantity, coalesce(k.quantity, 0), coalesce(k.value, 0),
            coalesce(k.credited, 0))
        from moved m full join (select * from received_lines where tenant_id = $1) r
            using (receipt_id, line)
        left join billed b using (receipt_id, line)
        left join back k using (receipt_id, line)
        where (r.quantity, r.value) is distinct from (m.quantity, m.value)
            or (r.billed_quantity, r.billed_value)
                is distinct from (coalesce(b.quantity, 0), coalesce(b.value, 0))
            or (r.returned_quantity, r.returned_value, r.credited_quantity) is distinct from
                (coalesce(k.quantity, 0), coalesce(k.value, 0), coalesce(k.credited, 0))
        order by receipt_id, line limit 1",
    )
    .bind(tenant)
    .fetch_optional(tx.conn())
    .await?;
    Ok(wrong)
}
