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

#[test]
fn a_price_with_tax_stays_what_it_is() {
    // 145.00 / 1.15 = 126.0869…, so 126.09, and the rest is tax.
    let done = compute_priced(&[code(1, "15")], &[line(1, 14_500)], Prices::Gross).unwrap();
    assert_eq!((done.net, done.tax, done.gross), (12_609, 1891, 14_500));
    // Three at 0.99 and one at 45.00 with 15 %: 47.97 / 1.15 = 41.713…; lines 0.8609… and
    // 39.1304…: floors 86, 86, 86, 3913 leave nothing over.
    let lines = [line(1, 99), line(1, 99), line(1, 99), line(1, 4500)];
    let done = compute_priced(&[code(1, "15")], &lines, Prices::Gross).unwrap();
    assert_eq!((done.net, done.tax, done.gross), (4171, 626, 4797));
    assert_eq!(done.lines.iter().map(|l| l.net).collect::<Vec<_>>(), [86, 86, 86, 3913]);
    assert_eq!(done.lines.iter().map(|l| l.gross).collect::<Vec<_>>(), [99, 99, 99, 4500]);
}

#[test]
fn nobody_pays_tax_on_a_document_under_reverse_charge() {
    let mut reverse = code(1, "15");
    reverse.category = Category::ReverseCharge;
    for prices in [Prices::Net, Prices::Gross] {
        let codes = [reverse.clone()];
        let done = compute_priced(&codes, &[line(1, 1000)], prices).unwrap();
        assert_eq!((done.net, done.tax, done.gross), (1000, 0, 1000));
        assert_eq!(done.groups[0].rate, Rate::ZERO);
    }
}

/// A small generator of the same baskets every time; a million of proptest's own would take
/// minutes in an unoptimised build.
struct Baskets(u64);

impl Baskets {
    fn next(&mut self, below: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % below
    }
}

/// What is wrong with a document whose prices include tax, if anything is: each price stays what
/// it is, the lines sum to their group and the groups to the document to the last minor unit, and
/// the net part of each group is the whole number nearest to what is without tax.
fn wrong(asked: &[TaxableLine], done: &Computed) -> Option<&'static str> {
    if done.lines.len() != asked.len() {
        return Some("lines are missing");
    }
    let (mut net, mut tax) = (0, 0);
    for group in &done.groups {
        let (mut group_net, mut group_tax) = (0, 0);
        for (asked, line) in asked.iter().zip(&done.lines) {
            if asked.tax_code_id == group.tax_code_id {
                (group_net, group_tax) = (group_net + line.net, group_tax + line.tax);
            }
        }
        if (group_net, group_tax) != (group.net, group.tax) {
            return Some("the lines do not sum to their group");
        }
        let whole = 1_000_000 + i128::from(group.rate.micros());
        let off = i128::from(group.net) * whole - i128::from(group.net + group.tax) * 1_000_000;
        if 2 * off.abs() > whole {
            return Some("a group's net part is off by more than half a minor unit");
        }
        (net, tax) = (net + group.net, tax + group.tax);
    }
    let mut gross = 0;
    for (asked, line) in asked.iter().zip(&done.lines) {
        if line.gross != asked.net || line.net + line.tax != line.gross {
            return Some("a price does not stay what it is");
        }
        gross += line.gross;
    }
    if (net, tax, gross) != (done.net, done.tax, done.gross) || net + tax != gross {
        return Some("the groups do not sum to the document");
    }
    None
}

/// The first of so many baskets with which something is wrong.
fn first_wrong(
    baskets: usize,
    compute: impl Fn(&[TaxCode], &[TaxableLine]) -> Computed,
) -> Option<&'static str> {
    let codes = [code(1, "15"), code(2, "38"), code(3, "7.5"), code(4, "0")];
    let mut random = Baskets(0x9E37_79B9_7F4A_7C15);
    let mut lines = Vec::new();
    for _ in 0..baskets {
        lines.clear();
        for _ in 0..1 + random.next(3) {
            let size = [100, 10_000, 10_000_000][usize::try_from(random.next(3)).unwrap()];
            let amount = i64::try_from(random.next(size)).unwrap();
            lines.push(line(u128::from(1 + random.next(4)), amount));
        }
        if let Some(wrong) = wrong(&lines, &compute(&codes, &lines)) {
            return Some(wrong);
        }
    }
    None
}

