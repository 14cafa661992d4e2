//! Writing orders to suppliers.

use base::{Problem, Tx};
use finance::currencies::DocumentRate;
use sqlx::Postgres;
use sqlx::postgres::PgArguments;
use sqlx::query::Query;
use uuid::Uuid;

use super::super::order::{PurchaseOrder, PurchaseOrderLine};

/// The lines as columns, from `$3` to `$16`: one statement however many there are.
macro_rules! insert_lines {
    () => {
        "insert into purchase_order_lines (tenant_id, order_id, n, variant_id, sku, description,
            unit, tracked, quantity, unit_price, tax_code_id, net, tax, gross, received, billed)
         select $1, $2, l.* from unnest($3::int[], $4::uuid[], $5::text[], $6::text[],
            $7::text[], $8::bool[], $9::bigint[], $10::bigint[], $11::uuid[], $12::bigint[],
            $13::bigint[], $14::bigint[], $15::bigint[], $16::bigint[]) as l"
    };
}

type Statement<'q> = Query<'q, Postgres, PgArguments>;

fn bind_lines<'q>(
    sql: Statement<'q>,
    tenant: Uuid,
    order: Uuid,
    lines: &[PurchaseOrderLine],
) -> Statement<'q> {
    fn all<T>(lines: &[PurchaseOrderLine], of: impl Fn(&PurchaseOrderLine) -> T) -> Vec<T> {
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
        .bind(all(lines, |l| l.tax_code_id))
        .bind(all(lines, |l| l.net.minor))
        .bind(all(lines, |l| l.tax.minor))
        .bind(all(lines, |l| l.gross.minor))
        .bind(all(lines, |l| l.received))
        .bind(all(lines, |l| l.billed))
}

/// Writes a new order with its lines in one statement.
pub(in super::super) async fn insert(tx: &mut Tx, order: &PurchaseOrder) -> Result<(), Problem> {
    let (tenant, head) = (tx.tenant_id(), &order.head);
    let (rate, units) = DocumentRate::columns(head.exchange_rate);
    let sql = sqlx::query(concat!(
        "with o as (
            insert into purchase_orders (tenant_id, id, number, supplier_id, warehouse_id,
                request_id, state, currency, order_date, expected_date, reference, note, net, tax,
                gross, version, created_by, approved_by, created_at, updated_at, approved_at,
                exchange_rate, exchange_units, net_base, gross_base)
            values ($1, $2, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30,
                $31, $32, $33, $34, $35, $36, $37, $38, $39)
         ) ",
        insert_lines!()
    ));
    bind_lines(sql, tenant, head.id, &order.lines)
        .bind(&head.number)
        .bind(head.supplier.id)
        .bind(head.warehouse_id)
        .bind(head.request_id)
        .bind(head.state.as_str())
        .bind(head.gross.currency)
        .bind(head.order_date)
        .bind(head.expected_date)
        .bind(&head.reference)
        .bind(&head.note)
        .bind(head.net.minor)
        .bind(head.tax.minor)
        .bind(head.gross.minor)
        .bind(head.version)
        .bind(head.created_by)
        .bind(head.approved_by)
        .bind(head.created_at)
        .bind(head.updated_at)
        .bind(head.approved_at)
        .bind(rate)
        .bind(units)
        .bind(head.net_base.minor)
        .bind(head.gross_base.minor)
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// Writes all lines of a draft anew.
pub(in super::super) async fn replace_lines(
    tx: &mut Tx,
    order: &PurchaseOrder,
) -> Result<(), Problem> {
    let tenant = tx.tenant_id();
    sqlx::query("delete from purchase_order_lines where tenant_id = $1 and order_id = $2")
        .bind(tenant)
        .bind(order.head.id)
        .execute(tx.conn())
        .await?;
    bind_lines(sqlx::query(insert_lines!()), tenant, order.head.id, &order.lines)
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// Writes the head, and of the lines how much came and was billed. The row is locked, so the
/// version needs no second look.
pub(in super::super) async fn save(tx: &mut Tx, order: &PurchaseOrder) -> Result<(), Problem> {
    let (tenant, head) = (tx.tenant_id(), &order.head);
    let (rate, units) = DocumentRate::columns(head.exchange_rate);
    sqlx::query(
        "with l as (
            update purchase_order_lines o set received = p.received, billed = p.billed
            from unnest($3::int[], $4::bigint[], $5::bigint[]) as p(n, received, billed)
            where o.tenant_id = $1 and o.order_id = $2 and o.n = p.n
         )
         update purchase_orders set number = $6, supplier_id = $7, warehouse_id = $8, state = $9,
            order_date = $10, expected_date = $11, reference = $12, note = $13, net = $14,
            tax = $15, gross = $16, version = $17, approved_by = $18, updated_at = $19,
            approved_at = $20, sent_at = $21, currency = $22, exchange_rate = $23,
            exchange_units = $24, net_base = $25, gross_base = $26
         where tenant_id = $1 and id = $2",
    )
    .bind(tenant)
    .bind(head.id)
    .bind(order.lines.iter().map(|l| l.n).collect::<Vec<_>>())
    .bind(order.lines.iter().map(|l| l.received).collect::<Vec<_>>())
    .bind(order.lines.iter().map(|l| l.billed).collect::<Vec<_>>())
    .bind(&head.number)
    .bind(head.supplier.id)
    .bind(head.warehouse_id)
    .bind(head.state.as_str())
    .bind(head.order_date)
    .bind(head.expected_date)
    .bind(&head.reference)
    .bind(&head.note)
    .bind(head.net.minor)
    .bind(head.tax.minor)
    .bind(head.gross.minor)
    .bind(head.version)
    .bind(head.approved_by)
    .bind(head.updated_at)
    .bind(head.approved_at)
    .bind(head.sent_at)
    .bind(head.gross.currency)
    .bind(rate)
    .bind(units)
    .bind(head.net_base.minor)
    .bind(head.gross_base.minor)
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Writes of several orders how far they are: state, and what came and was billed of each line.
pub(in crate::purchasing) async fn progress(
    tx: &mut Tx,
    orders: &[PurchaseOrder],
) -> Result<(), Problem> {
    let (tenant, now) = (tx.tenant_id(), tx.now());
    let lines = || {
        let of = |order: &PurchaseOrder| {
            let id = order.head.id;
            order.lines.iter().map(move |line| (id, line.clone())).collect::<Vec<_>>()
        };
        orders.iter().flat_map(of)
    };
    sqlx::query(
        "with l as (
            update purchase_order_lines o set received = p.received, billed = p.billed
            from unnest($2::uuid[], $3::int[], $4::bigint[], $5::bigint[])
                as p(order_id, n, received, billed)
            where o.tenant_id = $1 and o.order_id = p.order_id and o.n = p.n
         )
         update purchase_orders o set state = p.state, version = o.version + 1, updated_at = $8
         from unnest($6::uuid[], $7::text[]) as p(id, state)
         where o.tenant_id = $1 and o.id = p.id",
    )
    .bind(tenant)
    .bind(lines().map(|(id, _)| id).collect::<Vec<_>>())
    .bind(lines().map(|(_, line)| line.n).collect::<Vec<_>>())
    .bind(lines().map(|(_, line)| line.received).collect::<Vec<_>>())
    .bind(lines().map(|(_, line)| line.billed).collect::<Vec<_>>())
    .bind(orders.iter().map(|order| order.head.id).collect::<Vec<_>>())
    .bind(orders.iter().map(|order| order.head.state.as_str()).collect::<Vec<_>>())
    .bind(now)
    .execute(tx.conn())
    .await?;
    Ok(())
}
