//! The SQL of snapshots.

use base::{Date, Problem, Tx};
use uuid::Uuid;

use super::super::fold::BalanceQuery;
use super::super::snapshots::Snapshot;
use super::fold::{CHOSEN, parts};

/// What the checksum of a snapshot covers, its lines in the order of their numbers.
const DIGEST: &str = "sha256(convert_to(concat_ws('|', w.period_end, w.through_seq) || coalesce(
        string_agg(concat_ws('|', r.n, r.account_id, coalesce(r.cost_centre_id::text, '-'),
            coalesce(r.project_id::text, '-'), r.amount), E'\\n' order by r.n), ''), 'UTF8'))";

/// Takes the balances of a day as they are known now, unless that is there. It stands on the
/// snapshot before it: what is read is what came since.
pub(in super::super) async fn take_snapshot(
    tx: &mut Tx,
    id: Uuid,
    period_end: Date,
) -> Result<(), Problem> {
    let (tenant, now) = (tx.tenant_id(), tx.now());
    let query = BalanceQuery { by_dimension: true, ..BalanceQuery::on(period_end) };
    let parts = parts(&query);
    let sql = format!(
        "with {CHOSEN}, {parts}, h as materialized (
            select seq from ledger_heads where tenant_id = $1
        ), r as materialized (
            select row_number() over (order by account_id, cost_centre_id nulls first,
                project_id nulls first)::integer as n, account_id, cost_centre_id, project_id,
                amount
            from (
                select account_id, cost_centre_id, project_id, sum(amount)::bigint as amount
                from parts group by account_id, cost_centre_id, project_id
            ) s where amount <> 0
        ), taken as (
            insert into ledger_snapshots (tenant_id, id, period_end, through_seq, clean_seq,
                checksum, taken_at)
            select $1, $7, w.period_end, w.through_seq, w.through_seq, {DIGEST}, $8
            from (select c.at as period_end, h.seq as through_seq from chosen c, h) w
            left join r on true
            group by w.period_end, w.through_seq
            on conflict (tenant_id, period_end, through_seq) do nothing
            returning id
        )
        insert into ledger_snapshot_lines (tenant_id, snapshot_id, n, account_id,
            cost_centre_id, project_id, amount)
        select $1, t.id, r.n, r.account_id, r.cost_centre_id, r.project_id, r.amount
        from taken t, r"
    );
    sqlx::query(sqlx::AssertSqlSafe(sql))
        .bind(tenant)
        .bind(vec![period_end])
        .bind(i64::MAX)
        .bind(None::<Vec<Uuid>>)
        .bind(None::<Uuid>)
        .bind(None::<Uuid>)
        .bind(id)
        .bind(now)
        .execute(tx.conn())
        .await?;
    Ok(())
}

pub(in super::super) async fn newest_snapshot(
    tx: &mut Tx,
    period_end: Date,
) -> Result<Option<Snapshot>, Problem> {
    let tenant = tx.tenant_id();
    let found = sqlx::query_as(
        "select id, period_end, through_seq, checksum, taken_at from ledger_snapshots
         where tenant_id = $1 and period_end = $2 order by through_seq desc limit 1",
    )
    .bind(tenant)
    .bind(period_end)
    .fetch_optional(tx.conn())
    .await?;
    Ok(found)
}

/// The newest snapshot of each period.
const NEWEST: &str = "select distinct on (period_end) id, period_end, through_seq, clean_seq
    from ledger_snapshots where tenant_id = $1 order by period_end, through_seq desc";

/// Notes of each period's newest snapshot that nothing was recorded late into it up to a place
/// of the chain, where that is so.
pub(in super::super) async fn mark_clean(tx: &mut Tx, through: i64) -> Result<(), Problem> {
    let tenant = tx.tenant_id();
    let sql = format!(
        "with newest as materialized ({NEWEST}), recent as materialized (
            select effective_date as day, max(seq) as seq from entries
            where tenant_id = $1 and seq > (select min(clean_seq) from newest) and seq <= $2
            group by effective_date
        )
        update ledger_snapshots s set clean_seq = $2
        from newest n
        where s.tenant_id = $1 and s.id = n.id and n.clean_seq < $2
            and not exists (
                select from recent r where r.day <= n.period_end and r.seq > n.clean_seq
            )"
    );
    sqlx::query(sqlx::AssertSqlSafe(sql)).bind(tenant).bind(through).execute(tx.conn()).await?;
    Ok(())
}

