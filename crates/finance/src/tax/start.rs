//! The tax codes that a new company begins with, by country.

use base::Country;

use super::Category;

/// A code to begin with.
pub(super) struct Start {
    pub code: &'static str,
    pub category: Category,
    /// Millionths.
    pub rate: i64,
    /// The boxes of its sales and of its purchases.
    pub boxes: (&'static str, &'static str),
    /// English, Arabic, Bangla.
    pub names: [&'static str; 3],
    pub reason: Option<[&'static str; 3]>,
}

const fn taxed(
    code: &'static str,
    rate: i64,
    boxes: (&'static str, &'static str),
    names: [&'static str; 3],
) -> Start {
    Start { code, category: Category::Standard, rate, boxes, names, reason: None }
}

const fn untaxed(
    code: &'static str,
    category: Category,
    boxes: (&'static str, &'static str),
    names: [&'static str; 3],
) -> Start {
    Start { code, category, rate: 0, boxes, names, reason: None }
}

impl Start {
    const fn because(self, reason: [&'static str; 3]) -> Self {
        Self { reason: Some(reason), ..self }
    }
}

/// The codes of a country; the first is the default.
pub(super) fn of(country: Country) -> &'static [Start] {
    match country {
        Country::SA => SAUDI,
        Country::BD => BANGLA,
        _ => GENERIC,
    }
}

const VAT15: [&str; 3] = ["VAT 15%", "ضريبة القيمة المضافة 15٪", "ভ্যাট ১৫%"];
const ZERO: [&str; 3] = ["Zero-rated", "خاضع لنسبة الصفر", "শূন্য হার"];

const SAUDI: &[Start] = &[
    taxed("VAT15", 150_000, ("1", "7"), VAT15),
    untaxed("VAT0", Category::Zero, ("3", "10"), ZERO),
    untaxed("EXEMPT", Category::Exempt, ("5", "11"), ["Exempt", "معفى من الضريبة", "অব্যাহতিপ্রাপ্ত"])
        .because([
            "Exempt under the VAT law",
            "معفى بموجب نظام ضريبة القيمة المضافة",
            "ভ্যাট আইনে অব্যাহতিপ্রাপ্ত",
        ]),
];

const BANGLA: &[Start] = &[
    taxed("VAT15", 150_000, ("4", "14"), VAT15),
    taxed("VAT7.5", 75_000, ("7", "16"), ["VAT 7.5%", "ضريبة القيمة المضافة 7.5٪", "ভ্যাট ৭.৫%"]),
    taxed("VAT5", 50_000, ("7", "16"), ["VAT 5%", "ضريبة القيمة المضافة 5٪", "ভ্যাট ৫%"]),
    untaxed("VAT0", Category::Zero, ("1", "10"), ZERO),
];

const GENERIC: &[Start] =
    &[untaxed("NONE", Category::OutOfScope, ("S3", "P3"), ["No tax", "بدون ضريبة", "করমুক্ত"])];
