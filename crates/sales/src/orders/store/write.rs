//! Writing orders.

use base::{Problem, Tx};
use finance::currencies::DocumentRate;
use sqlx::Postgres;
use sqlx::postgres::PgArguments;
use sqlx::query::Query;
use uuid::Uuid;

use crate::orders::approval::Need;
use crate::orders::order::{Line, Order, OrderHead};

/// The lines as columns, from `$3` to `$20`: one statement however many there are.
macro_rules! insert_lines {
    () => {
        "insert into order_lines (tenant_id, order_id, n, variant_id, sku, description, unit,
            tracked, quantity, unit_price, discount, tax_code_id, net, tax, gross, delivered,
            invoiced, price_list, price_from, needs)
         select $1, $2, l.* from unnest($3::int[], $4::uuid[], $5::text[], $6::text[],
            $7::text[], $8::bool[], $9::bigint[], $10::bigint[], $11::bigint[], $12::uuid[],
            $13::bigint[], $14::bigint[], $15::bigint[], $16::bigint[], $17::bigint[],
            $18::text[], $19::bigint[], $20::text[]) as l"
    };
}

type Statement<'q> = Query<'q, Postgres, PgArguments>;

fn bind_lines<'q>(sql: Statement<'q>, tenant: Uuid, order: Uuid, lines: &[Line]) -> Statement<'q> {
    fn all<T>(lines: &[Line], of: impl Fn(&Line) -> T) -> Vec<T> {
        lines.iter().map(of).collect()
    }
    sql.bind(tenant)
        .bind(order)
        .bind(all(lines, |l| l.n))
        .bind(all(lines, |l| l.variant_id))
        .bind(all(lines, |l| l.sku.clone()))
        .bind(all(lines, |l| l.description.clone()))
        .bind(all(lines, |l| l.unit.clone()))
        .bind(all(lines, |l| l.tracked))
        .bind(all(lines, |l| l.quantity))
        .bind(all(lines, |l| l.unit_price))
        .bind(all(lines, |l| l.discount))
        .bind(all(lines, |l| l.tax_code_id))
        .bind(all(lines, |l| l.net.minor))
        .bind(all(lines, |l| l.tax.minor))
        .bind(all(lines, |l| l.gross.minor))
        .bind(all(lines, |l| l.delivered))
        .bind(all(lines, |l| l.invoiced))
        .bind(all(lines, |l| l.price_rule.as_ref().map(|rule| rule.list.clone())))
        .bind(all(lines, |l| l.price_rule.as_ref().map(|rule| rule.from)))
        .bind(all(lines, |l| l.needs.map(Need::as_str)))
}

