//! The SQL of the ledger: what posting needs is here, reports and checks are beside it.

mod fold;
mod journal;
mod report;
mod roots;
mod snapshots;
mod verifications;
mod verify;

pub(super) use fold::{Folded, folded, recorded_by};
pub(super) use journal::{book_lines, moved_by};
pub(super) use report::{
    AccountLine, account_lines, account_sums, before_in_day, entries, entries_of, entry,
    party_balance, with_role,
};
pub(super) use roots::{keep_root, lost_root, roots};
pub(super) use snapshots::{
    behind, mark_clean, newest_snapshot, spoilt_snapshot, take_snapshot, wrong_snapshot,
};
pub(super) use verifications::{
    begin_verification, failing, finish_verification, last_verification, told_verification,
    verification, verifications,
};
pub(super) use verify::{NUMBERS, entries_after, head, lines_of, unbalanced};

use base::{Date, Id, Problem, Text, Tx, Writes};
use uuid::Uuid;

use super::account::{Account, CashFlow, Control};
use super::chain::{ChainEntry, ChainLine};
use super::chart::Start;
use super::period::Period;
use crate::numbers::{PLACE, TAKE, Taken};
use crate::tax;

/// An account as posting needs it.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub(crate) struct PostingAccount {
    pub id: Uuid,
    pub code: String,
    pub role: Option<String>,
    pub control: Control,
    pub active: bool,
}

/// The period of a day beside something else; empty when there is none yet.
#[derive(sqlx::FromRow)]
pub(super) struct PeriodColumns {
    period_state: Option<String>,
    period_locked: Option<Vec<String>>,
}

impl PeriodColumns {
    pub(super) fn period(self) -> Option<Period> {
        let locked = self.period_locked.unwrap_or_default();
        self.period_state.map(|state| Period { state, locked })
    }
}

/// The period of the day `$n`, which is held so that nobody closes it before the entry stands in
/// it.
fn period_of(day: &str) -> String {
    format!(
        "select state, locked from periods where tenant_id = $1 and starts <= {day}
            and ends >= {day} order by starts desc limit 1 for share"
    )
}

const ACCOUNT: &str = "a.id, a.code, a.role, a.control, a.active";
const PERIOD: &str = "p.state as period_state, p.locked as period_locked";

#[derive(sqlx::FromRow)]
struct AccountRow {
    #[sqlx(flatten)]
    account: PostingAccount,
    #[sqlx(flatten)]
    period: PeriodColumns,
}

/// The accounts that are named, and in the same round trip the period of the date.
pub(super) async fn for_posting(
    tx: &mut Tx,
    roles: &[&str],
    ids: &[Uuid],
    date: Date,
) -> Result<(Vec<PostingAccount>, Option<Period>), Problem> {
    let tenant = tx.tenant_id();
    let sql = format!(
        "with p as materialized ({})
        select {ACCOUNT}, {PERIOD} from accounts a left join p on true
        where a.tenant_id = $1 and (a.role = any($2) or a.id = any($3))",
        period_of("$4")
    );
    let rows: Vec<AccountRow> = sqlx::query_as(sqlx::AssertSqlSafe(sql))
        .bind(tenant)
        .bind(roles)
        .bind(ids)
        .bind(date)
        .fetch_all(tx.conn())
        .await?;
    let mut period = None;
    let mut accounts = Vec::with_capacity(rows.len());
    for row in rows {
        accounts.push(row.account);
        period = row.period.period();
    }
    Ok((accounts, period))
}

/// The whole chart as posting needs it.
pub(super) async fn chart(tx: &mut Tx) -> Result<Vec<PostingAccount>, Problem> {
    let tenant = tx.tenant_id();
    let sql = format!(
        "select {ACCOUNT} from accounts a where a.tenant_id = $1
         order by a.role is null, a.code limit 2000"
    );
    let accounts =
        sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(tenant).fetch_all(tx.conn()).await?;
    Ok(accounts)
}

#[derive(sqlx::FromRow)]
pub(super) struct PlaceRow {
    #[sqlx(flatten)]
    pub taken: Taken,
    #[sqlx(flatten)]
    pub period: PeriodColumns,
}

