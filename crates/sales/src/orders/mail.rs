//! What customers are told of their orders, in their own language.

use base::{L, Problem, Tx};
use platform::mail::{self, Mail};
use supply::catalog::unit_name;

use super::order::{Order, State};
use crate::customers;

/// Sends the confirmation of an order, unless it was cancelled meanwhile or the customer has no
/// address any more.
pub(super) async fn confirmation(tx: &mut Tx, order: &Order) -> Result<(), Problem> {
    let customer = customers::find(tx, order.head.customer.id).await?;
    if order.head.state != State::Confirmed || customer.email.is_empty() {
        return Ok(());
    }
    let l = tx.app().l(tx.tenant(), customer.lang);
    let company = tx.tenant().name.clone();
    let letter = Mail {
        to: customer.email,
        lang: customer.lang,
        subject: l.with("orders-mail-subject", &[("number", number(order).into())]),
        paragraphs: paragraphs(&l, order, &customer.name, &company),
        button: None,
        footer: l.with("mail-footer", &[("company", company.as_str().into())]),
    };
    mail::send(tx, letter)
}

fn number(order: &Order) -> &str {
    order.head.number.as_deref().unwrap_or_default()
}

fn paragraphs(l: &L, order: &Order, customer: &str, company: &str) -> Vec<String> {
    let head = &order.head;
    let day = l.date(head.order_date);
    let facts = [("number", number(order).into()), ("date", day.into())];
    let mut paragraphs = vec![
        l.with("orders-mail-hello", &[("name", customer.into())]),
        l.with("orders-mail-text", &facts),
    ];
    paragraphs.extend(order.lines.iter().map(|line| {
        let quantity = format!("{} {}", l.quantity(line.quantity), unit_name(l, &line.unit));
        format!("{} — {quantity} — {}", line.description, l.money(line.net))
    }));
    let sums = [
        ("net", l.money(head.net).into()),
        ("tax", l.money(head.tax).into()),
        ("gross", l.money(head.gross).into()),
    ];
    paragraphs.push(l.with("orders-mail-sums", &sums));
    paragraphs.push(l.with("orders-mail-thanks", &[("company", company.into())]));
    paragraphs
}
