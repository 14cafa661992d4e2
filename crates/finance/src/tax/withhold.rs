//! Withholding: a part of a payment that the payer keeps back and pays to the tax office in the
//! payee's name.

use base::{Date, Money, Problem, Rounding, Tx};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::store;
use crate::ledger::AccountRef;
use crate::open_items::Side;

/// Tax kept back of a payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewWithholding {
    /// The code that it is reckoned by, of the kind `withholding`.
    pub tax_code_id: Uuid,
    /// What it is reckoned on; usually the document's amount without tax.
    pub base: Money,
}

/// What is kept back, and where it stands: a payment takes it as a deduction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Withheld {
    /// The account: what customers keep of ours is claimed, what we keep of suppliers' is owed.
    pub account: AccountRef,
    /// How much.
    pub amount: Money,
    /// The code.
    pub tax_code_id: Uuid,
}

/// What is kept back of a payment on a day, rounded half up.
///
/// # Errors
/// When the code is none for withholding, or the base is not above zero.
pub async fn withhold(
    tx: &mut Tx,
    side: Side,
    new: &NewWithholding,
    day: Date,
) -> Result<Withheld, Problem> {
    let unknown = || Problem::invalid().field("withholding.tax_code_id", "unknown");
    let code = store::withholding(tx, new.tax_code_id, day).await?.ok_or_else(unknown)?;
    if !new.base.is_positive() {
        return Err(Problem::invalid().field("withholding.base", "not_positive"));
    }
    let amount = new.base.at_rate(code.rate, Rounding::HalfUp);
    let amount = amount.map_err(|_| Problem::refused("amount_too_large"))?;
    let account = match (side, code.input_account_id) {
        (Side::Receivable, Some(account)) => AccountRef::Id(account),
        (Side::Receivable, None) => AccountRef::Role("withholding_receivable"),
        (Side::Payable, _) => AccountRef::Id(code.account_id),
    };
    Ok(Withheld { account, amount, tax_code_id: new.tax_code_id })
}
