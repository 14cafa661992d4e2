//! States in a word and a colour.

use base::L;
use base::ui::{Badge, Tone};

use super::super::Approval;
use super::super::order::{DeliveryState, InvoiceState, OrderHead, PaymentState, PriceRule, State};

/// How far the order is promised.
pub(super) fn state(l: &L, state: State) -> Badge {
    match state {
        State::Draft => Badge::new(Tone::Neutral, l.t("orders-state-draft")),
        State::Confirmed => Badge::new(Tone::Info, l.t("orders-state-confirmed")),
        State::Cancelled => Badge::new(Tone::Danger, l.t("orders-state-cancelled")),
    }
}

/// How much has been delivered.
pub(super) fn delivery(l: &L, state: DeliveryState) -> Badge {
    match state {
        DeliveryState::None => Badge::new(Tone::Neutral, l.t("orders-delivery-none")),
        DeliveryState::Partial => Badge::new(Tone::Warning, l.t("orders-delivery-partial")),
        DeliveryState::Delivered => Badge::new(Tone::Success, l.t("orders-delivery-delivered")),
    }
}

/// How much has been invoiced.
pub(super) fn invoice(l: &L, state: InvoiceState) -> Badge {
    match state {
        InvoiceState::None => Badge::new(Tone::Neutral, l.t("orders-invoice-none")),
        InvoiceState::Partial => Badge::new(Tone::Warning, l.t("orders-invoice-partial")),
        InvoiceState::Invoiced => Badge::new(Tone::Success, l.t("orders-invoice-invoiced")),
    }
}

/// How much has been paid.
pub(super) fn payment(l: &L, state: PaymentState) -> Badge {
    match state {
        PaymentState::None => Badge::new(Tone::Neutral, l.t("orders-payment-none")),
        PaymentState::Partial => Badge::new(Tone::Warning, l.t("orders-payment-partial")),
        PaymentState::Paid => Badge::new(Tone::Success, l.t("orders-payment-paid")),
    }
}

/// Whether a draft waits for approval, or what was said to it.
pub(super) fn approval(l: &L, head: &OrderHead) -> Option<Badge> {
    if head.state != State::Draft {
        return None;
    }
    match head.approval {
        Approval::None => None,
        Approval::Waiting => Some(Badge::new(Tone::Warning, l.t("orders-approval-badge"))),
        Approval::Approved => Some(Badge::new(Tone::Success, l.t("orders-approval-approved"))),
        Approval::Rejected => Some(Badge::new(Tone::Danger, l.t("orders-approval-rejected"))),
    }
}

/// The states worth a badge beside the title of an order.
pub(super) fn beside(l: &L, head: &OrderHead) -> Vec<Badge> {
    let mut badges = vec![state(l, head.state)];
    badges.extend(approval(l, head));
    if head.state == State::Confirmed {
        badges.push(delivery(l, head.delivery_state));
        badges.push(invoice(l, head.invoice_state));
        badges.push(payment(l, head.payment_state));
    }
    badges
}

/// Which rule of which price list gave a line its price.
pub(super) fn price_rule(l: &L, rule: &PriceRule) -> String {
    let from = l.quantity(rule.from);
    let facts = [("list", rule.list.as_str().into()), ("from", from.into())];
    let key = if rule.from.is_zero() { "orders-price-rule" } else { "orders-price-rule-from" };
    l.with(key, &facts)
}
