//! Keeping tax codes: adding, changing and retiring them.

use base::{Country, Date, Problem, Rate, Text, Tx};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::booking::combined;
use super::detail::{PartOf, TaxCodeDetail, TaxKind, all, find};
use super::rates::rate_on;
use super::{Category, TaxCode, TaxSide, boxes, store};

/// The most parts of a code.
const MOST_PARTS: usize = 8;
/// The most codes of a company; more are a mistake.
const MOST_CODES: usize = 200;

/// A tax code about to be added.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewTaxCode {
    /// Its id, if the caller chose one.
    #[serde(default)]
    pub id: Option<Uuid>,
    /// Its short name, unique in the company: `VAT15`.
    pub code: String,
    /// Its name.
    pub name: Option<Text>,
    /// What it is for; tax on documents when not said.
    #[serde(default)]
    pub kind: TaxKind,
    /// Its category.
    pub category: Category,
    /// Its rate; none for a code with parts, and for what is not taxed.
    #[serde(default)]
    pub rate: Option<Rate>,
    /// Where it is owed; the account for output tax, or for tax withheld, when not said.
    #[serde(default)]
    pub account_id: Option<Uuid>,
    /// Where it is claimed; the account for input tax when not said.
    #[serde(default)]
    pub input_account_id: Option<Uuid>,
    /// Whether it is owed when the document is paid.
    #[serde(default)]
    pub cash_basis: bool,
    /// Why there is no tax, as documents print it.
    #[serde(default)]
    pub exemption_reason: Option<Text>,
    /// The box of the return for sales.
    #[serde(default)]
    pub sale_box: Option<String>,
    /// The box of the return for purchases.
    #[serde(default)]
    pub purchase_box: Option<String>,
    /// The codes that it consists of.
    #[serde(default)]
    pub parts: Vec<PartOf>,
}

/// A change of a tax code; what is not said stays.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ChangeTaxCode {
    /// The version that was read; the same as `If-Match`.
    pub version: Option<i32>,
    /// Another name.
    pub name: Option<Text>,
    /// Another rate; only while nothing was posted with it.
    pub rate: Option<Rate>,
    /// Where it is owed; only while nothing was posted with it.
    pub account_id: Option<Uuid>,
    /// Where it is claimed; only while nothing was posted with it.
    pub input_account_id: Option<Uuid>,
    /// Whether it is owed when the document is paid; only while nothing was posted with it.
    pub cash_basis: Option<bool>,
    /// Another reason; new documents print it.
    pub exemption_reason: Option<Text>,
    /// The box of the return for sales; empty for none. Filed returns stay as they are.
    pub sale_box: Option<String>,
    /// The box of the return for purchases; empty for none.
    pub purchase_box: Option<String>,
    /// Whether new products start with it; the one that did no longer does.
    pub is_default: Option<bool>,
    /// Whether new documents may have it.
    pub active: Option<bool>,
}

/// Adds a tax code.
///
/// # Errors
/// When its fields contradict each other, or the code is taken.
pub async fn add(tx: &mut Tx, new: NewTaxCode) -> Result<TaxCodeDetail, Problem> {
    store::hold(tx).await?;
    let others = all(tx).await?;
    let code = new.code.trim().to_uppercase();
    let mut problem = Problem::invalid();
    if code.is_empty() {
        problem = problem.field("code", "required");
    }
    if code.chars().count() > 20 {
        problem = problem.field_with("code", "too_long", &[("most", &20)]);
    }
    if others.iter().any(|other| other.code.code == code) {
        problem = problem.field("code", "tax_code_taken");
    }
    if new.name.is_none() {
        problem = problem.field("name", "required");
    }
    problem.or_ok()?;
    if others.len() >= MOST_CODES {
        return Err(Problem::refused("tax_too_many_codes").fact("most", MOST_CODES));
    }
    let accounts = Accounts::of(tx).await?;
    let (rate, parts) = (rate_of(&new, &others, tx.today())?, new.parts.clone());
    let input_account_id = new.input_account_id;
    let detail = TaxCodeDetail {
        code: TaxCode {
            id: new.id.unwrap_or_else(|| tx.new_id::<TaxCode>().uuid()),
            code,
            name: new.name.ok_or_else(|| Problem::invalid().field("name", "required"))?,
            category: new.category,
            rate,
            account_id: match new.account_id {
                Some(account) => account,
                None => accounts.with_role(owed_role(new.kind))?,
            },
            is_default: false,
        },
        kind: new.kind,
        input_account_id,
        cash_basis: new.cash_basis,
        exemption_reason: new.exemption_reason,
        sale_box: boxed(new.sale_box),
        purchase_box: boxed(new.purchase_box),
        active: true,
        used_until: None,
        version: 1,
        rates: Vec::new(),
        first_rate: rate,
        parts,
    };
    check(&detail, &accounts, tx.tenant().country)?;
    store::insert(tx, &detail).await?;
    let facts = json!({"code": detail.code.code, "rate": rate});
    tx.audit("tax.add", "tax_code", detail.code.id, facts);
    find(tx, detail.code.id).await
}

