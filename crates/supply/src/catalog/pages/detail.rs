//! One product: its variants, where it lies, its pictures and what happened.

use base::ui::{
    Badge, Button, Card, Column, Confirm, Facts, Icon, PageHeader, Row, Table, Tone, bdi,
};
use base::{Cx, L, Problem, Quantity, Tx};
use finance::tax::TaxCode;
use maud::{Markup, html};
use platform::audit::{self, AuditEntry};
use serde_json::Value;

use super::{index, products, state_word};
use crate::catalog::images::pages::{Refused, card};
use crate::catalog::store::StockRow;
use crate::catalog::{
    Category, Product, ProductType, ProductVariant, State, categories, path_of, product_types,
};
use crate::forms;

/// Everything that the page shows.
pub(in crate::catalog) struct Seen {
    product: Product,
    stock: Vec<StockRow>,
    categories: Vec<Category>,
    types: Vec<ProductType>,
    taxes: Vec<TaxCode>,
    timeline: Vec<AuditEntry>,
    refused: Option<Refused>,
}

impl Seen {
    /// The same with a picture that was not taken.
    pub(in crate::catalog) fn refused(self, refused: Refused) -> Self {
        Self { refused: Some(refused), ..self }
    }

    /// The title of the page.
    pub(in crate::catalog) fn title<'a>(&'a self, cx: &'a Cx) -> &'a str {
        cx.l.text(&self.product.name)
    }
}

/// Reads what the page shows.
pub(in crate::catalog) async fn gather(tx: &mut Tx, product: Product) -> Result<Seen, Problem> {
    Ok(Seen {
        stock: products::stock(tx, product.id).await?,
        categories: categories(tx).await?,
        types: product_types(tx).await?,
        taxes: finance::tax::codes(tx).await?,
        timeline: audit::timeline(tx, "product", product.id).await?,
        refused: None,
        product,
    })
}

/// The page of a product.
pub(in crate::catalog) fn page(cx: &Cx, seen: &Seen) -> Markup {
    let (l, texts, p) = (&cx.l, forms::texts(cx), &seen.product);
    html! {
        (PageHeader::new(&texts, l.text(&p.name))
            .crumb(l.t("catalog-title"), "/admin/products")
            .beside(index::state(l, p.state))
            .actions(actions(cx, p)))
        div.split {
            div.stack {
                (Card::new(html! { (variants(cx, seen)) }).title(l.t("catalog-variants")).flush())
                @if p.tracked { (stock(cx, seen)) }
                (card(cx, p, seen.refused.as_ref()))
                @if !p.description.is_empty() {
                    (Card::new(html! {
                        @for line in p.description.lines() { p { bdi { (line) } } }
                    }).title(l.t("catalog-description")))
                }
            }
            div.stack {
                (Card::new(html! { (facts(l, seen)) }).title(l.t("catalog-order")))
                (Card::new(audit::timeline_markup(l, &seen.timeline))
                    .title(l.t("catalog-timeline")))
            }
        }
    }
}

fn actions(cx: &Cx, p: &Product) -> Markup {
    let l = &cx.l;
    let to = |state: State| {
        let mut hidden = cx.hidden();
        hidden.push(("state".to_owned(), state.as_str().to_owned()));
        hidden
    };
    let action = format!("/admin/products/{}/state", p.id);
    html! {
        @if cx.may("catalog.edit") {
            @if p.state == State::Archived || p.state == State::Draft {
                form method="post" action=(action) {
                    (base::ui::hidden(&to(State::Active)))
                    (Button::submit(l.t("catalog-activate")).icon(Icon::Check))
                }
            }
            @if p.state != State::Archived {
                (Confirm {
                    id: "archive".to_owned(),
                    label: l.t("catalog-archive"),
                    icon: None,
                    title: l.with("catalog-archive-title", &[("name", l.text(&p.name).into())]),
                    consequence: l.t("catalog-archive-text"),
                    verb: l.t("catalog-archive-verb"),
                    cancel: l.t("ui-cancel"),
                    action,
                    hidden: to(State::Archived),
                    danger: true,
                })
            }
            (Button::link(l.t("catalog-edit"), format!("/admin/products/{}/edit", p.id))
                .icon(Icon::Edit).key('e').primary())
        }
    }
}

