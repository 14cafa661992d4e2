//! The tax return on the screen: boxes, the comparison with the accounts, filing, and the lines
//! behind a box.

use base::ui::{
    Badge, Banner, Button, Card, Column, Empty, Facts, Field, Icon, ListView, PageHeader, Pager,
    Query, Row, Table, Tone, bdi, fields, form_actions,
};
use base::{Cx, List, Problem};
use maud::{Markup, html};
use platform::audit::{AuditEntry, timeline_markup};

use super::super::{BoxFigure, TaxLine, TaxLineQuery, TaxReport, TaxReturn, TaxSide, Uncounted};
use super::typed::TypedReturn;
use crate::forms::{amount, days, error, mistakes, texts};
use crate::ledger::document_link;

const HOME: &str = "/admin/reports/tax";

pub(super) fn page(
    cx: &Cx,
    report: &TaxReport,
    returns: &[TaxReturn],
    happened: &[AuditEntry],
    typed: &TypedReturn,
    problem: Option<&Problem>,
) -> Markup {
    let (l, texts) = (&cx.l, texts(cx));
    let period = [("from", l.date(report.from).into()), ("to", l.date(report.to).into())];
    let (tone, state) = match &report.filed {
        Some(filed) if filed.reopened_at.is_some() => (Tone::Warning, "tax-state-reopened"),
        Some(_) => (Tone::Success, "tax-state-filed"),
        None => (Tone::Neutral, "tax-state-open"),
    };
    let file = |format| format!("{HOME}/export?format={format}&{}", asked(report));
    html! {
        (PageHeader::new(&texts, l.t("tax-report"))
            .subtitle(l.with("tax-period", &period))
            .beside(html! { (Badge::new(tone, l.t(state))) })
            .actions(html! {
                (Button::link("PDF", format!("{HOME}/pdf?{}", asked(report))).icon(Icon::Print))
                (Button::link("CSV", file("csv")).icon(Icon::File))
                (Button::link("XLSX", file("xlsx")).icon(Icon::File))
            }))
        (mistakes(l, &texts, problem))
        (days(l, &Query::parse(HOME, &asked(report))))
        div.split {
            div.stack {
                @for side in TaxSide::ALL {
                    (Card::new(html! {
                        (boxes(cx, report, side))
                    }).title(l.t(&format!("tax-side-{}", side.name()))).flush())
                }
                @if !report.uncounted.is_empty() {
                    (Card::new(html! {
                        (uncounted(cx, &report.uncounted))
                    }).title(l.t("tax-uncounted")).flush())
                }
            }
            div.stack {
                (Card::new(sums(cx, report)).title(l.t("tax-sums")))
                @if report.may_be_filed && cx.may("tax.file") {
                    (Card::new(filing(cx, report, typed, problem)).title(l.t("tax-file")))
                }
                @if let Some(filed) = &report.filed {
                    (Card::new(html! { (about(cx, report, filed)) }).title(l.t("tax-state-filed")))
                    @if report.payment.is_none() && cx.may("tax.file") {
                        (Card::new(paying(cx, filed, typed, problem)).title(l.t("tax-pay")))
                    }
                    @if filed.reopened_at.is_none() && cx.may("tax.file") {
                        (Card::new(reopening(cx, filed, problem)).title(l.t("tax-reopen")))
                    }
                    (Card::new(timeline_markup(l, happened)).title(l.t("tax-happened")))
                }
                @if !returns.is_empty() {
                    (Card::new(html! { (earlier(cx, returns)) }).title(l.t("tax-returns")).flush())
                }
            }
        }
    }
}

fn asked(report: &TaxReport) -> String {
    format!("from={}&to={}", report.from, report.to)
}

fn boxes(cx: &Cx, report: &TaxReport, side: TaxSide) -> Table {
    let l = &cx.l;
    let corrected = report
        .boxes
        .iter()
        .any(|one| !one.corrected_base.is_zero() || !one.corrected_tax.is_zero());
    let mut columns = vec![
        Column::new(l.t("tax-box")),
        Column::new(l.t("tax-name")).title(),
        Column::new(l.t("tax-base")).numeric(),
        Column::new(l.t("tax-amount")).numeric(),
    ];
    if corrected {
        columns.push(Column::new(l.t("tax-corrected-base")).numeric());
        columns.push(Column::new(l.t("tax-corrected-tax")).numeric());
    }
    let rows = report.boxes.iter().filter(|one| one.side == side).map(|one| {
        let name = name(cx, one);
        let href = format!("{HOME}/lines?{}&side={}&box={}", asked(report), side.name(), one.code);
        let mut cells = vec![bdi(&one.code), bdi(&name), amount(l, one.base), amount(l, one.tax)];
        if corrected {
            cells.push(amount(l, one.corrected_base));
            cells.push(amount(l, one.corrected_tax));
        }
        Row::linked(format!("{}-{}", side.name(), one.code), &name, href, cells)
    });
    let whole = match side {
        TaxSide::Sale => report.sale_tax,
        TaxSide::Purchase => report.purchase_tax,
    };
    let mut foot = vec![html! {}, html! { (l.t("tax-total")) }, html! {}, bdi(&l.money(whole))];
    if corrected {
        foot.extend([html! {}, html! {}]);
    }
    Table::new(l.t(&format!("tax-side-{}", side.name())), columns).rows(rows).foot(foot)
}

