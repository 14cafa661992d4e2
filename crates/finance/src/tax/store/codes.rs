//! The SQL of tax codes as people keep them.

use base::{Date, Problem, Rate, Text, Tx};
use sqlx::types::Json;
use uuid::Uuid;

use crate::tax::TaxCode;
use crate::tax::detail::{PartOf, RateFrom, TaxCodeDetail, TaxKind};

/// A code for withholding on a day.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(in crate::tax) struct Withholding {
    pub rate: Rate,
    pub account_id: Uuid,
    pub input_account_id: Option<Uuid>,
}

/// The code for withholding with this id, unless it is retired.
pub(in crate::tax) async fn withholding(
    tx: &mut Tx,
    id: Uuid,
    day: Date,
) -> Result<Option<Withholding>, Problem> {
    let tenant = tx.tenant_id();
    let code = sqlx::query_as(
        "select tax_rate_on(c, $3) as rate, account_id, input_account_id from tax_codes c
         where tenant_id = $1 and id = $2 and kind = 'withholding' and active",
    )
    .bind(tenant)
    .bind(id)
    .bind(day)
    .fetch_optional(tx.conn())
    .await?;
    Ok(code)
}

#[derive(sqlx::FromRow)]
struct DetailRow {
    #[sqlx(flatten)]
    code: TaxCode,
    kind: TaxKind,
    input_account_id: Option<Uuid>,
    cash_basis: bool,
    exemption_reason: Option<Text>,
    sale_box: Option<String>,
    purchase_box: Option<String>,
    active: bool,
    used_until: Option<Date>,
    version: i32,
    first_rate: Rate,
    rates: Json<Vec<RateFrom>>,
    parts: Json<Vec<PartOf>>,
}

/// Codes with everything that is kept of them, by code.
pub(in crate::tax) async fn details(
    tx: &mut Tx,
    id: Option<Uuid>,
) -> Result<Vec<TaxCodeDetail>, Problem> {
    let (tenant, today) = (tx.tenant_id(), tx.today());
    let rows: Vec<DetailRow> = sqlx::query_as(
        "select c.id, c.code, c.name, c.category, tax_rate_on(c, $3) as rate, c.account_id,
            c.is_default, c.kind, c.input_account_id, c.cash_basis, c.exemption_reason,
            c.sale_box, c.purchase_box, c.active, c.version, c.rate as first_rate,
            greatest((select max(l.effective_date) from lines l
                where l.tenant_id = c.tenant_id and l.tax_code_id = c.id),
                (select max(l.effective_date) from tax_parts p
                join lines l on l.tenant_id = p.tenant_id and l.tax_code_id = p.tax_code_id
                where p.tenant_id = c.tenant_id and p.part_id = c.id)) as used_until,
            coalesce((select jsonb_agg(jsonb_build_object('valid_from', r.valid_from, 'rate',
                    (r.rate / 1000000.0)::numeric(9, 6)::text) order by r.valid_from)
                from tax_rates r
                where r.tenant_id = c.tenant_id and r.tax_code_id = c.id), '[]') as rates,
            coalesce((select jsonb_agg(jsonb_build_object('tax_code_id', p.part_id, 'on_tax',
                    p.on_tax) order by p.n)
                from tax_parts p
                where p.tenant_id = c.tenant_id and p.tax_code_id = c.id), '[]') as parts
         from tax_codes c where c.tenant_id = $1 and ($2::uuid is null or c.id = $2)
         order by c.active desc, c.kind, c.code limit 200",
    )
    .bind(tenant)
    .bind(id)
    .bind(today)
    .fetch_all(tx.conn())
    .await?;
    Ok(rows.into_iter().map(DetailRow::into_detail).collect())
}

impl DetailRow {
    fn into_detail(self) -> TaxCodeDetail {
        TaxCodeDetail {
            code: self.code,
            kind: self.kind,
            input_account_id: self.input_account_id,
            cash_basis: self.cash_basis,
            exemption_reason: self.exemption_reason,
            sale_box: self.sale_box,
            purchase_box: self.purchase_box,
            active: self.active,
            used_until: self.used_until,
            version: self.version,
            rates: self.rates.0,
            first_rate: self.first_rate,
            parts: self.parts.0,
        }
    }
}

