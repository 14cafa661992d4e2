//! The first steps of a new company, until all of them are done.

use base::Cx;
use base::ui::{Button, Flow, Step, Texts};
use maud::{Markup, html};

use super::super::figures::Dashboard;

/// A step: whether it is done, its message key, and what to press: the message key, the address
/// and the permission of each button.
struct Task {
    done: bool,
    label: &'static str,
    buttons: &'static [(&'static str, &'static str, &'static str)],
}

/// The steps, and the buttons of the first one that is not done.
pub(super) fn steps(cx: &Cx, texts: &Texts, dashboard: &Dashboard) -> Markup {
    if dashboard.start.is_over() {
        return html! {};
    }
    let tasks = tasks(dashboard);
    let next = tasks.iter().position(|task| !task.done);
    let mut flow = Flow::new(texts);
    for (i, task) in tasks.iter().enumerate() {
        let step = match task.done {
            true => Step::Done,
            false if next == Some(i) => Step::Current,
            false => Step::Ahead,
        };
        flow = flow.step(cx.l.t(task.label), step);
    }
    let buttons = next.map(|i| tasks[i].buttons).unwrap_or_default();
    let allowed: Vec<_> = buttons.iter().filter(|(_, _, needs)| cx.may(needs)).collect();
    let flow = flow.action(html! {
        @for (i, (label, href, _)) in allowed.iter().enumerate() {
            @let button = Button::link(cx.l.t(label), *href);
            (if i == 0 { button.primary() } else { button })
        }
    });
    html! {
        section aria-labelledby="first-steps" {
            h2 id="first-steps" { (cx.l.t("dashboard-start")) }
            p.muted { (cx.l.t("dashboard-start-text")) }
            (flow)
        }
    }
}

fn tasks(dashboard: &Dashboard) -> [Task; 4] {
    let start = &dashboard.start;
    [
        Task {
            done: start.product,
            label: "dashboard-start-product",
            buttons: &[
                ("dashboard-start-product-add", "/admin/products/new", "catalog.edit"),
                ("dashboard-start-product-import", "/admin/imports", "imports.run"),
            ],
        },
        Task {
            done: start.stock,
            label: "dashboard-start-stock",
            buttons: &[("dashboard-start-stock-add", "/admin/stock/receipts/new", "stock.receive")],
        },
        Task {
            done: start.customer,
            label: "dashboard-start-customer",
            buttons: &[("dashboard-start-customer-add", "/admin/customers/new", "customers.edit")],
        },
        Task {
            done: start.order,
            label: "dashboard-start-order",
            buttons: &[("dashboard-start-order-add", "/admin/orders/new", "orders.edit")],
        },
    ]
}