fn variants(cx: &Cx, seen: &Seen) -> Table {
    let (l, p) = (&cx.l, &seen.product);
    let columns = vec![
        Column::new(l.t("catalog-sku")).title(),
        Column::new(if p.options.is_empty() { "–".to_owned() } else { p.options.join(" / ") }),
        Column::new(l.t("catalog-barcode")),
        Column::new(l.t("catalog-price")).numeric(),
        Column::new(l.t("catalog-on-hand")).numeric(),
        Column::new(l.t("catalog-available")).numeric(),
        Column::new(l.t("catalog-state")),
    ];
    let rows = p.variants.iter().map(|v| {
        let (on_hand, reserved) = sums(seen.stock.iter().filter(|row| row.variant_id == v.id));
        let available = on_hand.checked_sub(reserved).unwrap_or_default();
        let number = |quantity: Quantity| match p.tracked {
            true => bdi(&l.quantity(quantity)),
            false => html! { "–" },
        };
        Row::new(vec![
            bdi(&v.sku),
            bdi(&v.options.join(" / ")),
            bdi(v.barcode.as_deref().unwrap_or_default()),
            bdi(&l.unit_price(v.price, cx.actor.tenant.currency)),
            number(on_hand),
            number(available),
            variant_state(l, p, v, available),
        ])
    });
    Table::new(l.t("catalog-variants"), columns).rows(rows)
}

fn variant_state(l: &L, p: &Product, v: &ProductVariant, available: Quantity) -> Markup {
    let low = v.low_stock.is_some_and(|low| available <= low);
    html! {
        @if !v.active { (Badge::new(Tone::Neutral, l.t("catalog-variant-inactive"))) }
        @else if p.tracked && low { (Badge::new(Tone::Warning, l.t("catalog-stock-low"))) }
        @else { (Badge::new(Tone::Success, state_word(l, State::Active))) }
    }
}

fn sums<'a>(rows: impl Iterator<Item = &'a StockRow>) -> (Quantity, Quantity) {
    let (on_hand, reserved): (Vec<_>, Vec<_>) = rows.map(|r| (r.on_hand, r.reserved)).unzip();
    (Quantity::sum(on_hand).unwrap_or_default(), Quantity::sum(reserved).unwrap_or_default())
}

fn stock(cx: &Cx, seen: &Seen) -> Card {
    let l = &cx.l;
    let columns = vec![
        Column::new(l.t("catalog-warehouse")).title(),
        Column::new(l.t("catalog-sku")),
        Column::new(l.t("catalog-on-hand")).numeric(),
        Column::new(l.t("catalog-reserved")).numeric(),
        Column::new(l.t("catalog-available")).numeric(),
    ];
    let rows = seen.stock.iter().map(|row| {
        let available = row.on_hand.checked_sub(row.reserved).unwrap_or_default();
        Row::new(vec![
            bdi(l.text(&row.warehouse)),
            bdi(&row.sku),
            bdi(&l.quantity(row.on_hand)),
            bdi(&l.quantity(row.reserved)),
            bdi(&l.quantity(available)),
        ])
    });
    let title = l.t("catalog-stock-where");
    if seen.stock.is_empty() {
        let text = html! { p.muted { (l.t("catalog-stock-none")) } };
        return Card::new(text).title(title);
    }
    Card::new(html! { (Table::new(&title, columns).rows(rows)) }).title(title).flush()
}

fn facts(l: &L, seen: &Seen) -> Facts {
    let p = &seen.product;
    let category = p.category_id.map(|id| path_of(&seen.categories, id, l.lang()));
    let of_type = seen.types.iter().find(|t| Some(t.id) == p.type_id);
    let tax = seen.taxes.iter().find(|t| t.id == p.tax_code_id);
    let vendor = serde_urlencoded_pair("vendor", &p.vendor);
    let facts = Facts::new()
        .text(l.t("catalog-category"), &category.unwrap_or_default())
        .text(l.t("catalog-type"), of_type.map_or("", |t| l.text(&t.name)))
        .markup(
            l.t("catalog-vendor"),
            html! {
                @if p.vendor.is_empty() { "–" }
                @else { a href={ "/admin/products?" (vendor) } { bdi { (p.vendor) } } }
            },
        )
        .text(l.t("catalog-tags"), &p.tags.join(", "))
        .text(l.t("catalog-unit"), &p.unit)
        .text(l.t("catalog-tax"), tax.map_or("", |t| l.text(&t.name)))
        .text(l.t("catalog-tracked"), &l.t(if p.tracked { "catalog-yes" } else { "catalog-no" }))
        .text(l.t("catalog-handle"), &p.handle);
    let attributes = of_type.map(|t| t.attributes.as_slice()).unwrap_or_default();
    attributes.iter().fold(facts, |facts, attribute| {
        let value = match p.attributes.get(&attribute.key) {
            Some(Value::String(text)) => text.clone(),
            Some(Value::Bool(yes)) => l.t(if *yes { "catalog-yes" } else { "catalog-no" }),
            _ => String::new(),
        };
        facts.text(l.text(&attribute.name), &value)
    })
}

fn serde_urlencoded_pair(name: &str, value: &str) -> String {
    base::ui::Query::new("").with(name, value).href().trim_start_matches('?').to_owned()
}
