#![allow(clippy::unwrap_used)]

use base::Rate;
use proptest::prelude::*;

use super::*;
use crate::tax::{self, Category, TaxCode, TaxableLine};

fn rate(currency: Currency, own: Currency, micros: i64, units: i32) -> ExchangeRate {
    ExchangeRate::new(currency, own, Date::of(2026, 3, 1), micros, units)
}

fn code(n: u128, percent: i64) -> TaxCode {
    TaxCode {
        id: Uuid::from_u128(n),
        code: format!("S{percent}"),
        name: base::Text::new(base::Lang::En, "Tax").unwrap(),
        category: Category::Standard,
        rate: Rate::from_micros(percent * 10_000),
        account_id: Uuid::nil(),
        is_default: false,
    }
}

fn taxed(codes: &[TaxCode], lines: &[(u128, i64)]) -> (Computed, Vec<Uuid>) {
    let taxable: Vec<TaxableLine> = lines
        .iter()
        .map(|(code, net)| TaxableLine { tax_code_id: Uuid::from_u128(*code), net: *net })
        .collect();
    let ids = taxable.iter().map(|line| line.tax_code_id).collect();
    (tax::compute(codes, &taxable).unwrap(), ids)
}

#[test]
fn sum_and_tax_are_converted_by_themselves_and_the_net_takes_the_rest() {
    // 10.01 and 20.02 dollars at 15 %: tax 4.5045 is 4.50, together 34.53.
    let (computed, ids) = taxed(&[code(1, 15)], &[(1, 1001), (1, 2002)]);
    assert_eq!((computed.tax, computed.gross), (450, 3453));
    // At 3.7513: 129.532389 is 129.53; tax 16.88085 is 16.88; the nets sum to 112.65, though
    // 37.550513 and 75.101026 round to 37.55 and 75.10.
    let base = in_base(&rate(Currency::USD, Currency::SAR, 3_751_300, 1), &computed, &ids).unwrap();
    assert_eq!((base.net, base.tax, base.gross), (11_265, 1688, 12_953));
    let lines: Vec<(i64, i64)> = base.lines.iter().map(|line| (line.net, line.tax)).collect();
    assert_eq!(lines, [(3755, 563), (7510, 1125)]);
    assert_eq!((base.groups[0].net, base.groups[0].tax), (11_265, 1688));
}

#[test]
fn a_currency_without_decimals_and_one_with_three() {
    // 1 001 yen and no tax, at 25.10 riyals for a thousand: 25.1251.
    let (computed, ids) = taxed(&[code(1, 0)], &[(1, 1001)]);
    let yen = rate(Currency::JPY, Currency::SAR, 25_100_000, 1000);
    assert_eq!(in_base(&yen, &computed, &ids).unwrap().gross, 2513);
    // 12.345 dinars with 5 % of 0.617 at 12.2175: 12.962 is 158.363235, the tax 7.5381975.
    let (computed, ids) = taxed(&[code(1, 5)], &[(1, 12_345)]);
    assert_eq!((computed.tax, computed.gross), (617, 12_962));
    let dinar = rate(Currency::KWD, Currency::SAR, 12_217_500, 1);
    let base = in_base(&dinar, &computed, &ids).unwrap();
    assert_eq!((base.net, base.tax, base.gross), (15_082, 754, 15_836));
}

#[test]
fn prices_are_converted_to_what_people_write() {
    let price =
        |rate: &ExchangeRate, text: &str| rate.price(text.parse().unwrap()).unwrap().to_string();
    let dollar = rate(Currency::USD, Currency::SAR, 3_750_000, 1);
    assert_eq!(price(&dollar, "12.50"), "3.33");
    assert_eq!(price(&dollar, "0.01"), "0.002667", "below a cent nothing is rounded away");
    assert_eq!(price(&rate(Currency::JPY, Currency::SAR, 25_100_000, 1000), "12.50"), "498");
    assert_eq!(price(&rate(Currency::KWD, Currency::SAR, 12_217_500, 1), "12.50"), "1.023");
    assert_eq!(dollar.from_base(37_500).unwrap(), Money::new(10_000, Currency::USD));
}

#[test]
fn what_is_no_sum_of_its_parts_is_a_mistake() {
    let dollar = rate(Currency::USD, Currency::SAR, 3_750_000, 1);
    assert_eq!(dollar.spread(380, &[100]).unwrap_err().code(), "internal");
    assert_eq!(dollar.spread(0, &[0, 0]).unwrap(), [0, 0]);
}

proptest! {
    #[test]
    fn whatever_stands_on_a_document_its_parts_sum_in_both_currencies(
        lines in prop::collection::vec((0..3_u128, -5_000_000..50_000_000_i64), 1..40),
        micros in 1..90_000_000_i64, power in 0..5_u32, which in 0..3_usize,
    ) {
        let codes = [code(0, 0), code(1, 5), code(2, 15)];
        let (computed, ids) = taxed(&codes, &lines);
        let currency = [Currency::USD, Currency::JPY, Currency::KWD][which];
        let rate = rate(currency, Currency::SAR, micros, 10_i32.pow(power));
        let base = in_base(&rate, &computed, &ids).unwrap();
        prop_assert_eq!(base.gross, rate.to_base(Money::new(computed.gross, currency)).unwrap());
        prop_assert_eq!(base.net + base.tax, base.gross);
        prop_assert_eq!(base.lines.iter().map(|line| line.net).sum::<i64>(), base.net);
        prop_assert_eq!(base.lines.iter().map(|line| line.tax).sum::<i64>(), base.tax);
        for (group, theirs) in base.groups.iter().zip(&computed.groups) {
            let tax = rate.to_base(Money::new(theirs.tax, currency)).unwrap();
            prop_assert_eq!(group.tax, tax, "the tax is what the tax office reckons");
        }
        for (line, theirs) in base.lines.iter().zip(&computed.lines) {
            let alone = rate.to_base(Money::new(theirs.net, currency)).unwrap();
            prop_assert!((line.net - alone).abs() <= 1);
        }
    }
}
