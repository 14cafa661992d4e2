//! The grid of things to be bought, of orders and requests, as it was typed.

use std::collections::HashMap;

use base::ui::{
    Button, Column, Dialog, Empty, Field, Icon, Kind, LineCell, LineColumn, LineGrid, LineRow,
    ListView, PageHeader, Pager, Row, Table, Tabs, Totals, bdi,
};
use base::{Cx, Date, FormData, L, ListQuery, Problem, Quantity, Tx, UnitPrice};
use finance::tax::TaxCode;
use maud::{Markup, html};
use platform::saved_views::{self, SavedView};
use uuid::Uuid;

use super::orders::NewPurchaseLine;
use crate::{catalog, forms, inventory};

/// One line of the grid.
#[derive(Debug, Clone, Default)]
pub(super) struct TypedLine {
    /// Its number among the fields, `lines[3]`.
    pub row: usize,
    pub variant_id: String,
    pub shown: String,
    pub quantity: String,
    pub price: String,
    pub tax_code_id: String,
}

impl TypedLine {
    /// A line that nobody wrote anything into. The tax is always chosen, so it does not count.
    fn is_blank(&self) -> bool {
        [&self.variant_id, &self.shown, &self.quantity, &self.price].iter().all(|t| t.is_empty())
    }

    /// The line as a command: no quantity means one, no price the last one.
    pub(super) fn to_line(&self) -> Result<NewPurchaseLine, Vec<(&'static str, &'static str)>> {
        let mut wrong = Vec::new();
        if self.variant_id.is_empty() && !self.shown.is_empty() {
            wrong.push(("variant_id", "unknown"));
        }
        let quantity = match self.quantity.as_str() {
            "" => Ok(Quantity::ONE),
            text => Quantity::parse_local(text),
        };
        let price = match self.price.as_str() {
            "" => Ok(None),
            text => UnitPrice::parse_local(text).map(Some),
        };
        if quantity.is_err() {
            wrong.push(("quantity", "not_a_number"));
        }
        if price.is_err() {
            wrong.push(("price", "not_a_number"));
        }
        match (quantity, price) {
            (Ok(quantity), Ok(unit_price)) if wrong.is_empty() => Ok(NewPurchaseLine {
                variant_id: self.variant_id.parse().ok(),
                quantity,
                unit_price,
                tax_code_id: self.tax_code_id.parse().ok(),
                ..NewPurchaseLine::default()
            }),
            _ => Err(wrong),
        }
    }
}

/// The lines that somebody wrote into.
pub(super) fn read(data: &FormData) -> Vec<TypedLine> {
    let line = |row: usize| {
        let cell = |field: &str| data.cell("lines", row, field).to_owned();
        TypedLine {
            row,
            variant_id: cell("variant_id"),
            shown: cell("variant_id_text"),
            quantity: cell("quantity"),
            price: cell("price"),
            tax_code_id: cell("tax_code_id"),
        }
    };
    data.rows("lines").into_iter().map(line).filter(|line| !line.is_blank()).collect()
}

/// Finds what was typed where no script chose it: the only thing that the text can mean.
pub(super) async fn resolve(tx: &mut Tx, lines: &mut [TypedLine]) -> Result<(), Problem> {
    for line in lines {
        if !line.variant_id.is_empty() || line.shown.is_empty() {
            continue;
        }
        let found = match catalog::by_code(tx, &line.shown).await? {
            Some(one) => vec![one],
            None => catalog::lookup(tx, &line.shown, 2).await?,
        };
        if let [one] = &found[..] {
            line.variant_id = one.id.to_string();
        }
    }
    Ok(())
}

/// Whether a button asked for a line more or fewer, where no script does it.
pub(super) fn grown(data: &FormData, lines: &mut Vec<TypedLine>) -> bool {
    let gone = data.some("remove_line").and_then(|row| row.parse::<usize>().ok());
    if gone.is_none() && !data.has("add_line") {
        return false;
    }
    lines.retain(|line| Some(line.row) != gone);
    if gone.is_none() {
        lines.push(TypedLine::default());
    }
    true
}

/// The lines as commands; every cell that is none is named, the price under `price`.
pub(super) fn commands(
    lines: &[TypedLine],
    price: &'static str,
) -> Result<Vec<NewPurchaseLine>, Problem> {
    let mut problem = Problem::invalid();
    let mut commands = Vec::with_capacity(lines.len());
    for (i, typed) in lines.iter().enumerate() {
        match typed.to_line() {
            Ok(line) => commands.push(line),
            Err(fields) => {
                for (field, code) in fields {
                    let field = if field == "price" { price } else { field };
                    problem = problem.field(format!("lines[{i}].{field}"), code);
                }
            }
        }
    }
    problem.or_ok().map(|()| commands)
}