/// The ends of the finished months that have no snapshot, or only one that is out of date.
pub(in super::super) async fn behind(
    tx: &mut Tx,
    last: Date,
    through: i64,
    most: i64,
) -> Result<Vec<Date>, Problem> {
    let tenant = tx.tenant_id();
    let ends = sqlx::query_scalar(
        "with months as (
            select (date_trunc('month', m) + interval '1 month - 1 day')::date as ends
            from generate_series(
                (select date_trunc('month', min(effective_date)) from entries
                 where tenant_id = $1), $2::timestamp, interval '1 month') m
        )
        select m.ends from months m
        where not exists (
            select from ledger_snapshots s
            where s.tenant_id = $1 and s.period_end = m.ends and s.clean_seq >= $3
        )
        order by m.ends limit $4",
    )
    .bind(tenant)
    .bind(last)
    .bind(through)
    .bind(most)
    .fetch_all(tx.conn())
    .await?;
    Ok(ends)
}

/// A snapshot whose lines are not what its checksum says.
pub(in super::super) async fn spoilt_snapshot(
    tx: &mut Tx,
) -> Result<Option<(Uuid, Date)>, Problem> {
    let tenant = tx.tenant_id();
    let sql = format!(
        "select w.id, w.period_end
         from ledger_snapshots w
         left join ledger_snapshot_lines r on r.tenant_id = $1 and r.snapshot_id = w.id
         where w.tenant_id = $1
         group by w.tenant_id, w.id, w.period_end, w.through_seq, w.checksum
         having w.checksum <> {DIGEST}
         order by w.period_end, w.through_seq limit 1"
    );
    let found =
        sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(tenant).fetch_optional(tx.conn()).await?;
    Ok(found)
}

/// A snapshot that the lines do not sum to, the oldest first, with the account's code and the
/// two amounts. Each period's newest is compared with the newest of the period before it and
/// what was posted between the two, so every line is read once.
pub(in super::super) async fn wrong_snapshot(
    tx: &mut Tx,
) -> Result<Option<(Uuid, Date, String, i64, i64)>, Problem> {
    let tenant = tx.tenant_id();
    let sql = format!(
        "with newest as materialized ({NEWEST}), pairs as materialized (
            select id, period_end, through_seq,
                lag(id) over w as before_id,
                coalesce(lag(period_end) over w, '-infinity'::date) as before_end,
                coalesce(lag(through_seq) over w, through_seq) as before_seq
            from newest window w as (order by period_end)
        ), parts as (
            select p.id, s.account_id, s.cost_centre_id, s.project_id, s.amount as kept,
                0 as summed
            from pairs p
            join ledger_snapshot_lines s on s.tenant_id = $1 and s.snapshot_id = p.id
            union all
            select p.id, s.account_id, s.cost_centre_id, s.project_id, 0, s.amount
            from pairs p
            join ledger_snapshot_lines s on s.tenant_id = $1 and s.snapshot_id = p.before_id
            union all
            select p.id, a.id, t.cost_centre_id, t.project_id, 0, t.amount
            from pairs p cross join accounts a cross join lateral (
                select cost_centre_id, project_id, sum(amount) as amount from lines
                where tenant_id = $1 and account_id = a.id and effective_date > p.before_end
                    and effective_date <= p.period_end and seq <= p.through_seq
                group by 1, 2
            ) t where a.tenant_id = $1
            union all
            select p.id, l.account_id, l.cost_centre_id, l.project_id, 0, l.amount * e.sign
            from pairs p cross join lateral (
                select id, case when seq > p.before_seq then 1 else -1 end as sign
                from entries
                where tenant_id = $1 and seq > least(p.before_seq, p.through_seq)
                    and seq <= greatest(p.before_seq, p.through_seq)
                    and effective_date <= p.before_end offset 0
            ) e cross join lateral (
                select account_id, cost_centre_id, project_id, amount from lines
                where tenant_id = $1 and entry_id = e.id offset 0
            ) l
        )
        select n.id, n.period_end, a.code, sum(p.kept)::bigint, sum(p.summed)::bigint
        from parts p
        join newest n on n.id = p.id
        join accounts a on a.tenant_id = $1 and a.id = p.account_id
        group by n.id, n.period_end, a.code, p.cost_centre_id, p.project_id
        having sum(p.kept) <> sum(p.summed)
        order by n.period_end, a.code limit 1"
    );
    let found =
        sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(tenant).fetch_optional(tx.conn()).await?;
    Ok(found)
}
