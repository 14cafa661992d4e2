//! The form of a product.

use base::ui::{
    Button, Card, Field, Icon, LineCell, LineColumn, LineGrid, LineRow, PageHeader, Texts, fields,
    form, form_actions, hidden,
};
use base::{Cx, L, Lang, Problem};
use finance::tax::TaxCode;
use maud::{Markup, html};

use super::typed::{ProductForm, currency};
use super::typed_variant::TypedVariant;
use crate::catalog::rules::MOST_OPTIONS;
use crate::catalog::{Attribute, AttributeKind, Category, Product, ProductType, State, tree};
use crate::forms;

/// What the fields of the form offer.
pub(super) struct Choices {
    pub categories: Vec<Category>,
    pub types: Vec<ProductType>,
    pub taxes: Vec<TaxCode>,
    pub vendors: Vec<String>,
}

/// The page around the form.
pub(super) fn page(
    cx: &Cx,
    choices: &Choices,
    product: Option<&Product>,
    typed: &ProductForm,
    problem: Option<&Problem>,
) -> Markup {
    let (l, texts) = (&cx.l, forms::texts(cx));
    let (action, back) = match product {
        Some(p) => (format!("/admin/products/{}/edit", p.id), super::address(p.id)),
        None => ("/admin/products/new".to_owned(), "/admin/products".to_owned()),
    };
    let title = product.map_or_else(|| l.t("catalog-new"), |p| l.text(&p.name).to_owned());
    let mut kept = cx.hidden();
    kept.extend(typed.version.map(|v| ("version".to_owned(), v.to_string())));
    kept.extend(typed.removed.iter().map(|id| ("removed".to_owned(), id.to_string())));
    html! {
        (PageHeader::new(&texts, title).crumb(l.t("catalog-title"), "/admin/products"))
        (forms::mistakes(l, &texts, problem))
        (form(&action, &kept, html! {
            // Enter presses the first button of a form, which must be "save".
            button.sr-only type="submit" tabindex="-1" aria-hidden="true" {}
            (Card::new(names(l, typed, problem)))
            (Card::new(variants(cx, &texts, typed, problem)).title(l.t("catalog-variants")))
            (Card::new(order(l, choices, typed, problem)).title(l.t("catalog-order")))
            (Card::new(sale(l, choices, typed, problem)).title(l.t("catalog-sale")))
            (form_actions(html! {
                (Button::submit(l.t("catalog-save")).primary().icon(Icon::Check))
                (Button::link(&texts.cancel, back))
            }))
        }))
    }
}

fn names(l: &L, typed: &ProductForm, problem: Option<&Problem>) -> Markup {
    let wrong = |path: &str| forms::error(l, problem, path);
    fields(html! {
        @for (lang, name) in Lang::ALL.into_iter().zip(&typed.names) {
            @let label = l.with("catalog-name-in", &[("language", lang.native_name().into())]);
            @let field = Field::text(format!("name_{}", lang.code()), label)
                .value(name).maxlength(200);
            @if lang == l.lang() { (field.error(wrong("name")).autofocus()) } @else { (field) }
        }
        (Field::textarea("description", l.t("catalog-description")).value(&typed.description)
            .span().error(wrong("description")))
    })
}

fn order(l: &L, choices: &Choices, typed: &ProductForm, problem: Option<&Problem>) -> Markup {
    let wrong = |path: &str| forms::error(l, problem, path);
    let of_type = choices.types.iter().find(|t| t.id.to_string() == typed.type_id);
    fields(html! {
        (Field::select("category_id", l.t("catalog-category"), category_options(l, choices))
            .value(&typed.category_id).error(wrong("category_id")))
        (Field::text("vendor", l.t("catalog-vendor")).value(&typed.vendor).maxlength(100)
            .error(wrong("vendor")))
        (Field::text("tags", l.t("catalog-tags")).value(&typed.tags)
            .hint(l.t("catalog-tags-hint")).error(wrong("tags")))
        (Field::text("handle", l.t("catalog-handle")).value(&typed.handle).ltr().maxlength(120)
            .hint(l.t("catalog-handle-hint")).error(wrong("handle")))
        (Field::select("type_id", l.t("catalog-type"), type_options(l, choices))
            .value(&typed.type_id).error(wrong("type_id")))
        @if !choices.types.is_empty() {
            div.field { (Button::submit(l.t("catalog-show-attributes")).small().novalidate()
                .value("refresh", "1")) }
        }
        @for attribute in of_type.into_iter().flat_map(|t| &t.attributes) {
            @let path = format!("attributes.{}", attribute.key);
            (attribute_field(l, attribute, typed).error(wrong(&path)))
        }
    })
}

fn attribute_field(l: &L, attribute: &Attribute, typed: &ProductForm) -> Field {
    let (name, label) = (format!("attributes[{}]", attribute.key), l.text(&attribute.name));
    let value = typed.attributes.iter().find(|(key, _)| *key == attribute.key);
    let nothing = ("".to_owned(), "–".to_owned());
    let field = match attribute.kind {
        AttributeKind::Text => Field::text(name, label),
        AttributeKind::Number => Field::decimal(name, label),
        AttributeKind::Choice => {
            let choices = attribute.choices.iter().map(|c| (c.clone(), c.clone()));
            Field::select(name, label, std::iter::once(nothing).chain(choices))
        }
        AttributeKind::Boolean => {
            let yes = ("true".to_owned(), l.t("catalog-yes"));
            let no = ("false".to_owned(), l.t("catalog-no"));
            Field::select(name, label, [nothing, yes, no])
        }
    };
    field.value(value.map_or("", |(_, value)| value.as_str()))
}

