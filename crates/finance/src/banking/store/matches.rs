//! Matches.

use base::{Date, Problem, Tx};
use uuid::Uuid;

use super::super::BookLine;
use super::super::matching::BankMatch;

/// Writes a match with both of its sides; false when a line of the bank was taken meanwhile.
pub(in super::super) async fn insert(
    tx: &mut Tx,
    made: &BankMatch,
    lines: &[Uuid],
    book: &[BookLine],
) -> Result<bool, Problem> {
    let (tenant, now, actor) = (tx.tenant_id(), tx.now(), tx.actor().user_id());
    sqlx::query(
        "insert into bank_matches (tenant_id, id, bank_account_id, matched_on, amount, made_at,
            made_by)
        values ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(tenant)
    .bind(made.id)
    .bind(made.bank_account_id)
    .bind(made.matched_on)
    .bind(made.amount)
    .bind(now)
    .bind(actor)
    .execute(tx.conn())
    .await?;
    sqlx::query(
        "insert into bank_cleared (tenant_id, match_id, entry_id, n, amount)
        select $1, $2, * from unnest($3::uuid[], $4::int[], $5::bigint[])",
    )
    .bind(tenant)
    .bind(made.id)
    .bind(book.iter().map(|line| line.entry_id).collect::<Vec<_>>())
    .bind(book.iter().map(|line| line.n).collect::<Vec<_>>())
    .bind(book.iter().map(|line| line.amount).collect::<Vec<_>>())
    .execute(tx.conn())
    .await?;
    let done = sqlx::query(
        "update bank_lines set match_id = $2
        where tenant_id = $1 and id = any($3) and match_id is null",
    )
    .bind(tenant)
    .bind(made.id)
    .bind(lines)
    .execute(tx.conn())
    .await?;
    Ok(done.rows_affected() == lines.len() as u64)
}

pub(in super::super) async fn find(tx: &mut Tx, id: Uuid) -> Result<Option<BankMatch>, Problem> {
    let tenant = tx.tenant_id();
    let found = sqlx::query_as(
        "select id, bank_account_id, matched_on, amount from bank_matches
        where tenant_id = $1 and id = $2",
    )
    .bind(tenant)
    .bind(id)
    .fetch_optional(tx.conn())
    .await?;
    Ok(found)
}

/// The newest matches of an account since a day, with what both sides say.
pub(in super::super) async fn recent(
    tx: &mut Tx,
    account: Uuid,
    since: Option<Date>,
) -> Result<Vec<super::super::matching::MatchRow>, Problem> {
    let tenant = tx.tenant_id();
    let rows = sqlx::query_as(
        "select m.id, m.matched_on, m.amount,
            coalesce((select string_agg(l.description, ' + ' order by l.date, l.id)
                from bank_lines l where l.tenant_id = $1 and l.match_id = m.id), '') as bank,
            coalesce((select string_agg(e.number || ' ' || e.memo, ' + ' order by e.seq)
                from bank_cleared c join entries e on e.tenant_id = $1 and e.id = c.entry_id
                where c.tenant_id = $1 and c.match_id = m.id), '') as books
        from bank_matches m
        where m.tenant_id = $1 and m.bank_account_id = $2
            and ($3::date is null or m.matched_on > $3)
        order by m.made_at desc, m.id desc limit 50",
    )
    .bind(tenant)
    .bind(account)
    .bind(since)
    .fetch_all(tx.conn())
    .await?;
    Ok(rows)
}

/// Takes a match apart.
pub(in super::super) async fn delete(tx: &mut Tx, id: Uuid) -> Result<(), Problem> {
    let tenant = tx.tenant_id();
    sqlx::query("update bank_lines set match_id = null where tenant_id = $1 and match_id = $2")
        .bind(tenant)
        .bind(id)
        .execute(tx.conn())
        .await?;
    sqlx::query("delete from bank_cleared where tenant_id = $1 and match_id = $2")
        .bind(tenant)
        .bind(id)
        .execute(tx.conn())
        .await?;
    sqlx::query("delete from bank_matches where tenant_id = $1 and id = $2")
        .bind(tenant)
        .bind(id)
        .execute(tx.conn())
        .await?;
    Ok(())
}
