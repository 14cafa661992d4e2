//! Tax codes, rates and returns as they were typed.

use base::{Date, FormData, Lang, Problem, Rate, Text};

use super::super::{
    Category, ChangeTaxCode, NewTaxCode, NewTaxPayment, NewTaxReturn, PartOf, RateFrom,
    TaxCodeDetail, TaxKind,
};

/// The rows for parts that a form has.
pub(super) const PARTS: usize = 4;

/// A tax code.
#[derive(Debug, Clone)]
pub(super) struct Typed {
    pub version: Option<i32>,
    pub code: String,
    pub kind: String,
    pub category: String,
    pub rate: String,
    pub names: Vec<(Lang, String)>,
    pub reasons: Vec<(Lang, String)>,
    pub account_id: String,
    pub input_account_id: String,
    pub sale_box: String,
    pub purchase_box: String,
    pub cash_basis: bool,
    pub is_default: bool,
    pub active: bool,
    /// The part and whether it is reckoned on the parts before it.
    pub parts: Vec<(String, bool)>,
}

impl Default for Typed {
    fn default() -> Self {
        let empty = || Lang::ALL.map(|lang| (lang, String::new())).to_vec();
        Self {
            version: None,
            code: String::new(),
            kind: TaxKind::Tax.name().to_owned(),
            category: Category::Standard.code().to_owned(),
            rate: String::new(),
            names: empty(),
            reasons: empty(),
            account_id: String::new(),
            input_account_id: String::new(),
            sale_box: String::new(),
            purchase_box: String::new(),
            cash_basis: false,
            is_default: false,
            active: true,
            parts: Vec::new(),
        }
    }
}

fn words(text: Option<&Text>) -> Vec<(Lang, String)> {
    let word = |lang| text.and_then(|text| text.exact(lang)).unwrap_or_default().to_owned();
    Lang::ALL.map(|lang| (lang, word(lang))).to_vec()
}

fn text(words: &[(Lang, String)]) -> Option<Text> {
    Text::from_parts(words.iter().map(|(lang, word)| (*lang, word.as_str()))).ok()
}

impl Typed {
    pub(super) fn of(code: &TaxCodeDetail) -> Self {
        Self {
            version: Some(code.version),
            code: code.code.code.clone(),
            kind: code.kind.name().to_owned(),
            category: code.code.category.code().to_owned(),
            rate: code.first_rate.to_percent_string(),
            names: words(Some(&code.code.name)),
            reasons: words(code.exemption_reason.as_ref()),
            account_id: code.code.account_id.to_string(),
            input_account_id: code.input_account_id.map(|id| id.to_string()).unwrap_or_default(),
            sale_box: code.sale_box.clone().unwrap_or_default(),
            purchase_box: code.purchase_box.clone().unwrap_or_default(),
            cash_basis: code.cash_basis,
            is_default: code.code.is_default,
            active: code.active,
            parts: Vec::new(),
        }
    }

    pub(super) fn read(data: &FormData) -> Self {
        let text = |name: &str| data.text(name).to_owned();
        let words = |name: &str| {
            let word =
                |lang: Lang| (lang, data.text(&format!("{name}_{}", lang.code())).to_owned());
            Lang::ALL.map(word).to_vec()
        };
        let part = |row| {
            let on_tax = !data.cell("parts", row, "on_tax").is_empty();
            (data.cell("parts", row, "tax_code_id").to_owned(), on_tax)
        };
        Self {
            version: data.text("version").parse().ok(),
            code: text("code"),
            kind: text("kind"),
            category: text("category"),
            rate: text("rate"),
            names: words("name"),
            reasons: words("reason"),
            account_id: text("account_id"),
            input_account_id: text("input_account_id"),
            sale_box: text("sale_box"),
            purchase_box: text("purchase_box"),
            cash_basis: data.has("cash_basis"),
            is_default: data.has("is_default"),
            active: data.has("active"),
            parts: data.rows("parts").into_iter().take(PARTS).map(part).collect(),
        }
    }

    fn rate(&self) -> Result<Option<Rate>, Problem> {
        match self.rate.as_str() {
            "" => Ok(None),
            text => Rate::parse_percent_local(text)
                .map(Some)
                .map_err(|_| Problem::invalid().field("rate", "not_a_number")),
        }
    }