/// Changes a tax code. What was posted with it keeps its meaning: of a used code neither rate
/// nor accounts change; for those there is another rate from a day, or another code.
///
/// # Errors
/// 404, 412 when somebody changed it since, 422 for the fields.
pub async fn change(tx: &mut Tx, id: Uuid, new: ChangeTaxCode) -> Result<TaxCodeDetail, Problem> {
    store::hold(tx).await?;
    let old = find(tx, id).await?;
    if new.version.is_some_and(|version| version != old.version) {
        return Err(Problem::stale());
    }
    let mut next = old.clone();
    next.code.name = new.name.unwrap_or(next.code.name);
    next.code.account_id = new.account_id.unwrap_or(next.code.account_id);
    next.input_account_id = new.input_account_id.or(next.input_account_id);
    next.cash_basis = new.cash_basis.unwrap_or(next.cash_basis);
    next.exemption_reason = new.exemption_reason.or(next.exemption_reason);
    next.sale_box = new.sale_box.map_or(next.sale_box, |text| boxed(Some(text)));
    next.purchase_box = new.purchase_box.map_or(next.purchase_box, |text| boxed(Some(text)));
    next.code.is_default = new.is_default.unwrap_or(next.code.is_default);
    next.active = new.active.unwrap_or(next.active);
    if let Some(rate) = new.rate.filter(|rate| *rate != old.first_rate) {
        (next.first_rate, next.code.rate) = (rate, rate);
    }
    refuse_used(tx, &old, &next).await?;
    let mut problem = Problem::invalid();
    if old.code.is_default && !(next.code.is_default && next.active) {
        problem = problem.field("is_default", "tax_default_stays");
    }
    if next.code.is_default && (!next.active || next.kind != TaxKind::Tax) {
        problem = problem.field("is_default", "tax_default_active");
    }
    problem.or_ok()?;
    check(&next, &Accounts::of(tx).await?, tx.tenant().country)?;
    if next == old {
        return Ok(old);
    }
    next.version += 1;
    store::save(tx, &next).await?;
    tx.audit("tax.change", "tax_code", id, facts(&old, &next));
    find(tx, id).await
}

fn facts(old: &TaxCodeDetail, new: &TaxCodeDetail) -> serde_json::Value {
    json!({"code": new.code.code, "active": [old.active, new.active],
        "rate": [old.first_rate, new.first_rate], "sale_box": [old.sale_box, new.sale_box],
        "purchase_box": [old.purchase_box, new.purchase_box],
        "is_default": [old.code.is_default, new.code.is_default],
        "cash_basis": [old.cash_basis, new.cash_basis]})
}

/// What was posted with a code keeps its meaning.
async fn refuse_used(tx: &mut Tx, old: &TaxCodeDetail, new: &TaxCodeDetail) -> Result<(), Problem> {
    let booked = |code: &TaxCodeDetail| {
        (code.first_rate, code.code.account_id, code.input_account_id, code.cash_basis)
    };
    if booked(old) == booked(new) {
        return Ok(());
    }
    if let Some(until) = old.used_until {
        return Err(Problem::refused("tax_code_used")
            .fact("code", &old.code.code)
            .fact("until", until));
    }
    if old.first_rate == new.first_rate {
        return Ok(());
    }
    let parts = all(tx).await?;
    let whole =
        parts.iter().find(|one| one.parts.iter().any(|part| part.tax_code_id == old.code.id));
    if !old.parts.is_empty() || !old.rates.is_empty() || whole.is_some() {
        return Err(Problem::refused("tax_rate_by_date").fact("code", &old.code.code));
    }
    Ok(())
}

pub(super) fn is_taxed(category: Category) -> bool {
    matches!(category, Category::Standard | Category::ReverseCharge)
}

pub(super) fn check_rate(rate: Rate) -> Result<(), Problem> {
    match (1..=1_000_000).contains(&rate.micros()) {
        true => Ok(()),
        false => Err(Problem::invalid().field("rate", "tax_rate_range")),
    }
}

pub(super) fn inexact() -> Problem {
    Problem::invalid().field("parts", "tax_parts_inexact")
}

