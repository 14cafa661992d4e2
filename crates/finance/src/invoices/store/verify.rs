//! The questions that `ledger verify` asks about invoices; each answer is the first offender.

use base::{Problem, Tx};
use uuid::Uuid;

/// Every number of an invoice.
pub(in super::super) const INVOICE_NUMBERS: &str =
    "select number from invoices where tenant_id = $1 and kind = 'invoice'";
/// Every number of a credit note.
pub(in super::super) const CREDIT_NOTE_NUMBERS: &str =
    "select number from invoices where tenant_id = $1 and kind = 'credit_note'";

/// Every number of a debit note.
pub(in super::super) const DEBIT_NOTE_NUMBERS: &str =
    "select number from invoices where tenant_id = $1 and kind = 'sales_debit_note'";

/// A document whose parts do not agree, in minor units.
#[derive(Debug, sqlx::FromRow)]
pub(in super::super) struct WrongTotals {
    pub id: Uuid,
    pub number: String,
    pub net: i64,
    pub tax: i64,
    pub gross: i64,
    pub line_net: i64,
    pub line_tax: i64,
    pub line_gross: i64,
    pub group_net: i64,
    pub group_tax: i64,
    pub entry_gross: i64,
    pub entry_tax: i64,
}

/// The first document whose lines, tax groups or entry say something else than its totals.
pub(in super::super) async fn totals_wrong(tx: &mut Tx) -> Result<Option<WrongTotals>, Problem> {
    let tenant = tx.tenant_id();
    let wrong = sqlx::query_as(
        "with l as (
            select invoice_id, sum(net)::bigint as net, sum(tax)::bigint as tax,
                sum(gross)::bigint as gross, sum(net_base)::bigint as net_base,
                sum(tax_base)::bigint as tax_base
            from invoice_lines where tenant_id = $1 group by invoice_id
        ), t as (
            select invoice_id, sum(net)::bigint as net, sum(tax)::bigint as tax,
                sum(net_base)::bigint as net_base, sum(tax_base)::bigint as tax_base
            from invoice_taxes where tenant_id = $1 group by invoice_id
        ), e as (
            select n.source_id,
                sum(l.amount) filter (where a.role = 'receivable')::bigint as gross,
                sum(-l.amount) filter (where a.control = 'tax')::bigint as tax
            from entries n
            join lines l on l.tenant_id = n.tenant_id and l.entry_id = n.id
            join accounts a on a.tenant_id = l.tenant_id and a.id = l.account_id
            where n.tenant_id = $1
                and n.source_type in ('invoice', 'credit_note', 'sales_debit_note')
            group by n.source_id
        ), d as (
            select i.id, i.number, i.recorded_at, i.net, i.tax, i.gross, i.net_base, i.tax_base,
                i.gross_base, coalesce(l.net_base, 0) as line_net_base,
                coalesce(l.tax_base, 0) as line_tax_base,
                coalesce(t.net_base, 0) as group_net_base,
                coalesce(t.tax_base, 0) as group_tax_base,
                coalesce(l.net, 0) as line_net, coalesce(l.tax, 0) as line_tax,
                coalesce(l.gross, 0) as line_gross, coalesce(t.net, 0) as group_net,
                coalesce(t.tax, 0) as group_tax,
                case i.kind when 'credit_note' then -1 else 1 end * coalesce(e.gross, 0)
                    as entry_gross,
                case i.kind when 'credit_note' then -1 else 1 end * coalesce(e.tax, 0)
                    as entry_tax
            from invoices i
            left join l on l.invoice_id = i.id
            left join t on t.invoice_id = i.id
            left join e on e.source_id = i.id
            where i.tenant_id = $1
        )
        select * from d
        where (net, tax, gross) <> (line_net, line_tax, line_gross)
            or (net, tax) <> (group_net, group_tax)
            or (net_base, tax_base) <> (line_net_base, line_tax_base)
            or (net_base, tax_base) <> (group_net_base, group_tax_base)
            or (gross_base, tax_base) <> (entry_gross, entry_tax)
        order by recorded_at, id limit 1",
    )
    .bind(tenant)
    .fetch_optional(tx.conn())
    .await?;
    Ok(wrong)
}

/// The first document that counts something else as settled than its open item, or that has no
/// item for what it asks.
pub(in super::super) async fn settled_wrong(
    tx: &mut Tx,
) -> Result<Option<(Uuid, String, i64, i64)>, Problem> {
    let tenant = tx.tenant_id();
    let wrong = sqlx::query_as(
        "select i.id, i.number, i.settled, coalesce(o.set_off, 0)
         from invoices i
         left join open_items o on o.tenant_id = i.tenant_id and o.document_type = i.kind
            and o.document_id = i.id
         where i.tenant_id = $1 and (i.settled <> coalesce(o.set_off, 0)
            or (i.gross, i.gross_base) <> (abs(coalesce(o.amount, 0)), abs(coalesce(o.base, 0))))
         order by i.recorded_at, i.id limit 1",
    )
    .bind(tenant)
    .fetch_optional(tx.conn())
    .await?;
    Ok(wrong)
}

/// The first debit note that says something else than the credit note that it takes back, or whose
/// entry is not that note's entry the other way round.
pub(in super::super) async fn debit_wrong(
    tx: &mut Tx,
) -> Result<Option<(Uuid, String, String)>, Problem> {
    let tenant = tx.tenant_id();
    let wrong = sqlx::query_as(
        "select d.id, d.number, n.number
         from invoices d
         join invoices n on n.tenant_id = d.tenant_id and n.id = d.original_id
         where d.tenant_id = $1 and d.kind = 'sales_debit_note'
            and (n.kind <> 'credit_note' or d.currency <> n.currency
                or d.customer_id <> n.customer_id
                or (d.net, d.tax, d.gross, d.net_base, d.tax_base, d.gross_base)
                    <> (n.net, n.tax, n.gross, n.net_base, n.tax_base, n.gross_base)
                or exists (
                    select from lines l
                    where l.tenant_id = $1 and l.entry_id in (d.entry_id, n.entry_id)
                    group by l.account_id having sum(l.amount) <> 0))
         order by d.recorded_at, d.id limit 1",
    )
    .bind(tenant)
    .fetch_optional(tx.conn())
    .await?;
    Ok(wrong)
}
