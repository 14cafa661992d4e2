//! Reports about goods: what lies where, what moved, what it is worth, what it earned.

use base::{L, Money, Problem, Quantity, Rate, Tx};
use finance::ledger::{self, BalanceQuery, Span};

use super::books::listed;
use super::query::{Asked, MarginBy, ReportQuery, Shape};
use super::sheet::{Cell, Role, Sheet};
use super::store;

/// Cuts rows to what was asked for; whether there were more.
fn fit<T>(rows: &mut Vec<T>, most: i64) -> bool {
    let most = usize::try_from(most).unwrap_or(usize::MAX);
    let more = rows.len() > most;
    rows.truncate(most);
    more
}

/// The moves of an item up to a day: what a quantity leads to.
fn moves_of(asked: &Asked, variant: uuid::Uuid) -> Option<String> {
    let mut href = format!("/admin/reports/stock-ledger?variant_id={variant}&to={}", asked.to);
    if let Ok(from) = base::Date::try_new(2000, 1, 1) {
        href.push_str(&format!("&from={from}"));
    }
    if let Some(known) = asked.query.known_on {
        href.push_str(&format!("&known_on={known}"));
    }
    Some(href)
}

/// How much of each item lies at each place.
pub(super) async fn stock_balance(
    tx: &mut Tx,
    l: &L,
    mut query: ReportQuery,
    most: i64,
) -> Result<(Asked, Sheet), Problem> {
    query.compare = None;
    let asked = Asked::of(tx, query, Shape::Balance)?;
    let variant = asked.query.variant_id;
    let mut rows = store::on_hand(tx, asked.to, asked.known_on, variant, most + 1).await?;
    let columns = [
        ("reports-sku", false),
        ("reports-product", false),
        ("reports-stock-place", false),
        ("reports-quantity", true),
        ("reports-unit", false),
    ];
    let mut sheet = listed("stock-balance", l, &asked, &columns);
    sheet.from = None;
    sheet.cut = fit(&mut rows, most);
    for row in rows {
        sheet.line(vec![
            Cell::text(row.sku),
            Cell::text(l.text(&row.name)),
            Cell::text(l.text(&row.place)),
            Cell::from(Quantity::from_micros(row.quantity)).to(moves_of(&asked, row.variant_id)),
            Cell::text(row.unit),
        ]);
    }
    Ok((asked, sheet))
}

/// Every move of goods, with its document.
pub(super) async fn stock_ledger(
    tx: &mut Tx,
    l: &L,
    mut query: ReportQuery,
    most: i64,
) -> Result<(Asked, Sheet), Problem> {
    query.compare = None;
    let to = query.to.unwrap_or_else(|| tx.today());
    query.from = Some(query.from.unwrap_or_else(|| to.first_of_month()));
    let asked = Asked::of(tx, query, Shape::Movement)?;
    let days = (asked.from, asked.to);
    let variant = asked.query.variant_id;
    let mut rows = store::moves(tx, days, asked.known_on, variant, most + 1).await?;
    let columns = [
        ("reports-date", false),
        ("reports-document", false),
        ("reports-sku", false),
        ("reports-stock-from", false),
        ("reports-stock-to", false),
        ("reports-quantity", true),
        ("reports-value", true),
    ];
    let mut sheet = listed("stock-ledger", l, &asked, &columns);
    sheet.cut = fit(&mut rows, most);
    let currency = tx.currency();
    for row in rows {
        let sign = if row.sign < 0 { -1 } else { 1 };
        let document = ledger::source_name(tx.app(), l, &row.source_type);
        sheet.line(vec![
            Cell::from(row.effective_date),
            Cell::text(document).to(ledger::source_href(tx.app(), &row.source_type, row.source_id)),
            Cell::text(row.sku),
            Cell::text(l.text(&row.from_place)),
            Cell::text(l.text(&row.to_place)),
            Cell::from(Quantity::from_micros(row.quantity.saturating_mul(sign))),
            Cell::money(Money::new(row.value.saturating_mul(i64::from(row.sign)), currency)),
        ]);
    }
    Ok((asked, sheet))
}

