//! The form of a customer: what was typed, and how it becomes a command.

use base::ui::{Button, Field, Icon, PageHeader, fields, form, form_actions};
use base::{Country, Currency, Cx, FormData, Lang, Money, Problem};
use maud::{Markup, html};

use super::super::{ChangeCustomer, Customer, NewCustomer};
use crate::forms;

/// Countries that our customers trade in most; any other is kept when it is there already.
const COUNTRIES: &[&str] =
    &["SA", "BD", "AE", "BH", "KW", "OM", "QA", "EG", "JO", "IN", "PK", "CN", "TR", "GB", "US"];

/// A customer as it was typed.
#[derive(Debug, Clone, Default)]
pub(super) struct CustomerForm {
    version: Option<i32>,
    code: String,
    name: String,
    email: String,
    phone: String,
    tax_number: String,
    address: String,
    city: String,
    country: String,
    lang: String,
    currency: String,
    credit_limit: String,
    payment_days: String,
    note: String,
    active: bool,
}

impl CustomerForm {
    pub(super) fn empty(cx: &Cx) -> Self {
        let tenant = &cx.actor.tenant;
        Self {
            country: tenant.country.to_string(),
            lang: tenant.lang.to_string(),
            currency: tenant.currency.code().to_owned(),
            payment_days: "30".to_owned(),
            active: true,
            ..Self::default()
        }
    }

    pub(super) fn of(c: &Customer) -> Self {
        Self {
            version: Some(c.version),
            code: c.code.clone(),
            name: c.name.clone(),
            email: c.email.clone(),
            phone: c.phone.clone(),
            tax_number: c.tax_number.clone(),
            address: c.address.clone(),
            city: c.city.clone(),
            country: c.country.to_string(),
            lang: c.lang.to_string(),
            currency: c.currency.code().to_owned(),
            credit_limit: c.credit_limit.map(Money::to_decimal_string).unwrap_or_default(),
            payment_days: c.payment_days.to_string(),
            note: c.note.clone(),
            active: c.active,
        }
    }

    pub(super) fn read(data: &FormData) -> Self {
        let text = |name: &str| data.text(name).to_owned();
        Self {
            version: forms::version(data),
            code: text("code"),
            name: text("name"),
            email: text("email"),
            phone: text("phone"),
            tax_number: text("tax_number"),
            address: text("address"),
            city: text("city"),
            country: text("country"),
            lang: text("lang"),
            currency: text("currency"),
            credit_limit: text("credit_limit"),
            payment_days: text("payment_days"),
            note: text("note"),
            active: data.has("active"),
        }
    }

    pub(super) fn to_new(&self, cx: &Cx) -> Result<NewCustomer, Problem> {
        let (country, lang, credit_limit, payment_days) = self.parsed(cx)?;
        Ok(NewCustomer {
            id: None,
            code: Some(self.code.clone()),
            name: self.name.clone(),
            email: self.email.clone(),
            phone: self.phone.clone(),
            tax_number: self.tax_number.clone(),
            address: self.address.clone(),
            city: self.city.clone(),
            country: Some(country),
            lang: Some(lang),
            currency: self.currency.parse::<Currency>().ok(),
            credit_limit,
            payment_days: Some(payment_days),
            note: self.note.clone(),
            active: Some(self.active),
        })
    }

    pub(super) fn to_change(&self, cx: &Cx) -> Result<ChangeCustomer, Problem> {
        let (country, lang, credit_limit, payment_days) = self.parsed(cx)?;
        Ok(ChangeCustomer {
            version: self.version,
            code: Some(self.code.clone()),
            name: Some(self.name.clone()),
            email: Some(self.email.clone()),
            phone: Some(self.phone.clone()),
            tax_number: Some(self.tax_number.clone()),
            address: Some(self.address.clone()),
            city: Some(self.city.clone()),
            country: Some(country),
            lang: Some(lang),
            currency: self.currency.parse::<Currency>().ok(),
            credit_limit: Some(credit_limit),
            payment_days: Some(payment_days),
            note: Some(self.note.clone()),
            active: Some(self.active),
        })
    }

    /// The fields that are more than text, or what is wrong with each of them.
    fn parsed(&self, cx: &Cx) -> Result<(Country, Lang, Option<Money>, i32), Problem> {
        let country = self.country.parse::<Country>();
        let lang = self.lang.parse::<Lang>();
        let limit = match self.credit_limit.as_str() {
            "" => Ok(None),
            text => Money::parse_local(text, cx.actor.tenant.currency).map(Some),
        };
        let days = base::digits::to_ascii(&self.payment_days).trim().parse::<i32>();
        let mut problem = Problem::invalid();
        if country.is_err() {
            problem = problem.field("country", "unknown");
        }
        if lang.is_err() {
            problem = problem.field("lang", "unknown");
        }
        if limit.is_err() {
            problem = problem.field("credit_limit", "not_a_number");
        }
        if days.is_err() {
            problem = problem.field("payment_days", "not_a_number");
        }
        match (country, lang, limit, days) {
            (Ok(country), Ok(lang), Ok(limit), Ok(days)) => Ok((country, lang, limit, days)),
            _ => Err(problem),
        }
    }
}

