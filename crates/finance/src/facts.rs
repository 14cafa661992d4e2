//! Facts of the audit log, as people read them on a document's page.

use base::{Money, Tx};

/// An amount with its currency, `34.50 SAR`.
pub(crate) fn said(tx: &Tx, minor: i64) -> String {
    let currency = tx.currency();
    format!("{} {}", Money::new(minor, currency).to_decimal_string(), currency.code())
}
