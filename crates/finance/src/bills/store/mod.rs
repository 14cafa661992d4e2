//! The SQL of bills: writing here, reading and checks beside it.

mod alike;
mod read;
mod verify;

pub(super) use alike::look_alikes;
pub(super) use read::{debited, find, list, notes_of};
pub(super) use verify::{BILL_NUMBERS, DEBIT_NOTE_NUMBERS, totals_wrong};

use base::{Problem, Tx};
use sqlx::types::Json;

use super::bill::{Bill, BillLine, BillTax};
use crate::currencies::DocumentRate;

const INSERT: &str = "with b as (
        insert into bills (tenant_id, id, kind, state, number, supplier_id, original_id,
            supplier_number, supplier_key, bill_date, due_date, currency, supplier, note, reason,
            another_reason, differences, file_id, file_hash, net, tax, gross, entry_id, decision,
            version, created_by, decided_by, created_at, decided_at, exchange_rate,
            exchange_units, net_base, tax_base, gross_base)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18,
            $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34)
    ), l as (
        insert into bill_lines (tenant_id, bill_id, n, variant_id, description, unit, quantity,
            unit_price, tax_code_id, net, tax, gross, receipt_id, receipt_line, account_id,
            cost_centre_id, project_id, order_id, order_line, original_line, cleared_quantity,
            cleared_value, net_base, tax_base, cleared_exchange)
        select $1, $2, r.* from unnest($35::int[], $36::uuid[], $37::text[], $38::text[],
            $39::bigint[], $40::bigint[], $41::uuid[], $42::bigint[], $43::bigint[],
            $44::bigint[], $45::uuid[], $46::int[], $47::uuid[], $48::uuid[], $49::uuid[],
            $50::uuid[], $51::int[], $52::int[], $53::bigint[], $54::bigint[], $55::bigint[],
            $56::bigint[], $57::bigint[]) r
    )
    insert into bill_taxes (tenant_id, bill_id, tax_code_id, category, rate, net, tax, net_base,
        tax_base)
    select $1, $2, r.* from unnest($58::uuid[], $59::text[], $60::bigint[], $61::bigint[],
        $62::bigint[], $63::bigint[], $64::bigint[]) r";

/// Writes the document with its lines and tax groups in one statement.
pub(super) async fn insert(
    tx: &mut Tx,
    bill: &Bill,
    key: &str,
    file_hash: Option<&[u8]>,
) -> Result<(), Problem> {
    let tenant = tx.tenant_id();
    let (rate, units) = DocumentRate::columns(bill.exchange_rate);
    let query = sqlx::query(INSERT)
        .bind(tenant)
        .bind(bill.id)
        .bind(bill.kind)
        .bind(bill.state)
        .bind(&bill.number)
        .bind(bill.supplier_id)
        .bind(bill.original_id)
        .bind(&bill.supplier_number)
        .bind(key)
        .bind(bill.bill_date)
        .bind(bill.due_date)
        .bind(bill.gross.currency)
        .bind(Json(&bill.supplier))
        .bind(&bill.note)
        .bind(&bill.reason)
        .bind(&bill.another_reason)
        .bind(Json(&bill.differences))
        .bind(bill.file_id)
        .bind(file_hash)
        .bind(bill.net.minor)
        .bind(bill.tax.minor)
        .bind(bill.gross.minor)
        .bind(bill.entry_id)
        .bind(&bill.decision)
        .bind(bill.version)
        .bind(bill.created_by)
        .bind(bill.decided_by)
        .bind(bill.created_at)
        .bind(bill.decided_at)
        .bind(rate)
        .bind(units)
        .bind(bill.net_base.minor)
        .bind(bill.tax_base.minor)
        .bind(bill.gross_base.minor);
    bind_taxes(bind_lines(query, &bill.lines), &bill.taxes).execute(tx.conn()).await?;
    Ok(())
}

type Insert<'q> = sqlx::query::Query<'q, sqlx::Postgres, sqlx::postgres::PgArguments>;

