//! The SQL of tax returns: what the ledger says about taxes, box by box and line by line.

use base::{Date, Problem, Tx};
use uuid::Uuid;

use crate::tax::TaxSide;
use crate::tax::report::Scope;

/// Every line of the ledger that a return counts, as base or as tax of a plain code, above zero
/// in the direction of its side; for the company `$1`, from `$2` to `$3`, recorded up to the
/// place `$4`, without what returns for days before `$5` have counted.
///
/// Tax stands on accounts of taxes: what is owed on liabilities, what is claimed on assets. Other
/// lines with a code are bases: of sales on income and on what customers paid ahead, else of
/// purchases. A code with parts lends its base to each. Where tax waits for payment, neither the
/// tax nor its base count before; then the tax is in the entry that moves it on, the base beside.
macro_rules! moves {
    () => {
        "coded as materialized (
            select l.entry_id, l.seq, l.effective_date, l.amount, l.tax_code_id, c.category,
                a.control, case when a.control = 'tax' and a.type = 'liability'
                    or a.control <> 'tax' and (a.type = 'income' or a.control = 'ar')
                    then 'sale' else 'purchase' end as side
            from tax_codes c
            join lines l on l.tenant_id = c.tenant_id and l.tax_code_id = c.id
            join accounts a on a.tenant_id = l.tenant_id and a.id = l.account_id
            where c.tenant_id = $1 and c.kind = 'tax'
                and l.effective_date between $2 and $3 and l.seq <= $4
                and (a.role is null or a.role not in ('output_tax_deferred', 'input_tax_deferred',
                    'withholding_payable', 'withholding_receivable'))
                and not exists (
                    select from tax_returns f
                    where f.tenant_id = $1 and f.starts < $5 and f.ends >= l.effective_date
                        and f.through_seq >= l.seq)
                and not (c.cash_basis and a.control <> 'tax' and exists (
                    select from lines d
                    join accounts x on x.tenant_id = d.tenant_id and x.id = d.account_id
                    where d.tenant_id = l.tenant_id and d.entry_id = l.entry_id
                        and x.role in ('output_tax_deferred', 'input_tax_deferred')
                        and (d.tax_code_id = c.id or exists (
                            select from tax_parts p
                            where p.tenant_id = c.tenant_id and p.tax_code_id = c.id
                                and p.part_id = d.tax_code_id))))
        ), bases as (
            select d.entry_id, d.seq, d.effective_date, d.side, d.category,
                coalesce(p.part_id, d.tax_code_id) as code_id,
                case d.side when 'sale' then -d.amount else d.amount end as base
            from coded d
            left join tax_parts p on p.tenant_id = $1 and p.tax_code_id = d.tax_code_id
            where d.control <> 'tax'
        ), moves as (
            select entry_id, seq, effective_date, side, tax_code_id as code_id, 0::bigint as base,
                case side when 'sale' then -amount else amount end as tax
            from coded where control = 'tax'
            union all
            select entry_id, seq, effective_date, side, code_id, base, 0 from bases
            union all
            select entry_id, seq, effective_date, 'sale', code_id, base, 0 from bases
            where category = 'AE' and side = 'purchase'
            union all
            select r.entry_id, e.seq, r.effective_date, r.side, r.tax_code_id, r.base, 0
            from tax_releases r
            join entries e on e.tenant_id = r.tenant_id and e.id = r.entry_id
            where r.tenant_id = $1 and r.effective_date between $2 and $3 and e.seq <= $4
                and not exists (
                    select from tax_returns f
                    where f.tenant_id = $1 and f.starts < $5 and f.ends >= r.effective_date
                        and f.through_seq >= e.seq)
        )"
    };
}

/// What a code came to on a side, in minor units.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub(in crate::tax) struct Figure {
    pub side: TaxSide,
    /// Empty when the code has none.
    pub box_code: String,
    pub tax_code_id: Uuid,
    pub base: i64,
    pub tax: i64,
    /// What of it lies before the first day of the return.
    pub corrected_base: i64,
    pub corrected_tax: i64,
}

/// The figures of a return, code by code.
pub(in crate::tax) async fn moves(tx: &mut Tx, scope: &Scope) -> Result<Vec<Figure>, Problem> {
    let tenant = tx.tenant_id();
    let figures = sqlx::query_as(concat!(
        "with ",
        moves!(),
        " select m.side, coalesce(case m.side when 'sale' then c.sale_box else c.purchase_box end,
            '') as box_code, c.id as tax_code_id, sum(m.base)::bigint as base,
            sum(m.tax)::bigint as tax,
            coalesce(sum(m.base) filter (where m.effective_date < $5), 0)::bigint
                as corrected_base,
            coalesce(sum(m.tax) filter (where m.effective_date < $5), 0)::bigint
                as corrected_tax
         from moves m join tax_codes c on c.tenant_id = $1 and c.id = m.code_id
         group by m.side, c.id, c.sale_box, c.purchase_box, c.code
         having sum(m.base) <> 0 or sum(m.tax) <> 0 order by m.side desc, c.code limit 800"
    ))
    .bind(tenant)
    .bind(scope.since)
    .bind(scope.to)
    .bind(scope.through)
    .bind(scope.from)
    .fetch_all(tx.conn())
    .await?;
    Ok(figures)
}

