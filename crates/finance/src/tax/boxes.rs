//! The boxes of tax returns: where a country's form wants to see which sales and purchases.

use base::Country;

use super::TaxSide;

/// A box of a return.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TaxBox {
    /// As the form numbers it.
    pub code: &'static str,
    /// What stands in it.
    pub side: TaxSide,
    /// English, Arabic, Bangla.
    pub names: [&'static str; 3],
}

const fn sale(code: &'static str, names: [&'static str; 3]) -> TaxBox {
    TaxBox { code, side: TaxSide::Sale, names }
}

const fn purchase(code: &'static str, names: [&'static str; 3]) -> TaxBox {
    TaxBox { code, side: TaxSide::Purchase, names }
}

/// The boxes of a country's return, in the order of its form.
#[must_use]
pub fn boxes(country: Country) -> &'static [TaxBox] {
    match country {
        Country::SA => SAUDI,
        Country::BD => BANGLA,
        _ => GENERIC,
    }
}

/// The VAT return of ZATCA. The form nets reverse charge inside its box 9; here the tax that is
/// owed on it stands apart as 9R, so that both sides can be drilled into.
#[rustfmt::skip] // A table reads best with a row a line.
const SAUDI: &[TaxBox] = &[
    sale("1", [
        "Standard rated sales",
        "المبيعات الخاضعة للنسبة الأساسية",
        "প্রমিত হারের বিক্রয়",
    ]),
    sale("2", [
        "Healthcare, education and first homes of citizens",
        "الرعاية الصحية والتعليم والمسكن الأول للمواطنين",
        "নাগরিকদের স্বাস্থ্যসেবা, শিক্ষা ও প্রথম বাড়ি",
    ]),
    sale("3", [
        "Zero-rated domestic sales",
        "المبيعات المحلية الخاضعة لنسبة الصفر",
        "শূন্য হারের দেশীয় বিক্রয়",
    ]),
    sale("4", ["Exports", "الصادرات", "রপ্তানি"]),
    sale("5", ["Exempt sales", "المبيعات المعفاة", "অব্যাহতিপ্রাপ্ত বিক্রয়"]),
    sale("9R", [
        "Reverse charge: tax owed", "الاحتساب العكسي: الضريبة المستحقة", "রিভার্স চার্জ: প্রদেয় কর",
    ]),
    purchase("7", [
        "Standard rated domestic purchases",
        "المشتريات المحلية الخاضعة للنسبة الأساسية",
        "প্রমিত হারের দেশীয় ক্রয়",
    ]),
    purchase("8", [
        "Imports taxed at customs", "الواردات المدفوعة ضريبتها عند الاستيراد", "কাস্টমসে কর দেওয়া আমদানি",
    ]),
    purchase("9", [
        "Imports under reverse charge", "الواردات الخاضعة للاحتساب العكسي", "রিভার্স চার্জের আমদানি",
    ]),
    purchase("10", [
        "Zero-rated purchases",
        "المشتريات الخاضعة لنسبة الصفر",
        "শূন্য হারের ক্রয়",
    ]),
    purchase("11", ["Exempt purchases", "المشتريات المعفاة", "অব্যাহতিপ্রাপ্ত ক্রয়"]),
];

