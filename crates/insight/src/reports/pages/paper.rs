//! A sheet on paper: the company's head, what was asked, the figures.

use base::{Cx, L, Lang, Problem};
use documents::{Cell, Column, Digits, Document, Field, Footer, Label, Language, Party};
use platform::settings::CompanyProfile;
use tokio::sync::Semaphore;

use super::super::query::Asked;
use super::super::sheet::{Role, Sheet};

/// More columns of numbers than this stand on no sheet of paper.
const MOST_COLUMNS: usize = 13;
/// From here on the sheet is laid on its side.
const UPRIGHT_COLUMNS: usize = 5;
/// About sixty pages; more is a matter for a spreadsheet.
const MOST_ROWS: usize = 2_500;
/// How many are laid out at once: each takes a core for a second.
const AT_ONCE: usize = 2;

struct Press(Semaphore);

impl Default for Press {
    fn default() -> Self {
        Self(Semaphore::new(AT_ONCE))
    }
}

/// What a report was asked, in words: the days, and when it was known.
pub(super) fn period(l: &L, asked: &Asked, sheet: &Sheet) -> Vec<String> {
    let to = l.date(sheet.to);
    let mut said = vec![match sheet.from {
        Some(from) => l.with("reports-period", &[("from", l.date(from).into()), ("to", to.into())]),
        None => l.with("reports-on", &[("date", to.into())]),
    }];
    if let Some(known) = asked.query.known_on {
        let date = match known {
            finance::ledger::KnownOn::Day(day) => l.date(day),
            finance::ledger::KnownOn::Moment(moment) => l.timestamp(moment),
        };
        said.push(l.with("reports-known", &[("date", date.into())]));
    }
    for (id, key) in [
        (asked.query.cost_centre_id, "reports-one-cost-centre"),
        (asked.query.project_id, "reports-one-project"),
    ] {
        if id.is_some() {
            said.push(l.t(key));
        }
    }
    said
}

pub(super) async fn pdf(
    cx: &Cx,
    company: &CompanyProfile,
    title: &str,
    asked: &Asked,
    sheet: &Sheet,
) -> Result<Vec<u8>, Problem> {
    let numbers = sheet.columns.iter().filter(|column| column.numeric).count();
    if numbers > MOST_COLUMNS {
        return Err(Problem::refused("report_too_wide").fact("most", MOST_COLUMNS));
    }
    if sheet.rows.len() > MOST_ROWS {
        return Err(Problem::refused("report_too_long").fact("most", MOST_ROWS));
    }
    let document = document(&cx.l, company, title, asked, sheet);
    let press = cx.app.part::<Press>();
    let _turn = press.0.acquire().await.map_err(Problem::internal)?;
    let rendered = tokio::task::spawn_blocking(move || documents::render(&document)).await;
    rendered.map_err(Problem::internal)?.map_err(Problem::internal)
}

fn document(
    l: &L,
    company: &CompanyProfile,
    title: &str,
    asked: &Asked,
    sheet: &Sheet,
) -> Document {
    let digits = match (l.locale().digits(), l.lang()) {
        (base::Digits::Native, Lang::Ar) => Digits::Arabic,
        (base::Digits::Native, Lang::Bn) => Digits::Bangla,
        _ => Digits::Latin,
    };
    let language = match l.lang() {
        Lang::En => Language::En,
        Lang::Ar => Language::Ar,
        Lang::Bn => Language::Bn,
    };
    let place = [&company.address, &company.city].into_iter().filter(|line| !line.is_empty());
    let page = l.with("reports-page", &[("n", "{n}".into()), ("m", "{m}".into())]);
    let asked_for = period(l, asked, sheet);
    let column = |column: &super::super::Head| match column.numeric {
        true => Column::number(column.label.as_str()),
        false => Column::text(column.label.as_str(), 1),
    };
    let wide = sheet.columns.iter().filter(|column| column.numeric).count() > UPRIGHT_COLUMNS;
    Document {
        language,
        digits,
        landscape: wide || sheet.columns.len() > 6,
        kind: title.into(),
        seller: Party {
            name: company.name.as_str().into(),
            lines: place.cloned().collect(),
            ..Party::default()
        },
        buyer: Party { title: l.t("reports-asked").into(), lines: asked_for, ..Party::default() },
        meta: vec![Field::new(l.t("reports-currency"), company.currency.code())],
        columns: sheet.columns.iter().map(column).collect(),
        rows: sheet.rows.iter().map(|line| row(l, line)).collect(),
        footer: Footer { text: company.name.clone(), page: Label::from(page) },
        ..Document::default()
    }
}

fn row(l: &L, line: &super::super::Line) -> Vec<Cell> {
    let indent = if line.role == Role::Line { "\u{2003}" } else { "" };
    let cell = |(i, cell): (usize, &super::super::Cell)| {
        let said = cell.said(l);
        let said = if i == 0 { format!("{indent}{said}") } else { said };
        match line.role {
            Role::Line => Cell::from(said),
            _ => Cell::strong(said),
        }
    };
    line.cells.iter().enumerate().map(cell).collect()
}
