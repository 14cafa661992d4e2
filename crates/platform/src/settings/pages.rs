//! The company's page of settings.

use axum::response::Response;
use base::ui::{Button, Card, Facts, Field, PageHeader, Texts};
use base::{Cx, Flash, FormData, Lang, Problem};
use http::StatusCode;
use maud::html;

use super::{CompanyChange, CompanyProfile};
use crate::mistakes::Wrong;

pub(super) async fn form(cx: Cx) -> Result<Response, Problem> {
    let profile = super::company(&mut cx.read().await?).await?;
    Ok(page(&cx, StatusCode::OK, &profile, None))
}

pub(super) async fn submit(cx: Cx, form: FormData) -> Result<Response, Problem> {
    let done = match read(&form) {
        Ok(change) => {
            let mut tx = cx.begin().await?;
            match super::edit(&mut tx, change).await {
                Ok(_) => {
                    return tx.redirect("/admin/settings", Flash::done("settings-saved")).await;
                }
                Err(problem) => problem,
            }
        }
        Err(problem) => problem,
    };
    if !done.is_mendable() {
        return Err(done);
    }
    let mut profile = super::company(&mut cx.read().await?).await?;
    type At = fn(&mut CompanyProfile) -> &mut String;
    let typed: [(&str, At); 7] = [
        ("name", |p| &mut p.name),
        ("address", |p| &mut p.address),
        ("city", |p| &mut p.city),
        ("tax_number", |p| &mut p.tax_number),
        ("email", |p| &mut p.email),
        ("phone", |p| &mut p.phone),
        ("invoice_note", |p| &mut p.invoice_note),
    ];
    for (name, at) in typed {
        form.text(name).clone_into(at(&mut profile));
    }
    Ok(page(&cx, done.status(), &profile, Some(&done)))
}

fn read(form: &FormData) -> Result<CompanyChange, Problem> {
    let text = |name: &str| Some(form.text(name).to_owned());
    let days = base::digits::to_ascii(form.text("payment_days")).parse::<i32>();
    let days = days.map_err(|_| Problem::invalid().field("payment_days", "bad_payment_days"))?;
    let lang = form.text("lang").parse::<Lang>();
    Ok(CompanyChange {
        name: text("name"),
        address: text("address"),
        city: text("city"),
        tax_number: text("tax_number"),
        email: text("email"),
        phone: text("phone"),
        lang: Some(lang.map_err(|_| Problem::invalid().field("lang", "unknown"))?),
        payment_days: Some(days),
        invoice_note: text("invoice_note"),
    })
}

fn page(
    cx: &Cx,
    status: StatusCode,
    profile: &CompanyProfile,
    problem: Option<&Problem>,
) -> Response {
    let (l, wrong) = (&cx.l, Wrong::new(&cx.l, problem));
    let texts = Texts::new(|key| l.t(key));
    let field = |field: Field, name: &str, value: &str| field.value(value).error(wrong.at(name));
    let text = |name: &str, value: &str| {
        field(Field::text(name, l.t(&format!("settings-{}", name.replace('_', "-")))), name, value)
    };
    let languages = Lang::ALL.map(|lang| (lang.code(), lang.native_name()));
    let days = profile.payment_days.to_string();
    let form = base::ui::form(
        "/admin/settings",
        &cx.hidden(),
        html! {
            (wrong.summary())
            (base::ui::fields(html! {
                (text("name", &profile.name).required(true).span())
                (text("address", &profile.address).autocomplete("street-address"))
                (text("city", &profile.city))
                (text("tax_number", &profile.tax_number).hint(l.t("settings-tax-number-hint")))
                (field(Field::tel("phone", l.t("settings-phone")), "phone", &profile.phone))
                (field(Field::email("email", l.t("settings-email")), "email", &profile.email))
                (field(Field::select("lang", l.t("settings-lang"), languages), "lang",
                    profile.lang.code()))
                (field(Field::integer("payment_days", l.t("settings-payment-days")), "payment_days",
                    &days))
                (field(Field::textarea("invoice_note", l.t("settings-invoice-note")),
                    "invoice_note",
                    &profile.invoice_note).span())
            }))
            (base::ui::form_actions(html! { (Button::submit(l.t("settings-save")).primary()) }))
        },
    );
    let tenant = &cx.actor.tenant;
    let fixed = Facts::new()
        .text(l.t("settings-address-of-pages"), &cx.app.config().tenant_url(&tenant.slug))
        .text(l.t("settings-country"), tenant.country.code())
        .text(l.t("settings-currency"), tenant.currency.code())
        .text(l.t("settings-time-zone"), tenant.time_zone.iana_name().unwrap_or("UTC"));
    let body = html! {
        (PageHeader::new(&texts, l.t("settings-title")))
        (Card::new(form).title(l.t("settings-company")))
        (Card::new(html! { (fixed) }).title(l.t("settings-fixed")))
    };
    cx.page_with(status, &l.t("settings-title"), body)
}