/// Holds the codes of the company until the commit: two people never change two of them so that
/// they no longer go together.
pub(in crate::tax) async fn hold(tx: &mut Tx) -> Result<(), Problem> {
    let tenant = tx.tenant_id();
    sqlx::query("select id from tax_codes where tenant_id = $1 order by id for update")
        .bind(tenant)
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// Writes a new code with its parts.
pub(in crate::tax) async fn insert(tx: &mut Tx, new: &TaxCodeDetail) -> Result<(), Problem> {
    let (tenant, code) = (tx.tenant_id(), &new.code);
    let parts: Vec<Uuid> = new.parts.iter().map(|part| part.tax_code_id).collect();
    let on_tax: Vec<bool> = new.parts.iter().map(|part| part.on_tax).collect();
    sqlx::query(
        "with c as (
            insert into tax_codes (tenant_id, id, code, name, kind, category, rate, account_id,
                input_account_id, cash_basis, exemption_reason, sale_box, purchase_box, active)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, true)
         )
         insert into tax_parts (tenant_id, tax_code_id, n, part_id, on_tax)
         select $1, $2, p.n, p.id, p.on_tax
         from unnest($14::uuid[], $15::boolean[]) with ordinality as p(id, on_tax, n)",
    )
    .bind(tenant)
    .bind(code.id)
    .bind(&code.code)
    .bind(&code.name)
    .bind(new.kind)
    .bind(code.category)
    .bind(new.first_rate)
    .bind(code.account_id)
    .bind(new.input_account_id)
    .bind(new.cash_basis)
    .bind(&new.exemption_reason)
    .bind(&new.sale_box)
    .bind(&new.purchase_box)
    .bind(parts)
    .bind(on_tax)
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Writes what may change of a code; the caller holds it.
pub(in crate::tax) async fn save(tx: &mut Tx, new: &TaxCodeDetail) -> Result<(), Problem> {
    let (tenant, code) = (tx.tenant_id(), &new.code);
    if code.is_default {
        sqlx::query(
            "update tax_codes set is_default = false, version = version + 1
             where tenant_id = $1 and is_default and id <> $2",
        )
        .bind(tenant)
        .bind(code.id)
        .execute(tx.conn())
        .await?;
    }
    sqlx::query(
        "update tax_codes set name = $3, account_id = $4, input_account_id = $5,
            cash_basis = $6, exemption_reason = $7, sale_box = $8, purchase_box = $9,
            active = $10, is_default = $11, rate = $12, version = $13
         where tenant_id = $1 and id = $2",
    )
    .bind(tenant)
    .bind(code.id)
    .bind(&code.name)
    .bind(code.account_id)
    .bind(new.input_account_id)
    .bind(new.cash_basis)
    .bind(&new.exemption_reason)
    .bind(&new.sale_box)
    .bind(&new.purchase_box)
    .bind(new.active)
    .bind(code.is_default)
    .bind(new.first_rate)
    .bind(new.version)
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Writes rates from a day on; one of the same day is replaced.
pub(in crate::tax) async fn set_rates(
    tx: &mut Tx,
    from: Date,
    rates: &[(Uuid, Rate)],
) -> Result<(), Problem> {
    let (tenant, now, actor) = (tx.tenant_id(), tx.now(), tx.actor().user_id());
    sqlx::query(
        "with r as (
            insert into tax_rates (tenant_id, tax_code_id, valid_from, rate, recorded_at,
                created_by)
            select $1, r.id, $2, r.rate, $3, $4 from unnest($5::uuid[], $6::bigint[]) as r(id, rate)
            on conflict (tenant_id, tax_code_id, valid_from) do update
                set rate = excluded.rate, recorded_at = excluded.recorded_at,
                    created_by = excluded.created_by
            returning tax_code_id
         )
         update tax_codes set version = version + 1
         where tenant_id = $1 and id in (select tax_code_id from r)",
    )
    .bind(tenant)
    .bind(from)
    .bind(now)
    .bind(actor)
    .bind(rates.iter().map(|(id, _)| *id).collect::<Vec<_>>())
    .bind(rates.iter().map(|(_, rate)| *rate).collect::<Vec<_>>())
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// An account that taxes may stand on.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(in crate::tax) struct TaxAccount {
    pub id: Uuid,
    pub code: String,
    pub name: Text,
    pub role: Option<String>,
    /// Whether tax is owed on it, not claimed.
    pub owed: bool,
}

/// The accounts of taxes in the order of their codes.
pub(in crate::tax) async fn tax_accounts(tx: &mut Tx) -> Result<Vec<TaxAccount>, Problem> {
    let tenant = tx.tenant_id();
    let accounts = sqlx::query_as(
        "select id, code, name, role, type = 'liability' as owed from accounts
         where tenant_id = $1 and control = 'tax' and active order by code limit 200",
    )
    .bind(tenant)
    .fetch_all(tx.conn())
    .await?;
    Ok(accounts)
}
