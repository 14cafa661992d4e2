//! The questions that `ledger verify` asks about bills; each answer is the first offender.

use base::{Problem, Tx};
use uuid::Uuid;

/// Every number of a bill.
pub(in super::super) const BILL_NUMBERS: &str =
    "select number from bills where tenant_id = $1 and kind = 'bill' and number is not null";
/// Every number of a debit note.
pub(in super::super) const DEBIT_NOTE_NUMBERS: &str =
    "select number from bills where tenant_id = $1 and kind = 'debit_note'";

/// The first posted document whose lines, tax groups or entry say something else than its totals,
/// or one that is in the books and was not posted.
pub(in super::super) async fn totals_wrong(tx: &mut Tx) -> Result<Option<(Uuid, String)>, Problem> {
    let tenant = tx.tenant_id();
    let wrong = sqlx::query_as(
        "with l as (
            select bill_id, sum(net)::bigint as net, sum(tax)::bigint as tax,
                sum(gross)::bigint as gross, sum(net_base)::bigint as net_base,
                sum(tax_base)::bigint as tax_base
            from bill_lines where tenant_id = $1 group by bill_id
        ), t as (
            select bill_id, sum(net)::bigint as net, sum(tax)::bigint as tax,
                sum(net_base)::bigint as net_base, sum(tax_base)::bigint as tax_base
            from bill_taxes where tenant_id = $1 group by bill_id
        ), e as (
            select n.source_id,
                sum(-l.amount) filter (where a.role = 'payable')::bigint as gross,
                sum(l.amount) filter (where a.control = 'tax')::bigint as tax
            from entries n
            join lines l on l.tenant_id = n.tenant_id and l.entry_id = n.id
            join accounts a on a.tenant_id = l.tenant_id and a.id = l.account_id
            where n.tenant_id = $1 and n.source_type in ('bill', 'debit_note')
            group by n.source_id
        ), d as (
            select b.id, coalesce(b.number, b.supplier_number) as number, b.created_at, b.net,
                b.tax, b.gross, b.net_base, b.tax_base,
                coalesce(l.net_base, 0) as line_net_base,
                coalesce(l.tax_base, 0) as line_tax_base,
                coalesce(t.net_base, 0) as group_net_base,
                coalesce(t.tax_base, 0) as group_tax_base, coalesce(l.net, 0) as line_net,
                coalesce(l.tax, 0) as line_tax,
                coalesce(l.gross, 0) as line_gross, coalesce(t.net, 0) as group_net,
                coalesce(t.tax, 0) as group_tax,
                case when b.state = 'posted' then b.gross_base else 0 end as owed,
                case when b.state = 'posted' then b.tax_base else 0 end as owed_tax,
                case b.kind when 'bill' then 1 else -1 end * coalesce(e.gross, 0) as entry_gross,
                case b.kind when 'bill' then 1 else -1 end * coalesce(e.tax, 0) as entry_tax
            from bills b
            left join l on l.bill_id = b.id
            left join t on t.bill_id = b.id
            left join e on e.source_id = b.id
            where b.tenant_id = $1
        )
        select id, format('%s: the document says net %s, tax %s, gross %s; its lines %s, %s, %s; '
            || 'its tax groups %s, %s; its entries %s owed, %s of it tax (minor units)', number,
            net, tax, gross, line_net, line_tax, line_gross, group_net, group_tax, entry_gross,
            entry_tax)
        from d
        where (net, tax, gross) <> (line_net, line_tax, line_gross)
            or (net, tax) <> (group_net, group_tax)
            or (net_base, tax_base) <> (line_net_base, line_tax_base)
            or (net_base, tax_base) <> (group_net_base, group_tax_base)
            or (owed, owed_tax) <> (entry_gross, entry_tax)
        order by created_at, id limit 1",
    )
    .bind(tenant)
    .fetch_optional(tx.conn())
    .await?;
    Ok(wrong)
}
