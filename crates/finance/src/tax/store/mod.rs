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

use super::booking::Part;
use super::{TaxCode, Taxation, start};

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
struct TaxationRow {
    #[sqlx(flatten)]
    code: TaxCode,
    exemption_reason: Option<Text>,
    input_account_id: Option<Uuid>,
    cash_basis: bool,
    part_id: Option<Uuid>,
    part_rate: Option<Rate>,
    part_on_tax: Option<bool>,
    part_account_id: Option<Uuid>,
    part_input_account_id: Option<Uuid>,
}

impl TaxationRow {
    fn part(&self) -> Option<Part> {
        Some(Part {
            tax_code_id: self.part_id?,
            rate: self.part_rate?,
            on_tax: self.part_on_tax?,
            account_id: self.part_account_id?,
            input_account_id: self.part_input_account_id,
        })
    }
}

pub(super) async fn taxations(
    tx: &mut Tx,
    ids: &[Uuid],
    day: Date,
) -> Result<Vec<Taxation>, Problem> {
    let tenant = tx.tenant_id();
    let rows: Vec<TaxationRow> = sqlx::query_as(
        "select c.id, c.code, c.name, c.category, tax_rate_on(c, $3) as rate, c.account_id,
            c.is_default, c.exemption_reason, c.input_account_id, c.cash_basis, p.part_id,
            tax_rate_on(o, $3) as part_rate, p.on_tax as part_on_tax,
            o.account_id as part_account_id, o.input_account_id as part_input_account_id
         from tax_codes c
         left join tax_parts p on p.tenant_id = c.tenant_id and p.tax_code_id = c.id
         left join tax_codes o on o.tenant_id = p.tenant_id and o.id = p.part_id
         where c.tenant_id = $1 and c.id = any($2) and c.kind = 'tax' order by c.id, p.n",
    )
    .bind(tenant)
    .bind(ids)
    .bind(day)
    .fetch_all(tx.conn())
    .await?;
    let mut found: Vec<Taxation> = Vec::new();
    for row in rows {
        let part = row.part();
        if found.last().is_none_or(|last| last.code.id != row.code.id) {
            found.push(Taxation {
                code: row.code,
                reason: row.exemption_reason,
                input_account_id: row.input_account_id,
                cash_basis: row.cash_basis,
                parts: Vec::new(),
            });
        }
        if let (Some(part), Some(last)) = (part, found.last_mut()) {
            last.parts.push(part);
        }
    }
    Ok(found)
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