/// The page around the form.
pub(super) fn page(
    cx: &Cx,
    customer: Option<&Customer>,
    typed: &CustomerForm,
    currencies: &[Currency],
    problem: Option<&Problem>,
) -> Markup {
    let (l, texts) = (&cx.l, forms::texts(cx));
    let (action, back) = match customer {
        Some(c) => (format!("/admin/customers/{}/edit", c.id), super::address(c.id)),
        None => ("/admin/customers/new".to_owned(), "/admin/customers".to_owned()),
    };
    let title = customer.map_or_else(|| l.t("customers-new"), |c| c.name.clone());
    let mut hidden = cx.hidden();
    hidden.extend(typed.version.map(|v| ("version".to_owned(), v.to_string())));
    html! {
        (PageHeader::new(&texts, title).crumb(l.t("customers-title"), "/admin/customers"))
        (forms::mistakes(l, &texts, problem))
        (form(&action, &hidden, html! {
            (who(cx, typed, problem))
            (where_to(cx, typed, problem))
            (terms(cx, typed, currencies, problem))
            (form_actions(html! {
                (Button::submit(l.t("customers-save")).primary().icon(Icon::Check))
                (Button::link(&texts.cancel, back))
            }))
        }))
    }
}

fn who(cx: &Cx, typed: &CustomerForm, problem: Option<&Problem>) -> Markup {
    let l = &cx.l;
    let wrong = |path: &str| forms::error(l, problem, path);
    fields(html! {
        (Field::text("name", l.t("customers-name")).value(&typed.name).required(true)
            .maxlength(200).autocomplete("organization").autofocus().error(wrong("name")))
        (Field::text("code", l.t("customers-code")).value(&typed.code).maxlength(30)
            .hint(l.t("customers-code-hint")).error(wrong("code")))
        (Field::email("email", l.t("customers-email")).value(&typed.email).error(wrong("email")))
        (Field::tel("phone", l.t("customers-phone")).value(&typed.phone).error(wrong("phone")))
        (Field::text("tax_number", l.t("customers-tax-number")).value(&typed.tax_number)
            .hint(l.t("customers-tax-number-hint")).error(wrong("tax_number")))
        (Field::select("lang", l.t("customers-lang"), languages()).value(&typed.lang)
            .hint(l.t("customers-lang-hint")).error(wrong("lang")))
    })
}

fn where_to(cx: &Cx, typed: &CustomerForm, problem: Option<&Problem>) -> Markup {
    let l = &cx.l;
    let wrong = |path: &str| forms::error(l, problem, path);
    let mut countries: Vec<(String, String)> =
        COUNTRIES.iter().map(|code| ((*code).to_owned(), country_name(cx, code))).collect();
    if !typed.country.is_empty() && !COUNTRIES.contains(&typed.country.as_str()) {
        countries.push((typed.country.clone(), typed.country.clone()));
    }
    fields(html! {
        (Field::text("address", l.t("customers-address")).value(&typed.address).span()
            .autocomplete("street-address").error(wrong("address")))
        (Field::text("city", l.t("customers-city")).value(&typed.city)
            .autocomplete("address-level2").error(wrong("city")))
        (Field::select("country", l.t("customers-country"), countries).value(&typed.country)
            .error(wrong("country")))
    })
}

fn terms(
    cx: &Cx,
    typed: &CustomerForm,
    currencies: &[Currency],
    problem: Option<&Problem>,
) -> Markup {
    let l = &cx.l;
    let currencies = currencies.iter().map(|c| (c.code(), c.code()));
    let wrong = |path: &str| forms::error(l, problem, path);
    fields(html! {
        (Field::integer("payment_days", l.t("customers-payment-days")).value(&typed.payment_days)
            .hint(l.t("customers-payment-days-hint")).error(wrong("payment_days")))
        (Field::money("credit_limit", l.t("customers-credit-limit"),
                cx.actor.tenant.currency.code())
            .value(&typed.credit_limit).hint(l.t("customers-credit-limit-hint"))
            .error(wrong("credit_limit")))
        @if currencies.len() > 1 {
            (Field::select("currency", l.t("customers-currency"), currencies)
                .value(&typed.currency).hint(l.t("customers-currency-hint"))
                .error(wrong("currency")))
        }
        (Field::textarea("note", l.t("customers-note")).value(&typed.note).span()
            .hint(l.t("customers-note-hint")).error(wrong("note")))
        (Field::checkbox("active", l.t("customers-active"), typed.active)
            .hint(l.t("customers-active-hint")))
    })
}

fn languages() -> Vec<(String, String)> {
    Lang::ALL.iter().map(|l| (l.code().to_owned(), l.native_name().to_owned())).collect()
}

/// The country's name in the reader's language; its letters where we have no name.
pub(crate) fn country_name(cx: &Cx, code: &str) -> String {
    let key = format!("customers-country-{}", code.to_lowercase());
    if cx.l.has(&key) { cx.l.t(&key) } else { code.to_owned() }
}
