//! The SQL of invoices: writing, holding, setting off. Reading and checks are beside it.

mod read;
mod verify;

pub(super) use read::{Note, by_order, find, list, notes_of, sums};
pub(super) use verify::{
    CREDIT_NOTE_NUMBERS, DEBIT_NOTE_NUMBERS, INVOICE_NUMBERS, debit_wrong, settled_wrong,
    totals_wrong,
};

use base::{Currency, Date, Lang, Problem, Quantity, Rate, Tx, UnitPrice, Writes};
use sqlx::types::Json;
use uuid::Uuid;

use super::draft::{Draft, DraftLine};
use super::{Kind, Party};
use crate::currencies::DocumentRate;
use crate::tax::Category;

/// Adds the document with its lines and tax groups.
pub(super) fn insert(tx: &Tx, draft: &Draft, writes: &mut Writes) {
    let (rate, units) = DocumentRate::columns(draft.exchange_rate);
    writes
        .part(INSERT)
        .bind(tx.tenant_id())
        .bind(draft.id)
        .bind(draft.kind)
        .bind(&draft.number)
        .bind(draft.customer_id)
        .bind(draft.order_id)
        .bind(draft.original.as_ref().map(|(id, _)| *id))
        .bind(draft.issue_date)
        .bind(draft.due_date)
        .bind(draft.supply_date)
        .bind(draft.currency)
        .bind(draft.lang)
        .bind(Json(&draft.seller))
        .bind(Json(&draft.buyer))
        .bind(&draft.reason)
        .bind(draft.amounts.net)
        .bind(draft.amounts.tax)
        .bind(draft.amounts.gross)
        .bind(draft.settled)
        .bind(draft.entry_id)
        .bind(tx.actor().user_id())
        .bind(tx.now());
    let groups = draft.amounts.groups.iter().zip(&draft.base.groups);
    let groups = groups.zip(&draft.exemptions).map(|((own, base), reason)| TaxRow {
        tax_code_id: own.tax_code_id,
        category: own.category,
        rate: own.rate,
        net: own.net,
        tax: own.tax,
        reason: reason.clone(),
        net_base: base.net,
        tax_base: base.tax,
    });
    writes
        .bind(draft.prices_include_tax)
        .bind(rate)
        .bind(units)
        .bind(draft.base.net)
        .bind(draft.base.tax)
        .bind(draft.base.gross)
        .bind(draft.lines.iter().map(LineRow::of).collect::<Vec<_>>())
        .bind(groups.collect::<Vec<_>>());
}

const INSERT: &str = "invoice as (
        insert into invoices (tenant_id, id, kind, number, customer_id, order_id, original_id,
            issue_date, due_date, supply_date, currency, lang, seller, buyer, reason, net, tax,
            gross, settled, entry_id, created_by, recorded_at, prices_include_tax,
            exchange_rate, exchange_units, net_base, tax_base, gross_base)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17,
            $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28)
    ), invoice_rows as (
        insert into invoice_lines (tenant_id, invoice_id, n, variant_id, sku, description, unit,
            quantity, unit_price, discount, tax_code_id, net, tax, gross, order_line,
            original_line, net_base, tax_base)
        select $1, $2, r.* from unnest($29::invoice_line[]) r
    ), invoice_sums as (
        insert into invoice_taxes (tenant_id, invoice_id, tax_code_id, category, rate, net, tax,
            reason, net_base, tax_base)
        select $1, $2, r.* from unnest($30::invoice_tax[]) r
    )";

#[derive(sqlx::Type)]
#[sqlx(type_name = "invoice_line")]
struct LineRow {
    n: i32,
    variant_id: Option<Uuid>,
    sku: String,
    description: String,
    unit: String,
    quantity: Quantity,
    unit_price: UnitPrice,
    discount: Rate,
    tax_code_id: Uuid,
    net: i64,
    tax: i64,
    gross: i64,
    order_line: Option<i32>,
    original_line: Option<i32>,
    net_base: i64,
    tax_base: i64,
}

impl LineRow {
    fn of(line: &DraftLine) -> Self {
        Self {
            n: line.n,
            variant_id: line.variant_id,
            sku: line.sku.clone(),
            description: line.description.clone(),
            unit: line.unit.clone(),
            quantity: line.quantity,
            unit_price: line.unit_price,
            discount: line.discount,
            tax_code_id: line.tax_code_id,
            net: line.amounts.net,
            tax: line.amounts.tax,
            gross: line.amounts.gross,
            order_line: line.order_line,
            original_line: line.original_line,
            net_base: line.base.net,
            tax_base: line.base.tax,
        }
    }
}

#[derive(sqlx::Type)]
#[sqlx(type_name = "invoice_tax")]
struct TaxRow {
    tax_code_id: Uuid,
    category: Category,
    rate: Rate,
    net: i64,
    tax: i64,
    reason: String,
    net_base: i64,
    tax_base: i64,
}