fn sale(l: &L, choices: &Choices, typed: &ProductForm, problem: Option<&Problem>) -> Markup {
    let wrong = |path: &str| forms::error(l, problem, path);
    let taxes = choices.taxes.iter().map(|t| (t.id.to_string(), l.text(&t.name).to_owned()));
    let states = State::ALL.map(|s| (s.as_str(), super::state_word(l, s)));
    fields(html! {
        (Field::select("state", l.t("catalog-state"), states).value(&typed.state))
        (Field::select("tax_code_id", l.t("catalog-tax"), taxes).value(&typed.tax_code_id)
            .error(wrong("tax_code_id")))
        (Field::text("unit", l.t("catalog-unit")).value(&typed.unit).maxlength(20).required(true)
            .hint(l.t("catalog-unit-hint")).error(wrong("unit")))
        (Field::checkbox("tracked", l.t("catalog-tracked"), typed.tracked)
            .hint(l.t("catalog-tracked-hint")).error(wrong("tracked")))
    })
}

fn variants(cx: &Cx, texts: &Texts, typed: &ProductForm, problem: Option<&Problem>) -> Markup {
    let l = &cx.l;
    let columns = columns(l, typed, currency(cx));
    let rows: Vec<LineRow> = typed
        .rows
        .iter()
        .enumerate()
        .map(|(i, row)| line(l, i, row, typed.option_count(), problem))
        .collect();
    let label = l.t("catalog-variants");
    let ids: Vec<(String, String)> = typed
        .rows
        .iter()
        .enumerate()
        .filter_map(|(i, row)| Some((format!("variants[{i}][id]"), row.id?.to_string())))
        .collect();
    let grid = LineGrid {
        name: "variants",
        label: &label,
        columns: &columns,
        rows: &rows,
        totals_url: None,
        totals: html! {},
        texts,
    };
    html! {
        p.muted { (l.t("catalog-options-hint")) }
        (fields(html! {
            @for i in 0..MOST_OPTIONS {
                @let path = format!("options[{i}]");
                @let n = &[("n", (i + 1).into())];
                @let option = l.with("catalog-option-n", n);
                @let values = l.with("catalog-values-n", n);
                (Field::text(&path, option).value(&typed.options[i])
                    .maxlength(60).error(forms::error(l, problem, &path)))
                (Field::text(format!("values[{i}]"), values).value(&typed.values[i]))
            }
        }))
        p { (Button::submit(l.t("catalog-make-variants")).small().novalidate()
            .value("make_variants", "1")) }
        @if let Some(wrong) = forms::error(l, problem, "variants") { p.error { (wrong) } }
        (hidden(&ids))
        (grid)
        p.muted.small { (l.t("catalog-sku-hint")) }
    }
}

fn columns(l: &L, typed: &ProductForm, currency: &str) -> Vec<LineColumn> {
    let named = typed.options.iter().filter(|option| !option.is_empty());
    let mut columns: Vec<LineColumn> = named
        .enumerate()
        .map(|(n, option)| LineColumn::new(format!("option{n}"), option, LineCell::Text))
        .collect();
    let price = format!("{} ({currency})", l.t("catalog-price"));
    let active = vec![
        ("true".to_owned(), l.t("catalog-variant-active")),
        ("false".to_owned(), l.t("catalog-variant-inactive")),
    ];
    columns.extend([
        LineColumn::new("sku", l.t("catalog-sku"), LineCell::Text),
        LineColumn::new("barcode", l.t("catalog-barcode"), LineCell::Text),
        LineColumn::new("price", price, LineCell::Decimal),
        LineColumn::new("low_stock", l.t("catalog-low-stock"), LineCell::Decimal),
        LineColumn::new("active", l.t("catalog-state"), LineCell::Select(active)),
    ]);
    columns
}

fn line(l: &L, i: usize, row: &TypedVariant, options: usize, problem: Option<&Problem>) -> LineRow {
    let mut values: Vec<String> = row.options.iter().take(options).cloned().collect();
    let rest = [&row.sku, &row.barcode, &row.price, &row.low_stock, &row.active];
    values.extend(rest.map(String::clone));
    let prefix = format!("variants[{i}].");
    let errors = problem.map(Problem::fields).unwrap_or_default().iter().filter_map(|field| {
        let column = field.path.strip_prefix(&prefix)?;
        // `options[1]` stands in the column `option1`; trouble with all of them in the first.
        let column = match column.strip_prefix("options") {
            Some("") if options == 0 => "sku".to_owned(),
            Some("") => "option0".to_owned(),
            Some(n) => format!("option{}", n.trim_matches(['[', ']'])),
            None => column.to_owned(),
        };
        Some((column, field.sentence(l)))
    });
    LineRow { values, shown: String::new(), errors: errors.collect() }
}

/// The tree as choices, each below its parent.
pub(super) fn category_options(l: &L, choices: &Choices) -> Vec<(String, String)> {
    let branches = tree(&choices.categories, l.lang());
    let choice = |b: crate::catalog::Branch| {
        let indent = "\u{2003}".repeat(b.depth);
        (b.category.id.to_string(), format!("{indent}{}", l.text(&b.category.name)))
    };
    let nothing = (String::new(), "–".to_owned());
    std::iter::once(nothing).chain(branches.into_iter().map(choice)).collect()
}

/// The product types as choices.
pub(super) fn type_options(l: &L, choices: &Choices) -> Vec<(String, String)> {
    let nothing = (String::new(), "–".to_owned());
    let types = choices.types.iter().map(|t| (t.id.to_string(), l.text(&t.name).to_owned()));
    std::iter::once(nothing).chain(types).collect()
}
