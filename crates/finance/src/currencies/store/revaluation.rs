//! What was open in other currencies at the end of a month, and what was posted of it.

use base::{Currency, Date, Money, Problem, Tx};
use uuid::Uuid;

use super::super::revaluation::{Revaluation, RevaluedItem};
use crate::open_items::Side;

/// An item in another currency that was open on a day.
#[derive(Debug, sqlx::FromRow)]
pub(in super::super) struct ForeignItem {
    pub id: Uuid,
    pub side: Side,
    pub party_id: Uuid,
    pub party_name: String,
    pub number: String,
    pub currency: Currency,
    pub open: i64,
    pub open_base: i64,
    pub posted: i64,
}

/// What was open of claims and debts in other currencies at the end of a day, and what was
/// revalued of that day before. What was settled meanwhile is there too when something was
/// revalued of it: it has to be taken back.
pub(in super::super) async fn foreign_items(
    tx: &mut Tx,
    date: Date,
) -> Result<Vec<ForeignItem>, Problem> {
    let (tenant, own) = (tx.tenant_id(), tx.currency());
    let items = sqlx::query_as(
        "with f as materialized (
            select * from open_items
            where tenant_id = $1 and currency <> $3 and effective_date <= $2
                and role in ('receivable', 'payable')
        ), s as (
            select item, sum(amount)::bigint as amount, sum(base)::bigint as base from (
                select a.debit_item_id as item, a.amount, a.debit_base as base
                from allocations a join f on f.id = a.debit_item_id
                where a.tenant_id = $1 and a.effective_date <= $2
                union all
                select a.credit_item_id, a.amount, a.credit_base
                from allocations a join f on f.id = a.credit_item_id
                where a.tenant_id = $1 and a.effective_date <= $2
            ) as both_sides group by item
        ), p as (
            select i.open_item_id as item, sum(i.difference)::bigint as posted
            from revaluations r
            join revaluation_items i on i.tenant_id = r.tenant_id and i.revaluation_id = r.id
            where r.tenant_id = $1 and r.date = $2 group by i.open_item_id
        )
        select f.id, f.side, f.party_id, f.party_name, f.number, f.currency,
            (f.amount - sign(f.amount)::bigint * coalesce(s.amount, 0))::bigint as open,
            (f.base - sign(f.amount)::bigint * coalesce(s.base, 0))::bigint as open_base,
            coalesce(p.posted, 0) as posted
        from f left join s on s.item = f.id left join p on p.item = f.id
        where coalesce(s.amount, 0) < abs(f.amount) or coalesce(p.posted, 0) <> 0
        order by f.side, f.party_name, f.party_id, f.due_date, f.id limit 20000",
    )
    .bind(tenant)
    .bind(date)
    .bind(own)
    .fetch_all(tx.conn())
    .await?;
    Ok(items)
}

/// Writes a revaluation and what it posted of each item.
pub(in super::super) async fn insert_revaluation(
    tx: &mut Tx,
    done: &Revaluation,
    items: &[RevaluedItem],
) -> Result<(), Problem> {
    let (tenant, now, actor) = (tx.tenant_id(), tx.now(), tx.actor().user_id());
    sqlx::query(
        "with r as (
            insert into revaluations (tenant_id, id, date, difference, entry_id, reversal_id,
                recorded_at, created_by)
            values ($1, $2, $3, $4, $5, $6, $7, $8)
        )
        insert into revaluation_items (tenant_id, revaluation_id, open_item_id, value, difference)
        select $1, $2, i.* from unnest($9::uuid[], $10::bigint[], $11::bigint[]) i",
    )
    .bind(tenant)
    .bind(done.id)
    .bind(done.date)
    .bind(done.difference.minor)
    .bind(done.entry_id)
    .bind(done.reversal_id)
    .bind(now)
    .bind(actor)
    .bind(items.iter().map(|item| item.item_id).collect::<Vec<_>>())
    .bind(items.iter().map(|item| item.value.minor).collect::<Vec<_>>())
    .bind(items.iter().map(|item| item.difference.minor).collect::<Vec<_>>())
    .execute(tx.conn())
    .await?;
    Ok(())
}

type Row = (Uuid, Date, i64, Uuid, Uuid);

pub(in super::super) async fn revaluations(tx: &mut Tx) -> Result<Vec<Revaluation>, Problem> {
    let (tenant, own) = (tx.tenant_id(), tx.currency());
    let rows: Vec<Row> = sqlx::query_as(
        "select id, date, difference, entry_id, reversal_id from revaluations
         where tenant_id = $1 order by date desc, id desc limit 200",
    )
    .bind(tenant)
    .fetch_all(tx.conn())
    .await?;
    let revaluation = |(id, date, difference, entry_id, reversal_id)| Revaluation {
        id,
        date,
        difference: Money::new(difference, own),
        entry_id,
        reversal_id,
    };
    Ok(rows.into_iter().map(revaluation).collect())
}

/// The first revaluation that the books know otherwise: its entries must be the opposite of each
/// other, and stand for what its items say.
pub(in super::super) async fn revaluation_wrong(
    tx: &mut Tx,
) -> Result<Option<(Uuid, Date, i64, i64, i64)>, Problem> {
    let tenant = tx.tenant_id();
    let wrong = sqlx::query_as(
        "with i as (
            select revaluation_id as id, sum(difference)::bigint as items from revaluation_items
            where tenant_id = $1 group by revaluation_id
        ), w as (
            select r.id, r.date, r.difference, coalesce(i.items, 0) as items,
                coalesce((
                    select -sum(l.amount) from lines l
                    join accounts a on a.tenant_id = l.tenant_id and a.id = l.account_id
                    where l.tenant_id = $1 and l.entry_id = r.entry_id
                        and a.role = 'exchange_unrealised'), 0)::bigint as posted,
                coalesce((
                    select sum(l.amount) from lines l
                    join accounts a on a.tenant_id = l.tenant_id and a.id = l.account_id
                    where l.tenant_id = $1 and l.entry_id = r.reversal_id
                        and a.role = 'exchange_unrealised'), 0)::bigint as reversed
            from revaluations r left join i on i.id = r.id where r.tenant_id = $1
        )
        select id, date, difference, posted, reversed from w
        where difference <> items or difference <> posted or difference <> reversed
        order by date, id limit 1",
    )
    .bind(tenant)
    .fetch_optional(tx.conn())
    .await?;
    Ok(wrong)
}