    pub(super) fn to_new(&self) -> Result<NewTaxCode, Problem> {
        let category = Category::ALL.into_iter().find(|one| one.code() == self.category);
        let category = category.ok_or_else(|| Problem::invalid().field("category", "unknown"))?;
        let kind = self.kind.parse::<TaxKind>();
        let part = |(id, on_tax): &(String, bool)| {
            Some(PartOf { tax_code_id: id.parse().ok()?, on_tax: *on_tax })
        };
        let parts: Vec<PartOf> = self.parts.iter().filter_map(part).collect();
        Ok(NewTaxCode {
            id: None,
            code: self.code.clone(),
            name: text(&self.names),
            kind: kind.map_err(|_| Problem::invalid().field("kind", "unknown"))?,
            category,
            rate: self.rate()?,
            account_id: self.account_id.parse().ok(),
            input_account_id: self.input_account_id.parse().ok(),
            cash_basis: self.cash_basis,
            exemption_reason: text(&self.reasons),
            sale_box: Some(self.sale_box.clone()),
            purchase_box: Some(self.purchase_box.clone()),
            parts,
        })
    }

    /// The default's tick cannot be taken away, and what a used code is booked by cannot be
    /// changed: the form does not send them.
    pub(super) fn to_change(&self, old: &TaxCodeDetail) -> Result<ChangeTaxCode, Problem> {
        let fresh = !old.is_used();
        Ok(ChangeTaxCode {
            version: self.version,
            name: text(&self.names),
            rate: self.rate()?.filter(|_| fresh),
            account_id: self.account_id.parse().ok().filter(|_| fresh),
            input_account_id: self.input_account_id.parse().ok().filter(|_| fresh),
            cash_basis: Some(if fresh { self.cash_basis } else { old.cash_basis }),
            exemption_reason: text(&self.reasons),
            sale_box: Some(self.sale_box.clone()),
            purchase_box: Some(self.purchase_box.clone()),
            is_default: Some(self.is_default || old.code.is_default),
            active: Some(self.active),
        })
    }
}

/// A rate from a day.
#[derive(Debug, Clone, Default)]
pub(super) struct TypedRate {
    pub rate: String,
    pub valid_from: String,
}

impl TypedRate {
    pub(super) fn read(data: &FormData) -> Self {
        Self { rate: data.text("rate").to_owned(), valid_from: data.text("valid_from").to_owned() }
    }

    pub(super) fn to_new(&self) -> Result<RateFrom, Problem> {
        let (rate, valid_from) =
            (Rate::parse_percent_local(&self.rate), self.valid_from.parse::<Date>());
        let mut problem = Problem::invalid();
        if rate.is_err() {
            problem = problem.field("rate", "not_a_number");
        }
        if valid_from.is_err() {
            problem = problem.field("valid_from", "not_a_date");
        }
        match (rate, valid_from) {
            (Ok(rate), Ok(valid_from)) => Ok(RateFrom { valid_from, rate }),
            _ => Err(problem),
        }
    }
}

/// A return about to be filed.
#[derive(Debug, Clone, Default)]
pub(super) struct TypedReturn {
    from: String,
    to: String,
    pub reference: String,
    /// The day of its payment; empty is today.
    pub date: String,
}

impl TypedReturn {
    pub(super) fn read(data: &FormData) -> Self {
        let text = |name: &str| data.text(name).to_owned();
        Self {
            from: text("from"),
            to: text("to"),
            reference: text("reference"),
            date: text("date"),
        }
    }

    pub(super) fn from(&self) -> Option<Date> {
        self.from.parse().ok()
    }

    pub(super) fn to(&self) -> Option<Date> {
        self.to.parse().ok()
    }

    pub(super) fn to_payment(&self) -> Result<NewTaxPayment, Problem> {
        let wrong = |_| Problem::invalid().field("date", "not_a_date");
        let typed = Some(&self.date).filter(|date| !date.is_empty());
        let date = typed.map(|date| date.parse::<Date>().map_err(wrong)).transpose()?;
        Ok(NewTaxPayment { account_id: None, date })
    }

    pub(super) fn to_new(&self) -> Result<NewTaxReturn, Problem> {
        match (self.from(), self.to()) {
            (Some(from), Some(to)) => {
                Ok(NewTaxReturn { id: None, from, to, reference: self.reference.clone() })
            }
            (None, _) => Err(Problem::invalid().field("from", "not_a_date")),
            (_, None) => Err(Problem::invalid().field("to", "not_a_date")),
        }
    }
}