fn bind_lines<'q>(query: Insert<'q>, lines: &'q [BillLine]) -> Insert<'q> {
    fn all<'q, T>(lines: &'q [BillLine], get: fn(&'q BillLine) -> T) -> Vec<T> {
        lines.iter().map(get).collect()
    }
    query
        .bind(all(lines, |l| l.n))
        .bind(all(lines, |l| l.variant_id))
        .bind(all(lines, |l| l.description.as_str()))
        .bind(all(lines, |l| l.unit.as_str()))
        .bind(all(lines, |l| l.quantity))
        .bind(all(lines, |l| l.unit_price))
        .bind(all(lines, |l| l.tax_code_id))
        .bind(all(lines, |l| l.net.minor))
        .bind(all(lines, |l| l.tax.minor))
        .bind(all(lines, |l| l.gross.minor))
        .bind(all(lines, |l| l.receipt_id))
        .bind(all(lines, |l| l.receipt_line))
        .bind(all(lines, |l| l.account_id))
        .bind(all(lines, |l| l.cost_centre_id))
        .bind(all(lines, |l| l.project_id))
        .bind(all(lines, |l| l.order_id))
        .bind(all(lines, |l| l.order_line))
        .bind(all(lines, |l| l.original_line))
        .bind(all(lines, |l| l.cleared_quantity))
        .bind(all(lines, |l| l.cleared_value.minor))
        .bind(all(lines, |l| l.net_base.minor))
        .bind(all(lines, |l| l.tax_base.minor))
        .bind(all(lines, |l| l.cleared_exchange.minor))
}

fn bind_taxes<'q>(query: Insert<'q>, taxes: &[BillTax]) -> Insert<'q> {
    query
        .bind(taxes.iter().map(|t| t.tax_code_id).collect::<Vec<_>>())
        .bind(taxes.iter().map(|t| t.category.code()).collect::<Vec<_>>())
        .bind(taxes.iter().map(|t| t.rate).collect::<Vec<_>>())
        .bind(taxes.iter().map(|t| t.net.minor).collect::<Vec<_>>())
        .bind(taxes.iter().map(|t| t.tax.minor).collect::<Vec<_>>())
        .bind(taxes.iter().map(|t| t.net_base.minor).collect::<Vec<_>>())
        .bind(taxes.iter().map(|t| t.tax_base.minor).collect::<Vec<_>>())
}

/// Writes what became of a locked bill, and what its lines cleared.
pub(super) async fn save(tx: &mut Tx, bill: &Bill) -> Result<(), Problem> {
    let tenant = tx.tenant_id();
    sqlx::query(
        "with l as (
            update bill_lines l set cleared_quantity = c.quantity, cleared_value = c.value,
                cleared_exchange = c.exchange
            from unnest($10::int[], $11::bigint[], $12::bigint[], $13::bigint[])
                as c(n, quantity, value, exchange)
            where l.tenant_id = $1 and l.bill_id = $2 and l.n = c.n
         )
         update bills set state = $3, number = $4, entry_id = $5, decision = $6, version = $7,
            decided_by = $8, decided_at = $9
         where tenant_id = $1 and id = $2",
    )
    .bind(tenant)
    .bind(bill.id)
    .bind(bill.state)
    .bind(&bill.number)
    .bind(bill.entry_id)
    .bind(&bill.decision)
    .bind(bill.version)
    .bind(bill.decided_by)
    .bind(bill.decided_at)
    .bind(bill.lines.iter().map(|l| l.n).collect::<Vec<_>>())
    .bind(bill.lines.iter().map(|l| l.cleared_quantity).collect::<Vec<_>>())
    .bind(bill.lines.iter().map(|l| l.cleared_value.minor).collect::<Vec<_>>())
    .bind(bill.lines.iter().map(|l| l.cleared_exchange.minor).collect::<Vec<_>>())
    .execute(tx.conn())
    .await?;
    Ok(())
}
