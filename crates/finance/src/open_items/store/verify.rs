//! The questions that `ledger verify` asks about open items; each answer is the first offender.

use base::{Problem, Tx};
use uuid::Uuid;

/// A party whose items sum to something else than its control account says.
#[derive(Debug, sqlx::FromRow)]
pub(in super::super) struct WrongControl {
    pub role: String,
    pub party: Option<Uuid>,
    pub name: Option<String>,
    pub open: i64,
    pub balance: i64,
}

pub(in super::super) async fn control_wrong(tx: &mut Tx) -> Result<Option<WrongControl>, Problem> {
    let tenant = tx.tenant_id();
    let wrong = sqlx::query_as(
        "with o as (
            select role, party_id as party, max(party_name) as name,
                sum(base - sign(amount)::bigint * set_off_base)::bigint as open
            from open_items where tenant_id = $1 group by role, party_id
        ), b as (
            select a.role, l.party_id as party, sum(l.amount)::bigint as balance
            from accounts a
            join lines l on l.tenant_id = a.tenant_id and l.account_id = a.id
            where a.tenant_id = $1 and a.role in
                ('receivable', 'payable', 'customer_prepayment', 'supplier_prepayment')
            group by a.role, l.party_id
        )
        select coalesce(o.role, b.role) as role, coalesce(o.party, b.party) as party, o.name,
            coalesce(o.open, 0) as open, coalesce(b.balance, 0) as balance
        from o full join b on b.role = o.role and b.party = o.party
        where coalesce(o.open, 0) <> coalesce(b.balance, 0)
        order by 1, 2 limit 1",
    )
    .bind(tenant)
    .fetch_optional(tx.conn())
    .await?;
    Ok(wrong)
}

/// An item that counts something else as set off than its allocations sum to.
#[derive(Debug, sqlx::FromRow)]
pub(in super::super) struct WrongItem {
    pub id: Uuid,
    pub number: String,
    pub set_off: i64,
    pub set_off_base: i64,
    pub amount: i64,
    pub base: i64,
}

pub(in super::super) async fn items_wrong(tx: &mut Tx) -> Result<Option<WrongItem>, Problem> {
    let tenant = tx.tenant_id();
    let wrong = sqlx::query_as(
        "with s as (
            select item, sum(amount)::bigint as amount, sum(base)::bigint as base from (
                select debit_item_id as item, amount, debit_base as base from allocations
                where tenant_id = $1
                union all
                select credit_item_id, amount, credit_base from allocations where tenant_id = $1
            ) as both_sides group by item
        )
        select i.id, i.number, i.set_off, i.set_off_base, coalesce(s.amount, 0) as amount,
            coalesce(s.base, 0) as base
        from open_items i left join s on s.item = i.id
        where i.tenant_id = $1
            and ((i.set_off, i.set_off_base) <> (coalesce(s.amount, 0), coalesce(s.base, 0))
                or i.set_off not between 0 and abs(i.amount)
                or i.set_off_base not between 0 and abs(i.base))
        order by i.recorded_at, i.id limit 1",
    )
    .bind(tenant)
    .fetch_optional(tx.conn())
    .await?;
    Ok(wrong)
}
