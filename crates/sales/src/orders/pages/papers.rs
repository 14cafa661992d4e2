//! The papers of an order, as tables on its page.

use base::ui::{Column, Row, Table, bdi};
use base::{Cx, Money};
use finance::invoices::Invoice;
use finance::payments::Payment;
use maud::html;
use uuid::Uuid;

/// What each payment settled of this order's invoices.
pub(super) fn paid(cx: &Cx, invoices: &[Invoice], payments: &[Payment]) -> Table {
    let l = &cx.l;
    let columns = vec![
        Column::new(l.t("orders-number")).title().unbroken(),
        Column::new(l.t("orders-date")).unbroken(),
        Column::new(l.t("payments-method")),
        Column::new(l.t("payments-amount")).numeric(),
    ];
    let ours = |id: Uuid| invoices.iter().any(|invoice| invoice.id == id);
    let rows = payments.iter().map(|payment| {
        let parts = payment.allocations.iter().filter(|part| ours(part.invoice_id));
        let settled =
            Money::new(parts.map(|part| part.amount.minor).sum(), payment.amount.currency);
        let cells = vec![
            bdi(&payment.number),
            bdi(&l.date(payment.date)),
            html! { (l.t(&format!("payments-method-{}", payment.method.name()))) },
            bdi(&l.money(settled)),
        ];
        let href = format!("/admin/payments/{}", payment.id);
        Row::linked(payment.id.to_string(), &payment.number, href, cells)
    });
    Table::new(l.t("payments-title"), columns).rows(rows)
}
