#![allow(clippy::unwrap_used)]

use super::*;

fn saudi() -> Locale {
    Locale::new(Lang::Ar, Some(Country::SA), time_zone("Asia/Riyadh").unwrap())
}

fn bangla() -> Locale {
    Locale::new(Lang::Bn, Some(Country::BD), time_zone("Asia/Dhaka").unwrap())
}

fn english() -> Locale {
    Locale::new(Lang::En, None, TimeZone::UTC)
}

fn sar(minor: i64) -> Money {
    Money::new(minor, Currency::SAR)
}

#[test]
fn money_looks_as_it_does_at_home() {
    assert_eq!(saudi().fmt_money(sar(123_456_789)), "١٬٢٣٤٬٥٦٧٫٨٩\u{a0}ر.س.");
    let taka = Money::new(123_456_789, Currency::BDT);
    assert_eq!(bangla().fmt_money(taka), "১২,৩৪,৫৬৭.৮৯৳");
    assert_eq!(english().fmt_money(sar(123_456_789)), "SAR\u{a0}1,234,567.89");
    assert_eq!(saudi().fmt_money(Money::new(1500, Currency::USD)), "١٥٫٠٠\u{a0}USD");
}

#[test]
fn amounts_have_the_decimals_of_their_currency() {
    assert_eq!(english().fmt_amount(Money::new(1_234_000, Currency::BHD)), "1,234.000");
    assert_eq!(english().fmt_amount(Money::new(1234, Currency::JPY)), "1,234");
    assert_eq!(english().fmt_amount(sar(0)), "0.00");
    assert_eq!(english().fmt_amount(sar(i64::MIN)), "-92,233,720,368,547,758.08");
}

#[test]
fn a_minus_stays_with_its_number_in_either_direction() {
    assert_eq!(english().fmt_amount(sar(-1250)), "-12.50");
    assert_eq!(bangla().fmt_amount(sar(-1250)), "-১২.৫০");
    // The Arabic letter mark keeps the minus before the number, which is at its right.
    assert_eq!(saudi().fmt_amount(sar(-1250)), "\u{61c}-١٢٫٥٠");
    let latin = saudi().with_digits(Digits::Latin);
    assert_eq!(latin.fmt_amount(sar(-1250)), "\u{200e}-12.50");
}

#[test]
fn what_is_written_can_be_typed_back() {
    for locale in [saudi(), bangla(), english(), saudi().with_digits(Digits::Latin)] {
        for minor in [-123_456_789, -5, 0, 99, 1_234_567, i64::MAX] {
            let written = locale.fmt_amount(sar(minor));
            assert_eq!(Money::parse_local(&written, Currency::SAR), Ok(sar(minor)), "{written}");
        }
    }
}

#[test]
fn digits_are_those_of_the_country() {
    let emirates = Locale::new(Lang::Ar, Some("AE".parse().unwrap()), TimeZone::UTC);
    assert_eq!(emirates.fmt_int(1234), "1,234");
    assert_eq!(saudi().fmt_int(1234), "١٬٢٣٤");
    assert_eq!(bangla().fmt_int(12_345_678), "১,২৩,৪৫,৬৭৮");
    assert_eq!(bangla().with_digits(Digits::Latin).fmt_int(12_345_678), "1,23,45,678");
    assert_eq!(english().with_digits(Digits::Native).fmt_int(1234), "1,234");
}

#[test]
fn quantities_prices_and_rates_have_no_needless_decimals() {
    let price = |text: &str| english().fmt_unit_price(text.parse().unwrap(), Currency::SAR);
    assert_eq!((price("2.5"), price("0.0125")), ("2.50".into(), "0.0125".into()));
    assert_eq!(saudi().fmt_quantity("1234.5".parse().unwrap()), "١٬٢٣٤٫٥");
    assert_eq!(bangla().fmt_quantity(Quantity::whole(100)), "১০০");
    let rate = Rate::parse_percent("7.5").unwrap();
    assert_eq!(english().fmt_percent(rate), "7.5%");
    assert_eq!(saudi().fmt_percent(rate), "٧٫٥٪\u{61c}");
    assert_eq!(bangla().fmt_percent(rate), "৭.৫%");
}

#[test]
fn dates_are_gregorian_everywhere() {
    let day = Date::of(2026, 7, 15);
    let days = [english(), saudi(), bangla()].map(|locale| locale.fmt_date(day));
    assert_eq!(days, ["15 Jul 2026", "١٥ يوليو ٢٠٢٦", "১৫ জুল, ২০২৬"]);
}

#[test]
fn moments_are_shown_in_the_readers_zone() {
    let moment: Timestamp = "2026-07-15T21:30:00Z".parse().unwrap();
    let moments = [english(), saudi(), bangla()].map(|locale| locale.fmt_timestamp(moment));
    assert_eq!(
        moments,
        ["15 Jul 2026, 21:30", "١٦ يوليو ٢٠٢٦ في ١٢:٣٠ ص", "১৬ জুল, ২০২৬, ৩:৩০ AM",]
    );
}

#[test]
fn a_country_unknown_to_the_locale_data_still_formats() {
    let nowhere = Locale::new(Lang::En, Some("ZZ".parse().unwrap()), TimeZone::UTC);
    assert_eq!(nowhere.fmt_int(1234), "1,234");
    assert_eq!(nowhere.tag(), "en-ZZ");
}

#[test]
fn the_browser_is_listened_to() {
    for (header, lang) in [
        ("ar-SA,ar;q=0.9,en;q=0.8", Lang::Ar),
        ("fr, bn;q=0.4, en;q=0.3", Lang::Bn),
        ("en;q=0.5, AR", Lang::Ar),
        ("ar;q=0, en;q=0.1", Lang::En),
        ("bn;q=0.5, ar;q=0.5", Lang::Bn),
        ("ar;q=2, bn;q=x, en", Lang::En),
        ("de, *", Lang::En),
        ("", Lang::En),
    ] {
        assert_eq!(Lang::negotiate(header), lang, "{header}");
    }
    assert_eq!(Lang::asked_for("de, fr"), None);
}

#[test]
fn codes_are_read_strictly() {
    assert_eq!("bn".parse(), Ok(Lang::Bn));
    assert!("BN".parse::<Lang>().is_err());
    assert_eq!("SA".parse(), Ok(Country::SA));
    for code in ["sa", "SAU", "S", "S1", "س"] {
        assert!(code.parse::<Country>().is_err(), "{code}");
    }
    assert!(time_zone("Asia/Atlantis").is_err());
}

#[test]
fn months_have_short_names() {
    let march = crate::Date::of(2026, 3, 15);
    assert_eq!(english().fmt_month(march), "Mar");
    assert_eq!(english().fmt_month_of_year(march), format!("Mar {}", march.year()));
    assert_eq!(saudi().fmt_month(march), "مارس");
    assert_eq!(bangla().fmt_month(march), "মার্চ");
}
