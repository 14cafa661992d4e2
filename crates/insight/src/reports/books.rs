//! Trial balance, general ledger, journal: the books themselves.

use base::{L, Money, Problem, Tx};
use finance::ledger::{self, AccountType, BookLine, BookQuery, Span};

use super::figures::{self, Rows};
use super::query::{Asked, ReportQuery, Shape};
use super::sheet::{Cell, Line, Role, Sheet, head, number, span_label};

/// The trial balance: opening, movement and closing of each account, by debit and credit; what
/// it is compared with shows the closing balance, a credit below zero.
pub(super) async fn trial_balance(
    tx: &mut Tx,
    l: &L,
    query: ReportQuery,
) -> Result<(Asked, Sheet), Problem> {
    let mut asked = Asked::of(tx, query, Shape::Movement)?;
    let main = Span { from: Some(asked.from), to: asked.to };
    let others: Vec<Span> = asked.spans.iter().copied().filter(|span| *span != main).collect();
    let opened = asked.from.plus_days(-1).map_err(Problem::internal)?;
    asked.spans = vec![Span { from: None, to: opened }, main, Span { from: None, to: asked.to }];
    asked.spans.extend(others.iter().map(|span| Span { from: None, to: span.to }));
    let figures = figures::figures(tx, &asked).await?;
    let mut sheet = trial_head(l, &asked, &others);
    let rows = Rows { l, tx, asked: &asked };
    let mut sums = vec![0_i64; 6];
    for kind in AccountType::ALL {
        let mine = figures.iter().filter(|figure| figure.account.kind == kind);
        let shown: Vec<_> = mine
            .filter(|figure| {
                let moved = figure.amounts.iter().any(|amount| *amount != 0);
                moved || (asked.query.zeros && figure.account.active)
            })
            .collect();
        if shown.is_empty() {
            continue;
        }
        sheet.heading(l.t(&format!("reports-type-{}", kind.name())));
        let mut group = vec![0_i64; 6];
        for figure in shown {
            let line = trial_line(&rows, figure, &mut group);
            sheet.rows.push(line);
        }
        sheet.sum(Role::Subtotal, trial_sums(&rows, l.t("reports-sum"), &group, others.len()));
        figures::add(&mut sums, &group);
    }
    sheet.sum(Role::Total, trial_sums(&rows, l.t("reports-total"), &sums, others.len()));
    let agree = sums.chunks(2).all(|pair| pair.first() == pair.last());
    let filtered = asked.query.cost_centre_id.is_some()
        || asked.query.project_id.is_some()
        || asked.query.account_id.is_some();
    sheet.balanced = (!filtered).then_some(agree);
    Ok((asked, sheet))
}

fn trial_head(l: &L, asked: &Asked, others: &[Span]) -> Sheet {
    let mut columns = vec![head(l.t("reports-account"))];
    for part in ["opening", "movement", "closing"] {
        for side in ["debit", "credit"] {
            columns.push(number(l.t(&format!("reports-{part}-{side}"))));
        }
    }
    columns.extend(others.iter().map(|span| number(span_label(l, *span))));
    Sheet {
        report: "trial-balance",
        from: Some(asked.from),
        to: asked.to,
        known_on: asked.known_on,
        columns,
        rows: Vec::new(),
        balanced: None,
        cut: false,
    }
}

fn trial_line(rows: &Rows<'_>, figure: &figures::Figure, group: &mut [i64]) -> Line {
    let mut cells = vec![rows.name(&figure.account)];
    let each = figure.amounts.iter().zip(&rows.asked.spans).enumerate();
    for (i, (amount, span)) in each {
        let href = || Some(rows.asked.drill(figure.account.id, *span));
        if i >= 3 {
            cells.push(rows.money(*amount).to((*amount != 0).then(href).flatten()));
            continue;
        }
        for (side, part) in [(0, (*amount).max(0)), (1, (*amount).min(0).saturating_neg())] {
            if let Some(sum) = group.get_mut(2 * i + side) {
                *sum = sum.saturating_add(part);
            }
            cells.push(match part {
                0 => Cell::empty(),
                _ => rows.money(part).to(href()),
            });
        }
    }
    Line { role: Role::Line, account_id: Some(figure.account.id), cells }
}

