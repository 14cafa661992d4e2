//! Product types as pages.

use axum::http::StatusCode;
use axum::response::Response;
use base::ui::{
    Button, Card, Column, Empty, Field, Icon, LineCell, LineColumn, LineGrid, LineRow, PageHeader,
    Row, Table, bdi, fields, form, form_actions,
};
use base::{Cx, Flash, FormData, L, Lang, Path, Problem, Text};
use maud::html;
use uuid::Uuid;

use super::typed::split;
use crate::catalog::{
    self, Attribute, AttributeKind, ChangeProductType, NewProductType, ProductType,
};
use crate::forms;

/// A product type as it was typed.
#[derive(Debug, Clone, Default)]
struct Typed {
    version: Option<i32>,
    names: [String; 3],
    rows: Vec<TypedAttribute>,
}

/// One line of the attributes.
#[derive(Debug, Clone, Default)]
struct TypedAttribute {
    key: String,
    names: [String; 3],
    kind: String,
    choices: String,
}

impl Typed {
    fn of(t: &ProductType) -> Self {
        let names = |text: &Text| Lang::ALL.map(|l| text.exact(l).unwrap_or_default().to_owned());
        let row = |a: &Attribute| TypedAttribute {
            key: a.key.clone(),
            names: names(&a.name),
            kind: a.kind.as_str().to_owned(),
            choices: a.choices.join(", "),
        };
        Self {
            version: Some(t.version),
            names: names(&t.name),
            rows: t.attributes.iter().map(row).collect(),
        }
    }

    fn read(data: &FormData) -> Self {
        let mut rows: Vec<TypedAttribute> = Vec::new();
        for row in data.rows("attributes") {
            let cell = |field: &str| data.cell("attributes", row, field).to_owned();
            let typed = TypedAttribute {
                key: cell("key"),
                names: Lang::ALL.map(|lang| cell(&format!("name_{}", lang.code()))),
                kind: cell("kind"),
                choices: cell("choices"),
            };
            if !typed.key.is_empty() || typed.names.iter().any(|name| !name.is_empty()) {
                rows.push(typed);
            }
        }
        let names = Lang::ALL.map(|lang| data.text(&format!("name_{}", lang.code())).to_owned());
        Self { version: data.text("version").parse().ok(), names, rows }
    }

    fn parsed(&self) -> Result<(Text, Vec<Attribute>), Problem> {
        let text = |names: &[String; 3]| {
            Text::from_parts(Lang::ALL.into_iter().zip(names.iter().map(String::as_str)))
        };
        let mut problem = Problem::invalid();
        let mut attributes = Vec::new();
        for (i, row) in self.rows.iter().enumerate() {
            let kind = AttributeKind::ALL.into_iter().find(|kind| kind.as_str() == row.kind);
            match text(&row.names) {
                Ok(name) => attributes.push(Attribute {
                    key: row.key.clone(),
                    name,
                    kind: kind.unwrap_or(AttributeKind::Text),
                    choices: split(&row.choices).map(str::to_owned).collect(),
                }),
                Err(_) => problem = problem.field(format!("attributes[{i}].name_en"), "required"),
            }
        }
        match text(&self.names) {
            Ok(name) => problem.or_ok().map(|()| (name, attributes)),
            Err(_) => Err(problem.field("name", "required")),
        }
    }

    /// The buttons that only change the form.
    fn pressed(&mut self, data: &FormData) -> bool {
        if data.has("add_line") {
            self.rows.push(TypedAttribute::default());
        } else if let Some(row) = data.some("remove_line").and_then(|row| row.parse().ok()) {
            if row < self.rows.len() {
                self.rows.remove(row);
            }
        } else {
            return false;
        }
        true
    }
}

pub(super) async fn list(cx: Cx) -> Result<Response, Problem> {
    let (l, texts) = (&cx.l, forms::texts(&cx));
    let types = catalog::product_types(&mut cx.read().await?).await?;
    let new = Button::link(l.t("catalog-type-new"), "/admin/product-types/new").primary();
    let columns =
        vec![Column::new(l.t("catalog-type")).title(), Column::new(l.t("catalog-type-attributes"))];
    let rows = types.iter().map(|t| {
        let names: Vec<&str> = t.attributes.iter().map(|a| l.text(&a.name)).collect();
        let cells = vec![bdi(l.text(&t.name)), bdi(&names.join(", "))];
        match cx.may("catalog.edit") {
            true => Row::linked(t.id.to_string(), l.text(&t.name), address(t.id), cells),
            false => Row::new(cells),
        }
    });
    let table = Table::new(l.t("catalog-types"), columns).rows(rows);
    let empty = Empty::new(Icon::Tag, l.t("catalog-no-types"), l.t("catalog-no-types-text"));
    let body = html! {
        (PageHeader::new(&texts, l.t("catalog-types"))
            .crumb(l.t("catalog-title"), "/admin/products")
            .actions(html! { @if cx.may("catalog.edit") { (new.icon(Icon::Plus).key('c')) } }))
        @if types.is_empty() { (empty) } @else { (Card::new(html! { (table) }).flush()) }
    };
    Ok(cx.page(&l.t("catalog-types"), body))
}

pub(super) async fn new(cx: Cx) -> Result<Response, Problem> {
    Ok(asked(&cx, None, &Typed::default(), None))
}

pub(super) async fn create(cx: Cx, data: FormData) -> Result<Response, Problem> {
    let mut typed = Typed::read(&data);
    if typed.pressed(&data) {
        return Ok(asked(&cx, None, &typed, None));
    }
    match made(&cx, &typed).await {
        Err(problem) if problem.is_mendable() => Ok(asked(&cx, None, &typed, Some(&problem))),
        answer => answer,
    }
}

