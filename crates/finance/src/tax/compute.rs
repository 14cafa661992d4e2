//! The computation: pure, exact, and the same for every document.

use std::collections::BTreeMap;

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
    /// Its amount without tax, in minor units.
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
    let too_large = || Problem::refused("amount_too_large");
    // Three factors of millionths: 10⁻¹⁸ of the major unit.
    let product = i128::from(unit_price.micros())
        .checked_mul(i128::from(quantity.micros()))
        .and_then(|p| p.checked_mul(i128::from(1_000_000 - discount.micros())))
        .ok_or_else(too_large)?;
    let net = round::div(product, 10_i128.pow(18 - currency.exponent()), Rounding::HalfUp);
    i64::try_from(net).map_err(|_| too_large())
}

/// Taxes the lines of a document. The tax of each code is computed on the sum of its lines and
/// rounded half up, then shared out to them by largest remainder.
///
/// # Errors
/// When a line names a code that is not among `codes`, or a sum does not fit.
pub fn compute(codes: &[TaxCode], lines: &[TaxableLine]) -> Result<Computed, Problem> {
    let too_large = || Problem::refused("amount_too_large");
    let mut order: Vec<Uuid> = Vec::new();
    let mut members: BTreeMap<Uuid, Vec<usize>> = BTreeMap::new();
    for (i, line) in lines.iter().enumerate() {
        let group = members.entry(line.tax_code_id).or_default();
        if group.is_empty() {
            order.push(line.tax_code_id);
        }
        group.push(i);
    }
    let mut computed = Computed {
        lines: lines.iter().map(|l| LineAmounts { net: l.net, tax: 0, gross: l.net }).collect(),
        ..Computed::default()
    };
    for id in order {
        let code = codes.iter().find(|c| c.id == id);
        let code = code.ok_or_else(|| Problem::refused("unknown_tax_code"))?;
        let group = &members[&id];
        let nets: Vec<i64> = group.iter().map(|i| lines[*i].net).collect();
        let net = Money::sum(Currency::USD, nets.iter().map(|n| Money::new(*n, Currency::USD)));
        let net = net.map_err(|_| too_large())?;
        let tax = net.at_rate(code.rate, Rounding::HalfUp).map_err(|_| too_large())?.minor;
        for (i, share) in group.iter().zip(round::allocate(tax, &nets)) {
            let line = &mut computed.lines[*i];
            line.tax = share;
            line.gross = line.net.checked_add(share).ok_or_else(too_large)?;
        }
        let (category, rate, net) = (code.category, code.rate, net.minor);
        computed.groups.push(TaxGroup { tax_code_id: id, category, rate, net, tax });
        computed.net = computed.net.checked_add(net).ok_or_else(too_large)?;
        computed.tax = computed.tax.checked_add(tax).ok_or_else(too_large)?;
    }
    computed.gross = computed.net.checked_add(computed.tax).ok_or_else(too_large)?;
    Ok(computed)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use base::{Lang, Text};
    use proptest::prelude::*;

    use super::*;

    fn code(n: u128, percent: &str) -> TaxCode {
        TaxCode {
            id: Uuid::from_u128(n),
            code: format!("VAT{percent}"),
            name: Text::new(Lang::En, "VAT").unwrap(),
            category: Category::Standard,
            rate: Rate::parse_percent(percent).unwrap(),
            account_id: Uuid::nil(),
            is_default: false,
        }
    }

    fn line(n: u128, net: i64) -> TaxableLine {
        TaxableLine { tax_code_id: Uuid::from_u128(n), net }
    }

    #[test]
    fn tax_is_computed_on_the_sum_and_shared_out_exactly() {
        // 3 × 0.03 at 15 %: line by line it would be 0; on the sum it is 0.0135, so 0.01.
        let done = compute(&[code(1, "15")], &[line(1, 3), line(1, 3), line(1, 3)]).unwrap();
        assert_eq!(done.lines.iter().map(|l| l.tax).collect::<Vec<_>>(), [1, 0, 0]);
        assert_eq!((done.net, done.tax, done.gross), (9, 1, 10));
    }

    #[test]
    fn each_code_is_a_group_in_order_of_appearance() {
        let codes = [code(1, "15"), code(2, "0"), code(3, "7.5")];
        let lines = [line(3, 1000), line(1, 2000), line(3, 500), line(2, 100)];
        let done = compute(&codes, &lines).unwrap();
        let groups: Vec<_> = done.groups.iter().map(|g| (g.tax_code_id, g.net, g.tax)).collect();
        let id = Uuid::from_u128;
        assert_eq!(groups, [(id(3), 1500, 113), (id(1), 2000, 300), (id(2), 100, 0)]);
        assert_eq!(done.gross, 3600 + 413);
    }

    #[test]
    fn an_unknown_code_is_refused() {
        let refused = compute(&[code(1, "15")], &[line(2, 100)]).unwrap_err();
        assert_eq!(refused.code(), "unknown_tax_code");
    }

    #[test]
    fn a_line_is_rounded_once_after_its_discount() {
        let net = |price: &str, quantity: &str, discount: &str| {
            let discount = Rate::parse_percent(discount).unwrap();
            let (price, quantity) = (price.parse().unwrap(), quantity.parse().unwrap());
            line_net(price, quantity, discount, Currency::SAR).unwrap()
        };
        assert_eq!(net("2.75", "1.5", "0"), 413);
        assert_eq!(net("9.99", "3", "10"), 2697);
        assert_eq!(net("0.0125", "1000", "0"), 1250);
        assert_eq!(net("100", "1", "100"), 0);
        let huge = UnitPrice::from_micros(i64::MAX);
        let most = Quantity::from_micros(i64::MAX);
        let refused = line_net(huge, most, Rate::ZERO, Currency::SAR).unwrap_err();
        assert_eq!(refused.code(), "amount_too_large");
    }

    proptest! {
        #[test]
        fn lines_and_groups_sum_to_the_document(
            nets in prop::collection::vec((1..4_u128, 0..10_000_000_i64), 1..40),
        ) {
            let codes = [code(1, "15"), code(2, "7.5"), code(3, "0")];
            let lines: Vec<_> = nets.iter().map(|(n, net)| line(*n, *net)).collect();
            let done = compute(&codes, &lines).unwrap();
            prop_assert_eq!(done.lines.iter().map(|l| l.tax).sum::<i64>(), done.tax);
            prop_assert_eq!(done.lines.iter().map(|l| l.gross).sum::<i64>(), done.gross);
            prop_assert_eq!(done.groups.iter().map(|g| g.net).sum::<i64>(), done.net);
            prop_assert_eq!(done.groups.iter().map(|g| g.tax).sum::<i64>(), done.tax);
            for (line, done) in lines.iter().zip(&done.lines) {
                let rate = codes.iter().find(|c| c.id == line.tax_code_id).unwrap().rate;
                let exact = i128::from(line.net) * i128::from(rate.micros());
                let off = (i128::from(done.tax) * 1_000_000 - exact).abs();
                prop_assert!(off <= 1_500_000, "a line is off by more than its share of a unit");
            }
        }
    }
}
