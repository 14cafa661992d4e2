//! The charts of accounts that companies start with: one for the trade of any country, and
//! what Saudi Arabia and Bangladesh have beside it.

use base::Country;

use super::AccountType::{self, Asset, Equity, Expense, Income, Liability};
use super::{CashFlow, Control};

/// An account of a new company.
#[derive(Debug, Clone, Copy)]
pub(super) struct Start {
    pub code: &'static str,
    pub kind: AccountType,
    pub control: Control,
    pub role: Option<&'static str>,
    pub cash_flow: Option<CashFlow>,
    /// English, Arabic, Bangla.
    pub names: [&'static str; 3],
}

const fn plain(code: &'static str, kind: AccountType, names: [&'static str; 3]) -> Start {
    Start { code, kind, control: Control::None, role: None, cash_flow: None, names }
}

impl Start {
    const fn control(self, control: Control) -> Self {
        Self { control, ..self }
    }

    const fn flows(self, cash_flow: CashFlow) -> Self {
        Self { cash_flow: Some(cash_flow), ..self }
    }

    const fn role(self, role: &'static str) -> Self {
        Self { role: Some(role), ..self }
    }
}

/// The chart of a country.
pub(super) fn of(country: Country) -> Vec<Start> {
    let local = match country {
        Country::SA => SAUDI,
        Country::BD => BANGLA,
        _ => &[],
    };
    let mut chart = [TRADE, local].concat();
    chart.sort_by_key(|account| account.code);
    chart
}