fn trial_sums(rows: &Rows<'_>, label: String, sums: &[i64], others: usize) -> Vec<Cell> {
    let mut cells = vec![Cell::text(label)];
    cells.extend(sums.iter().map(|sum| rows.money(*sum)));
    cells.resize(cells.len() + others, Cell::empty());
    cells
}

fn book_query(asked: &Asked, through_seq: i64, by_account: bool) -> BookQuery {
    BookQuery {
        span: Span { from: Some(asked.from), to: asked.to },
        after_seq: 0,
        through_seq,
        accounts: asked.query.account_id.map(|id| vec![id]),
        cost_centre_id: asked.query.cost_centre_id,
        project_id: asked.query.project_id,
        by_account,
    }
}

pub(super) fn listed(
    report: &'static str,
    l: &L,
    asked: &Asked,
    columns: &[(&str, bool)],
) -> Sheet {
    let column = |(key, numeric): &(&str, bool)| match numeric {
        true => number(l.t(key)),
        false => head(l.t(key)),
    };
    Sheet {
        report,
        from: Some(asked.from),
        to: asked.to,
        known_on: asked.known_on,
        columns: columns.iter().map(column).collect(),
        rows: Vec::new(),
        balanced: None,
        cut: false,
    }
}

/// Takes the lines that fit, and says whether there were more.
fn fit(lines: &mut Vec<BookLine>, most: i64) -> bool {
    let most = usize::try_from(most).unwrap_or(usize::MAX);
    let more = lines.len() > most;
    lines.truncate(most);
    more
}

/// The general ledger: each account with its opening balance, its lines and its closing balance.
pub(super) async fn general_ledger(
    tx: &mut Tx,
    l: &L,
    mut query: ReportQuery,
    most: i64,
) -> Result<(Asked, Sheet), Problem> {
    query.compare = None;
    query.from = Some(query.from.unwrap_or_else(|| recent(tx, &query)));
    let mut asked = Asked::of(tx, query, Shape::Movement)?;
    let through = asked.through(tx).await?;
    let mut lines = ledger::book_lines(tx, &book_query(&asked, through, true), most + 1).await?;
    let opened = asked.from.plus_days(-1).map_err(Problem::internal)?;
    asked.spans = vec![Span { from: None, to: opened }, Span { from: None, to: asked.to }];
    let figures = figures::figures(tx, &asked).await?;
    let columns = [
        ("reports-date", false),
        ("reports-entry", false),
        ("reports-document", false),
        ("reports-memo", false),
        ("reports-debit", true),
        ("reports-credit", true),
        ("reports-balance", true),
    ];
    let mut sheet = listed("general-ledger", l, &asked, &columns);
    sheet.cut = fit(&mut lines, most);
    let rows = Rows { l, tx, asked: &asked };
    for figure in &figures {
        let mine: Vec<&BookLine> =
            lines.iter().filter(|line| line.account_id == figure.account.id).collect();
        let opening = figure.amounts.first().copied().unwrap_or_default();
        let wanted = asked.query.account_id == Some(figure.account.id);
        if mine.is_empty() && opening == 0 && !wanted {
            continue;
        }
        let Cell { value: super::sheet::Value::Text(name), .. } = rows.name(&figure.account) else {
            continue;
        };
        sheet.heading(name);
        sheet.line(balance_row(&rows, Role::Line, "reports-opening", opening).cells);
        let mut balance = opening;
        // Where the lines were cut off, what follows is not known here.
        let last = sheet.cut && lines.last().map(|line| line.account_id) == mine_of(&mine);
        for line in mine {
            balance = balance.saturating_add(line.amount);
            sheet.line(ledger_cells(&rows, line, balance));
        }
        if last {
            break;
        }
        sheet.rows.push(balance_row(&rows, Role::Subtotal, "reports-closing", balance));
    }
    Ok((asked, sheet))
}

