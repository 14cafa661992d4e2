//! What was spent for an order beside its goods: freight, a repair, a permit.

use base::ui::{Button, Card, Column, Row, Table, bdi};
use base::{Cx, Problem, Tx};
use finance::expenses::{self, LinkType};
use maud::{Markup, html};

use super::super::Order;
use super::name;

/// The expenses that say that they were for this order, and the way to another one; nothing
/// where the reader may not see them.
pub(super) async fn card(cx: &Cx, tx: &mut Tx, order: &Order) -> Result<Markup, Problem> {
    if !cx.may("expenses.read") {
        return Ok(html! {});
    }
    let l = &cx.l;
    let id = order.head.id;
    let spent = expenses::linked(tx, LinkType::Order, id).await?;
    let columns = vec![
        Column::new(l.t("expenses-description")).title(),
        Column::new(l.t("expenses-number")).unbroken(),
        Column::new(l.t("expenses-amount")).numeric(),
    ];
    let rows = spent.iter().map(|expense| {
        let cells = vec![
            bdi(&expense.description),
            bdi(expense.number.as_deref().unwrap_or_default()),
            bdi(&l.money(expense.gross)),
        ];
        let href = format!("/admin/expenses/{}", expense.id);
        Row::linked(expense.id.to_string(), &expense.description, href, cells)
    });
    let table = Table::new(l.t("expenses-title"), columns).rows(rows);
    let new = base::ui::Query::new("/admin/expenses/new")
        .with("link_type", "order")
        .with("link_id", id.to_string())
        .with("link_number", name(cx, &order.head));
    Ok(html! {
        (Card::new(html! { @if !spent.is_empty() { (table) } })
            .title(l.t("expenses-title"))
            .actions(html! {
                @if cx.may("expenses.enter") {
                    (Button::link(l.t("expenses-new"), new.href()).small())
                }
            })
            .flush())
    })
}