async fn made(cx: &Cx, typed: &Typed) -> Result<Response, Problem> {
    let (name, attributes) = typed.parsed()?;
    let mut tx = cx.begin().await?;
    let made = catalog::create_type(&mut tx, NewProductType { id: None, name, attributes }).await?;
    let name = cx.l.text(&made.name).to_owned();
    tx.redirect("/admin/product-types", Flash::done("catalog-saved").name(name)).await
}

pub(super) async fn edit(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let found = catalog::product_type(&mut cx.read().await?, id).await?;
    Ok(asked(&cx, Some(&found), &Typed::of(&found), None))
}

pub(super) async fn change(
    cx: Cx,
    Path(id): Path<Uuid>,
    data: FormData,
) -> Result<Response, Problem> {
    let found = catalog::product_type(&mut cx.read().await?, id).await?;
    let mut typed = Typed::read(&data);
    if typed.pressed(&data) {
        return Ok(asked(&cx, Some(&found), &typed, None));
    }
    match changed(&cx, id, &typed).await {
        Err(problem) if problem.is_mendable() => {
            Ok(asked(&cx, Some(&found), &typed, Some(&problem)))
        }
        answer => answer,
    }
}

async fn changed(cx: &Cx, id: Uuid, typed: &Typed) -> Result<Response, Problem> {
    let (name, attributes) = typed.parsed()?;
    let change = ChangeProductType {
        version: typed.version,
        name: Some(name),
        attributes: Some(attributes),
    };
    let mut tx = cx.begin().await?;
    let changed = catalog::change_type(&mut tx, id, change).await?;
    let name = cx.l.text(&changed.name).to_owned();
    tx.redirect("/admin/product-types", Flash::done("catalog-saved").name(name)).await
}

fn address(id: Uuid) -> String {
    format!("/admin/product-types/{id}")
}

fn asked(
    cx: &Cx,
    found: Option<&ProductType>,
    typed: &Typed,
    problem: Option<&Problem>,
) -> Response {
    let (l, texts) = (&cx.l, forms::texts(cx));
    let title = found.map_or_else(|| l.t("catalog-type-new"), |t| l.text(&t.name).to_owned());
    let action = found.map_or("/admin/product-types/new".to_owned(), |t| address(t.id));
    let mut hidden = cx.hidden();
    hidden.extend(typed.version.map(|v| ("version".to_owned(), v.to_string())));
    let (columns, label) = (columns(l), l.t("catalog-type-attributes"));
    let rows: Vec<LineRow> =
        typed.rows.iter().enumerate().map(|(i, row)| line(l, i, row, problem)).collect();
    let grid = LineGrid {
        name: "attributes",
        label: &label,
        columns: &columns,
        rows: &rows,
        totals_url: None,
        totals: html! {},
        texts: &texts,
    };
    let wrong = |path: &str| forms::error(l, problem, path);
    let body = html! {
        (PageHeader::new(&texts, &title).crumb(l.t("catalog-types"), "/admin/product-types"))
        (forms::mistakes(l, &texts, problem))
        (form(&action, &hidden, html! {
            button.sr-only type="submit" tabindex="-1" aria-hidden="true" {}
            (fields(html! {
                @for (lang, name) in Lang::ALL.into_iter().zip(&typed.names) {
                    @let of = &[("language", lang.native_name().into())];
                    @let field = Field::text(format!("name_{}", lang.code()),
                        l.with("catalog-name-in", of)).value(name).maxlength(100);
                    @if lang == l.lang() { (field.error(wrong("name"))) } @else { (field) }
                }
            }))
            (Card::new(html! {
                p.muted { (l.t("catalog-type-attributes-hint")) }
                (grid)
            }).title(&label))
            (form_actions(html! {
                (Button::submit(l.t("catalog-type-save")).primary().icon(Icon::Check))
                (Button::link(&texts.cancel, "/admin/product-types"))
            }))
        }))
    };
    let status = problem.map_or(StatusCode::OK, |_| StatusCode::UNPROCESSABLE_ENTITY);
    cx.page_with(status, &title, body)
}

fn columns(l: &L) -> Vec<LineColumn> {
    let kinds = AttributeKind::ALL.map(|kind| {
        let word = kind.as_str();
        (word.to_owned(), l.t(&format!("catalog-kind-{word}")))
    });
    let mut columns = vec![LineColumn::new("key", l.t("catalog-attribute-key"), LineCell::Text)];
    columns.extend(Lang::ALL.map(|lang| {
        let label = l.with("catalog-name-in", &[("language", lang.native_name().into())]);
        LineColumn::new(format!("name_{}", lang.code()), label, LineCell::Text)
    }));
    columns.extend([
        LineColumn::new("kind", l.t("catalog-attribute-kind"), LineCell::Select(kinds.into())),
        LineColumn::new("choices", l.t("catalog-attribute-choices"), LineCell::Text),
    ]);
    columns
}

fn line(l: &L, i: usize, row: &TypedAttribute, problem: Option<&Problem>) -> LineRow {
    let mut values = vec![row.key.clone()];
    values.extend(row.names.iter().cloned());
    values.extend([row.kind.clone(), row.choices.clone()]);
    let prefix = format!("attributes[{i}].");
    let errors = problem.map(Problem::fields).unwrap_or_default().iter().filter_map(|field| {
        let column = field.path.strip_prefix(&prefix)?;
        Some((column.to_owned(), field.sentence(l)))
    });
    LineRow { values, shown: String::new(), errors: errors.collect() }
}