/// The account of lines of one account.
fn mine_of(lines: &[&BookLine]) -> Option<uuid::Uuid> {
    lines.first().map(|line| line.account_id)
}

/// The first day of the month of the last day: lists of lines begin with a month.
fn recent(tx: &Tx, query: &ReportQuery) -> base::Date {
    query.to.unwrap_or_else(|| tx.today()).first_of_month()
}

fn balance_row(rows: &Rows<'_>, role: Role, label: &str, amount: i64) -> Line {
    let mut cells = vec![Cell::empty(), Cell::empty(), Cell::empty()];
    cells.push(Cell::text(rows.l.t(label)));
    cells.extend([Cell::empty(), Cell::empty(), rows.money(amount)]);
    Line { role, account_id: None, cells }
}

pub(super) fn sides(rows: &Rows<'_>, amount: i64) -> [Cell; 2] {
    let currency = rows.tx.currency();
    let side = |minor: i64| match minor {
        0 => Cell::empty(),
        _ => Cell::money(Money::new(minor, currency)),
    };
    [side(amount.max(0)), side(amount.min(0).saturating_neg())]
}

fn ledger_cells(rows: &Rows<'_>, line: &BookLine, balance: i64) -> Vec<Cell> {
    let [debit, credit] = sides(rows, line.amount);
    let mut cells = line_cells(rows, line);
    cells.extend([debit, credit, rows.money(balance)]);
    cells
}

/// Day, entry, document and what it is about; the entry and the document are links.
pub(super) fn line_cells(rows: &Rows<'_>, line: &BookLine) -> Vec<Cell> {
    let app = rows.tx.app();
    let document = ledger::source_name(app, rows.l, &line.source_type);
    vec![
        Cell::from(line.effective_date),
        Cell::text(&line.number).to(Some(format!("/admin/ledger/entries/{}", line.entry_id))),
        Cell::text(document).to(ledger::source_href(app, &line.source_type, line.source_id)),
        Cell::text(&line.memo),
    ]
}

/// The journal: every entry with its lines, in the order of their days.
pub(super) async fn journal(
    tx: &mut Tx,
    l: &L,
    mut query: ReportQuery,
    most: i64,
) -> Result<(Asked, Sheet), Problem> {
    query.compare = None;
    query.from = Some(query.from.unwrap_or_else(|| recent(tx, &query)));
    let asked = Asked::of(tx, query, Shape::Movement)?;
    let through = asked.through(tx).await?;
    let mut lines = ledger::book_lines(tx, &book_query(&asked, through, false), most + 1).await?;
    let columns = [
        ("reports-date", false),
        ("reports-entry", false),
        ("reports-document", false),
        ("reports-memo", false),
        ("reports-account", false),
        ("reports-debit", true),
        ("reports-credit", true),
    ];
    let mut sheet = listed("journal", l, &asked, &columns);
    sheet.cut = fit(&mut lines, most);
    let rows = Rows { l, tx, asked: &asked };
    let (mut debits, mut credits, mut entry) = (0_i64, 0_i64, None);
    for line in &lines {
        let mut cells = line_cells(&rows, line);
        if entry == Some(line.entry_id) {
            cells = vec![Cell::empty(), Cell::empty(), Cell::empty(), Cell::empty()];
        }
        entry = Some(line.entry_id);
        let [debit, credit] = sides(&rows, line.amount);
        debits = debits.saturating_add(line.amount.max(0));
        credits = credits.saturating_sub(line.amount.min(0));
        let span = Span { from: Some(asked.from), to: asked.to };
        let name = format!("{} {}", line.code, l.text(&line.name));
        cells.push(Cell::text(name).to(Some(asked.drill(line.account_id, span))));
        cells.extend([debit, credit]);
        sheet.line(cells);
    }
    if !sheet.cut {
        let mut cells = vec![Cell::text(l.t("reports-total"))];
        cells.resize(5, Cell::empty());
        cells.extend([rows.money(debits), rows.money(credits)]);
        sheet.sum(Role::Total, cells);
    }
    Ok((asked, sheet))
}
