//! The database server's process dies while a document is written: after its first statement,
//! after its second, and so on until there is no statement left to die after.

use sqlx::PgPool;

use super::deeds::{Deed, World};
use super::{Held, holds, properties};

/// Counts the statements that write something, of whatever table, and ends the process that
/// carries out the one whose turn it is.
const CRASH: &str = "
    create sequence written;
    create table crash_plan (at bigint not null);
    insert into crash_plan values (0);
    create function crash() returns trigger language plpgsql security definer as $$ begin
        if nextval('written') = (select at from crash_plan) then
            perform pg_terminate_backend(pg_backend_pid());
        end if;
        return null;
    end $$;
    do $$ declare name text; begin
        for name in select tablename from pg_tables
            where schemaname = 'public' and tablename <> 'crash_plan'
        loop
            execute format('create trigger crash after insert or update or delete on %I
                for each statement execute function crash()', name);
        end loop;
    end $$";

/// Who is signed in is no part of a document.
const EVERYTHING: &str = "
    select string_agg(format('select %L, coalesce(md5(string_agg(md5(x::text), ''''
        order by md5(x::text))), '''') from %I x', tablename, tablename), ' union all ')
    from pg_tables where schemaname = 'public' and tablename not in ('crash_plan', 'sessions')";

/// More statements than any document has.
const MOST: i64 = 80;

/// What stands in every table, as a hash.
async fn everything(pool: &PgPool, sql: &str) -> Vec<(String, String)> {
    sqlx::query_as(sqlx::AssertSqlSafe(sql.to_owned())).fetch_all(pool).await.unwrap()
}

async fn plan(pool: &PgPool, at: i64) {
    let sql = "with s as (select setval('written', 1, false)) update crash_plan set at = $1 from s";
    sqlx::query(sql).bind(at).execute(pool).await.unwrap();
}

/// Does every deed with a crash after each of its statements, and in the end without one. After a
/// crash nothing is there that was not there before; in the end everything is as if nothing had
/// happened. `left_behind` is what a crash leaves behind, where that is planted.
pub(super) async fn torn(deeds: &[Deed], left_behind: &'static str) -> Held {
    let mut world = World::begin().await;
    let pool = world.t.owner_pool().await;
    sqlx::raw_sql(CRASH).execute(&pool).await.unwrap();
    let sql: String = sqlx::query_scalar(EVERYTHING).fetch_one(&pool).await.unwrap();
    // Tables are read side by side and answer in any order.
    let sql = format!("{sql} order by 1");
    let mut crashes = 0;
    for deed in deeds {
        let Some((path, body)) = world.request(deed).await else { continue };
        let before = everything(&pool, &sql).await;
        for at in 1..=MOST {
            plan(&pool, at).await;
            let answer = world.owner.post(&path, &body).await;
            plan(&pool, 0).await;
            if answer.status < 500 {
                world.hear(deed, &path, &answer)?;
                break;
            }
            crashes += 1;
            sqlx::raw_sql(left_behind).execute(&pool).await.unwrap();
            let after = everything(&pool, &sql).await;
            let changed = before.iter().zip(&after).filter(|(before, after)| before != after);
            let changed: Vec<&str> = changed.map(|((table, _), _)| table.as_str()).collect();
            if !changed.is_empty() || at == MOST {
                return Err(format!("{path} died after statement {at} and left {changed:?}"));
            }
        }
    }
    if crashes < 5 * world.done.len() {
        return Err(format!("{crashes} crashes in {} documents are too few", world.done.len()));
    }
    world.t.run_jobs().await;
    properties::agrees(&world).await
}

/// Property 5.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_document_is_written_wholly_or_not_at_all_wherever_the_server_dies() {
    holds(2, 14, |deeds| async move { torn(&deeds, "select 1").await });
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_part_of_a_document_that_a_crash_leaves_behind_is_found() {
    let receive =
        Deed::Receive { item: 0, house: 0, milli: 3_000, cost_milli: 7_000, days_back: 0 };
    let part = "insert into stock_days (tenant_id, variant_id, location_id, date, quantity)
        select l.tenant_id, v.id, l.id, '2026-03-15', 3000000
        from locations l join variants v on v.tenant_id = l.tenant_id
        where l.kind = 'internal' limit 1";
    let why = torn(&[receive], part).await.unwrap_err();
    assert!(why.contains("died after statement 1 and left [\"stock_days\"]"), "{why}");
}