/// Takes the numbers of a document and of its entry, with the place in the chain, and reads the
/// period of the date. A series that was not begun in that year is missing.
pub(super) async fn take_place(
    tx: &mut Tx,
    series: [&'static str; 2],
    date: Date,
) -> Result<Vec<PlaceRow>, Problem> {
    let (tenant, now) = (tx.tenant_id(), tx.now());
    let sql = format!(
        "with h as materialized ({PLACE}), n as ({TAKE}), p as materialized ({})
        select n.series, n.prefix, n.width, n.taken, h.seq, h.hash, h.recorded_at, {PERIOD}
        from n cross join h left join p on true",
        period_of("$5")
    );
    let rows = sqlx::query_as(sqlx::AssertSqlSafe(sql))
        .bind(tenant)
        .bind(i32::from(date.year()))
        .bind(series)
        .bind(now)
        .bind(date)
        .fetch_all(tx.conn())
        .await?;
    Ok(rows)
}

pub(super) async fn period(tx: &mut Tx, date: Date) -> Result<Option<Period>, Problem> {
    let tenant = tx.tenant_id();
    let period = sqlx::query_as(sqlx::AssertSqlSafe(period_of("$2")))
        .bind(tenant)
        .bind(date)
        .fetch_optional(tx.conn())
        .await?;
    Ok(period)
}

/// Whether the first month after this day that is known is closed for good; it is held, so that
/// nobody closes it meanwhile.
pub(super) async fn closed_after(tx: &mut Tx, date: Date) -> Result<bool, Problem> {
    let tenant = tx.tenant_id();
    let state: Option<String> = sqlx::query_scalar(
        "select state from periods where tenant_id = $1 and starts > $2
         order by starts limit 1 for share",
    )
    .bind(tenant)
    .bind(date)
    .fetch_optional(tx.conn())
    .await?;
    Ok(state.is_some_and(|state| state != "open"))
}

/// Makes the rows of the months that begin on these days, open, where there are none.
pub(crate) async fn open_months(tx: &mut Tx, firsts: &[Date]) -> Result<(), Problem> {
    let tenant = tx.tenant_id();
    let ids: Vec<Uuid> = firsts.iter().map(|_| Id::<Date>::new().uuid()).collect();
    let ends: Vec<Date> = firsts.iter().map(|day| day.last_of_month()).collect();
    sqlx::query(
        "insert into periods (tenant_id, id, starts, ends)
         select $1, r.id, r.starts, r.ends
         from unnest($2::uuid[], $3::date[], $4::date[]) as r (id, starts, ends)
         on conflict (tenant_id, starts) do nothing",
    )
    .bind(tenant)
    .bind(ids)
    .bind(firsts)
    .bind(ends)
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Adds the entry, all its lines and the chain's new end; refused when it has tax and its day lies
/// in a return that was filed. Whoever files holds the head as the caller does, so no entry slips
/// in beside.
pub(super) fn insert(tx: &Tx, entry: &ChainEntry, lines: &[ChainLine], writes: &mut Writes) {
    writes
        .part(INSERT)
        .bind(tx.tenant_id())
        .bind(entry.id)
        .bind(entry.seq)
        .bind(&entry.number)
        .bind(entry.effective_date)
        .bind(entry.recorded_at)
        .bind(entry.actor_id)
        .bind(&entry.source_type)
        .bind(entry.source_id)
        .bind(entry.reverses_id)
        .bind(&entry.memo)
        .bind(&entry.details_hash)
        .bind(&entry.prev_hash)
        .bind(&entry.hash)
        .bind(lines.iter().filter_map(|line| line.tax_code_id).collect::<Vec<_>>())
        .bind(lines.iter().map(LineRow::of).collect::<Vec<_>>());
    let filed = Problem::refused("tax_period_filed").fact("date", entry.effective_date);
    writes.refuse_where("filed", filed);
}

#[derive(sqlx::Type)]
#[sqlx(type_name = "entry_line")]
struct LineRow {
    n: i32,
    account_id: Uuid,
    amount: i64,
    party_id: Option<Uuid>,
    item_id: Option<Uuid>,
    tax_code_id: Option<Uuid>,
    due_date: Option<Date>,
    memo: String,
    currency: Option<String>,
    foreign_amount: Option<i64>,
    cost_centre_id: Option<Uuid>,
    project_id: Option<Uuid>,
}

impl LineRow {
    fn of(line: &ChainLine) -> Self {
        Self {
            n: line.n,
            account_id: line.account_id,
            amount: line.amount,
            party_id: line.party_id,
            item_id: line.item_id,
            tax_code_id: line.tax_code_id,
            due_date: line.due_date,
            memo: line.memo.clone(),
            currency: line.currency.clone(),
            foreign_amount: line.foreign_amount,
            cost_centre_id: line.cost_centre_id,
            project_id: line.project_id,
        }
    }
}

const INSERT: &str = "filed as (
        select from tax_returns r
        where r.tenant_id = $1 and r.starts <= $5 and r.ends >= $5
            and not exists (select from tax_reopenings o
                where o.tenant_id = $1 and o.return_id = r.id)
            and exists (select from tax_codes c where c.tenant_id = $1 and c.kind = 'tax'
                and c.id = any($15))
    ), entry as (
        insert into entries (tenant_id, id, seq, number, effective_date, recorded_at, actor_id,
            source_type, source_id, reverses_id, memo, details_hash, prev_hash, hash)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
    ), head as (
        update ledger_heads set seq = $3, hash = $14, recorded_at = $6 where tenant_id = $1
    ), entry_lines as (
        insert into lines (tenant_id, entry_id, effective_date, seq, n, account_id, amount,
            party_id, item_id, tax_code_id, due_date, memo, currency, foreign_amount,
            cost_centre_id, project_id)
        select $1, $2, $5, $3, r.n, r.account_id, r.amount, r.party_id, r.item_id,
            r.tax_code_id, r.due_date, r.memo, r.currency, r.foreign_amount,
            r.cost_centre_id, r.project_id
        from unnest($16::entry_line[]) as r
    )";

pub(super) async fn accounts(tx: &mut Tx) -> Result<Vec<Account>, Problem> {
    let tenant = tx.tenant_id();
    let accounts = sqlx::query_as(
        "select id, code, name, type, control, role, cash_flow, active from accounts
         where tenant_id = $1 order by code limit 2000",
    )
    .bind(tenant)
    .fetch_all(tx.conn())
    .await?;
    Ok(accounts)
}

/// Gives a new company its chart; the ids with their roles.
pub(super) async fn insert_chart(
    tx: &mut Tx,
    chart: &[Start],
) -> Result<Vec<(Uuid, Option<&'static str>)>, Problem> {
    let tenant = tx.tenant_id();
    let ids: Vec<Uuid> = chart.iter().map(|_| Id::<Account>::new().uuid()).collect();
    let names = chart.iter().map(|a| tax::name(a.names)).collect::<Result<Vec<Text>, _>>();
    sqlx::query(
        "insert into accounts (tenant_id, id, code, name, type, control, role, cash_flow)
         select $1, r.id, r.code, r.name, r.type, r.control, r.role, r.cash_flow
         from unnest($2::uuid[], $3::text[], $4::jsonb[], $5::text[], $6::text[], $7::text[],
                $8::text[]) as r (id, code, name, type, control, role, cash_flow)",
    )
    .bind(tenant)
    .bind(&ids)
    .bind(chart.iter().map(|a| a.code).collect::<Vec<_>>())
    .bind(names.map_err(Problem::internal)?)
    .bind(chart.iter().map(|a| a.kind.name()).collect::<Vec<_>>())
    .bind(chart.iter().map(|a| a.control.name()).collect::<Vec<_>>())
    .bind(chart.iter().map(|a| a.role).collect::<Vec<_>>())
    .bind(chart.iter().map(|a| a.cash_flow.map(CashFlow::name)).collect::<Vec<_>>())
    .execute(tx.conn())
    .await?;
    Ok(ids.into_iter().zip(chart.iter().map(|a| a.role)).collect())
}

pub(super) async fn begin_chain(tx: &mut Tx) -> Result<(), Problem> {
    let tenant = tx.tenant_id();
    sqlx::query("insert into ledger_heads (tenant_id, seq, hash) values ($1, 0, $2)")
        .bind(tenant)
        .bind(&[0_u8; 32][..])
        .execute(tx.conn())
        .await?;
    Ok(())
}

pub(super) async fn account(tx: &mut Tx, id: Uuid) -> Result<Option<Account>, Problem> {
    let tenant = tx.tenant_id();
    let account = sqlx::query_as(
        "select id, code, name, type, control, role, cash_flow, active from accounts
         where tenant_id = $1 and id = $2",
    )
    .bind(tenant)
    .bind(id)
    .fetch_optional(tx.conn())
    .await?;
    Ok(account)
}
