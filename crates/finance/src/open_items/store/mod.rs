//! The SQL of open items: writing, holding, setting off. Reading and checks are beside it.

mod ageing;
mod list;
mod read;
mod verify;

pub(super) use ageing::{AgesRow, ages, before, movements};
pub(super) use list::{list, open_of, overdue, parties, party_name};
pub(super) use read::{Past, by_ids, history, of_document, owed, past};
pub(super) use verify::{control_wrong, items_wrong};

use base::{Date, Problem, Tx, Writes};
use uuid::Uuid;

use super::item::{NewOpenItem, OpenItem};
use read::Row;

pub(super) fn insert(tx: &Tx, id: Uuid, new: &NewOpenItem, writes: &mut Writes) {
    writes
        .part(
            "open_item as (
                insert into open_items (tenant_id, id, side, role, party_id, party_name,
                    document_type, document_id, number, effective_date, due_date, currency,
                    amount, base, entry_id, recorded_at)
                values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
             )",
        )
        .bind(tx.tenant_id())
        .bind(id)
        .bind(new.side)
        .bind(new.role)
        .bind(new.party_id)
        .bind(&new.party_name)
        .bind(new.document_type)
        .bind(new.document_id)
        .bind(&new.number)
        .bind(new.date)
        .bind(new.due_date)
        .bind(new.amount.currency)
        .bind(new.amount.minor)
        .bind(new.base)
        .bind(new.entry_id)
        .bind(tx.now());
}

/// Writes many in one statement.
pub(super) async fn insert_all(
    tx: &mut Tx,
    ids: &[Uuid],
    new: &[NewOpenItem],
) -> Result<(), Problem> {
    let (tenant, now) = (tx.tenant_id(), tx.now());
    sqlx::query(
        "insert into open_items (tenant_id, id, side, role, party_id, party_name, document_type,
            document_id, number, effective_date, due_date, currency, amount, base, entry_id,
            recorded_at)
         select $1, r.id, r.side, r.role, r.party_id, r.party_name, r.document_type,
            r.document_id, r.number, r.effective_date, r.due_date, r.currency, r.amount, r.base,
            r.entry_id, $2
         from unnest($3::uuid[], $4::text[], $5::text[], $6::uuid[], $7::text[], $8::text[],
                $9::uuid[], $10::text[], $11::date[], $12::date[], $13::text[], $14::bigint[],
                $15::bigint[], $16::uuid[])
            as r (id, side, role, party_id, party_name, document_type, document_id, number,
                effective_date, due_date, currency, amount, base, entry_id)",
    )
    .bind(tenant)
    .bind(now)
    .bind(ids)
    .bind(new.iter().map(|item| item.side.name()).collect::<Vec<_>>())
    .bind(new.iter().map(|item| item.role).collect::<Vec<_>>())
    .bind(new.iter().map(|item| item.party_id).collect::<Vec<_>>())
    .bind(new.iter().map(|item| item.party_name.as_str()).collect::<Vec<_>>())
    .bind(new.iter().map(|item| item.document_type).collect::<Vec<_>>())
    .bind(new.iter().map(|item| item.document_id).collect::<Vec<_>>())
    .bind(new.iter().map(|item| item.number.as_str()).collect::<Vec<_>>())
    .bind(new.iter().map(|item| item.date).collect::<Vec<_>>())
    .bind(new.iter().map(|item| item.due_date).collect::<Vec<_>>())
    .bind(new.iter().map(|item| item.amount.currency.code()).collect::<Vec<_>>())
    .bind(new.iter().map(|item| item.amount.minor).collect::<Vec<_>>())
    .bind(new.iter().map(|item| item.base).collect::<Vec<_>>())
    .bind(new.iter().map(|item| item.entry_id).collect::<Vec<_>>())
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// The items, held until the commit.
pub(super) async fn hold(tx: &mut Tx, ids: &[Uuid]) -> Result<Vec<OpenItem>, Problem> {
    let tenant = tx.tenant_id();
    let sql = format!(
        "select {} from open_items i where i.tenant_id = $1 and i.id = any($2)
         order by i.id for update",
        read::COLUMNS
    );
    let rows: Vec<Row> = sqlx::query_as(sqlx::AssertSqlSafe(sql))
        .bind(tenant)
        .bind(ids)
        .fetch_all(tx.conn())
        .await?;
    Ok(rows.into_iter().map(Row::into_item).collect())
}

/// An allocation about to be written.
pub(super) struct NewRow {
    pub id: Uuid,
    pub debit: Uuid,
    pub credit: Uuid,
    pub amount: i64,
    pub debit_base: i64,
    pub credit_base: i64,
    pub date: Date,
    pub reverses: Option<Uuid>,
    pub entry_id: Option<Uuid>,
}

/// Writes allocations and counts them on their items, in one statement; false when one takes
/// back what was taken back before. The items are held by the caller; their own checks refuse
/// what a mistake here would set off too much.
pub(super) async fn write(tx: &mut Tx, batch: Uuid, rows: &[NewRow]) -> Result<bool, Problem> {
    let (tenant, now, actor) = (tx.tenant_id(), tx.now(), tx.actor().user_id());
    let written = sqlx::query(
        "with r as materialized (
            select * from unnest($3::uuid[], $4::uuid[], $5::uuid[], $6::bigint[],
                $7::bigint[], $8::bigint[], $9::date[], $10::uuid[], $11::uuid[])
                as r (id, debit, credit, amount, debit_base, credit_base, date, reverses, entry)
        ), a as (
            insert into allocations (tenant_id, id, batch_id, debit_item_id, credit_item_id,
                amount, debit_base, credit_base, effective_date, recorded_at, created_by,
                reverses_id, entry_id)
            select $1, r.id, $2, r.debit, r.credit, r.amount, r.debit_base, r.credit_base,
                r.date, $12, $13, r.reverses, r.entry
            from r
            on conflict (tenant_id, reverses_id) do nothing
            returning debit_item_id, credit_item_id, amount, debit_base, credit_base
        ), s as (
            select item, sum(amount)::bigint as amount, sum(base)::bigint as base from (
                select debit_item_id as item, amount, debit_base as base from a
                union all
                select credit_item_id, amount, credit_base from a
            ) as both_sides group by item
        ), u as (
            update open_items i
            set set_off = i.set_off + s.amount, set_off_base = i.set_off_base + s.base
            from s where i.tenant_id = $1 and i.id = s.item
        )
        select from a",
    )
    .bind(tenant)
    .bind(batch)
    .bind(rows.iter().map(|r| r.id).collect::<Vec<_>>())
    .bind(rows.iter().map(|r| r.debit).collect::<Vec<_>>())
    .bind(rows.iter().map(|r| r.credit).collect::<Vec<_>>())
    .bind(rows.iter().map(|r| r.amount).collect::<Vec<_>>())
    .bind(rows.iter().map(|r| r.debit_base).collect::<Vec<_>>())
    .bind(rows.iter().map(|r| r.credit_base).collect::<Vec<_>>())
    .bind(rows.iter().map(|r| r.date).collect::<Vec<_>>())
    .bind(rows.iter().map(|r| r.reverses).collect::<Vec<_>>())
    .bind(rows.iter().map(|r| r.entry_id).collect::<Vec<_>>())
    .bind(now)
    .bind(actor)
    .fetch_all(tx.conn())
    .await?;
    Ok(written.len() == rows.len())
}
