#![allow(clippy::unwrap_used)]

use base::Lang;

use super::*;

fn rate(percent: &str) -> Rate {
    Rate::parse_percent(percent).unwrap()
}

fn id(n: u128) -> Uuid {
    Uuid::from_u128(n)
}

fn taxation(category: Category, percent: &str, parts: &[(&str, bool)]) -> Taxation {
    let code = TaxCode {
        id: id(1),
        code: "VAT".to_owned(),
        name: Text::new(Lang::En, "VAT").unwrap(),
        category,
        rate: rate(percent),
        account_id: id(10),
        is_default: false,
    };
    let part = |(n, (percent, on_tax)): (u128, &(&str, bool))| Part {
        tax_code_id: id(n),
        rate: rate(percent),
        on_tax: *on_tax,
        account_id: id(10 * n),
        input_account_id: Some(id(100 * n)),
    };
    let parts = (2..).zip(parts).map(part).collect();
    Taxation { code, reason: None, input_account_id: None, cash_basis: false, parts }
}

fn said(lines: &[PostingLine]) -> Vec<(AccountRef, i64, Option<Uuid>)> {
    lines.iter().map(|line| (line.account, line.amount, line.tax_code_id)).collect()
}

#[test]
fn tax_on_tax_is_exact_or_refused() {
    // Supplementary duty of 20 %, and VAT of 15 % on both: 20 + 15 + 3 = 38 %.
    assert_eq!(combined(&[(rate("20"), false), (rate("15"), true)]), Some(rate("38")));
    assert_eq!(combined(&[(rate("9"), false), (rate("9"), false)]), Some(rate("18")));
    assert_eq!(combined(&[(rate("5"), false), (rate("9.5"), true)]), Some(rate("14.975")));
    // 5.25 + 7.25 + 0.380625 %: no whole number of millionths.
    assert_eq!(combined(&[(rate("5.25"), false), (rate("7.25"), true)]), None);
    assert_eq!(combined(&[(rate("60"), false), (rate("41"), false)]), None);
}

#[test]
fn parts_are_booked_on_their_own_accounts_and_sum_to_the_tax() {
    let code = taxation(Category::Standard, "38", &[("20", false), ("15", true)]);
    // 38 % of 10.01 is 3.8038, so 3.80: 2.002 and 1.8018, whose larger fraction is the second's.
    let lines = code.sale(0, 380);
    assert_eq!(
        said(&lines),
        [(AccountRef::Id(id(20)), -200, Some(id(2))), (AccountRef::Id(id(30)), -180, Some(id(3))),]
    );
    // Taken back in two steps, nothing is left on either.
    let mut sums = [-200, -180];
    for (before, after) in [(380, 127), (127, 0)] {
        for (sum, line) in sums.iter_mut().zip(code.sale(before, after)) {
            *sum += line.amount;
        }
    }
    assert_eq!(sums, [0, 0]);
}

#[test]
fn reverse_charge_on_a_purchase_is_claimed_and_owed() {
    let code = taxation(Category::ReverseCharge, "15", &[]);
    let lines = code.purchase((0, 1003), (0, 0)).unwrap();
    assert_eq!(
        said(&lines),
        [
            (AccountRef::Role("input_tax"), 150, Some(id(1))),
            (AccountRef::Id(id(10)), -150, Some(id(1))),
        ]
    );
}

#[test]
fn tax_that_is_owed_when_paid_waits_on_its_own_account() {
    let mut code = taxation(Category::Standard, "15", &[]);
    code.cash_basis = true;
    let waits = AccountRef::Role("output_tax_deferred");
    assert_eq!(said(&code.sale(0, 15)), [(waits, -15, Some(id(1)))]);
    let waits = AccountRef::Role("input_tax_deferred");
    let bought = code.purchase((0, 100), (0, 15)).unwrap();
    assert_eq!(said(&bought), [(waits, 15, Some(id(1)))]);
}
