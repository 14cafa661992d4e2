//! The form of a supplier: what was typed, and how it becomes a command.

use base::ui::{Button, Field, Icon, PageHeader, fields, form, form_actions};
use base::{Country, Currency, Cx, FormData, Lang, Problem, Rate};
use maud::{Markup, html};

use super::super::{ChangeSupplier, NewSupplier, Supplier};
use crate::forms;

/// Countries that our customers buy from most; any other is kept when it is there already.
const COUNTRIES: &[&str] =
    &["SA", "BD", "AE", "BH", "KW", "OM", "QA", "EG", "JO", "IN", "PK", "CN", "TR", "GB", "US"];

/// A supplier as it was typed.
#[derive(Debug, Clone, Default)]
pub(super) struct SupplierForm {
    version: Option<i32>,
    code: String,
    name: String,
    contact: String,
    email: String,
    phone: String,
    tax_number: String,
    address: String,
    city: String,
    country: String,
    lang: String,
    currency: String,
    payment_days: String,
    price_tolerance: String,
    quantity_tolerance: String,
    note: String,
    active: bool,
}

impl SupplierForm {
    pub(super) fn empty(cx: &Cx) -> Self {
        let tenant = &cx.actor.tenant;
        Self {
            country: tenant.country.to_string(),
            lang: tenant.lang.to_string(),
            currency: tenant.currency.to_string(),
            payment_days: "30".to_owned(),
            price_tolerance: "0".to_owned(),
            quantity_tolerance: "0".to_owned(),
            active: true,
            ..Self::default()
        }
    }

    pub(super) fn of(c: &Supplier) -> Self {
        Self {
            version: Some(c.version),
            code: c.code.clone(),
            name: c.name.clone(),
            contact: c.contact.clone(),
            email: c.email.clone(),
            phone: c.phone.clone(),
            tax_number: c.tax_number.clone(),
            address: c.address.clone(),
            city: c.city.clone(),
            country: c.country.to_string(),
            lang: c.lang.to_string(),
            currency: c.currency.to_string(),
            payment_days: c.payment_days.to_string(),
            price_tolerance: c.price_tolerance.to_percent_string(),
            quantity_tolerance: c.quantity_tolerance.to_percent_string(),
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
            contact: text("contact"),
            email: text("email"),
            phone: text("phone"),
            tax_number: text("tax_number"),
            address: text("address"),
            city: text("city"),
            country: text("country"),
            lang: text("lang"),
            currency: text("currency"),
            payment_days: text("payment_days"),
            price_tolerance: text("price_tolerance"),
            quantity_tolerance: text("quantity_tolerance"),
            note: text("note"),
            active: data.has("active"),
        }
    }

    pub(super) fn to_new(&self) -> Result<NewSupplier, Problem> {
        let parsed = self.parsed()?;
        Ok(NewSupplier {
            id: None,
            code: Some(self.code.clone()),
            name: self.name.clone(),
            contact: self.contact.clone(),
            email: self.email.clone(),
            phone: self.phone.clone(),
            tax_number: self.tax_number.clone(),
            address: self.address.clone(),
            city: self.city.clone(),
            country: parsed.country,
            lang: parsed.lang,
            currency: parsed.currency,
            payment_days: parsed.payment_days,
            price_tolerance: parsed.price_tolerance,
            quantity_tolerance: parsed.quantity_tolerance,
            note: self.note.clone(),
            active: Some(self.active),
        })
    }

    pub(super) fn to_change(&self) -> Result<ChangeSupplier, Problem> {
        Ok(ChangeSupplier {
            version: self.version,
            code: Some(self.code.clone()),
            name: Some(self.name.clone()),
            contact: Some(self.contact.clone()),
            email: Some(self.email.clone()),
            phone: Some(self.phone.clone()),
            tax_number: Some(self.tax_number.clone()),
            address: Some(self.address.clone()),
            city: Some(self.city.clone()),
            note: Some(self.note.clone()),
            active: Some(self.active),
            ..self.parsed()?
        })
    }

    /// The fields that are more than text, or what is wrong with each of them.
    fn parsed(&self) -> Result<ChangeSupplier, Problem> {
        let parsed = ChangeSupplier {
            country: self.country.parse::<Country>().ok(),
            lang: self.lang.parse::<Lang>().ok(),
            currency: self.currency.parse::<Currency>().ok(),
            payment_days: base::digits::to_ascii(&self.payment_days).trim().parse().ok(),
            price_tolerance: Rate::parse_percent_local(&self.price_tolerance).ok(),
            quantity_tolerance: Rate::parse_percent_local(&self.quantity_tolerance).ok(),
            ..ChangeSupplier::default()
        };
        let wrong = [
            ("country", parsed.country.is_none(), "unknown"),
            ("lang", parsed.lang.is_none(), "unknown"),
            ("currency", parsed.currency.is_none(), "unknown"),
            ("payment_days", parsed.payment_days.is_none(), "not_a_number"),
            ("price_tolerance", parsed.price_tolerance.is_none(), "not_a_number"),
            ("quantity_tolerance", parsed.quantity_tolerance.is_none(), "not_a_number"),
        ];
        let wrong = wrong.into_iter().filter(|(_, wrong, _)| *wrong);
        let problem =
            wrong.fold(Problem::invalid(), |problem, (field, _, code)| problem.field(field, code));
        problem.or_ok().map(|()| parsed)
    }
}

