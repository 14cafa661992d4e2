//! What a back-dated document would change, shown below its form before it is posted.

use base::ui::{Card, Column, Row, Table, bdi};
use base::{Cx, Date, Problem};
use maud::{Markup, html};

use super::super::document::Kind;
use super::super::preview::{Preview, PreviewOf, preview};
use super::typed::Typed;

/// The preview of a document of a day gone by that was not looked at yet.
pub(super) async fn needed(
    cx: &Cx,
    kind: Kind,
    typed: &mut Typed,
) -> Result<Option<Preview>, Problem> {
    let Ok(date) = typed.date.parse::<Date>() else { return Ok(None) };
    // What is made keeps the value of the stock, so there is nothing to look at.
    if typed.seen || kind == Kind::Processing || date >= cx.read().await?.today() {
        return Ok(None);
    }
    let mut tx = cx.begin().await?;
    typed.resolve(&mut tx).await?;
    let what = match kind {
        Kind::Receipt => PreviewOf::Receipt(typed.receipt()?),
        Kind::Transfer => PreviewOf::Transfer(typed.transfer()?),
        _ => PreviewOf::Adjustment(typed.adjustment()?),
    };
    preview(tx, what).await.map(Some)
}

/// The preview as it stands below the form.
pub(super) fn fragment(cx: &Cx, preview: &Preview) -> Markup {
    let l = &cx.l;
    let columns = vec![
        Column::new(l.t("inventory-sku")).title(),
        Column::new(l.t("inventory-date")).unbroken(),
        Column::new(l.t("inventory-before")).numeric(),
        Column::new(l.t("inventory-after")).numeric(),
    ];
    let rows = preview.items.iter().flat_map(|item| {
        item.months.iter().map(|month| {
            Row::new(vec![
                bdi(&item.sku),
                bdi(&l.date(month.date)),
                bdi(&l.quantity(month.before)),
                bdi(&l.quantity(month.after)),
            ])
        })
    });
    let table = Table::new(l.t("inventory-preview"), columns).rows(rows);
    let money = |money: Option<base::Money>| money.map_or("–".to_owned(), |money| l.money(money));
    html! {
        div role="status" {
            (Card::new(html! {
                p { (l.t("inventory-preview-text")) }
                (table)
                ul {
                    @for item in &preview.items {
                        li {
                            (bdi(&item.sku)) " · " (l.t("inventory-average")) ": "
                            (bdi(&money(item.average_before))) " → "
                            (bdi(&money(item.average_after)))
                        }
                    }
                    @for count in &preview.counts {
                        li {
                            a href={ "/admin/stock/counts/" (count.count_id) } {
                                (l.with("inventory-counted-since", &[
                                    ("sku", count.sku.as_str().into()),
                                    ("date", l.date(count.date).as_str().into()),
                                ]))
                            }
                        }
                    }
                }
            }).title(l.t("inventory-preview")))
        }
    }
}
