//! The SQL of taxes: here codes as documents use them; keeping them, tax that waits and returns
//! are beside it.

mod codes;
mod release;
mod report;
mod returns;

pub(super) use codes::{
    TaxAccount, details, hold, insert, save, set_rates, tax_accounts, withholding,
};
pub(super) use release::{NewRelease, insert_releases, memo, release_wrong, waiting};
pub(super) use report::{Figure, lines, moves, paid, untaxed};
pub(super) use returns::{Filed, boxes_of, file, filed, insert_payment, payment, reopen, through};

use base::{Date, Id, Lang, Problem, Rate, Text, Tx};
use uuid::Uuid;

use super::detail::TaxKind;
use super::kept::KeptCode;
use super::{TaxCode, start};

pub(super) async fn active(tx: &mut Tx) -> Result<Vec<TaxCode>, Problem> {
    let (tenant, today) = (tx.tenant_id(), tx.today());
    let codes = sqlx::query_as(
        "select id, code, name, category, tax_rate_on(c, $2) as rate, account_id, is_default
         from tax_codes c where tenant_id = $1 and active and kind = 'tax'
         order by is_default desc, rate desc, code limit 200",
    )
    .bind(tenant)
    .bind(today)
    .fetch_all(tx.conn())
    .await?;
    Ok(codes)
}

#[derive(sqlx::FromRow)]
struct Row {
    #[sqlx(flatten)]
    code: TaxCode,
    kind: TaxKind,
    active: bool,
    exemption_reason: Option<Text>,
    input_account_id: Option<Uuid>,
    cash_basis: bool,
    rate_days: Vec<Date>,
    rates: Vec<Rate>,
    part_ids: Vec<Uuid>,
    parts_on_tax: Vec<bool>,
}

/// All codes as documents use them.
pub(super) async fn kept(tx: &mut Tx) -> Result<Vec<KeptCode>, Problem> {
    let tenant = tx.tenant_id();
    let rows: Vec<Row> = sqlx::query_as(
        "select c.id, c.code, c.name, c.category, c.rate, c.account_id, c.is_default, c.kind,
            c.active, c.exemption_reason, c.input_account_id, c.cash_basis,
            array(select valid_from from tax_rates r where r.tenant_id = c.tenant_id
                and r.tax_code_id = c.id order by valid_from) as rate_days,
            array(select rate from tax_rates r where r.tenant_id = c.tenant_id
                and r.tax_code_id = c.id order by valid_from) as rates,
            array(select part_id from tax_parts p where p.tenant_id = c.tenant_id
                and p.tax_code_id = c.id order by n) as part_ids,
            array(select on_tax from tax_parts p where p.tenant_id = c.tenant_id
                and p.tax_code_id = c.id order by n) as parts_on_tax
         from tax_codes c where c.tenant_id = $1 order by c.id limit 1000",
    )
    .bind(tenant)
    .fetch_all(tx.conn())
    .await?;
    let kept = |row: Row| KeptCode {
        code: row.code,
        kind: row.kind,
        active: row.active,
        reason: row.exemption_reason,
        input_account_id: row.input_account_id,
        cash_basis: row.cash_basis,
        rates: row.rate_days.into_iter().zip(row.rates).collect(),
        parts: row.part_ids.into_iter().zip(row.parts_on_tax).collect(),
    };
    Ok(rows.into_iter().map(kept).collect())
}

/// Gives a new company the tax codes of its country.
pub(crate) async fn furnish(tx: &mut Tx, account: Uuid) -> Result<(), Problem> {
    let country = tx.tenant().country;
    let codes = start::of(country);
    let ids: Vec<Uuid> = codes.iter().map(|_| Id::<TaxCode>::new().uuid()).collect();
    let names: Vec<Text> =
        codes.iter().map(|c| name(c.names)).collect::<Result<_, _>>().map_err(Problem::internal)?;
    let reasons: Vec<Option<Text>> = codes
        .iter()
        .map(|c| c.reason.map(name).transpose())
        .collect::<Result<_, _>>()
        .map_err(Problem::internal)?;
    let tenant = tx.tenant_id();
    sqlx::query(
        "insert into tax_codes (tenant_id, id, code, name, category, rate, account_id,
            exemption_reason, sale_box, purchase_box, is_default)
         select $1, r.id, r.code, r.name, r.category, r.rate, $2, r.reason, r.sale_box,
            r.purchase_box, r.n = 1
         from unnest($3::uuid[], $4::text[], $5::jsonb[], $6::text[], $7::bigint[], $8::jsonb[],
            $9::text[], $10::text[]) with ordinality
            as r (id, code, name, category, rate, reason, sale_box, purchase_box, n)",
    )
    .bind(tenant)
    .bind(account)
    .bind(ids)
    .bind(codes.iter().map(|c| c.code).collect::<Vec<_>>())
    .bind(names)
    .bind(codes.iter().map(|c| c.category.code()).collect::<Vec<_>>())
    .bind(codes.iter().map(|c| c.rate).collect::<Vec<_>>())
    .bind(reasons)
    .bind(codes.iter().map(|c| c.boxes.0).collect::<Vec<_>>())
    .bind(codes.iter().map(|c| c.boxes.1).collect::<Vec<_>>())
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// A name in our three languages, in the order English, Arabic, Bangla.
pub(crate) fn name(names: [&str; 3]) -> Result<Text, base::text::TextError> {
    Text::from_parts(Lang::ALL.into_iter().zip(names))
}