/// A date of a form; a text that is none is named.
pub(super) fn date(text: &str, field: &'static str, problem: Problem) -> (Option<Date>, Problem) {
    match text {
        "" => (None, problem),
        text => match text.parse() {
            Ok(date) => (Some(date), problem),
            Err(_) => (None, problem.field(field, "not_a_date")),
        },
    }
}

/// What the grid shows beside what was typed.
pub(super) struct Shown<'a> {
    /// The tax codes to choose from; none where tax is not asked for.
    pub taxes: Option<&'a [TaxCode]>,
    /// What the price is called in the command.
    pub price: &'static str,
    /// What the price is called on the page.
    pub price_label: &'static str,
    pub totals_url: Option<&'a str>,
    pub totals: Totals,
    /// The amount of each line that can be priced, by its number.
    pub amounts: HashMap<usize, String>,
}

/// The grid.
pub(super) fn grid(
    cx: &Cx,
    lines: &[TypedLine],
    problem: Option<&Problem>,
    shown: &Shown<'_>,
) -> Markup {
    let (l, texts) = (&cx.l, forms::texts(cx));
    let lookup = LineCell::Lookup("/admin/purchase-orders/products".to_owned());
    let mut columns = vec![
        LineColumn::new("variant_id", l.t("purchasing-product"), lookup),
        LineColumn::new("quantity", l.t("purchasing-quantity"), LineCell::Decimal),
        LineColumn::new("price", l.t(shown.price_label), LineCell::Decimal),
    ];
    if let Some(taxes) = shown.taxes {
        let choices = taxes.iter().map(|c| (c.id.to_string(), l.text(&c.name).to_owned()));
        let cell = LineCell::Select(choices.collect());
        columns.push(LineColumn::new("tax_code_id", l.t("purchasing-tax"), cell));
    }
    columns.push(LineColumn::new("amount", l.t("purchasing-net"), LineCell::Computed));
    let rows: Vec<LineRow> =
        lines.iter().enumerate().map(|(i, line)| row(l, i, line, problem, shown)).collect();
    let label = l.t("purchasing-lines");
    html! {
        @if let Some(error) = forms::error(l, problem, "lines") {
            p.error id="f-lines" { (Icon::Stop) (error) }
        }
        (LineGrid {
            name: "lines",
            label: &label,
            columns: &columns,
            rows: &rows,
            totals_url: shown.totals_url,
            totals: html! { (shown.totals) },
            texts: &texts,
        })
    }
}

fn row(l: &L, i: usize, line: &TypedLine, problem: Option<&Problem>, shown: &Shown<'_>) -> LineRow {
    let wrong = |(column, field): (&str, &str)| {
        let error = forms::error(l, problem, &format!("lines[{i}].{field}"))?;
        Some((column.to_owned(), error))
    };
    let columns = [
        ("variant_id", "variant_id"),
        ("quantity", "quantity"),
        ("price", shown.price),
        ("tax_code_id", "tax_code_id"),
    ];
    let mut values = vec![line.variant_id.clone(), line.quantity.clone(), line.price.clone()];
    if shown.taxes.is_some() {
        values.push(line.tax_code_id.clone());
    }
    values.push(shown.amounts.get(&i).cloned().unwrap_or_default());
    LineRow {
        values,
        shown: line.shown.clone(),
        errors: columns.into_iter().filter_map(wrong).collect(),
    }
}

/// The tabs of a list that has no questions of its own: all of it, and the saved views.
pub(super) fn views(cx: &Cx, list: &str, saved: &[SavedView]) -> Tabs {
    let own = Tabs::new(cx.l.t("purchasing-views"));
    let own = own.tab(cx.l.t("purchasing-view-all"), list, cx.query().is_empty());
    saved_views::tabs(cx, own, saved)
}

/// The hidden fields of a form about something that was read in this version.
pub(super) fn hidden(cx: &Cx, version: i32) -> Vec<(String, String)> {
    let mut hidden = cx.hidden();
    hidden.push(("version".to_owned(), version.to_string()));
    hidden
}

/// A button that asks why and then posts.
pub(super) struct AskWhy<'a> {
    pub id: &'a str,
    pub label: &'a str,
    pub title: String,
    pub text: String,
    pub action: String,
    pub hidden: Vec<(String, String)>,
    pub required: bool,
}