/// Writes a new order with its lines in one statement.
pub(in crate::orders) async fn insert(tx: &mut Tx, order: &Order) -> Result<(), Problem> {
    let (tenant, user, head) = (tx.tenant_id(), tx.actor().user_id(), &order.head);
    let (rate, units) = DocumentRate::columns(head.exchange_rate);
    let sql = sqlx::query(concat!(
        "with o as (
            insert into orders (tenant_id, id, number, customer_id, warehouse_id, state,
                delivery_state, currency, order_date, reference, note, net, tax, gross,
                version, created_by, created_at, updated_at, confirmed_at, approval,
                approval_asked_by, prices_include_tax, exchange_rate, exchange_units,
                gross_base, quote_id)
            values ($1, $2, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33,
                $34, $35, $36, $37,
                $38, $39, $40, $41, $42, $43, $44)
         ) ",
        insert_lines!()
    ));
    bind_lines(sql, tenant, head.id, &order.lines)
        .bind(&head.number)
        .bind(head.customer.id)
        .bind(head.warehouse_id)
        .bind(head.state.as_str())
        .bind(head.delivery_state.as_str())
        .bind(head.gross.currency)
        .bind(head.order_date)
        .bind(&head.reference)
        .bind(&head.note)
        .bind(head.net.minor)
        .bind(head.tax.minor)
        .bind(head.gross.minor)
        .bind(head.version)
        .bind(user)
        .bind(head.created_at)
        .bind(head.updated_at)
        .bind(head.confirmed_at)
        .bind(head.approval.as_str())
        .bind(head.approval_asked_by)
        .bind(head.prices_include_tax)
        .bind(rate)
        .bind(units)
        .bind(head.gross_base.minor)
        .bind(head.quote.as_ref().map(|quote| quote.id))
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// Writes all lines of a draft anew.
pub(in crate::orders) async fn replace_lines(tx: &mut Tx, order: &Order) -> Result<(), Problem> {
    let tenant = tx.tenant_id();
    sqlx::query("delete from order_lines where tenant_id = $1 and order_id = $2")
        .bind(tenant)
        .bind(order.head.id)
        .execute(tx.conn())
        .await?;
    bind_lines(sqlx::query(insert_lines!()), tenant, order.head.id, &order.lines)
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// Writes the head, and of the lines how much was delivered, invoiced, returned, credited and
/// given up, in one statement. The row is locked, so the version needs no second look.
pub(in crate::orders) async fn save(
    tx: &mut Tx,
    head: &OrderHead,
    progressed: &[Line],
) -> Result<(), Problem> {
    let tenant = tx.tenant_id();
    let (rate, units) = DocumentRate::columns(head.exchange_rate);
    sqlx::query(
        "with l as (
            update order_lines o set delivered = p.delivered, invoiced = p.invoiced,
                returned = p.returned, credited = p.credited, given_up = p.given_up
            from unnest($3::int[], $4::bigint[], $5::bigint[], $23::bigint[], $24::bigint[],
                $34::bigint[])
                as p(n, delivered, invoiced, returned, credited, given_up)
            where o.tenant_id = $1 and o.order_id = $2 and o.n = p.n
         )
         update orders set number = $6, customer_id = $7, warehouse_id = $8, state = $9,
            delivery_state = $10, invoice_state = $11, payment_state = $12, order_date = $13,
            reference = $14, note = $15, net = $16, tax = $17, gross = $18, version = $19,
            updated_at = $20, confirmed_at = $21, cancelled_at = $22,
            credit_allowed = $25, approval = $26, approval_asked_by = $27,
            approval_note = $28, prices_include_tax = $29, currency = $30, exchange_rate = $31,
            exchange_units = $32, gross_base = $33
         where tenant_id = $1 and id = $2",
    )
    .bind(tenant)
    .bind(head.id)
    .bind(progressed.iter().map(|l| l.n).collect::<Vec<_>>())
    .bind(progressed.iter().map(|l| l.delivered).collect::<Vec<_>>())
    .bind(progressed.iter().map(|l| l.invoiced).collect::<Vec<_>>())
    .bind(&head.number)
    .bind(head.customer.id)
    .bind(head.warehouse_id)
    .bind(head.state.as_str())
    .bind(head.delivery_state.as_str())
    .bind(head.invoice_state.as_str())
    .bind(head.payment_state.as_str())
    .bind(head.order_date)
    .bind(&head.reference)
    .bind(&head.note)
    .bind(head.net.minor)
    .bind(head.tax.minor)
    .bind(head.gross.minor)
    .bind(head.version)
    .bind(head.updated_at)
    .bind(head.confirmed_at)
    .bind(head.cancelled_at)
    .bind(progressed.iter().map(|l| l.returned).collect::<Vec<_>>())
    .bind(progressed.iter().map(|l| l.credited).collect::<Vec<_>>())
    .bind(head.credit_allowed.map(|allowed| allowed.minor))
    .bind(head.approval.as_str())
    .bind(head.approval_asked_by)
    .bind(&head.approval_note)
    .bind(head.prices_include_tax)
    .bind(head.gross.currency)
    .bind(rate)
    .bind(units)
    .bind(head.gross_base.minor)
    .bind(progressed.iter().map(|l| l.given_up).collect::<Vec<_>>())
    .execute(tx.conn())
    .await?;
    Ok(())
}
