#![allow(clippy::unwrap_used)]

use finance::tax::{Category, Prices};

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

fn known(sku: &str, price: &str, percent: &str) -> Known {
    let name = Text::from_parts([(Lang::En, "Shirt"), (Lang::Ar, "قميص")]).unwrap();
    let variant = KnownVariant {
        id: Uuid::from_u128(9),
        sku: sku.into(),
        name,
        options: vec!["M".into(), "Red".into()],
        unit: "piece".into(),
        price: price.parse().unwrap(),
        tracked: true,
        sellable: true,
    };
    let n = if percent == "15" { 1 } else { 2 };
    Known { variant: Some(variant), tax: Some(code(n, percent)), listed: None, cost: None }
}

fn asked(quantity: &str) -> NewLine {
    let quantity = quantity.parse().unwrap();
    NewLine { sku: Some("S".into()), quantity, ..NewLine::default() }
}

fn mistakes(asked: &[NewLine], known: &[Known]) -> Vec<(String, &'static str)> {
    let problem = price(asked, known, Lang::En, Currency::SAR, Prices::Net).unwrap_err();
    problem.fields().iter().map(|f| (f.path.to_string(), f.code)).collect()
}

#[test]
fn lines_take_price_tax_and_name_from_the_product() {
    let done =
        price(&[asked("2")], &[known("S", "49.50", "15")], Lang::Ar, Currency::SAR, Prices::Net)
            .unwrap();
    assert_eq!(done.lines[0].description, "قميص – \u{2068}M / Red\u{2069}");
    assert_eq!((done.net.minor, done.tax.minor, done.gross.minor), (9900, 1485, 11385));
    assert_eq!(done.lines[0].n, 1);
}

#[test]
fn a_line_may_say_its_own_price_and_discount() {
    let mut line = asked("3");
    line.unit_price = Some("10".parse().unwrap());
    line.discount = Some(Rate::parse_percent("10").unwrap());
    line.description = Some("  Sample  ".into());
    let done =
        price(&[line], &[known("S", "49.50", "15")], Lang::En, Currency::SAR, Prices::Net).unwrap();
    assert_eq!((done.net.minor, done.tax.minor), (2700, 405));
    assert_eq!(done.lines[0].description, "Sample");
}

#[test]
fn the_tax_of_two_rates_adds_up_to_the_order() {
    let known = [known("A", "0.03", "15"), known("B", "0.05", "7.5"), known("A", "0.03", "15")];
    let asked = [asked("1"), asked("1"), asked("1")];
    let done = price(&asked, &known, Lang::En, Currency::SAR, Prices::Net).unwrap();
    let tax: i64 = done.lines.iter().map(|l| l.tax.minor).sum();
    assert_eq!(tax, done.tax.minor);
    assert_eq!(done.gross.minor, done.net.minor + done.tax.minor);
}

#[test]
fn every_line_that_cannot_be_is_named() {
    let mut gone = known("OLD", "1", "15");
    if let Some(variant) = &mut gone.variant {
        variant.sellable = false;
    }
    let nothing = Known { variant: None, tax: None, listed: None, cost: None };
    let mut wild = asked("-1");
    wild.discount = Some(Rate::parse_percent("101").unwrap());
    let silent = NewLine { quantity: Quantity::ONE, ..NewLine::default() };
    let found = mistakes(
        &[asked("1"), wild, asked("1"), silent],
        &[gone, known("S", "1", "15"), nothing.clone(), nothing],
    );
    let found: Vec<(&str, &str)> = found.iter().map(|(p, c)| (p.as_str(), *c)).collect();
    assert_eq!(
        found,
        [
            ("lines[0].variant_id", "order_not_sellable"),
            ("lines[1].quantity", "not_positive"),
            ("lines[1].discount", "order_discount"),
            ("lines[2].variant_id", "unknown"),
            ("lines[3].variant_id", "required"),
        ]
    );
}

#[test]
fn an_order_has_lines_but_not_too_many() {
    let code = |lines: &[NewLine]| {
        check_words("", "", Some(lines)).err().map(|problem| problem.fields()[0].code)
    };
    assert_eq!(code(&[]), Some("order_empty"));
    assert_eq!(code(&vec![NewLine::default(); 501]), Some("order_too_long"));
    assert_eq!(code(&[NewLine::default()]), None);
}