/// The notes of Mushak 9.1 that most traders fill in.
#[rustfmt::skip]
const BANGLA: &[TaxBox] = &[
    sale("1", [
        "Zero-rated: direct export",
        "نسبة الصفر: تصدير مباشر",
        "শূন্য হার: সরাসরি রপ্তানি",
    ]),
    sale("2", [
        "Zero-rated: deemed export",
        "نسبة الصفر: تصدير حكمي",
        "শূন্য হার: প্রচ্ছন্ন রপ্তানি",
    ]),
    sale("3", ["Exempt supplies", "توريدات معفاة", "অব্যাহতিপ্রাপ্ত সরবরাহ"]),
    sale("4", ["Standard rated supplies", "توريدات بالنسبة الأساسية", "আদর্শ হারের সরবরাহ"]),
    sale("5", [
        "Supplies based on maximum retail price",
        "توريدات على أساس أقصى سعر تجزئة",
        "সর্বোচ্চ খুচরা মূল্যভিত্তিক সরবরাহ",
    ]),
    sale("6", ["Supplies with specific VAT", "توريدات بضريبة نوعية", "সুনির্দিষ্ট করের সরবরাহ"]),
    sale("7", [
        "Supplies at other than the standard rate",
        "توريدات بنسب أخرى",
        "আদর্শ হার ব্যতীত অন্য হারের সরবরাহ",
    ]),
    sale("8", ["Retail and wholesale trade", "تجارة التجزئة والجملة", "খুচরা ও পাইকারি ব্যবসা"]),
    purchase("10", [
        "Zero-rated purchases, local",
        "مشتريات محلية بنسبة الصفر",
        "শূন্য হারের ক্রয়, স্থানীয়",
    ]),
    purchase("11", [
        "Zero-rated purchases, imported",
        "مشتريات مستوردة بنسبة الصفر",
        "শূন্য হারের ক্রয়, আমদানি",
    ]),
    purchase("12", [
        "Exempt purchases, local",
        "مشتريات محلية معفاة",
        "অব্যাহতিপ্রাপ্ত ক্রয়, স্থানীয়",
    ]),
    purchase("13", [
        "Exempt purchases, imported",
        "مشتريات مستوردة معفاة",
        "অব্যাহতিপ্রাপ্ত ক্রয়, আমদানি",
    ]),
    purchase("14", [
        "Standard rated purchases, local",
        "مشتريات محلية بالنسبة الأساسية",
        "আদর্শ হারের ক্রয়, স্থানীয়",
    ]),
    purchase("15", [
        "Standard rated purchases, imported",
        "مشتريات مستوردة بالنسبة الأساسية",
        "আদর্শ হারের ক্রয়, আমদানি",
    ]),
    purchase("16", [
        "Other than standard rate, local",
        "نسب أخرى، محلية",
        "আদর্শ হার ব্যতীত ক্রয়, স্থানীয়",
    ]),
    purchase("17", [
        "Other than standard rate, imported",
        "نسب أخرى، مستوردة",
        "আদর্শ হার ব্যতীত ক্রয়, আমদানি",
    ]),
    purchase("18", [
        "Purchases with specific VAT",
        "مشتريات بضريبة نوعية",
        "সুনির্দিষ্ট করের ক্রয়",
    ]),
];

#[rustfmt::skip]
const GENERIC: &[TaxBox] = &[
    sale("S1", ["Taxed sales", "مبيعات خاضعة للضريبة", "করযোগ্য বিক্রয়"]),
    sale("S2", ["Zero-rated sales", "مبيعات بنسبة الصفر", "শূন্য হারের বিক্রয়"]),
    sale("S3", [
        "Exempt and untaxed sales",
        "مبيعات معفاة أو بلا ضريبة",
        "অব্যাহতিপ্রাপ্ত ও করমুক্ত বিক্রয়",
    ]),
    sale("S4", [
        "Reverse charge: tax owed",
        "الاحتساب العكسي: الضريبة المستحقة",
        "রিভার্স চার্জ: প্রদেয় কর",
    ]),
    purchase("P1", ["Taxed purchases", "مشتريات خاضعة للضريبة", "করযোগ্য ক্রয়"]),
    purchase("P2", ["Zero-rated purchases", "مشتريات بنسبة الصفر", "শূন্য হারের ক্রয়"]),
    purchase("P3", [
        "Exempt and untaxed purchases",
        "مشتريات معفاة أو بلا ضريبة",
        "অব্যাহতিপ্রাপ্ত ও করমুক্ত ক্রয়",
    ]),
    purchase("P4", ["Reverse charge", "احتساب عكسي", "রিভার্স চার্জ"]),
];

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn a_form_names_each_box_once() {
        for country in [Country::SA, Country::BD, "US".parse().unwrap()] {
            let mut codes: Vec<&str> = boxes(country).iter().map(|one| one.code).collect();
            let all = codes.len();
            codes.sort_unstable();
            codes.dedup();
            assert_eq!(codes.len(), all);
        }
    }
}