pub(super) fn name(cx: &Cx, one: &BoxFigure) -> String {
    match &one.name {
        Some(name) => cx.l.text(name).to_owned(),
        None => cx.l.t("tax-without-box"),
    }
}

fn sums(cx: &Cx, report: &TaxReport) -> Markup {
    let l = &cx.l;
    let net = if report.net.is_negative() { "tax-to-get-back" } else { "tax-to-pay" };
    let facts = Facts::new()
        .text(l.t("tax-side-sale"), &l.money(report.sale_tax))
        .text(l.t("tax-side-purchase"), &l.money(report.purchase_tax))
        .text(l.t(net), &l.money(report.net))
        .text(l.t("tax-accounts"), &l.money(report.accounts))
        .text(l.t("tax-difference"), &l.money(report.difference));
    html! {
        (facts)
        @if report.difference.is_zero() {
            (Banner::new(Tone::Success, l.t("tax-agrees")))
        } @else {
            (Banner::new(Tone::Warning, l.t("tax-differs")))
        }
    }
}

fn filing(cx: &Cx, report: &TaxReport, typed: &TypedReturn, problem: Option<&Problem>) -> Markup {
    let l = &cx.l;
    let mut hidden = cx.hidden();
    hidden.push(("from".to_owned(), report.from.to_string()));
    hidden.push(("to".to_owned(), report.to.to_string()));
    let body = html! {
        p { (l.t("tax-file-text")) }
        (fields(html! {
            (Field::text("reference", l.t("tax-reference")).value(&typed.reference)
                .maxlength(200).hint(l.t("tax-reference-hint"))
                .error(error(l, problem, "reference")))
        }))
        (form_actions(html! { (Button::submit(l.t("tax-file")).primary().icon(Icon::Check)) }))
    };
    base::ui::form("/admin/reports/tax/file", &hidden, body)
}

fn paying(cx: &Cx, filed: &TaxReturn, typed: &TypedReturn, problem: Option<&Problem>) -> Markup {
    let l = &cx.l;
    let mut hidden = cx.hidden();
    hidden.push(("from".to_owned(), filed.from.to_string()));
    hidden.push(("to".to_owned(), filed.to.to_string()));
    let body = html! {
        p { (l.t("tax-pay-text")) }
        (fields(html! {
            (Field::date("date", l.t("tax-date")).value(&typed.date)
                .error(error(l, problem, "date")))
        }))
        (form_actions(html! { (Button::submit(l.t("tax-pay")).primary()) }))
    };
    base::ui::form(&format!("/admin/reports/tax/returns/{}/payment", filed.id), &hidden, body)
}

fn reopening(cx: &Cx, filed: &TaxReturn, problem: Option<&Problem>) -> Markup {
    let l = &cx.l;
    let mut hidden = cx.hidden();
    hidden.push(("from".to_owned(), filed.from.to_string()));
    hidden.push(("to".to_owned(), filed.to.to_string()));
    let body = html! {
        p { (l.t("tax-reopen-text")) }
        (fields(html! {
            (Field::text("reason", l.t("tax-reopen-reason")).required(true).maxlength(500)
                .error(error(l, problem, "reason")))
        }))
        (form_actions(html! { (Button::submit(l.t("tax-reopen"))) }))
    };
    base::ui::form(&format!("/admin/reports/tax/returns/{}/reopen", filed.id), &hidden, body)
}

fn about(cx: &Cx, report: &TaxReport, filed: &TaxReturn) -> Facts {
    let l = &cx.l;
    let mut facts = Facts::new()
        .text(l.t("tax-filed-at"), &l.timestamp(filed.filed_at))
        .text(l.t("tax-reference"), &filed.reference);
    if let Some(at) = filed.reopened_at {
        facts = facts
            .text(l.t("tax-reopened-at"), &l.timestamp(at))
            .text(l.t("tax-reopen-reason"), &filed.reopened_reason);
    }
    let Some(paid) = &report.payment else { return facts };
    let entry = html! {
        a href={ "/admin/ledger/entries/" (paid.entry_id) } { (bdi(&paid.number)) }
    };
    facts.text(l.t("tax-paid"), &l.money(paid.amount)).markup(l.t("tax-entry"), entry)
}