/// The rate of a new code: its own, or what its parts come to today.
fn rate_of(new: &NewTaxCode, others: &[TaxCodeDetail], today: Date) -> Result<Rate, Problem> {
    if new.parts.is_empty() {
        return match (is_taxed(new.category), new.rate) {
            (true, Some(rate)) => check_rate(rate).map(|()| rate),
            (true, None) => Err(Problem::invalid().field("rate", "required")),
            (false, Some(rate)) if !rate.is_zero() => {
                Err(Problem::invalid().field("rate", "tax_rate_not_taxed"))
            }
            (false, _) => Ok(Rate::ZERO),
        };
    }
    let mut problem = Problem::invalid();
    if new.rate.is_some() {
        problem = problem.field("rate", "tax_rate_from_parts");
    }
    if new.parts.len() > MOST_PARTS {
        problem = problem.field_with("parts", "tax_too_many_parts", &[("most", &MOST_PARTS)]);
    }
    if new.kind != TaxKind::Tax || !is_taxed(new.category) {
        problem = problem.field("parts", "tax_parts_taxed");
    }
    for (i, part) in new.parts.iter().enumerate() {
        let path = format!("parts[{i}].tax_code_id");
        let found = others.iter().find(|other| other.code.id == part.tax_code_id);
        let fits = found.is_some_and(|found| {
            found.parts.is_empty()
                && found.kind == TaxKind::Tax
                && found.code.category == Category::Standard
                && found.active
        });
        let twice = new.parts[..i].iter().any(|other| other.tax_code_id == part.tax_code_id);
        if twice || !fits {
            problem = problem.field(path, if twice { "tax_part_twice" } else { "tax_part_plain" });
        }
    }
    problem.or_ok()?;
    // Rates of parts that are known for later days would make it another code then.
    let later = |part: &PartOf| {
        others
            .iter()
            .find(|other| other.code.id == part.tax_code_id)
            .is_some_and(|other| other.rates.iter().any(|rate| rate.valid_from > today))
    };
    if new.parts.iter().any(later) {
        return Err(Problem::invalid().field("parts", "tax_parts_changing"));
    }
    let rate = |part: &PartOf| Some((rate_on(others, part.tax_code_id, today)?, part.on_tax));
    let parts: Option<Vec<(Rate, bool)>> = new.parts.iter().map(rate).collect();
    parts.as_deref().and_then(combined).ok_or_else(inexact)
}

fn boxed(text: Option<String>) -> Option<String> {
    text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
}

fn owed_role(kind: TaxKind) -> &'static str {
    match kind {
        TaxKind::Tax => "output_tax",
        TaxKind::Withholding => "withholding_payable",
    }
}

/// The accounts that taxes may stand on.
struct Accounts(Vec<store::TaxAccount>);

impl Accounts {
    async fn of(tx: &mut Tx) -> Result<Self, Problem> {
        Ok(Self(store::tax_accounts(tx).await?))
    }

    fn with_role(&self, role: &'static str) -> Result<Uuid, Problem> {
        let found = self.0.iter().find(|account| account.role.as_deref() == Some(role));
        let none = || Problem::refused("no_account_for").fact("role", role);
        found.map(|account| account.id).ok_or_else(none)
    }

    fn fits(&self, id: Uuid, owed: bool) -> bool {
        self.0.iter().any(|account| account.id == id && account.owed == owed)
    }
}

/// Whether the fields of a code go together.
fn check(code: &TaxCodeDetail, accounts: &Accounts, country: Country) -> Result<(), Problem> {
    let mut problem = Problem::invalid();
    if !accounts.fits(code.code.account_id, true) {
        problem = problem.field("account_id", "tax_account_owed");
    }
    if code.input_account_id.is_some_and(|id| !accounts.fits(id, false)) {
        problem = problem.field("input_account_id", "tax_account_claimed");
    }
    if code.cash_basis && (code.code.category != Category::Standard || code.kind != TaxKind::Tax) {
        problem = problem.field("cash_basis", "tax_cash_basis_taxed");
    }
    if code.kind == TaxKind::Withholding && code.code.category != Category::Standard {
        problem = problem.field("category", "tax_withholding_taxed");
    }
    if code.code.category == Category::Exempt && code.exemption_reason.is_none() {
        problem = problem.field("exemption_reason", "required");
    }
    for (name, side, said) in [
        ("sale_box", TaxSide::Sale, &code.sale_box),
        ("purchase_box", TaxSide::Purchase, &code.purchase_box),
    ] {
        let known =
            |said: &String| boxes(country).iter().any(|one| one.side == side && one.code == said);
        if said.as_ref().is_some_and(|said| !known(said)) {
            problem = problem.field(name, "unknown");
        }
    }
    problem.or_ok()
}
