//! Questions of `ledger verify`.

use base::{Date, Problem, Tx};
use uuid::Uuid;

use super::lines::AMOUNT;

/// The first match whose sides do not have its sum.
pub(in super::super) async fn uneven(
    tx: &mut Tx,
) -> Result<Option<(Uuid, i64, i64, i64)>, Problem> {
    let (tenant, own) = (tx.tenant_id(), tx.currency());
    // What the ledger says of a line counts, not what was copied when it was cleared.
    let sql = format!(
        "with sides as (
            select m.id, m.amount,
                coalesce((select sum(n.amount) from bank_lines n
                    where n.tenant_id = $1 and n.match_id = m.id), 0)::bigint as bank,
                coalesce((select sum(a.amount) from bank_cleared c
                    join lines l on l.tenant_id = $1 and l.entry_id = c.entry_id and l.n = c.n
                    cross join lateral (select {AMOUNT} as amount) a
                    where c.tenant_id = $1 and c.match_id = m.id), 0)::bigint as books
            from bank_matches m
            join bank_accounts b on b.tenant_id = $1 and b.id = m.bank_account_id
            where m.tenant_id = $1
        )
        select id, amount, bank, books from sides where bank <> amount or books <> amount
        order by id limit 1"
    );
    let found = sqlx::query_as(sqlx::AssertSqlSafe(sql))
        .bind(tenant)
        .bind(own.code())
        .fetch_optional(tx.conn())
        .await?;
    Ok(found)
}

/// The first finished day whose cleared lines do not come to what the bank said.
pub(in super::super) async fn unreconciled(
    tx: &mut Tx,
) -> Result<Option<(Uuid, Date, i64, i64)>, Problem> {
    let (tenant, own) = (tx.tenant_id(), tx.currency());
    let sql = format!(
        "with done as (
            select r.id, r.to_date, r.statement_balance, coalesce((
                select sum(a.amount) from lines l
                left join bank_cleared c
                    on c.tenant_id = $1 and c.entry_id = l.entry_id and c.n = l.n
                left join bank_matches m
                    on m.tenant_id = $1 and m.id = c.match_id and m.matched_on <= r.to_date
                cross join lateral (select {AMOUNT} as amount) a
                where l.tenant_id = $1 and l.account_id = b.account_id and l.seq <= r.through_seq
                    and (m.id is not null or l.effective_date < b.begins_on)
                    and l.effective_date <= r.to_date
            ), 0)::bigint as cleared
            from bank_reconciliations r
            join bank_accounts b on b.tenant_id = $1 and b.id = r.bank_account_id
            where r.tenant_id = $1 and r.reopened_at is null
        )
        select id, to_date, statement_balance, cleared from done
        where statement_balance <> cleared order by to_date limit 1"
    );
    let found = sqlx::query_as(sqlx::AssertSqlSafe(sql))
        .bind(tenant)
        .bind(own.code())
        .fetch_optional(tx.conn())
        .await?;
    Ok(found)
}

/// Accounts that are not reconciled up to a day although they are in use.
pub(in super::super) async fn behind(tx: &mut Tx, day: Date) -> Result<i64, Problem> {
    let tenant = tx.tenant_id();
    let count = sqlx::query_scalar(
        "select count(*) from bank_accounts b where b.tenant_id = $1 and b.active
            and not exists (select from bank_reconciliations r where r.tenant_id = $1
                and r.bank_account_id = b.id and r.reopened_at is null and r.to_date >= $2)",
    )
    .bind(tenant)
    .bind(day)
    .fetch_one(tx.conn())
    .await?;
    Ok(count)
}