fn earlier(cx: &Cx, returns: &[TaxReturn]) -> Table {
    let l = &cx.l;
    let columns =
        vec![Column::new(l.t("tax-days")).title(), Column::new(l.t("tax-to-pay")).numeric()];
    let rows = returns.iter().map(|one| {
        let days = format!("{} – {}", l.date(one.from), l.date(one.to));
        let href = format!("{HOME}?from={}&to={}", one.from, one.to);
        let cells = vec![bdi(&days), amount(l, one.net)];
        Row::linked(one.id.to_string(), &days, href, cells)
    });
    Table::new(l.t("tax-returns"), columns).rows(rows)
}

fn uncounted(cx: &Cx, rows: &[Uncounted]) -> Table {
    let l = &cx.l;
    let columns = vec![
        Column::new(l.t("tax-date")).unbroken(),
        Column::new(l.t("tax-entry")).title(),
        Column::new(l.t("tax-memo")),
        Column::new(l.t("tax-amount")).numeric(),
    ];
    let rows = rows.iter().enumerate().map(|(i, row)| {
        let href = format!("/admin/ledger/entries/{}", row.entry_id);
        let memo = document_link(&cx.app, &row.source_type, row.source_id, &row.memo);
        let cells =
            vec![bdi(&l.date(row.date)), bdi(&row.number), memo, bdi(&l.amount(row.amount))];
        Row::linked(format!("{}-{i}", row.entry_id), &row.number, href, cells)
    });
    Table::new(l.t("tax-uncounted"), columns).rows(rows)
}

/// What stands in a box, entry by entry.
pub(super) fn lines(cx: &Cx, asked: &TaxLineQuery, found: &List<TaxLine>) -> Markup {
    let (l, texts) = (&cx.l, texts(cx));
    let query = Query::parse(cx.path(), cx.query());
    let pager = Pager {
        count: l.with("tax-lines-shown", &[("n", found.items.len().into())]),
        first: query.get("after").map(|_| query.with("after", "").href()),
        next: found.next.as_ref().map(|next| query.with("after", next).href()),
    };
    let empty = Empty::new(Icon::Book, l.t("tax-no-lines"), l.t("tax-no-lines-text"));
    let export = query.without("after").at(format!("{HOME}/lines/export"));
    let file = |format: &str| export.with("format", format).href();
    let view = ListView::new(&texts, "tax-lines", &query, table(cx, &found.items), empty)
        .pager(pager)
        .export("CSV", file("csv"))
        .export("XLSX", file("xlsx"));
    let mut home = Query::new(HOME);
    for (name, day) in [("from", asked.filter.from), ("to", asked.filter.to)] {
        if let Some(day) = day {
            home = home.with(name, day.to_string());
        }
    }
    let code = asked.filter.code.as_str();
    let subtitle = match code {
        "" => l.t("tax-without-box"),
        code => l.with("tax-box-named", &[("box", code.into())]),
    };
    html! {
        (PageHeader::new(&texts, l.t("tax-lines"))
            .crumb(l.t("tax-report"), home.href())
            .subtitle(subtitle))
        (view)
    }
}

fn table(cx: &Cx, lines: &[TaxLine]) -> Table {
    let l = &cx.l;
    let columns = vec![
        Column::new(l.t("tax-date")).unbroken(),
        Column::new(l.t("tax-entry")).title(),
        Column::new(l.t("tax-memo")),
        Column::new(l.t("tax-code")),
        Column::new(l.t("tax-base")).numeric(),
        Column::new(l.t("tax-amount")).numeric(),
    ];
    let rows = lines.iter().map(|line| {
        let document = html! {
            (document_link(&cx.app, &line.source_type, line.source_id, &line.memo))
            @if line.is_correction { " " (Badge::new(Tone::Warning, l.t("tax-correction"))) }
        };
        let cells = vec![
            bdi(&l.date(line.date)),
            bdi(&line.number),
            document,
            bdi(&line.code),
            amount(l, line.base),
            amount(l, line.tax),
        ];
        let href = format!("/admin/ledger/entries/{}", line.entry_id);
        let key = format!("{}-{}", line.entry_id, line.tax_code_id);
        Row::linked(key, &line.number, href, cells)
    });
    Table::new(l.t("tax-lines"), columns).rows(rows)
}
