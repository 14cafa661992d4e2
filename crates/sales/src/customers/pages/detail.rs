//! One customer: who it is, its terms, what it owes and what happened.

use base::ui::{Button, Card, Confirm, Facts, Icon, PageHeader};
use base::{Cx, Money, Problem, Tx};
use maud::{Markup, html};

use super::super::Customer;
use super::form::country_name;
use super::index::state;
use crate::forms;

/// Everything that the page shows.
pub(super) struct Seen {
    pub(super) customer: Customer,
}

/// Reads what the page shows.
pub(super) async fn gather(_: &Cx, _: &mut Tx, customer: Customer) -> Result<Seen, Problem> {
    Ok(Seen { customer })
}

/// The page of a customer.
pub(super) fn page(cx: &Cx, seen: &Seen) -> Markup {
    let (l, texts, c) = (&cx.l, forms::texts(cx), &seen.customer);
    html! {
        (PageHeader::new(&texts, &c.name)
            .crumb(l.t("customers-title"), "/admin/customers")
            .beside(state(cx, c))
            .subtitle(&c.code)
            .actions(actions(cx, c)))
        div.split {
            div.stack {}
            div.stack {
                (Card::new(html! { (facts(cx, c)) }).title(l.t("customers-who")))
                (Card::new(html! { (terms(cx, c)) }).title(l.t("customers-terms")))
            }
        }
    }
}

fn actions(cx: &Cx, c: &Customer) -> Markup {
    let l = &cx.l;
    let mut hidden = cx.hidden();
    hidden.push(("version".to_owned(), c.version.to_string()));
    html! {
        @if cx.may("customers.edit") {
            (Confirm {
                id: "remove".to_owned(),
                label: l.t("customers-remove"),
                icon: Some(Icon::Trash),
                title: l.with("customers-remove-title", &[("name", (&c.name).into())]),
                consequence: l.t("customers-remove-text"),
                verb: l.t("customers-remove"),
                cancel: l.t("ui-cancel"),
                action: format!("/admin/customers/{}/remove", c.id),
                hidden,
                danger: true,
            })
            (Button::link(l.t("customers-edit"), format!("/admin/customers/{}/edit", c.id))
                .icon(Icon::Edit).key('e'))
        }
        @if c.active && cx.may("orders.edit") {
            (Button::link(l.t("customers-order"), format!("/admin/orders/new?customer={}", c.id))
                .icon(Icon::Plus).primary())
        }
    }
}

fn facts(cx: &Cx, c: &Customer) -> Facts {
    let l = &cx.l;
    let mail = html! {
        @if c.email.is_empty() { "–" }
        @else { a href={ "mailto:" (c.email) } { bdi { (c.email) } } }
    };
    let phone = html! {
        @if c.phone.is_empty() { "–" }
        @else { a href={ "tel:" (c.phone.replace(' ', "")) } { bdi dir="ltr" { (c.phone) } } }
    };
    Facts::new()
        .markup(l.t("customers-email"), mail)
        .markup(l.t("customers-phone"), phone)
        .text(l.t("customers-tax-number"), &c.tax_number)
        .text(l.t("customers-address"), &c.address)
        .text(l.t("customers-city"), &c.city)
        .text(l.t("customers-country"), &country_name(cx, c.country.code()))
        .text(l.t("customers-lang"), c.lang.native_name())
        .text(l.t("customers-note"), &c.note)
}

fn terms(cx: &Cx, c: &Customer) -> Facts {
    let l = &cx.l;
    let limit = |limit: Money| l.money(limit);
    let days = l.with("customers-days", &[("n", c.payment_days.into())]);
    Facts::new()
        .text(l.t("customers-payment-days"), &days)
        .text(l.t("customers-credit-limit"), &c.credit_limit.map(limit).unwrap_or_default())
}