#[rustfmt::skip] // A table reads best with a row a line.
const TRADE: &[Start] = &[
    plain("1000", Asset, ["Cash", "الصندوق", "নগদ"]).control(Control::Cash).role("cash"),
    plain("1100", Asset, ["Bank", "البنك", "ব্যাংক"]).control(Control::Bank).role("bank"),
    plain("1200", Asset, ["Accounts receivable", "ذمم العملاء", "প্রাপ্য হিসাব"])
        .control(Control::Ar).role("receivable"),
    plain("1205", Asset, [
        "Prepayments to suppliers", "دفعات مقدمة للموردين", "সরবরাহকারীকে অগ্রিম",
    ]).control(Control::Ap).role("supplier_prepayment"),
    plain("1210", Asset, ["Other receivables", "ذمم مدينة أخرى", "অন্যান্য প্রাপ্য"]),
    plain("1300", Asset, ["Inventory", "المخزون", "মজুদ পণ্য"])
        .control(Control::Stock).role("inventory"),
    plain("1350", Asset, ["Goods in transit", "بضاعة في الطريق", "পথে থাকা পণ্য"]),
    plain("1360", Asset, [
        "Biological assets, cost", "الأصول البيولوجية، التكلفة", "জৈব সম্পদ, ব্যয়",
    ]).control(Control::Biological).role("biological_cost"),
    plain("1365", Asset, [
        "Biological assets, fair value adjustment", "الأصول البيولوجية، تعديل القيمة العادلة",
        "জৈব সম্পদ, ন্যায্যমূল্য সমন্বয়",
    ]).control(Control::Biological).flows(CashFlow::NonCash).role("biological_fair_value"),
    plain("1400", Asset, ["Input tax", "ضريبة المدخلات", "উপকরণ কর"])
        .control(Control::Tax).role("input_tax"),
    plain("1430", Asset, [
        "Tax withheld by customers", "ضريبة استقطعها العملاء", "গ্রাহকের কেটে রাখা কর",
    ]).control(Control::Tax).role("withholding_receivable"),
    plain("1440", Asset, [
        "Input tax not yet due", "ضريبة مدخلات غير مستحقة بعد", "এখনও প্রাপ্য নয় এমন উপকরণ কর",
    ]).control(Control::Tax).role("input_tax_deferred"),
    plain("1450", Asset, ["Prepaid expenses", "مصروفات مدفوعة مقدماً", "অগ্রিম ব্যয়"]),
    plain("1500", Asset, ["Equipment", "المعدات", "সরঞ্জাম"]).flows(CashFlow::Investing),
    plain("1590", Asset, ["Accumulated depreciation", "مجمع الإهلاك", "সঞ্চিত অবচয়"])
        .flows(CashFlow::NonCash),
    plain("2000", Liability, ["Accounts payable", "ذمم الموردين", "প্রদেয় হিসাব"])
        .control(Control::Ap).role("payable"),
    plain("2050", Liability, [
        "Goods received, not billed", "بضائع مستلمة غير مفوترة", "প্রাপ্ত পণ্য, বিল বাকি",
    ]).control(Control::Grni).role("grni"),
    plain("2060", Liability, [
        "Prepayments of customers", "دفعات مقدمة من العملاء", "গ্রাহকের অগ্রিম",
    ]).control(Control::Ar).role("customer_prepayment"),
    plain("2100", Liability, ["Output tax", "ضريبة المخرجات", "উৎপাদ কর"])
        .control(Control::Tax).role("output_tax"),
    plain("2120", Liability, [
        "Output tax not yet due", "ضريبة مخرجات غير مستحقة بعد", "এখনও প্রদেয় নয় এমন উৎপাদ কর",
    ]).control(Control::Tax).role("output_tax_deferred"),
    plain("2130", Liability, [
        "Tax withheld, payable", "ضريبة مستقطعة مستحقة السداد", "কেটে রাখা প্রদেয় কর",
    ]).control(Control::Tax).role("withholding_payable"),
    plain("2200", Liability, ["Accrued expenses", "مصروفات مستحقة", "বকেয়া ব্যয়"]),
    plain("2300", Liability, ["Salaries payable", "رواتب مستحقة", "প্রদেয় বেতন"]),
    plain("2400", Liability, ["Loans", "القروض", "ঋণ"]).flows(CashFlow::Financing),
    plain("3000", Equity, ["Capital", "رأس المال", "মূলধন"]),
    plain("3100", Equity, ["Drawings", "المسحوبات", "উত্তোলন"]),
    plain("3200", Equity, ["Retained earnings", "الأرباح المبقاة", "সংরক্ষিত আয়"])
        .role("retained_earnings"),
    plain("3900", Equity, ["Opening balances", "الأرصدة الافتتاحية", "প্রারম্ভিক স্থিতি"])
        .role("opening"),
    plain("4000", Income, ["Sales", "المبيعات", "বিক্রয়"]).role("sales"),
    plain("4100", Income, [
        "Gains on exchange", "أرباح فروق العملة", "মুদ্রা বিনিময় লাভ",
    ]).role("exchange_gain"),
    plain("4200", Income, [
        "Fair value changes of biological assets", "تغيرات القيمة العادلة للأصول البيولوجية",
        "জৈব সম্পদের ন্যায্যমূল্য পরিবর্তন",
    ]).role("fair_value_change"),
    plain("4900", Income, ["Other income", "إيرادات أخرى", "অন্যান্য আয়"]),
    plain("5000", Expense, ["Cost of goods sold", "تكلفة البضاعة المباعة", "বিক্রীত পণ্যের ব্যয়"])
        .role("cogs"),
    plain("5100", Expense, ["Stock adjustments", "تسويات المخزون", "মজুদ সমন্বয়"])
        .role("stock_adjustment"),
    plain("5200", Expense, [
        "Purchase price variance", "فروق أسعار الشراء", "ক্রয়মূল্যের পার্থক্য",
    ]).role("purchase_price_variance"),
    plain("5300", Expense, [
        "Revaluation of issued goods", "إعادة تقييم البضاعة المصروفة", "বিক্রীত পণ্যের পুনর্মূল্যায়ন",
    ]).role("cost_variance"),
    plain("5400", Expense, ["Abnormal mortality", "النفوق غير الطبيعي", "অস্বাভাবিক মৃত্যু"])
        .role("mortality_loss"),
    plain("5450", Expense, [
        "Production costs applied to batches", "تكاليف إنتاج محمّلة على الدفعات",
        "ব্যাচে আরোপিত উৎপাদন ব্যয়",
    ]).role("applied_costs"),
    plain("6000", Expense, ["Salaries and wages", "الرواتب والأجور", "বেতন ও মজুরি"]),
    plain("6100", Expense, ["Rent", "الإيجار", "ভাড়া"]),
    plain("6200", Expense, ["Utilities", "الكهرباء والماء والاتصالات", "বিদ্যুৎ, পানি ও যোগাযোগ"]),
    plain("6300", Expense, ["Freight and delivery", "الشحن والتوصيل", "পরিবহন ও সরবরাহ"]),
    plain("6400", Expense, ["Marketing", "التسويق", "বিপণন"]),
    plain("6500", Expense, ["Bank charges", "رسوم بنكية", "ব্যাংক চার্জ"]),
    plain("6600", Expense, ["Depreciation", "الإهلاك", "অবচয়"]),
    plain("6550", Expense, [
        "Losses on exchange", "خسائر فروق العملة", "মুদ্রা বিনিময় ক্ষতি",
    ]).role("exchange_loss"),
    plain("6560", Expense, [
        "Exchange differences not realised", "فروق عملة غير محققة", "অনাদায়ী বিনিময় পার্থক্য",
    ]).role("exchange_unrealised"),
    plain("6650", Expense, ["Bad debts", "ديون معدومة", "অনাদায়ী ঋণ"]).role("bad_debt"),
    plain("6800", Expense, ["Other expenses", "مصروفات أخرى", "অন্যান্য ব্যয়"]),
    plain("6900", Expense, ["Rounding differences", "فروق التقريب", "পূর্ণসংখ্যা পার্থক্য"])
        .role("rounding"),
];