/// What the stock is worth, item by item, and the account that says the same.
pub(super) async fn stock_valuation(
    tx: &mut Tx,
    l: &L,
    mut query: ReportQuery,
    most: i64,
) -> Result<(Asked, Sheet), Problem> {
    query.compare = None;
    let asked = Asked::of(tx, query, Shape::Balance)?;
    let variant = asked.query.variant_id;
    let mut rows = store::worth(tx, asked.to, asked.known_on, variant, most + 1).await?;
    let columns = [
        ("reports-sku", false),
        ("reports-product", false),
        ("reports-quantity", true),
        ("reports-unit", false),
        ("reports-average", true),
        ("reports-value", true),
    ];
    let mut sheet = listed("stock-valuation", l, &asked, &columns);
    sheet.from = None;
    sheet.cut = fit(&mut rows, most);
    let currency = tx.currency();
    let mut sum = 0_i64;
    for row in rows {
        sum = sum.saturating_add(row.value);
        let value = Money::new(row.value, currency);
        sheet.line(vec![
            Cell::text(row.sku),
            Cell::text(l.text(&row.name)),
            Cell::from(Quantity::from_micros(row.quantity)).to(moves_of(&asked, row.variant_id)),
            Cell::text(row.unit),
            average(row.value, row.quantity)
                .map_or_else(Cell::empty, |minor| Cell::money(Money::new(minor, currency))),
            Cell::money(value),
        ]);
    }
    let total = |label: &str, cell: Cell| {
        let mut cells = vec![Cell::text(l.t(label))];
        cells.resize(5, Cell::empty());
        cells.push(cell);
        cells
    };
    if !sheet.cut {
        sheet.sum(Role::Total, total("reports-total", Cell::money(Money::new(sum, currency))));
    }
    if let (None, Some(account)) = (variant, store::inventory_account(tx).await?) {
        let balance = BalanceQuery {
            accounts: Some(vec![account]),
            known_on: asked.known_on,
            ..BalanceQuery::on(asked.to)
        };
        let found = ledger::balances(tx, &balance).await?.first().map_or(0, |b| b.amount);
        let href = asked.drill(account, Span { from: None, to: asked.to });
        let cell = Cell::money(Money::new(found, currency)).to(Some(href));
        sheet.sum(Role::Subtotal, total("reports-inventory-account", cell));
        sheet.balanced = (!sheet.cut).then_some(found == sum);
    }
    Ok((asked, sheet))
}

/// Minor units for one whole unit: for reading only, it is stored nowhere.
fn average(value: i64, quantity: i64) -> Option<i64> {
    let whole = i128::from(value) * 1_000_000;
    let quantity = i128::from(quantity);
    let half = quantity.abs() / 2;
    let rounded = whole.checked_add(if whole < 0 { -half } else { half })?;
    i64::try_from(rounded.checked_div(quantity)?).ok()
}

/// What was invoiced and what it had cost, for each product, customer or order.
pub(super) async fn gross_margin(
    tx: &mut Tx,
    l: &L,
    mut query: ReportQuery,
    most: i64,
) -> Result<(Asked, Sheet), Problem> {
    query.compare = None;
    let asked = Asked::of(tx, query, Shape::Movement)?;
    let by = asked.query.by.unwrap_or_default();
    let days = (asked.from, asked.to);
    let mut rows = store::margins(tx, days, asked.known_on, by, most + 1).await?;
    let (name, folder) = match by {
        MarginBy::Product => ("reports-product", "products"),
        MarginBy::Customer => ("reports-customer", "customers"),
        MarginBy::Order => ("reports-order", "orders"),
    };
    let columns = [
        (name, false),
        ("reports-net-sales", true),
        ("reports-cost", true),
        ("reports-margin", true),
        ("reports-margin-share", true),
    ];
    let mut sheet = listed("gross-margin", l, &asked, &columns);
    sheet.cut = fit(&mut rows, most);
    let currency = tx.currency();
    let money = |minor: i64| Cell::money(Money::new(minor, currency));
    let cells = |name: Cell, net: i64, cost: i64| {
        let margin = net.saturating_sub(cost);
        let share = share(l, margin, net).map_or_else(Cell::empty, Cell::text);
        vec![name, money(net), money(cost), money(margin), share]
    };
    for row in rows {
        let label = row.label.unwrap_or_default();
        let said = match (&row.name, row.code) {
            (Some(name), _) => l.text(name).to_owned(),
            (None, Some(code)) => format!("{code} {label}").trim().to_owned(),
            (None, None) => l.t("reports-other"),
        };
        let href = row.id.map(|id| format!("/admin/{folder}/{id}"));
        sheet.line(cells(Cell::text(said).to(href), row.net, row.cost));
    }
    let (net, cost) = store::profit_of_goods(tx, days, asked.known_on).await?;
    sheet.sum(Role::Total, cells(Cell::text(l.t("reports-total")), net, cost));
    Ok((asked, sheet))
}

/// A part as a share of the whole, the margin of the sales; none without a whole.
pub(super) fn share(l: &L, margin: i64, net: i64) -> Option<String> {
    let thousandths = (i128::from(margin) * 1_000).checked_div(i128::from(net))?;
    Some(l.percent(Rate::from_micros(i64::try_from(thousandths * 1_000).ok()?)))
}
