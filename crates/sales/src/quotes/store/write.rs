//! Writing quotes.

use base::{Problem, Tx};
use finance::currencies::DocumentRate;
use sqlx::Postgres;
use sqlx::postgres::PgArguments;
use sqlx::query::Query;
use uuid::Uuid;

use crate::orders::Need;
use crate::quotes::quote::{Quote, QuoteHead, QuoteLine, QuoteState};

/// The lines as columns, from `$3` to `$17`: one statement however many there are.
macro_rules! insert_lines {
    () => {
        "insert into quote_lines (tenant_id, quote_id, n, variant_id, sku, description, unit,
            quantity, unit_price, price_list, price_from, discount, tax_code_id, net, tax, gross,
            needs)
         select $1, $2, l.* from unnest($3::int[], $4::uuid[], $5::text[], $6::text[],
            $7::text[], $8::bigint[], $9::bigint[], $10::text[], $11::bigint[], $12::bigint[],
            $13::uuid[], $14::bigint[], $15::bigint[], $16::bigint[], $17::text[]) as l"
    };
}

type Statement<'q> = Query<'q, Postgres, PgArguments>;

fn bind_lines<'q>(
    sql: Statement<'q>,
    tenant: Uuid,
    quote: Uuid,
    lines: &[QuoteLine],
) -> Statement<'q> {
    fn all<T>(lines: &[QuoteLine], of: impl Fn(&QuoteLine) -> T) -> Vec<T> {
        lines.iter().map(of).collect()
    }
    sql.bind(tenant)
        .bind(quote)
        .bind(all(lines, |l| l.n))
        .bind(all(lines, |l| l.variant_id))
        .bind(all(lines, |l| l.sku.clone()))
        .bind(all(lines, |l| l.description.clone()))
        .bind(all(lines, |l| l.unit.clone()))
        .bind(all(lines, |l| l.quantity))
        .bind(all(lines, |l| l.unit_price))
        .bind(all(lines, |l| l.price_rule.as_ref().map(|rule| rule.list.clone())))
        .bind(all(lines, |l| l.price_rule.as_ref().map(|rule| rule.from)))
        .bind(all(lines, |l| l.discount))
        .bind(all(lines, |l| l.tax_code_id))
        .bind(all(lines, |l| l.net.minor))
        .bind(all(lines, |l| l.tax.minor))
        .bind(all(lines, |l| l.gross.minor))
        .bind(all(lines, |l| l.needs.map(Need::as_str)))
}

/// The word that is kept: that it is ordered or expired follows from other columns.
fn kept(state: QuoteState) -> &'static str {
    match state {
        QuoteState::Ordered => QuoteState::Accepted.as_str(),
        QuoteState::Expired => QuoteState::Sent.as_str(),
        state => state.as_str(),
    }
}

/// Writes a new quote with its lines in one statement.
pub(in crate::quotes) async fn insert(tx: &mut Tx, quote: &Quote) -> Result<(), Problem> {
    let (tenant, head) = (tx.tenant_id(), &quote.head);
    let (rate, units) = DocumentRate::columns(head.exchange_rate);
    let sql = sqlx::query(concat!(
        "with q as (
            insert into quotes (tenant_id, id, customer_id, state, currency, quote_date,
                valid_until, reference, note, terms, prices_include_tax, net, tax, gross,
                written_by, version, created_at, updated_at, exchange_rate, exchange_units,
                gross_base)
            values ($1, $2, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30,
                $31, $32, $33, $34, $35, $36)
         ) ",
        insert_lines!()
    ));
    bind_lines(sql, tenant, head.id, &quote.lines)
        .bind(head.customer.id)
        .bind(kept(head.state))
        .bind(head.gross.currency)
        .bind(head.quote_date)
        .bind(head.valid_until)
        .bind(&head.reference)
        .bind(&head.note)
        .bind(&head.terms)
        .bind(head.prices_include_tax)
        .bind(head.net.minor)
        .bind(head.tax.minor)
        .bind(head.gross.minor)
        .bind(head.written_by)
        .bind(head.version)
        .bind(head.created_at)
        .bind(head.updated_at)
        .bind(rate)
        .bind(units)
        .bind(head.gross_base.minor)
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// Writes all lines of a quote anew.
pub(in crate::quotes) async fn replace_lines(tx: &mut Tx, quote: &Quote) -> Result<(), Problem> {
    let tenant = tx.tenant_id();
    sqlx::query("delete from quote_lines where tenant_id = $1 and quote_id = $2")
        .bind(tenant)
        .bind(quote.head.id)
        .execute(tx.conn())
        .await?;
    bind_lines(sqlx::query(insert_lines!()), tenant, quote.head.id, &quote.lines)
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// Writes the head. The row is locked, so the version needs no second look.
pub(in crate::quotes) async fn save(tx: &mut Tx, head: &QuoteHead) -> Result<(), Problem> {
    let tenant = tx.tenant_id();
    let (rate, units) = DocumentRate::columns(head.exchange_rate);
    sqlx::query(
        "update quotes set number = $3, customer_id = $4, state = $5, quote_date = $6,
            valid_until = $7, reference = $8, note = $9, terms = $10, prices_include_tax = $11,
            net = $12, tax = $13, gross = $14, sent_at = $15, sent_to = $16, decided_at = $17,
            declined_because = $18, written_by = $19, version = $20, updated_at = $21,
            currency = $22, exchange_rate = $23, exchange_units = $24, gross_base = $25
         where tenant_id = $1 and id = $2",
    )
    .bind(tenant)
    .bind(head.id)
    .bind(&head.number)
    .bind(head.customer.id)
    .bind(kept(head.state))
    .bind(head.quote_date)
    .bind(head.valid_until)
    .bind(&head.reference)
    .bind(&head.note)
    .bind(&head.terms)
    .bind(head.prices_include_tax)
    .bind(head.net.minor)
    .bind(head.tax.minor)
    .bind(head.gross.minor)
    .bind(head.sent_at)
    .bind(&head.sent_to)
    .bind(head.decided_at)
    .bind(&head.declined_because)
    .bind(head.written_by)
    .bind(head.version)
    .bind(head.updated_at)
    .bind(head.gross.currency)
    .bind(rate)
    .bind(units)
    .bind(head.gross_base.minor)
    .execute(tx.conn())
    .await?;
    Ok(())
}
