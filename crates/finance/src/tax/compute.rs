//! The computation: pure, exact, and the same for every document.

use base::round::{self, Rounding};
use base::{Currency, Money, Problem, Quantity, Rate, UnitPrice};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{Category, TaxCode};

/// A line about to be taxed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TaxableLine {
    /// Its tax code.
    pub tax_code_id: Uuid,
    /// Its amount without tax, in minor units; with tax where the document's prices include it.
    pub net: i64,
}

/// A taxed line, in minor units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LineAmounts {
    /// Without tax.
    pub net: i64,
    /// The tax.
    pub tax: i64,
    /// With tax.
    pub gross: i64,
}

/// All lines of one tax code, in minor units.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct TaxGroup {
    /// The code.
    pub tax_code_id: Uuid,
    /// Its category.
    pub category: Category,
    /// Its rate on that day.
    pub rate: Rate,
    /// The sum of the lines without tax.
    pub net: i64,
    /// The tax on that sum.
    pub tax: i64,
}

/// A document's amounts, in minor units.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Computed {
    /// The lines, in the order given.
    pub lines: Vec<LineAmounts>,
    /// The groups, in the order in which their codes first occur.
    pub groups: Vec<TaxGroup>,
    /// The sum without tax.
    pub net: i64,
    /// The tax.
    pub tax: i64,
    /// The sum with tax.
    pub gross: i64,
}

/// What a line costs without tax: price × quantity × (1 − discount), rounded once, half up,
/// as people check it with a calculator.
///
/// # Errors
/// When the discount is no part of one, or the amount does not fit.
pub fn line_net(
    unit_price: UnitPrice,
    quantity: Quantity,
    discount: Rate,
    currency: Currency,
) -> Result<i64, Problem> {
    if !(0..=1_000_000).contains(&discount.micros()) {
        return Err(Problem::refused("discount_out_of_range"));
    }
    // Three factors of millionths: 10⁻¹⁸ of the major unit.
    let product = i128::from(unit_price.micros())
        .checked_mul(i128::from(quantity.micros()))
        .and_then(|p| p.checked_mul(i128::from(1_000_000 - discount.micros())))
        .ok_or_else(too_large)?;
    let net = round::div(product, 10_i128.pow(18 - currency.exponent()), Rounding::HalfUp);
    i64::try_from(net).map_err(|_| too_large())
}

/// What the prices of a document say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Prices {
    /// The tax comes on top.
    #[default]
    Net,
    /// The tax is in them, and what they sum to is what is paid.
    Gross,
}

impl Prices {
    /// As a document's flag says it.
    #[must_use]
    pub fn including_tax(included: bool) -> Self {
        if included { Self::Gross } else { Self::Net }
    }
}

/// Taxes the lines of a document whose prices are without tax; see [`compute_priced`].
///
/// # Errors
/// When a line names a code that is not among `codes`, or a sum does not fit.
pub fn compute(codes: &[TaxCode], lines: &[TaxableLine]) -> Result<Computed, Problem> {
    compute_priced(codes, lines, Prices::Net)
}

/// Taxes the lines of a document. The tax of each code is computed on the sum of its lines and
/// rounded half up, then shared out to them by largest remainder. Where tax is in the prices,
/// `net` of a line is its price with tax: the sum stays what it is, its net part is rounded half
/// up, and the tax is the rest.
///
/// # Errors
/// When a line names a code that is not among `codes`, or a sum does not fit.
pub fn compute_priced(
    codes: &[TaxCode],
    lines: &[TaxableLine],
    prices: Prices,
) -> Result<Computed, Problem> {
    // A document has few codes: looking through them is faster than a map.
    let mut members: Vec<(Uuid, Vec<usize>)> = Vec::new();
    for (i, line) in lines.iter().enumerate() {
        match members.iter_mut().find(|(id, _)| *id == line.tax_code_id) {
            Some((_, group)) => group.push(i),
            None => members.push((line.tax_code_id, vec![i])),
        }
    }
    let mut computed = Computed {
        lines: lines.iter().map(|l| LineAmounts { net: l.net, tax: 0, gross: l.net }).collect(),
        ..Computed::default()
    };
    for (id, group) in members {
        let code = codes.iter().find(|c| c.id == id);
        let code = code.ok_or_else(|| Problem::refused("unknown_tax_code"))?;
        let group = tax_group(code, &group, &mut computed.lines, prices)?;
        computed.net = computed.net.checked_add(group.net).ok_or_else(too_large)?;
        computed.tax = computed.tax.checked_add(group.tax).ok_or_else(too_large)?;
        computed.groups.push(group);
    }
    computed.gross = computed.net.checked_add(computed.tax).ok_or_else(too_large)?;
    Ok(computed)
}

/// Taxes the lines of one code, which stand there with their prices.
fn tax_group(
    code: &TaxCode,
    members: &[usize],
    lines: &mut [LineAmounts],
    prices: Prices,
) -> Result<TaxGroup, Problem> {
    // Under reverse charge the document has no tax: the buyer owes it.
    let rate = if code.category == Category::ReverseCharge { Rate::ZERO } else { code.rate };
    let priced: Vec<i64> = members.iter().map(|i| lines[*i].net).collect();
    let sum = priced.iter().try_fold(0_i64, |sum, amount| sum.checked_add(*amount));
    let sum = sum.ok_or_else(too_large)?;
    let (net, tax) = match prices {
        Prices::Net => (sum, at_rate(sum, rate)?),
        Prices::Gross => {
            let net = without_tax(sum, rate);
            (net, sum - net)
        }
    };
    let shares = match prices {
        Prices::Net => round::allocate(tax, &priced),
        Prices::Gross => round::allocate(net, &priced),
    };
    for ((i, share), priced) in members.iter().zip(shares).zip(priced) {
        lines[*i] = match prices {
            Prices::Net => {
                let gross = priced.checked_add(share).ok_or_else(too_large)?;
                LineAmounts { net: priced, tax: share, gross }
            }
            Prices::Gross => {
                let tax = priced.checked_sub(share).ok_or_else(too_large)?;
                LineAmounts { net: share, tax, gross: priced }
            }
        };
    }
    Ok(TaxGroup { tax_code_id: code.id, category: code.category, rate, net, tax })
}

/// The tax on an amount, rounded half up.
pub(super) fn at_rate(net: i64, rate: Rate) -> Result<i64, Problem> {
    let tax = Money::new(net, Currency::USD).at_rate(rate, Rounding::HalfUp);
    tax.map(|tax| tax.minor).map_err(|_| too_large())
}

/// What is left of an amount without the tax that is in it, rounded half up.
fn without_tax(gross: i64, rate: Rate) -> i64 {
    let whole = 1_000_000 + i128::from(rate.micros());
    let net = round::div(i128::from(gross) * 1_000_000, whole, Rounding::HalfUp);
    // Never more than the whole, so it fits.
    i64::try_from(net).unwrap_or(gross)
}

fn too_large() -> Problem {
    Problem::refused("amount_too_large")
}

#[cfg(test)]
#[path = "compute_tests.rs"]
mod tests;
