//! The SQL of tax codes.

use base::{Country, Id, Lang, Problem, Text, Tx};
use uuid::Uuid;

use super::{Category, TaxCode};

pub(super) async fn active(tx: &mut Tx) -> Result<Vec<TaxCode>, Problem> {
    let tenant = tx.tenant_id();
    let codes = sqlx::query_as(
        "select id, code, name, category, rate, account_id, is_default from tax_codes
         where tenant_id = $1 and active order by is_default desc, rate desc, code limit 200",
    )
    .bind(tenant)
    .fetch_all(tx.conn())
    .await?;
    Ok(codes)
}

pub(super) async fn by_ids(tx: &mut Tx, ids: &[Uuid]) -> Result<Vec<TaxCode>, Problem> {
    let tenant = tx.tenant_id();
    let codes = sqlx::query_as(
        "select id, code, name, category, rate, account_id, is_default from tax_codes
         where tenant_id = $1 and id = any($2)",
    )
    .bind(tenant)
    .bind(ids)
    .fetch_all(tx.conn())
    .await?;
    Ok(codes)
}

struct Start {
    code: &'static str,
    category: Category,
    /// Millionths.
    rate: i64,
    names: [&'static str; 3],
}

const fn start(
    code: &'static str,
    category: Category,
    rate: i64,
    names: [&'static str; 3],
) -> Start {
    Start { code, category, rate, names }
}

// The first of each country is the default.
const SAUDI: &[Start] = &[
    start("VAT15", Category::Standard, 150_000, ["VAT 15%", "ضريبة القيمة المضافة 15٪", "ভ্যাট ১৫%"]),
    start("VAT0", Category::Zero, 0, ["Zero-rated", "خاضع لنسبة الصفر", "শূন্য হার"]),
    start("EXEMPT", Category::Exempt, 0, ["Exempt", "معفى من الضريبة", "অব্যাহতিপ্রাপ্ত"]),
];
const BANGLA: &[Start] = &[
    start("VAT15", Category::Standard, 150_000, ["VAT 15%", "ضريبة القيمة المضافة 15٪", "ভ্যাট ১৫%"]),
    start(
        "VAT7.5",
        Category::Standard,
        75_000,
        ["VAT 7.5%", "ضريبة القيمة المضافة 7.5٪", "ভ্যাট ৭.৫%"],
    ),
    start("VAT5", Category::Standard, 50_000, ["VAT 5%", "ضريبة القيمة المضافة 5٪", "ভ্যাট ৫%"]),
    start("VAT0", Category::Zero, 0, ["Zero-rated", "خاضع لنسبة الصفر", "শূন্য হার"]),
];
const GENERIC: &[Start] =
    &[start("NONE", Category::OutOfScope, 0, ["No tax", "بدون ضريبة", "করমুক্ত"])];

/// Gives a new company the tax codes of its country.
pub(crate) async fn furnish(tx: &mut Tx, account: Uuid) -> Result<(), Problem> {
    let country = tx.tenant().country;
    let codes = match country {
        Country::SA => SAUDI,
        Country::BD => BANGLA,
        _ => GENERIC,
    };
    let ids: Vec<Uuid> = codes.iter().map(|_| Id::<TaxCode>::new().uuid()).collect();
    let names: Vec<Text> =
        codes.iter().map(|c| name(c.names)).collect::<Result<_, _>>().map_err(Problem::internal)?;
    let tenant = tx.tenant_id();
    sqlx::query(
        "insert into tax_codes (tenant_id, id, code, name, category, rate, account_id, is_default)
         select $1, r.id, r.code, r.name, r.category, r.rate, $2, r.n = 1
         from unnest($3::uuid[], $4::text[], $5::jsonb[], $6::text[], $7::bigint[])
            with ordinality as r (id, code, name, category, rate, n)",
    )
    .bind(tenant)
    .bind(account)
    .bind(ids)
    .bind(codes.iter().map(|c| c.code).collect::<Vec<_>>())
    .bind(names)
    .bind(codes.iter().map(|c| c.category.code()).collect::<Vec<_>>())
    .bind(codes.iter().map(|c| c.rate).collect::<Vec<_>>())
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// A name in our three languages, in the order English, Arabic, Bangla.
pub(crate) fn name(names: [&str; 3]) -> Result<Text, base::text::TextError> {
    Text::from_parts(Lang::ALL.into_iter().zip(names))
}
