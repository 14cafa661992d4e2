//! Warehouses: their list with every location, and the form of one.

use base::ui::{
    Badge, Button, Card, Column, Field, Icon, PageHeader, Row, Table, Tone, bdi, fields,
    form_actions,
};
use base::{Cx, FormData, Lang, Problem, Text};
use maud::{Markup, html};

use super::super::warehouse::{NewWarehouse, Warehouse, WarehouseChange};
use crate::forms;

/// The page of the list.
pub(super) fn page(cx: &Cx, all: &[Warehouse]) -> Markup {
    let (l, texts) = (&cx.l, forms::texts(cx));
    html! {
        (PageHeader::new(&texts, l.t("inventory-warehouses"))
            .crumb(l.t("inventory-title"), "/admin/stock")
            .actions(html! {
                (Button::link(l.t("inventory-locations"), "/admin/stock/locations"))
                @if cx.may("warehouses.edit") {
                    (Button::link(l.t("inventory-new-warehouse"), "/admin/warehouses/new")
                        .primary().icon(Icon::Plus).key('c'))
                }
            }))
        (super::tabs(cx, "/admin/warehouses"))
        (Card::new(html! { (table(cx, all)) }).flush())
    }
}

fn table(cx: &Cx, all: &[Warehouse]) -> Table {
    let l = &cx.l;
    let columns = vec![
        Column::new(l.t("inventory-code")).title(),
        Column::new(l.t("inventory-name")),
        Column::new(l.t("inventory-address")),
        Column::new(l.t("inventory-state")),
    ];
    let rows = all.iter().map(|w| {
        let cells =
            vec![bdi(&w.code), bdi(l.text(&w.name)), bdi(&w.address), html! { (state(cx, w)) }];
        if cx.may("warehouses.edit") {
            let href = format!("/admin/warehouses/{}/edit", w.id);
            Row::linked(w.id.to_string(), &w.code, href, cells)
        } else {
            Row::new(cells)
        }
    });
    Table::new(l.t("inventory-warehouses"), columns).rows(rows)
}

fn state(cx: &Cx, warehouse: &Warehouse) -> Badge {
    let (tone, key) = match (warehouse.active, warehouse.is_default) {
        (false, _) => (Tone::Neutral, "inventory-closed"),
        (true, true) => (Tone::Info, "inventory-default"),
        (true, false) => (Tone::Success, "inventory-open"),
    };
    Badge::new(tone, cx.l.t(key))
}

/// A warehouse as it was typed.
#[derive(Debug, Clone)]
pub(super) struct Typed {
    version: Option<i32>,
    code: String,
    names: Vec<(Lang, String)>,
    address: String,
    is_default: bool,
    active: bool,
}

impl Default for Typed {
    fn default() -> Self {
        Self {
            version: None,
            code: String::new(),
            names: Lang::ALL.map(|lang| (lang, String::new())).to_vec(),
            address: String::new(),
            is_default: false,
            active: true,
        }
    }
}

impl Typed {
    pub(super) fn of(w: &Warehouse) -> Self {
        let name = |lang| (lang, w.name.exact(lang).unwrap_or_default().to_owned());
        Self {
            version: Some(w.version),
            code: w.code.clone(),
            names: Lang::ALL.map(name).to_vec(),
            address: w.address.clone(),
            is_default: w.is_default,
            active: w.active,
        }
    }

    pub(super) fn read(data: &FormData) -> Self {
        let name = |lang: Lang| (lang, data.text(&format!("name_{}", lang.code())).to_owned());
        Self {
            version: data.text("version").parse().ok(),
            code: data.text("code").to_owned(),
            names: Lang::ALL.map(name).to_vec(),
            address: data.text("address").to_owned(),
            is_default: data.has("is_default"),
            active: data.has("active"),
        }
    }

    fn name(&self) -> Option<Text> {
        Text::from_parts(self.names.iter().map(|(lang, name)| (*lang, name.as_str()))).ok()
    }

    pub(super) fn to_new(&self) -> NewWarehouse {
        NewWarehouse {
            id: None,
            code: self.code.clone(),
            name: self.name(),
            address: self.address.clone(),
        }
    }

    /// The default's tick cannot be taken away, so the form does not send it.
    pub(super) fn to_change(&self, old: &Warehouse) -> WarehouseChange {
        WarehouseChange {
            version: self.version,
            name: self.name(),
            address: Some(self.address.clone()),
            is_default: Some(self.is_default || old.is_default),
            active: Some(self.active),
        }
    }
}

/// The page of the form.
pub(super) fn form(
    cx: &Cx,
    warehouse: Option<&Warehouse>,
    typed: &Typed,
    problem: Option<&Problem>,
) -> Markup {
    let (l, texts) = (&cx.l, forms::texts(cx));
    let wrong = |path: &str| forms::error(l, problem, path);
    let action = match warehouse {
        Some(w) => format!("/admin/warehouses/{}/edit", w.id),
        None => "/admin/warehouses/new".to_owned(),
    };
    let title = warehouse.map_or_else(|| l.t("inventory-new-warehouse"), |w| w.code.clone());
    let mut hidden = cx.hidden();
    hidden.extend(typed.version.map(|version| ("version".to_owned(), version.to_string())));
    let body = html! {
        (fields(html! {
            @if warehouse.is_none() {
                (Field::text("code", l.t("inventory-code")).value(&typed.code).required(true)
                    .maxlength(20).hint(l.t("inventory-code-hint")).error(wrong("code")))
            }
            @for (lang, name) in &typed.names {
                (Field::text(format!("name_{}", lang.code()),
                        format!("{} ({})", l.t("inventory-name"), lang.native_name()))
                    .value(name).maxlength(200).error(wrong("name")))
            }
            (Field::text("address", l.t("inventory-address")).value(&typed.address).span()
                .maxlength(500).error(wrong("address")))
            @if let Some(w) = warehouse {
                (Field::checkbox("is_default", l.t("inventory-default-yes"), typed.is_default)
                    .disabled(w.is_default).error(wrong("is_default")))
                (Field::checkbox("active", l.t("inventory-active"), typed.active)
                    .error(wrong("active")))
            }
        }))
        (form_actions(html! {
            (Button::submit(l.t("inventory-save")).primary().icon(Icon::Check))
            (Button::link(&texts.cancel, "/admin/warehouses"))
        }))
    };
    html! {
        (PageHeader::new(&texts, title)
            .crumb(l.t("inventory-title"), "/admin/stock")
            .crumb(l.t("inventory-warehouses"), "/admin/warehouses"))
        (forms::mistakes(l, &texts, problem))
        (base::ui::form(&action, &hidden, body))
    }
}
