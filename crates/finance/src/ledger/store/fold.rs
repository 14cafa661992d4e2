//! The SQL of the fold: a snapshot, what came after its day, and what was recorded late.

use base::{Date, Problem, Text, Timestamp, Tx};
use uuid::Uuid;

use super::super::AccountType;
use super::super::fold::{AccountBalance, BalanceQuery, Key};

/// More than any chart times any number of columns: only dimensions could come near.
const MOST: i64 = 500_000;

/// What an account came to on the day of place `i`.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(in super::super) struct Folded {
    pub i: i32,
    account_id: Uuid,
    code: String,
    name: Text,
    #[sqlx(rename = "type")]
    kind: AccountType,
    cost_centre_id: Option<Uuid>,
    project_id: Option<Uuid>,
    pub amount: i64,
}

impl Folded {
    pub(in super::super) fn key(&self) -> Key {
        (self.code.clone(), self.account_id, self.cost_centre_id, self.project_id)
    }

    pub(in super::super) fn into_balance(self, amount: i64) -> AccountBalance {
        AccountBalance {
            account: self.account_id,
            code: self.code,
            name: self.name,
            kind: self.kind,
            cost_centre_id: self.cost_centre_id,
            project_id: self.project_id,
            amount,
        }
    }
}

/// The place of the last entry that was recorded by a moment.
pub(in super::super) async fn recorded_by(tx: &mut Tx, moment: Timestamp) -> Result<i64, Problem> {
    let tenant = tx.tenant_id();
    let seq: Option<i64> = sqlx::query_scalar(
        "select seq from entries where tenant_id = $1 and recorded_at <= $2
         order by recorded_at desc, seq desc limit 1",
    )
    .bind(tenant)
    .bind(moment)
    .fetch_optional(tx.conn())
    .await?;
    Ok(seq.unwrap_or_default())
}

/// A snapshot for each of the days `$2`, and the entries that it knows too few or too many of.
///
/// It is the newest that knows nothing after the place `$3`. Where one of a later period knows
/// more, that one is taken and what was recorded after the place is taken off again: so what was
/// known before any snapshot was taken is not added up from the beginning either. Its period has
/// ended when the place was recorded, so what is taken off is what came late; where that is too
/// much (a history that was brought in at once), it is left alone.
///
/// `offset 0` keeps the planner from turning the few index searches into joins of whole tables:
/// it cannot know how few they are.
pub(super) const CHOSEN: &str = "place as materialized (
        select recorded_at::date as day from entries where tenant_id = $1 and seq = $3
    ), chosen as materialized (
        select (p.i - 1)::integer as i, p.at, case when b.id is null then f.id else b.id end as id,
            coalesce(b.period_end, f.period_end, '-infinity'::date) as ends,
            coalesce(b.through_seq, f.through_seq) as through_seq,
            coalesce(b.clean_seq, f.clean_seq) as clean_seq
        from unnest($2::date[]) with ordinality as p (at, i)
        left join lateral (
            select id, period_end, through_seq, clean_seq from ledger_snapshots
            where tenant_id = $1 and period_end <= p.at and through_seq <= $3
            order by period_end desc, through_seq desc limit 1
        ) f on true
        left join lateral (
            select w.* from (
                select s.id, s.period_end, s.through_seq, s.clean_seq
                from place cross join ledger_snapshots s
                where s.tenant_id = $1 and s.period_end <= least(p.at, place.day)
                    and s.period_end > coalesce(f.period_end, '-infinity'::date)
                    and s.through_seq > $3
                order by s.period_end desc, s.through_seq limit 1
            ) w where 20000 >= (
                select count(*) from (
                    select from entries
                    where tenant_id = $1 and seq > $3 and seq <= w.through_seq
                        and effective_date <= w.period_end limit 20001
                ) e
            )
        ) b on true
    ), late as materialized (
        select c.i, e.id, 1 as sign from chosen c cross join lateral (
            select id from entries
            where tenant_id = $1 and seq > c.clean_seq and seq <= $3
                and effective_date <= c.ends offset 0
        ) e where c.id is not null
        union all
        select c.i, e.id, -1 from chosen c cross join lateral (
            select id from entries
            where tenant_id = $1 and seq > $3 and seq <= c.through_seq
                and effective_date <= c.ends offset 0
        ) e where c.id is not null
    )";

/// The parts that [`CHOSEN`] leads to, for the accounts `$4`, the cost centre `$5` and the
/// project `$6`, as far as they are asked for.
pub(super) fn parts(query: &BalanceQuery) -> String {
    let by = match query.by_dimension {
        true => "cost_centre_id, project_id",
        false => "null::uuid as cost_centre_id, null::uuid as project_id",
    };
    let account = |name: &str| match query.accounts {
        Some(_) => format!(" and {name} = any($4)"),
        None => String::new(),
    };
    let mut dimensions = String::new();
    if query.cost_centre_id.is_some() {
        dimensions.push_str(" and cost_centre_id = $5");
    }
    if query.project_id.is_some() {
        dimensions.push_str(" and project_id = $6");
    }
    let (of_snapshot, of_chart) = (account("account_id"), account("a.id"));
    format!(
        "parts as (
            select c.i, s.account_id, {by}, s.amount
            from chosen c join ledger_snapshot_lines s
                on s.tenant_id = $1 and s.snapshot_id = c.id
            where true{of_snapshot}{dimensions}
            union all
            select c.i, a.id, t.cost_centre_id, t.project_id, t.amount
            from chosen c cross join accounts a cross join lateral (
                select {by}, sum(amount) as amount from lines
                where tenant_id = $1 and account_id = a.id and effective_date > c.ends
                    and effective_date <= c.at and seq <= $3{dimensions}
                group by 1, 2
            ) t where a.tenant_id = $1{of_chart}
            union all
            select t.i, l.account_id, l.cost_centre_id, l.project_id, l.amount * t.sign
            from late t cross join lateral (
                select account_id, {by}, amount from lines
                where tenant_id = $1 and entry_id = t.id{of_snapshot}{dimensions} offset 0
            ) l
        )"
    )
}

/// The balances of accounts on these days, known through a place of the chain.
pub(in super::super) async fn folded(
    tx: &mut Tx,
    days: &[Date],
    through: i64,
    query: &BalanceQuery,
) -> Result<Vec<Folded>, Problem> {
    let tenant = tx.tenant_id();
    let parts = parts(query);
    let sql = format!(
        "with {CHOSEN}, {parts}, sums as (
            select i, account_id, cost_centre_id, project_id, sum(amount)::bigint as amount
            from parts group by i, account_id, cost_centre_id, project_id
        )
        select s.i, s.account_id, a.code, a.name, a.type, s.cost_centre_id, s.project_id,
            s.amount
        from sums s join accounts a on a.tenant_id = $1 and a.id = s.account_id
        where s.amount <> 0 order by a.code, s.i limit {MOST}"
    );
    let rows = sqlx::query_as(sqlx::AssertSqlSafe(sql))
        .bind(tenant)
        .bind(days)
        .bind(through)
        .bind(query.accounts.as_deref())
        .bind(query.cost_centre_id)
        .bind(query.project_id)
        .fetch_all(tx.conn())
        .await?;
    Ok(rows)
}
