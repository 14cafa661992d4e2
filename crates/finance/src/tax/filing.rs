//! Filing a return: from then on its figures stay, whatever is recorded later.

use base::{Date, Problem, Tx};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::TaxSide;
use super::report::{TaxReturn, figures, refusal, tax_of};
use super::store::{self, Filed};
use crate::facts::said;
use crate::numbers;

/// A return about to be marked as filed.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewTaxReturn {
    /// Its id, if the caller chose one.
    #[serde(default)]
    pub id: Option<Uuid>,
    /// The first day: the one after the last filed return.
    pub from: Date,
    /// The last day, before today.
    pub to: Date,
    /// The receipt of the tax office.
    #[serde(default)]
    pub reference: String,
}

/// Marks the return of a period as filed and keeps its figures: nothing with tax is recorded in
/// its days any more. One that was reopened is filed again.
///
/// # Errors
/// When the days are not over, or do not follow the last filed return.
pub async fn file(tx: &mut Tx, new: NewTaxReturn) -> Result<TaxReturn, Problem> {
    let mut problem = Problem::invalid();
    if new.to < new.from {
        problem = problem.field("to", "tax_period_backwards");
    }
    if new.reference.chars().count() > 200 {
        problem = problem.field_with("reference", "too_long", &[("most", &200)]);
    }
    problem.or_ok()?;
    // Nothing is posted between the figures and the place that they count up to.
    numbers::hold(tx).await?;
    let earlier = store::filed(tx).await?;
    let this = earlier.iter().find(|one| one.is(new.from, new.to));
    if let Some(this) = this.filter(|this| this.reopened_at.is_some()) {
        return again(tx, &earlier, this, &new).await;
    }
    if let Some(problem) = refusal(&earlier, new.from, new.to, tx.today()) {
        return Err(problem);
    }
    let through_seq = store::through(tx).await?;
    let figures = figures(tx, &earlier, new.from, new.to).await?;
    let filed = Filed {
        id: new.id.unwrap_or_else(|| tx.new_id::<TaxReturn>().uuid()),
        starts: new.from,
        ends: new.to,
        through_seq,
        sale_tax: tax_of(&figures, TaxSide::Sale),
        purchase_tax: tax_of(&figures, TaxSide::Purchase),
        reference: new.reference.trim().to_owned(),
        filed_at: tx.now(),
        filed_by: tx.actor().user_id(),
        filing: 1,
        reopened_at: None,
        reopened_reason: String::new(),
        paid: false,
    };
    store::file(tx, &filed, &figures).await?;
    let net = said(tx, filed.sale_tax - filed.purchase_tax);
    let facts = json!({"from": new.from, "to": new.to, "net": net, "reference": filed.reference});
    tx.audit("tax.file", "tax_return", filed.id, facts);
    tx.record("tax.filed", filed.id, json!({"return_id": filed.id}));
    Ok(filed.to_return(tx))
}

/// Files a return again that was reopened. The last one gets the figures of now, unless it was
/// paid; another keeps its own, and what was recorded meanwhile corrects the next return.
async fn again(
    tx: &mut Tx,
    all: &[Filed],
    before: &Filed,
    new: &NewTaxReturn,
) -> Result<TaxReturn, Problem> {
    let mut filed = Filed {
        id: new.id.unwrap_or_else(|| tx.new_id::<TaxReturn>().uuid()),
        filing: before.filing + 1,
        filed_at: tx.now(),
        filed_by: tx.actor().user_id(),
        reopened_at: None,
        reopened_reason: String::new(),
        ..before.clone()
    };
    let counted = match before.may_change(all) {
        true => {
            let fresh = figures(tx, all, new.from, new.to).await?;
            filed.through_seq = store::through(tx).await?;
            filed.sale_tax = tax_of(&fresh, TaxSide::Sale);
            filed.purchase_tax = tax_of(&fresh, TaxSide::Purchase);
            fresh
        }
        false => store::boxes_of(tx, before.id).await?,
    };
    if !new.reference.trim().is_empty() {
        new.reference.trim().clone_into(&mut filed.reference);
    }
    store::file(tx, &filed, &counted).await?;
    let net = |filed: &Filed| said(tx, filed.sale_tax - filed.purchase_tax);
    let facts = json!({"from": new.from, "to": new.to, "net": [net(before), net(&filed)],
        "reference": [before.reference, filed.reference], "reason": before.reopened_reason});
    tx.audit("tax.refile", "tax_return", filed.id, facts);
    tx.record("tax.filed", filed.id, json!({"return_id": filed.id}));
    Ok(filed.to_return(tx))
}
