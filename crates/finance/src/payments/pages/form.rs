//! The form in which money is received for an invoice.

use base::ui::{Button, Field, PageHeader, fields, form, form_actions};
use base::{Currency, Cx, Date, FormData, Money, Problem};
use maud::{Markup, html};

use super::super::{Direction, Method, NewPayment};
use super::withheld::{self, TypedWithholding};
use crate::forms::{error, mistakes, texts};
use crate::invoices::Invoice;
use crate::tax::TaxCodeDetail;

/// What was typed.
pub(super) struct PaymentForm {
    method: String,
    amount: String,
    base: String,
    date: String,
    reference: String,
    withheld: TypedWithholding,
}

impl PaymentForm {
    /// Everything that is open, today, into the bank.
    pub(super) fn of(invoice: &Invoice, today: Date) -> Self {
        Self {
            method: Method::Bank.name().to_owned(),
            amount: invoice.open.to_decimal_string(),
            base: String::new(),
            date: today.to_string(),
            reference: String::new(),
            withheld: TypedWithholding::default(),
        }
    }

    pub(super) fn read(data: &FormData) -> Self {
        let text = |name: &str| data.text(name).to_owned();
        Self {
            method: text("method"),
            amount: text("amount"),
            base: text("base"),
            date: text("date"),
            reference: text("reference"),
            withheld: TypedWithholding::read(data),
        }
    }

    /// The command; the amount is in the currency of the invoice.
    pub(super) fn to_new(&self, cx: &Cx, currency: Currency) -> Result<NewPayment, Problem> {
        let method = self.method.parse::<Method>();
        let amount = Money::parse_local(&self.amount, currency);
        let base = match self.base.as_str() {
            "" => Ok(None),
            text => Money::parse_local(text, cx.actor.tenant.currency).map(Some),
        };
        let date = self.date.parse::<Date>();
        let mut problem = Problem::invalid();
        for (wrong, name, code) in [
            (method.is_err(), "method", "unknown"),
            (amount.is_err(), "amount", "not_a_number"),
            (base.is_err(), "base", "not_a_number"),
            (date.is_err(), "date", "not_a_date"),
        ] {
            if wrong {
                problem = problem.field(name, code);
            }
        }
        match (method, amount, base, date) {
            (Ok(method), Ok(amount), Ok(base), Ok(date)) => {
                let (withholding, certificate) = self.withheld.to_new(currency)?;
                Ok(NewPayment {
                    id: None,
                    method,
                    amount,
                    base,
                    date: Some(date),
                    reference: self.reference.clone(),
                    withholding,
                    certificate,
                })
            }
            _ => Err(problem),
        }
    }
}

pub(super) fn page(
    cx: &Cx,
    invoice: &Invoice,
    codes: &[TaxCodeDetail],
    typed: &PaymentForm,
    problem: Option<&Problem>,
) -> Markup {
    let own = cx.actor.tenant.currency;
    let (l, texts) = (&cx.l, texts(cx));
    let home = format!("/admin/invoices/{}", invoice.id);
    let methods = Method::ALL.map(|m| (m.name(), l.t(&format!("payments-method-{}", m.name()))));
    let open = [("open", l.money(invoice.open).into())];
    let title = l.with("payments-receive-for", &[("number", (&invoice.number).into())]);
    html! {
        (PageHeader::new(&texts, title)
            .crumb(l.t("invoices-title"), "/admin/invoices")
            .crumb(&invoice.number, &home)
            .subtitle(&invoice.buyer.name))
        (mistakes(l, &texts, problem))
        (form(&format!("{home}/payment"), &cx.hidden(), html! {
            (fields(html! {
                (Field::money("amount", l.t("payments-amount"), invoice.gross.currency.code())
                    .value(&typed.amount).required(true).autofocus()
                    .hint(l.with("payments-open", &open))
                    .error(error(l, problem, "amount")))
                @if invoice.gross.currency != own {
                    (Field::money("base", l.t("payments-base"), own.code()).value(&typed.base)
                        .hint(l.t("payments-base-hint")).error(error(l, problem, "base")))
                }
                (Field::date("date", l.t("payments-date")).value(&typed.date).required(true)
                    .error(error(l, problem, "date")))
                (Field::radios("method", l.t("payments-into"), methods).value(&typed.method)
                    .required(true).error(error(l, problem, "method")))
                (Field::text("reference", l.t("payments-reference")).value(&typed.reference)
                    .maxlength(200).hint(l.t("payments-reference-hint"))
                    .error(error(l, problem, "reference")))
            }))
            (withheld::part(cx, codes, Direction::In, &typed.withheld, problem))
            (form_actions(html! {
                (Button::submit(l.t("payments-receive")).primary())
                (Button::link(l.t("ui-cancel"), &home))
            }))
        }))
    }
}
