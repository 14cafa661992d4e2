//! What is open by age, and the movements of a party.

use base::{Date, Problem, Tx};
use uuid::Uuid;

use super::super::ageing::BUCKET_DAYS;
use super::super::item::Side;
use super::super::list::AsOf;
use super::list::SET_OFF;
use crate::asked::contains;

/// A party's amounts by age, the unused credit last.
pub(in super::super) struct AgesRow {
    pub party_id: Uuid,
    pub party_name: String,
    pub amounts: [i64; 6],
}

type Found = (Uuid, String, i64, i64, i64, i64, i64, i64);

pub(in super::super) async fn ages(
    tx: &mut Tx,
    side: Side,
    at: AsOf,
    q: &str,
) -> Result<Vec<AgesRow>, Problem> {
    let tenant = tx.tenant_id();
    let sql = format!(
        "with s as ({SET_OFF}), o as (
            select i.party_id, i.party_name, i.recorded_at, i.id,
                $5 * (i.base - sign(i.amount)::bigint * coalesce(s.base, 0)) as open,
                $5 * i.amount < 0 as is_credit, ($2 - i.due_date) as days
            from open_items i left join s on s.item = i.id
            where i.tenant_id = $1 and i.side = $4 and i.effective_date <= $2
                and ($3::timestamptz is null or i.recorded_at <= $3)
                and coalesce(s.amount, 0) < abs(i.amount) and i.party_name ilike $6
        ), a as (
            select *, case when is_credit then 5 when days <= 0 then 0 when days <= $7 then 1
                when days <= $8 then 2 when days <= $9 then 3 else 4 end as age
            from o
        )
        select party_id, (array_agg(party_name order by recorded_at desc, id desc))[1] as name,
            coalesce(sum(open) filter (where age = 0), 0)::bigint,
            coalesce(sum(open) filter (where age = 1), 0)::bigint,
            coalesce(sum(open) filter (where age = 2), 0)::bigint,
            coalesce(sum(open) filter (where age = 3), 0)::bigint,
            coalesce(sum(open) filter (where age = 4), 0)::bigint,
            coalesce(sum(open) filter (where age = 5), 0)::bigint
        from a group by party_id order by name, party_id limit 5000"
    );
    let rows: Vec<Found> = sqlx::query_as(sqlx::AssertSqlSafe(sql))
        .bind(tenant)
        .bind(at.date)
        .bind(at.known_on)
        .bind(side)
        .bind(side.sign())
        .bind(contains(q.trim()))
        .bind(BUCKET_DAYS[0])
        .bind(BUCKET_DAYS[1])
        .bind(BUCKET_DAYS[2])
        .fetch_all(tx.conn())
        .await?;
    let row = |(party_id, party_name, a, b, c, d, e, credit)| AgesRow {
        party_id,
        party_name,
        amounts: [a, b, c, d, e, credit],
    };
    Ok(rows.into_iter().map(row).collect())
}

/// A movement on a party's account, in the company's currency.
#[derive(Debug, sqlx::FromRow)]
pub(in super::super) struct Movement {
    pub date: Date,
    pub document_type: String,
    pub document_id: Uuid,
    pub number: String,
    pub due_date: Option<Date>,
    pub amount: i64,
}

/// What stood on a party's account before a day, by the sign of debits.
pub(in super::super) async fn before(
    tx: &mut Tx,
    side: Side,
    party: Uuid,
    day: Date,
) -> Result<i64, Problem> {
    let tenant = tx.tenant_id();
    let sum = sqlx::query_scalar(
        "select (coalesce((
                select sum(base) from open_items
                where tenant_id = $1 and side = $2 and party_id = $3 and effective_date < $4), 0)
            + coalesce((
                select sum(a.credit_base - a.debit_base)
                from open_items i
                join allocations a on a.tenant_id = i.tenant_id and a.debit_item_id = i.id
                where i.tenant_id = $1 and i.side = $2 and i.party_id = $3
                    and a.effective_date < $4), 0))::bigint",
    )
    .bind(tenant)
    .bind(side)
    .bind(party)
    .bind(day)
    .fetch_one(tx.conn())
    .await?;
    Ok(sum)
}

/// A party's documents between two days, and what exchange rates brought or cost of them.
pub(in super::super) async fn movements(
    tx: &mut Tx,
    side: Side,
    party: Uuid,
    from: Date,
    to: Date,
) -> Result<Vec<Movement>, Problem> {
    let tenant = tx.tenant_id();
    let movements = sqlx::query_as(
        "select date, document_type, document_id, number, due_date, amount from (
            select min(effective_date) as date, document_type, document_id,
                min(number) as number, case when sum(base) * $6 > 0 then min(due_date) end
                as due_date, sum(base)::bigint as amount, min(recorded_at) as recorded_at
            from open_items
            where tenant_id = $1 and side = $2 and party_id = $3
                and effective_date between $4 and $5
            group by document_type, document_id
            union all
            select a.effective_date, 'allocation', a.batch_id, min(i.number), null,
                sum(a.credit_base - a.debit_base)::bigint, min(a.recorded_at)
            from open_items i
            join allocations a on a.tenant_id = i.tenant_id and a.debit_item_id = i.id
            where i.tenant_id = $1 and i.side = $2 and i.party_id = $3
                and a.effective_date between $4 and $5
            group by a.effective_date, a.batch_id
            having sum(a.credit_base - a.debit_base) <> 0
        ) as m order by date, recorded_at, number limit 10000",
    )
    .bind(tenant)
    .bind(side)
    .bind(party)
    .bind(from)
    .bind(to)
    .bind(side.sign())
    .fetch_all(tx.conn())
    .await?;
    Ok(movements)
}