fn with_tax(codes: &[TaxCode], lines: &[TaxableLine]) -> Computed {
    compute_priced(codes, lines, Prices::Gross).unwrap()
}

/// Property 7, by the function that every document is computed by.
#[test]
fn a_million_baskets_with_tax_in_the_price_sum_exactly() {
    assert_eq!(first_wrong(1_000_000, with_tax), None);
}

#[test]
fn baskets_that_do_not_sum_exactly_are_found() {
    // Each line rounded by itself, as many programs do.
    let by_line = |codes: &[TaxCode], lines: &[TaxableLine]| {
        let mut done = with_tax(codes, lines);
        for (asked, line) in lines.iter().zip(&mut done.lines) {
            let code = codes.iter().find(|code| code.id == asked.tax_code_id).unwrap();
            line.net = without_tax(asked.net, code.rate);
            line.tax = line.gross - line.net;
        }
        done
    };
    assert_eq!(first_wrong(1_000, by_line), Some("the lines do not sum to their group"));
    // The sum of the lines' roundings taken for the sum: exact in itself, and off the rate.
    let summed = |codes: &[TaxCode], lines: &[TaxableLine]| {
        let mut done = by_line(codes, lines);
        for group in &mut done.groups {
            let members = lines.iter().zip(&done.lines);
            let members = members.filter(|(asked, _)| asked.tax_code_id == group.tax_code_id);
            (group.net, group.tax) =
                members.fold((0, 0), |(net, tax), (_, line)| (net + line.net, tax + line.tax));
        }
        done
    };
    let off = "a group's net part is off by more than half a minor unit";
    assert_eq!(first_wrong(10_000, summed), Some(off));
    // The tax calculated anew on the net part, as where 145.00 with tax comes to 144.99.
    let on_top = |codes: &[TaxCode], lines: &[TaxableLine]| {
        let mut done = with_tax(codes, lines);
        for (asked, line) in lines.iter().zip(&mut done.lines) {
            let code = codes.iter().find(|code| code.id == asked.tax_code_id).unwrap();
            line.tax = at_rate(line.net, code.rate).unwrap();
            line.gross = line.net + line.tax;
        }
        done
    };
    assert!(first_wrong(1_000, on_top).is_some());
}

proptest! {
    #[test]
    fn prices_with_tax_are_kept_line_by_line_and_group_by_group(
        amounts in prop::collection::vec((1..5_u128, 0..10_000_000_i64), 1..40),
    ) {
        let codes = [code(1, "15"), code(2, "7.5"), code(3, "0"), code(4, "38")];
        let lines: Vec<_> = amounts.iter().map(|(n, amount)| line(*n, *amount)).collect();
        let done = compute_priced(&codes, &lines, Prices::Gross).unwrap();
        prop_assert_eq!(done.gross, lines.iter().map(|l| l.net).sum::<i64>());
        prop_assert_eq!(done.lines.iter().map(|l| l.net).sum::<i64>(), done.net);
        prop_assert_eq!(done.lines.iter().map(|l| l.tax).sum::<i64>(), done.tax);
        for (line, done) in lines.iter().zip(&done.lines) {
            prop_assert_eq!((done.gross, done.net + done.tax), (line.net, line.net));
            prop_assert!(done.net >= 0 && done.tax >= 0);
        }
        for group in &done.groups {
            // The net part is the nearest whole number of what is without tax.
            let whole = 1_000_000 + i128::from(group.rate.micros());
            let off = i128::from(group.net) * whole - i128::from(group.net + group.tax) * 1_000_000;
            prop_assert!(2 * off.abs() <= whole);
        }
    }

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