/// What a credit note must know of its invoice.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(super) struct Held {
    pub id: Uuid,
    pub kind: Kind,
    pub number: String,
    pub customer_id: Uuid,
    pub order_id: Option<Uuid>,
    pub original_id: Option<Uuid>,
    pub entry_id: Option<Uuid>,
    pub issue_date: Date,
    pub supply_date: Date,
    pub lang: Lang,
    #[sqlx(json)]
    pub seller: Party,
    #[sqlx(json)]
    pub buyer: Party,
    pub prices_include_tax: bool,
    pub currency: Currency,
    exchange_rate: Option<i64>,
    exchange_units: Option<i32>,
    pub gross: i64,
    pub settled: i64,
}

impl Held {
    /// What its currency is counted at; none in the company's own.
    pub(super) fn exchange_rate(&self) -> Option<DocumentRate> {
        DocumentRate::of_columns(self.exchange_rate, self.exchange_units)
    }

    /// The day whose rates it was taxed at.
    pub(super) fn tax_point(&self) -> Date {
        self.supply_date.min(self.issue_date)
    }
}

/// Holds an invoice until the commit.
pub(super) async fn hold(tx: &mut Tx, id: Uuid) -> Result<Held, Problem> {
    let tenant = tx.tenant_id();
    let held = sqlx::query_as(
        "select id, kind, number, customer_id, order_id, original_id, entry_id, issue_date,
            supply_date, lang, seller, buyer, prices_include_tax, currency, exchange_rate,
            exchange_units, gross, settled
         from invoices where tenant_id = $1 and id = $2 for update",
    )
    .bind(tenant)
    .bind(id)
    .fetch_optional(tx.conn())
    .await?;
    held.ok_or_else(Problem::not_found)
}

/// A line of an invoice with what was credited of it.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(super) struct Creditable {
    pub n: i32,
    pub variant_id: Option<Uuid>,
    pub sku: String,
    pub description: String,
    pub unit: String,
    pub quantity: Quantity,
    pub unit_price: UnitPrice,
    pub discount: Rate,
    pub tax_code_id: Uuid,
    pub category: Category,
    pub rate: Rate,
    pub net: i64,
    pub tax: i64,
    pub net_base: i64,
    pub tax_base: i64,
    pub order_line: Option<i32>,
    pub credited_quantity: Quantity,
    pub credited_net: i64,
    pub credited_tax: i64,
    pub credited_net_base: i64,
    pub credited_tax_base: i64,
}

/// The lines of an invoice with what was credited of each by notes that stand; a document has at
/// most 1,000.
pub(super) async fn creditable(tx: &mut Tx, id: Uuid) -> Result<Vec<Creditable>, Problem> {
    let tenant = tx.tenant_id();
    let lines = sqlx::query_as(
        "with credited as (
            select l.original_line, sum(l.quantity)::bigint as quantity,
                sum(l.net)::bigint as net, sum(l.tax)::bigint as tax,
                sum(l.net_base)::bigint as net_base, sum(l.tax_base)::bigint as tax_base
            from invoices i
            join invoice_lines l on l.tenant_id = i.tenant_id and l.invoice_id = i.id
            where i.tenant_id = $1 and i.original_id = $2 and i.kind = 'credit_note'
                and not exists (select from invoices x where x.tenant_id = $1
                    and x.original_id = i.id and x.kind = 'sales_debit_note')
            group by l.original_line
        )
        select l.n, l.variant_id, l.sku, l.description, l.unit, l.quantity, l.unit_price,
            l.discount, l.tax_code_id, t.category, t.rate, l.net, l.tax, l.net_base, l.tax_base,
            l.order_line,
            coalesce(c.quantity, 0) as credited_quantity, coalesce(c.net, 0) as credited_net,
            coalesce(c.tax, 0) as credited_tax, coalesce(c.net_base, 0) as credited_net_base,
            coalesce(c.tax_base, 0) as credited_tax_base
        from invoice_lines l
        join invoice_taxes t on t.tenant_id = l.tenant_id and t.invoice_id = l.invoice_id
            and t.tax_code_id = l.tax_code_id
        left join credited c on c.original_line = l.n
        where l.tenant_id = $1 and l.invoice_id = $2 order by l.n limit 1000",
    )
    .bind(tenant)
    .bind(id)
    .fetch_all(tx.conn())
    .await?;
    Ok(lines)
}

/// An invoice of which something else is settled now.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(super) struct Followed {
    pub id: Uuid,
    pub kind: Kind,
    pub order_id: Option<Uuid>,
}

/// Counts what was set off against documents, or is no longer.
pub(super) async fn follow(tx: &mut Tx, settled: &[(Uuid, i64)]) -> Result<Vec<Followed>, Problem> {
    let tenant = tx.tenant_id();
    let followed = sqlx::query_as(
        "update invoices i set settled = i.settled + r.amount
         from unnest($2::uuid[], $3::bigint[]) as r (id, amount)
         where i.tenant_id = $1 and i.id = r.id
         returning i.id, i.kind, i.order_id",
    )
    .bind(tenant)
    .bind(settled.iter().map(|(id, _)| *id).collect::<Vec<_>>())
    .bind(settled.iter().map(|(_, amount)| *amount).collect::<Vec<_>>())
    .fetch_all(tx.conn())
    .await?;
    Ok(followed)
}
