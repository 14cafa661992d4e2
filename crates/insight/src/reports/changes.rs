//! What changed between two moments at which the same question was asked: the figures that are
//! others now, and under each the lines and documents that made the difference.

use base::{L, Problem, Tx};
use finance::ledger::{self, BookQuery, KnownOn, Span};
use serde::Deserialize;
use utoipa::IntoParams;

use super::books::line_cells;
use super::figures::{self, Rows, is_result};
use super::query::{Asked, ReportQuery, Shape};
use super::sheet::{Cell, Role, Sheet, head, number};
use crate::asked::filter;

/// What the comparison of two moments is asked.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct ChangesQuery {
    /// What the figures were at first: by the end of this day, or by this moment. By default
    /// the day before yesterday.
    #[serde(deserialize_with = "filter")]
    #[param(value_type = Option<String>)]
    pub known_first: Option<KnownOn>,
    /// What they were then; now, when not said.
    #[serde(deserialize_with = "filter")]
    #[param(value_type = Option<String>)]
    pub known_then: Option<KnownOn>,
    /// The first day, for what is earned and spent.
    #[serde(deserialize_with = "filter")]
    #[param(value_type = Option<String>)]
    pub from: Option<base::Date>,
    /// The last day.
    #[serde(alias = "as_of", deserialize_with = "filter")]
    #[param(value_type = Option<String>)]
    pub to: Option<base::Date>,
}

/// The differences, with at most so many lines behind them.
pub(super) async fn changes(
    tx: &mut Tx,
    l: &L,
    query: &ChangesQuery,
    most: i64,
) -> Result<(Asked, Sheet), Problem> {
    let yesterday = tx.today().plus_days(-2).map_err(Problem::internal)?;
    let first = query.known_first.unwrap_or(KnownOn::Day(yesterday));
    let asked_at = |known_on: Option<KnownOn>| ReportQuery {
        from: query.from,
        to: query.to,
        known_on,
        ..ReportQuery::default()
    };
    let mut before = Asked::of(tx, asked_at(Some(first)), Shape::Movement)?;
    let mut after = Asked::of(tx, asked_at(query.known_then), Shape::Movement)?;
    // What the company has is compared at the end of the days, what it earned over them.
    let spans =
        vec![Span { from: None, to: after.to }, Span { from: Some(after.from), to: after.to }];
    (before.spans, after.spans) = (spans.clone(), spans);
    let (was, is) = (figures::figures(tx, &before).await?, figures::figures(tx, &after).await?);
    let lines = lines(tx, &before, &after, most + 1).await?;
    let mut sheet = begun(l, &after, first, query.known_then);
    let more = i64::try_from(lines.len()).unwrap_or(i64::MAX) > most;
    sheet.cut = more;
    let rows = Rows { l, tx, asked: &after };
    for (was, is) in was.iter().zip(&is) {
        let at = usize::from(is_result(&is.account));
        let amount = |figure: &figures::Figure| figure.amounts.get(at).copied().unwrap_or(0);
        let (old, new) = (amount(was), amount(is));
        let mine = |line: &&ledger::BookLine| {
            let within = at == 0 || line.effective_date >= after.from;
            line.account_id == is.account.id && within
        };
        let mine: Vec<_> = lines.iter().filter(mine).collect();
        if old == new && mine.is_empty() {
            continue;
        }
        let name = rows.name(&is.account);
        let mut cells = vec![name, Cell::empty(), Cell::empty(), Cell::empty()];
        let span = after.spans.get(at).copied().unwrap_or(Span { from: None, to: after.to });
        cells.push(rows.money(old).to(Some(before.drill(is.account.id, span))));
        cells.push(rows.money(new).to(Some(after.drill(is.account.id, span))));
        cells.push(rows.money(new.saturating_sub(old)));
        sheet.sum(Role::Subtotal, cells);
        for line in mine {
            let mut cells = line_cells(&rows, line);
            cells.extend([Cell::empty(), Cell::empty(), rows.money(line.amount)]);
            sheet.line(cells);
        }
    }
    Ok((after, sheet))
}

/// What was recorded between the two moments into the days that are asked for.
async fn lines(
    tx: &mut Tx,
    before: &Asked,
    after: &Asked,
    most: i64,
) -> Result<Vec<ledger::BookLine>, Problem> {
    let query = BookQuery {
        span: Span { from: None, to: after.to },
        after_seq: before.through(tx).await?,
        through_seq: after.through(tx).await?,
        accounts: None,
        cost_centre_id: None,
        project_id: None,
        by_account: true,
    };
    ledger::book_lines(tx, &query, most).await
}

fn begun(l: &L, asked: &Asked, first: KnownOn, then: Option<KnownOn>) -> Sheet {
    let known = |known: KnownOn| match known {
        KnownOn::Day(day) => l.date(day),
        KnownOn::Moment(moment) => l.timestamp(moment),
    };
    let then = then.map_or_else(|| l.t("reports-now"), known);
    Sheet {
        report: "changes",
        from: Some(asked.from),
        to: asked.to,
        known_on: asked.known_on,
        columns: vec![
            head(l.t("reports-account-or-date")),
            head(l.t("reports-entry")),
            head(l.t("reports-document")),
            head(l.t("reports-memo")),
            number(l.with("reports-known", &[("date", known(first).into())])),
            number(l.with("reports-known", &[("date", then.into())])),
            number(l.t("reports-difference")),
        ],
        rows: Vec::new(),
        balanced: None,
        cut: false,
    }
}