/// The button with its dialog.
pub(super) fn ask_why(cx: &Cx, ask: &AskWhy<'_>) -> Markup {
    let (l, texts) = (&cx.l, forms::texts(cx));
    let body = base::ui::form(
        &ask.action,
        &ask.hidden,
        html! {
            p { (ask.text) }
            (Field::text("reason", l.t("purchasing-reason")).maxlength(500).span()
                .required(ask.required))
            div.dialog-actions {
                button.button type="button" popovertarget=(ask.id) data-close=""
                    popovertargetaction="hide" { (texts.cancel) }
                (Button::submit(ask.label).kind(Kind::DangerPrimary))
            }
        },
    );
    html! {
        (Button::opens(ask.label, ask.id).kind(Kind::Danger).icon(Icon::Close))
        (Dialog::new(ask.id, ask.title.clone(), body))
    }
}

/// A refusal above a page that is no form.
pub(super) fn refusal(cx: &Cx, problem: Option<&Problem>) -> Markup {
    let (l, texts) = (&cx.l, forms::texts(cx));
    html! { (forms::mistakes(l, &texts, problem)) }
}

/// A quantity to be typed in a row of a table, with what the row is about in hidden fields.
pub(super) fn quantity(
    cx: &Cx,
    row: usize,
    about: &[(&str, String)],
    typed: &str,
    label: &str,
    problem: Option<&Problem>,
) -> Markup {
    let number = Number { row, column: "quantity", typed, label };
    html! {
        @for (field, value) in about {
            input type="hidden" name=(format!("lines[{row}][{field}]")) value=(value);
        }
        (number_cell(cx, &number, problem))
    }
}

/// A number to be typed in a row of a table.
pub(super) struct Number<'a> {
    pub row: usize,
    pub column: &'a str,
    pub typed: &'a str,
    pub label: &'a str,
}

/// Its field.
pub(super) fn number_cell(cx: &Cx, number: &Number<'_>, problem: Option<&Problem>) -> Markup {
    let l = &cx.l;
    let field = format!("lines[{}][{}]", number.row, number.column);
    let id = Field::id_of(&field);
    let error = forms::error(l, problem, &format!("lines[{}].{}", number.row, number.column));
    let described = error.as_ref().map(|_| format!("{id}-error"));
    html! {
        input.input.numeric type="text" inputmode="decimal" dir="ltr" autocomplete="off"
            id=(id) name=(field) value=(number.typed) aria-label=(number.label)
            aria-invalid=[error.as_ref().map(|_| "true")] aria-describedby=[&described];
        @if let Some(error) = &error {
            p.error id={ (id) "-error" } { (Icon::Stop) span { (error) } }
        }
    }
}

/// A page that asks for a receipt: the latest ones, each a link.
pub(super) async fn receipts(
    cx: &Cx,
    tx: &mut Tx,
    title: &str,
    above: (&str, &str),
    link: impl Fn(Uuid) -> String,
) -> Result<Markup, Problem> {
    let (l, texts) = (&cx.l, forms::texts(cx));
    let address = base::ui::Query::parse(cx.path(), cx.query());
    let list = ListQuery {
        q: address.get("q").map(str::to_owned),
        after: address.get("after").map(str::to_owned),
        ..ListQuery::default()
    };
    let query = inventory::DocumentQuery { list, ..inventory::DocumentQuery::default() };
    let found = inventory::documents(tx, inventory::Kind::Receipt, &query).await?;
    let columns = vec![
        Column::new(l.t("purchasing-receipt")).title(),
        Column::new(l.t("purchasing-date")),
        Column::new(l.t("purchasing-reference")),
        Column::new(l.t("purchasing-value")).numeric(),
    ];
    let rows = found.items.iter().map(|receipt| {
        let cells = vec![
            bdi(&receipt.number),
            bdi(&l.date(receipt.date)),
            bdi(&receipt.reference),
            bdi(&l.money(receipt.value)),
        ];
        Row::linked(receipt.id.to_string(), &receipt.number, link(receipt.id), cells)
    });
    let table = Table::new(title, columns).rows(rows);
    let empty = Empty::new(Icon::Truck, l.t("purchasing-receipts-none"), String::new());
    let view = ListView::new(&texts, "purchase-receipts", &address, table, empty)
        .search(l.t("purchasing-search"))
        .no_result(l.t("purchasing-nothing-fits"), l.t("purchasing-nothing-fits-text"))
        .pager(Pager {
            count: l.with("purchasing-shown", &[("n", found.items.len().into())]),
            first: address.get("after").map(|_| address.with("after", "").href()),
            next: found.next.as_ref().map(|next| address.with("after", next).href()),
        });
    Ok(html! {
        (PageHeader::new(&texts, title).crumb(l.t(above.0), above.1)
            .subtitle(l.t("purchasing-choose-receipt")))
        (view)
    })
}