#[rustfmt::skip]
const SAUDI: &[Start] = &[
    plain("1110", Asset, ["Card terminal (mada)", "نقاط البيع (مدى)", "কার্ড টার্মিনাল (মাদা)"])
        .control(Control::Bank),
    plain("2150", Liability, ["Zakat payable", "زكاة مستحقة", "প্রদেয় যাকাত"]),
    plain("2310", Liability, [
        "Social insurance payable (GOSI)", "التأمينات الاجتماعية المستحقة", "প্রদেয় সামাজিক বীমা (GOSI)",
    ]),
    plain("2350", Liability, [
        "End-of-service benefits", "مكافأة نهاية الخدمة", "চাকরি-শেষ সুবিধা",
    ]),
    plain("6700", Expense, ["Zakat", "الزكاة", "যাকাত"]),
];

#[rustfmt::skip]
const BANGLA: &[Start] = &[
    plain("1120", Asset, ["bKash", "بيكاش", "বিকাশ"]).control(Control::Bank),
    plain("1130", Asset, ["Nagad", "نَغَد", "নগদ (মোবাইল)"]).control(Control::Bank),
    plain("1410", Asset, ["Advance income tax", "ضريبة دخل مقدمة", "অগ্রিম আয়কর"]),
    plain("1420", Asset, [
        "VAT deducted at source", "ضريبة مخصومة من المنبع", "উৎসে কর্তিত ভ্যাট",
    ]),
    plain("2110", Liability, [
        "Tax deducted at source, payable", "ضريبة مخصومة مستحقة", "উৎসে কর্তিত প্রদেয় কর",
    ]),
    plain("6700", Expense, ["Income tax", "ضريبة الدخل", "আয়কর"]),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    const ROLES: [&str; 31] = [
        "receivable",
        "cash",
        "bank",
        "inventory",
        "grni",
        "sales",
        "cogs",
        "stock_adjustment",
        "output_tax",
        "rounding",
        "retained_earnings",
        "opening",
        "payable",
        "input_tax",
        "supplier_prepayment",
        "customer_prepayment",
        "withholding_receivable",
        "withholding_payable",
        "input_tax_deferred",
        "output_tax_deferred",
        "exchange_gain",
        "exchange_loss",
        "exchange_unrealised",
        "purchase_price_variance",
        "cost_variance",
        "bad_debt",
        "biological_cost",
        "biological_fair_value",
        "fair_value_change",
        "mortality_loss",
        "applied_costs",
    ];

    #[test]
    fn every_chart_has_unique_codes_every_role_once_and_every_name() {
        for country in [Country::SA, Country::BD] {
            let chart = of(country);
            let codes: BTreeSet<_> = chart.iter().map(|a| a.code).collect();
            assert_eq!(codes.len(), chart.len());
            assert!(chart.len() >= 30);
            for role in ROLES {
                assert_eq!(chart.iter().filter(|a| a.role == Some(role)).count(), 1, "{role}");
            }
            assert!(chart.iter().all(|a| a.names.iter().all(|name| !name.is_empty())));
        }
    }
}
