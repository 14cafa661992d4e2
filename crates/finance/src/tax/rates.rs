//! Rates by date: another rate from a day on, for a code and those that it is a part of.

use base::{Date, Problem, Rate, Tx};
use serde_json::json;
use uuid::Uuid;

use super::booking::combined;
use super::detail::{PartOf, RateFrom, TaxCodeDetail, all, find};
use super::manage::{check_rate, inexact, is_taxed};
use super::store;

/// Gives a code another rate from a day on, and with it the codes that it is a part of. Days
/// before stay as they were, and so does everything that was posted.
///
/// # Errors
/// 404; when something was posted with it on that day or later, or a later rate is known
/// already.
pub async fn set_rate(tx: &mut Tx, id: Uuid, new: RateFrom) -> Result<TaxCodeDetail, Problem> {
    store::hold(tx).await?;
    let others = all(tx).await?;
    let code = others.iter().find(|one| one.code.id == id).ok_or_else(Problem::not_found)?;
    if !code.parts.is_empty() || !is_taxed(code.code.category) {
        return Err(Problem::refused("tax_rate_of_parts").fact("code", &code.code.code));
    }
    check_rate(new.rate)?;
    let mut rates = vec![(id, new.rate)];
    for whole in others.iter().filter(|one| one.parts.iter().any(|p| p.tax_code_id == id)) {
        let rate = |part: &PartOf| match part.tax_code_id == id {
            true => Some((new.rate, part.on_tax)),
            false => rate_on(&others, part.tax_code_id, new.valid_from).map(|r| (r, part.on_tax)),
        };
        let parts: Option<Vec<(Rate, bool)>> = whole.parts.iter().map(rate).collect();
        let rate = parts.as_deref().and_then(combined).ok_or_else(inexact)?;
        rates.push((whole.code.id, rate));
    }
    for (changed, _) in &rates {
        let changed = others.iter().find(|one| one.code.id == *changed);
        changed.map_or(Ok(()), |changed| fits_after(changed, new.valid_from))?;
    }
    store::set_rates(tx, new.valid_from, &rates).await?;
    let facts = json!({"code": code.code.code, "rate": new.rate, "valid_from": new.valid_from});
    tx.audit("tax.set_rate", "tax_code", id, facts);
    find(tx, id).await
}

fn fits_after(code: &TaxCodeDetail, from: Date) -> Result<(), Problem> {
    if let Some(until) = code.used_until.filter(|until| from <= *until) {
        return Err(Problem::refused("tax_rate_in_use")
            .fact("code", &code.code.code)
            .fact("until", until));
    }
    if let Some(last) = code.rates.last().filter(|last| from < last.valid_from) {
        return Err(Problem::refused("tax_rate_before_last")
            .fact("code", &code.code.code)
            .fact("last", last.valid_from));
    }
    Ok(())
}

/// The rate of a code on a day.
pub(super) fn rate_on(codes: &[TaxCodeDetail], id: Uuid, day: Date) -> Option<Rate> {
    let code = codes.iter().find(|one| one.code.id == id)?;
    let last = code.rates.iter().rev().find(|rate| rate.valid_from <= day);
    Some(last.map_or(code.first_rate, |rate| rate.rate))
}