/// The page around the form.
pub(super) fn page(
    cx: &Cx,
    supplier: Option<&Supplier>,
    typed: &SupplierForm,
    problem: Option<&Problem>,
) -> Markup {
    let (l, texts) = (&cx.l, forms::texts(cx));
    let (action, back) = match supplier {
        Some(c) => (format!("/admin/suppliers/{}/edit", c.id), super::address(c.id)),
        None => ("/admin/suppliers/new".to_owned(), "/admin/suppliers".to_owned()),
    };
    let title = supplier.map_or_else(|| l.t("suppliers-new"), |c| c.name.clone());
    let mut hidden = cx.hidden();
    hidden.extend(typed.version.map(|v| ("version".to_owned(), v.to_string())));
    html! {
        (PageHeader::new(&texts, title).crumb(l.t("suppliers-title"), "/admin/suppliers"))
        (forms::mistakes(l, &texts, problem))
        (form(&action, &hidden, html! {
            (who(cx, typed, problem))
            (where_to(cx, typed, problem))
            (terms(cx, typed, problem))
            (form_actions(html! {
                (Button::submit(l.t("suppliers-save")).primary().icon(Icon::Check))
                (Button::link(&texts.cancel, back))
            }))
        }))
    }
}

fn who(cx: &Cx, typed: &SupplierForm, problem: Option<&Problem>) -> Markup {
    let l = &cx.l;
    let wrong = |path: &str| forms::error(l, problem, path);
    fields(html! {
        (Field::text("name", l.t("suppliers-name")).value(&typed.name).required(true)
            .maxlength(200).autocomplete("organization").autofocus().error(wrong("name")))
        (Field::text("code", l.t("suppliers-code")).value(&typed.code).maxlength(30)
            .hint(l.t("suppliers-code-hint")).error(wrong("code")))
        (Field::text("contact", l.t("suppliers-contact")).value(&typed.contact).maxlength(200)
            .autocomplete("name").error(wrong("contact")))
        (Field::email("email", l.t("suppliers-email")).value(&typed.email).error(wrong("email")))
        (Field::tel("phone", l.t("suppliers-phone")).value(&typed.phone).error(wrong("phone")))
        (Field::text("tax_number", l.t("suppliers-tax-number")).value(&typed.tax_number)
            .hint(l.t("suppliers-tax-number-hint")).error(wrong("tax_number")))
        (Field::select("lang", l.t("suppliers-lang"), languages()).value(&typed.lang)
            .hint(l.t("suppliers-lang-hint")).error(wrong("lang")))
    })
}

fn where_to(cx: &Cx, typed: &SupplierForm, problem: Option<&Problem>) -> Markup {
    let l = &cx.l;
    let wrong = |path: &str| forms::error(l, problem, path);
    let mut countries: Vec<(String, String)> =
        COUNTRIES.iter().map(|code| ((*code).to_owned(), country_name(cx, code))).collect();
    if !typed.country.is_empty() && !COUNTRIES.contains(&typed.country.as_str()) {
        countries.push((typed.country.clone(), typed.country.clone()));
    }
    fields(html! {
        (Field::text("address", l.t("suppliers-address")).value(&typed.address).span()
            .autocomplete("street-address").error(wrong("address")))
        (Field::text("city", l.t("suppliers-city")).value(&typed.city)
            .autocomplete("address-level2").error(wrong("city")))
        (Field::select("country", l.t("suppliers-country"), countries).value(&typed.country)
            .error(wrong("country")))
    })
}

fn terms(cx: &Cx, typed: &SupplierForm, problem: Option<&Problem>) -> Markup {
    let l = &cx.l;
    let wrong = |path: &str| forms::error(l, problem, path);
    fields(html! {
        (Field::integer("payment_days", l.t("suppliers-payment-days")).value(&typed.payment_days)
            .hint(l.t("suppliers-payment-days-hint")).error(wrong("payment_days")))
        (Field::select("currency", l.t("suppliers-currency"), currencies(typed))
            .value(&typed.currency).error(wrong("currency")))
        (Field::decimal("price_tolerance", l.t("suppliers-price-tolerance"))
            .value(&typed.price_tolerance).after("%")
            .hint(l.t("suppliers-price-tolerance-hint")).error(wrong("price_tolerance")))
        (Field::decimal("quantity_tolerance", l.t("suppliers-quantity-tolerance"))
            .value(&typed.quantity_tolerance).after("%")
            .hint(l.t("suppliers-quantity-tolerance-hint")).error(wrong("quantity_tolerance")))
        (Field::textarea("note", l.t("suppliers-note")).value(&typed.note).span()
            .hint(l.t("suppliers-note-hint")).error(wrong("note")))
        (Field::checkbox("active", l.t("suppliers-active"), typed.active)
            .hint(l.t("suppliers-active-hint")))
    })
}

/// The currencies that are bought in most; any other is kept when it is there already.
fn currencies(typed: &SupplierForm) -> Vec<(String, String)> {
    let mut codes: Vec<&str> = vec!["SAR", "BDT", "USD", "EUR", "AED", "CNY", "INR"];
    if !typed.currency.is_empty() && !codes.contains(&typed.currency.as_str()) {
        codes.push(&typed.currency);
    }
    codes.into_iter().map(|code| (code.to_owned(), code.to_owned())).collect()
}

fn languages() -> Vec<(String, String)> {
    Lang::ALL.iter().map(|l| (l.code().to_owned(), l.native_name().to_owned())).collect()
}

/// The country's name in the reader's language; its letters where we have no name.
pub(super) fn country_name(cx: &Cx, code: &str) -> String {
    let key = format!("suppliers-country-{}", code.to_lowercase());
    if cx.l.has(&key) { cx.l.t(&key) } else { code.to_owned() }
}
