//! Reading open items.

use base::{Currency, Date, Money, Problem, Timestamp, Tx};
use uuid::Uuid;

use super::super::history::SetOff;
use super::super::item::{OpenItem, Side};

pub(super) const COLUMNS: &str = "i.id, i.side, i.role, i.party_id, i.party_name, i.document_type,
    i.document_id, i.number, i.effective_date, i.due_date, i.currency, i.amount, i.base, i.set_off,
    i.set_off_base, i.entry_id, i.recorded_at";

#[derive(sqlx::FromRow)]
pub(super) struct Row {
    id: Uuid,
    side: Side,
    role: String,
    party_id: Uuid,
    party_name: String,
    document_type: String,
    document_id: Uuid,
    number: String,
    effective_date: Date,
    due_date: Date,
    currency: Currency,
    amount: i64,
    base: i64,
    set_off: i64,
    set_off_base: i64,
    entry_id: Uuid,
    recorded_at: Timestamp,
}

impl Row {
    pub(super) fn id(&self) -> Uuid {
        self.id
    }

    pub(super) fn into_item(self) -> OpenItem {
        let sign = self.amount.signum();
        OpenItem {
            id: self.id,
            side: self.side,
            role: self.role,
            party_id: self.party_id,
            party_name: self.party_name,
            document_type: self.document_type,
            document_id: self.document_id,
            number: self.number,
            date: self.effective_date,
            due_date: self.due_date,
            amount: Money::new(self.amount, self.currency),
            open: Money::new(self.amount - sign * self.set_off, self.currency),
            base: self.base,
            open_base: self.base - sign * self.set_off_base,
            entry_id: self.entry_id,
            recorded_at: self.recorded_at,
        }
    }
}

pub(in super::super) async fn by_ids(tx: &mut Tx, ids: &[Uuid]) -> Result<Vec<OpenItem>, Problem> {
    let tenant = tx.tenant_id();
    let sql = format!(
        "select {COLUMNS} from open_items i where i.tenant_id = $1 and i.id = any($2)
         order by i.effective_date, i.id limit 4000"
    );
    let rows: Vec<Row> = sqlx::query_as(sqlx::AssertSqlSafe(sql))
        .bind(tenant)
        .bind(ids)
        .fetch_all(tx.conn())
        .await?;
    Ok(rows.into_iter().map(Row::into_item).collect())
}

pub(in super::super) async fn of_document(
    tx: &mut Tx,
    document_type: &str,
    document_id: Uuid,
) -> Result<Vec<OpenItem>, Problem> {
    let tenant = tx.tenant_id();
    let sql = format!(
        "select {COLUMNS} from open_items i
         where i.tenant_id = $1 and i.document_type = $2 and i.document_id = $3
         order by i.due_date, i.id limit 200"
    );
    let rows: Vec<Row> = sqlx::query_as(sqlx::AssertSqlSafe(sql))
        .bind(tenant)
        .bind(document_type)
        .bind(document_id)
        .fetch_all(tx.conn())
        .await?;
    Ok(rows.into_iter().map(Row::into_item).collect())
}

/// What is owed on a side by its usual sign, and what of it is past its day.
pub(in super::super) async fn owed(
    tx: &mut Tx,
    side: Side,
    party: Uuid,
) -> Result<(i64, i64), Problem> {
    let (tenant, today) = (tx.tenant_id(), tx.today());
    let sums = sqlx::query_as(
        "select coalesce(sum($4 * (base - sign(amount)::bigint * set_off_base)), 0)::bigint,
            coalesce(sum($4 * (base - sign(amount)::bigint * set_off_base))
                filter (where $4 * amount > 0 and due_date < $5), 0)::bigint
         from open_items
         where tenant_id = $1 and side = $2 and party_id = $3 and set_off < abs(amount)",
    )
    .bind(tenant)
    .bind(side)
    .bind(party)
    .bind(side.sign())
    .bind(today)
    .fetch_one(tx.conn())
    .await?;
    Ok(sums)
}

/// An allocation as it was written.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(in super::super) struct Past {
    pub id: Uuid,
    pub debit_item_id: Uuid,
    pub credit_item_id: Uuid,
    pub amount: i64,
    pub debit_base: i64,
    pub credit_base: i64,
    pub effective_date: Date,
    pub is_undone: bool,
}

pub(in super::super) async fn past(tx: &mut Tx, id: Uuid) -> Result<Option<Past>, Problem> {
    let tenant = tx.tenant_id();
    let past = sqlx::query_as(
        "select a.id, a.debit_item_id, a.credit_item_id, a.amount, a.debit_base, a.credit_base,
            a.effective_date, exists (
                select from allocations r where r.tenant_id = a.tenant_id and r.reverses_id = a.id
            ) as is_undone
         from allocations a where a.tenant_id = $1 and a.id = $2",
    )
    .bind(tenant)
    .bind(id)
    .fetch_optional(tx.conn())
    .await?;
    Ok(past)
}

/// What was set off against the items of documents, the oldest first.
pub(in super::super) async fn history(
    tx: &mut Tx,
    document_types: &[&str],
    document_ids: &[Uuid],
) -> Result<Vec<SetOff>, Problem> {
    let tenant = tx.tenant_id();
    let rows: Vec<SetOffRow> = sqlx::query_as(
        "with mine as (
            select id, document_id from open_items
            where tenant_id = $1 and document_type = any($2) and document_id = any($3)
        ), a as (
            select m.document_id as of_document, m.id as of_item, x.credit_item_id as other, x.*
            from mine m join allocations x on x.tenant_id = $1 and x.debit_item_id = m.id
            union all
            select m.document_id, m.id, x.debit_item_id, x.*
            from mine m join allocations x on x.tenant_id = $1 and x.credit_item_id = m.id
        )
        select a.id, a.of_item, a.of_document, a.amount, a.effective_date, a.recorded_at,
            a.entry_id,
            a.reverses_id, exists (
                select from allocations r where r.tenant_id = $1 and r.reverses_id = a.id
            ) as is_undone,
            o.id as item_id, o.document_type, o.document_id, o.number, o.currency
        from a join open_items o on o.tenant_id = $1 and o.id = a.other
        order by a.effective_date, a.id limit 20000",
    )
    .bind(tenant)
    .bind(document_types)
    .bind(document_ids)
    .fetch_all(tx.conn())
    .await?;
    Ok(rows.into_iter().map(SetOffRow::into_set_off).collect())
}

#[derive(sqlx::FromRow)]
struct SetOffRow {
    id: Uuid,
    of_item: Uuid,
    of_document: Uuid,
    amount: i64,
    effective_date: Date,
    recorded_at: Timestamp,
    entry_id: Option<Uuid>,
    reverses_id: Option<Uuid>,
    is_undone: bool,
    item_id: Uuid,
    document_type: String,
    document_id: Uuid,
    number: String,
    currency: Currency,
}

impl SetOffRow {
    fn into_set_off(self) -> SetOff {
        SetOff {
            id: self.id,
            of_item: self.of_item,
            of_document: self.of_document,
            amount: Money::new(self.amount, self.currency),
            date: self.effective_date,
            recorded_at: self.recorded_at,
            entry_id: self.entry_id,
            reverses_id: self.reverses_id,
            is_undone: self.is_undone,
            item_id: self.item_id,
            document_type: self.document_type,
            document_id: self.document_id,
            number: self.number,
        }
    }
}