/// What an entry came to in a box, in minor units.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(in crate::tax) struct MoveRow {
    pub entry_id: Uuid,
    pub number: String,
    pub seq: i64,
    pub effective_date: Date,
    pub source_type: String,
    pub source_id: Uuid,
    pub memo: String,
    pub tax_code_id: Uuid,
    pub code: String,
    pub base: i64,
    pub tax: i64,
}

/// What the codes came to on a side, entry by entry, in the order of days.
pub(in crate::tax) async fn lines(
    tx: &mut Tx,
    scope: &Scope,
    side: TaxSide,
    codes: &[Uuid],
    after: Option<(Date, i64, Uuid)>,
    most: i64,
) -> Result<Vec<MoveRow>, Problem> {
    let tenant = tx.tenant_id();
    let rows = sqlx::query_as(concat!(
        "with ",
        moves!(),
        ", sums as (
            select m.entry_id, m.seq, m.effective_date, m.code_id, sum(m.base)::bigint as base,
                sum(m.tax)::bigint as tax
            from moves m where m.side = $6 and m.code_id = any($7)
            group by m.entry_id, m.seq, m.effective_date, m.code_id
            having sum(m.base) <> 0 or sum(m.tax) <> 0
         )
         select s.entry_id, e.number, s.seq, s.effective_date, e.source_type, e.source_id, e.memo,
            c.id as tax_code_id, c.code, s.base, s.tax
         from sums s
         join entries e on e.tenant_id = $1 and e.id = s.entry_id
         join tax_codes c on c.tenant_id = $1 and c.id = s.code_id
         where (s.effective_date, s.seq, s.code_id) > ($8, $9, $10)
         order by s.effective_date, s.seq, s.code_id limit $11"
    ))
    .bind(tenant)
    .bind(scope.since)
    .bind(scope.to)
    .bind(scope.through)
    .bind(scope.from)
    .bind(side)
    .bind(codes)
    .bind(after.map_or(scope.since, |(date, _, _)| date))
    .bind(after.map_or(0, |(_, seq, _)| seq))
    .bind(after.map_or(Uuid::nil(), |(_, _, code)| code))
    .bind(most)
    .fetch_all(tx.conn())
    .await?;
    Ok(rows)
}

/// A line on an account of taxes that no code explains.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(in crate::tax) struct UntaxedRow {
    pub entry_id: Uuid,
    pub number: String,
    pub effective_date: Date,
    pub source_type: String,
    pub source_id: Uuid,
    pub memo: String,
    pub amount: i64,
}

/// What the payments of filed returns moved on these accounts; debit above zero.
pub(in crate::tax) async fn paid(
    tx: &mut Tx,
    accounts: &[Uuid],
    from: Date,
    to: Date,
) -> Result<i64, Problem> {
    let tenant = tx.tenant_id();
    let paid = sqlx::query_scalar(
        "select coalesce(sum(l.amount), 0)::bigint
         from tax_payments p
         join lines l on l.tenant_id = p.tenant_id and l.entry_id = p.entry_id
         where p.tenant_id = $1 and l.account_id = any($2) and p.effective_date between $3 and $4",
    )
    .bind(tenant)
    .bind(accounts)
    .bind(from)
    .bind(to)
    .fetch_one(tx.conn())
    .await?;
    Ok(paid)
}

/// Lines on accounts of taxes that no return counts and that paid none.
pub(in crate::tax) async fn untaxed(
    tx: &mut Tx,
    accounts: &[Uuid],
    from: Date,
    to: Date,
) -> Result<Vec<UntaxedRow>, Problem> {
    let tenant = tx.tenant_id();
    let rows = sqlx::query_as(
        "select l.entry_id, e.number, l.effective_date, e.source_type, e.source_id,
            case l.memo when '' then e.memo else l.memo end as memo, l.amount
         from lines l
         join entries e on e.tenant_id = l.tenant_id and e.id = l.entry_id
         left join tax_codes c on c.tenant_id = l.tenant_id and c.id = l.tax_code_id
         where l.tenant_id = $1 and l.account_id = any($2)
            and l.effective_date between $3 and $4 and c.kind is distinct from 'tax'
            and e.source_type <> 'tax_payment'
         order by l.effective_date, l.seq, l.n limit 200",
    )
    .bind(tenant)
    .bind(accounts)
    .bind(from)
    .bind(to)
    .fetch_all(tx.conn())
    .await?;
    Ok(rows)
}
