//! One journal: its lines, its papers, what may be done with it.

use axum::http::StatusCode;
use axum::response::Response;
use base::ui::{
    Banner, Button, Card, Column, Confirm, Dialog, Facts, Field, Flow, Icon, Kind, PageHeader, Row,
    Step, Table, Tone, bdi, fields, form,
};
use base::{Cx, Date, L, Problem};
use maud::{Markup, html};
use platform::audit::{self, AuditEntry, timeline_markup};
use uuid::Uuid;

use super::super::journal::JournalName;
use super::super::{Journal, JournalState, find};
use super::index::badges;
use super::{address, papers};
use crate::dimensions::Offered;
use crate::forms::{amount, error, mistakes, texts};

/// The page, with what was refused on it.
pub(super) async fn answer(
    cx: &Cx,
    id: Uuid,
    problem: Option<&Problem>,
) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let journal = find(&mut tx, id).await?;
    let happened = audit::timeline(&mut tx, "journal", id).await?;
    let named = journal.lines.iter().flat_map(|line| [line.cost_centre_id, line.project_id]);
    let named: Vec<String> = named.flatten().map(|id| id.to_string()).collect();
    let named: Vec<&str> = named.iter().map(String::as_str).collect();
    let dimensions = Offered::gather(cx, &mut tx, &named).await?;
    let today = tx.today();
    let status = problem.map_or(StatusCode::OK, |_| StatusCode::UNPROCESSABLE_ENTITY);
    let body = page(cx, &journal, &dimensions, &happened, today, problem);
    Ok(cx.page_with(status, journal.name(), body))
}

fn page(
    cx: &Cx,
    journal: &Journal,
    dimensions: &Offered,
    happened: &[AuditEntry],
    today: Date,
    problem: Option<&Problem>,
) -> Markup {
    let (l, texts) = (&cx.l, texts(cx));
    html! {
        (PageHeader::new(&texts, journal.name())
            .crumb(l.t("journals-title"), "/admin/journals")
            .beside(badges(l, journal))
            .subtitle(l.money(journal.amount))
            .actions(actions(cx, journal)))
        (mistakes(l, &texts, problem))
        @if !journal.sent_back.is_empty() {
            (Banner::new(Tone::Warning, &journal.sent_back).title(l.t("journals-sent-back")))
        }
        (flow(cx, journal))
        div.split {
            div.stack {
                (Card::new(html! {
                    (lines(l, journal, dimensions))
                })
                    .title(l.t("journals-lines")).flush())
                @if journal.state == JournalState::Posted && journal.reversed_by.is_none()
                    && cx.may("journals.edit") {
                    (take_back(cx, journal, today, problem))
                }
            }
            div.stack {
                (Card::new(html! { (facts(cx, journal)) }).title(l.t("journals-about")))
                (papers::card(cx, journal, problem))
                (Card::new(timeline_markup(l, happened)).title(l.t("journals-happened")))
            }
        }
    }
}

/// The fields that every button of this page sends.
pub(super) fn hidden(cx: &Cx, journal: &Journal) -> Vec<(String, String)> {
    let mut hidden = cx.hidden();
    hidden.push(("version".to_owned(), journal.version.to_string()));
    hidden
}

fn flow(cx: &Cx, journal: &Journal) -> Markup {
    let (l, texts) = (&cx.l, texts(cx));
    let word = |state: JournalState| super::index::state_word(l, state);
    let mut flow = Flow::new(&texts);
    flow = match journal.state {
        JournalState::Draft => flow
            .step(word(JournalState::Draft), Step::Current)
            .step(word(JournalState::Posted), Step::Ahead),
        JournalState::Waiting => flow
            .step(word(JournalState::Draft), Step::Done)
            .step(word(JournalState::Waiting), Step::Current)
            .step(word(JournalState::Posted), Step::Ahead),
        JournalState::Posted => flow
            .step(word(JournalState::Draft), Step::Done)
            .step(word(JournalState::Posted), Step::Done),
    };
    html! { (flow.action(next(cx, journal))) }
}

/// The one thing to do next.
fn next(cx: &Cx, journal: &Journal) -> Markup {
    let l = &cx.l;
    let to = |what: &str| format!("{}/{what}", address(journal.id));
    let button = |what: &str, label: &str| {
        html! {
            form method="post" action=(to(what)) {
                (base::ui::hidden(&hidden(cx, journal)))
                (Button::submit(l.t(label)).primary().icon(Icon::Check))
            }
        }
    };
    let own = journal.is_by(cx.actor.user_id());
    html! {
        @match journal.state {
            JournalState::Draft if cx.may("journals.edit") => {
                @if journal.difference.is_zero() {
                    (button("post", if cx.may("journals.post") { "journals-post" }
                        else { "journals-hand-in" }))
                } @else {
                    span.muted {
                        (l.t("journals-difference")) ": " (bdi(&l.money(journal.difference)))
                    }
                }
            }
            JournalState::Waiting if own => { span.muted { (l.t("journals-waits-for-other")) } }
            JournalState::Waiting if cx.may("journals.approve") => {
                (button("approve", "journals-approve"))
            }
            JournalState::Waiting => { span.muted { (l.t("journals-waits-for-other")) } }
            _ => {}
        }
    }
}

fn actions(cx: &Cx, journal: &Journal) -> Markup {
    let l = &cx.l;
    let to = |what: &str| format!("{}/{what}", address(journal.id));
    if !cx.may("journals.edit") {
        return html! {};
    }
    html! {
        (Button::link(l.t("journals-copy"), format!("/admin/journals/new?copy={}", journal.id)))
        @match journal.state {
            JournalState::Draft => {
                (Confirm {
                    id: "discard".to_owned(),
                    label: l.t("journals-discard"),
                    icon: Some(Icon::Trash),
                    title: l.with("journals-discard-title", &[("name", (&journal.memo).into())]),
                    consequence: l.t("journals-discard-text"),
                    verb: l.t("journals-discard"),
                    cancel: l.t("ui-cancel"),
                    action: to("discard"),
                    hidden: hidden(cx, journal),
                    danger: true,
                })
                (Button::link(l.t("journals-edit"), to("edit")).icon(Icon::Edit).key('e'))
            }
            JournalState::Waiting => { (send_back(cx, journal)) }
            JournalState::Posted => {
                (Button::link(l.t("journals-again"),
                    format!("/admin/journals/recurring/new?copy={}", journal.id))
                    .icon(Icon::Clock))
            }
        }
    }
}

fn send_back(cx: &Cx, journal: &Journal) -> Markup {
    let (l, texts) = (&cx.l, texts(cx));
    let label = l.t("journals-send-back");
    let action = format!("{}/send-back", address(journal.id));
    let body = form(
        &action,
        &hidden(cx, journal),
        html! {
            (Field::text("reason", l.t("journals-reason")).maxlength(500).required(true).span())
            div.dialog-actions {
                button.button type="button" popovertarget="send-back" data-close=""
                    popovertargetaction="hide" { (texts.cancel) }
                (Button::submit(&label).kind(Kind::Primary))
            }
        },
    );
    html! {
        (Button::opens(&label, "send-back"))
        (Dialog::new("send-back", &label, body))
    }
}

fn lines(l: &L, journal: &Journal, dimensions: &Offered) -> Table {
    let columns = vec![
        Column::new(l.t("journals-account")).title(),
        Column::new(l.t("journals-line-memo")),
        Column::new(l.t("journals-debit")).numeric(),
        Column::new(l.t("journals-credit")).numeric(),
    ];
    let rows = journal.lines.iter().map(|line| {
        let name = l.text(&line.name);
        let named = [line.cost_centre_id, line.project_id].into_iter().flatten();
        let named = named.filter_map(|id| dimensions.called(id));
        let cells = vec![
            html! { bdi { (line.code) } " " bdi { (name) } },
            html! {
                (bdi(&line.memo))
                @for name in named { " " span.small.muted { (bdi(name)) } }
            },
            amount(l, line.debit),
            amount(l, line.credit),
        ];
        let href = format!("/admin/ledger/accounts/{}", line.account_id);
        Row::linked(line.n.to_string(), name, href, cells)
    });
    let credit = base::Money::new(
        journal.amount.minor.saturating_sub(journal.difference.minor),
        journal.amount.currency,
    );
    let sums = vec![
        html! { (l.t("ledger-sum")) },
        html! {},
        bdi(&l.money(journal.amount)),
        bdi(&l.money(credit)),
    ];
    Table::new(l.t("journals-lines"), columns).rows(rows).foot(sums)
}

fn named(other: &JournalName, l: &L) -> Markup {
    let draft = l.t("journals-state-draft");
    let shown = other.number.as_ref().unwrap_or(&draft);
    html! { a href=(address(other.id)) { bdi { (shown) } } }
}

fn facts(cx: &Cx, journal: &Journal) -> Facts {
    let l = &cx.l;
    let mut facts = Facts::new()
        .text(l.t("journals-date"), &l.date(journal.date))
        .text(l.t("journals-memo"), &journal.memo)
        .text(l.t("journals-reference"), &journal.reference);
    if let Some(entry) = journal.entry_id.filter(|_| cx.may("ledger.read")) {
        let number = journal.number.as_deref().unwrap_or_default();
        let link = html! { a href={ "/admin/ledger/entries/" (entry) } { bdi { (number) } } };
        facts = facts.markup(l.t("ledger-entry"), link);
    }
    if let Some(reversed) = &journal.reverses {
        facts = facts.markup(l.t("journals-reverses"), named(reversed, l));
    }
    if let Some(by) = &journal.reversed_by {
        facts = facts.markup(l.t("journals-reversed-by"), named(by, l));
    }
    if let Some(id) = journal.recurring_id {
        let link = html! {
            a href={ "/admin/journals/recurring/" (id) } { (l.t("journals-recurring-one")) }
        };
        facts = facts.markup(l.t("journals-made-by"), link);
    }
    facts
}

/// Taking it back: on a day of one's choice, or as an accrual on the first of the next month.
fn take_back(cx: &Cx, journal: &Journal, today: Date, problem: Option<&Problem>) -> Card {
    let l = &cx.l;
    let action = format!("{}/reverse", address(journal.id));
    let month = next_month(journal.date);
    let accrual = month.map(|day| l.with("journals-reverse-on", &[("date", l.date(day).into())]));
    let day = today.max(journal.date).to_string();
    let body = form(
        &action,
        &cx.hidden(),
        html! {
            p.muted { (l.t("journals-reverse-text")) }
            (fields(html! {
                (Field::date("date", l.t("journals-date")).value(day)
                    .error(error(l, problem, "date")))
                (Field::text("memo", l.t("journals-reason")).maxlength(500)
                    .error(error(l, problem, "memo")))
            }))
            div.row {
                (Button::submit(l.t("journals-reverse")))
                @if let Some(label) = accrual {
                    (Button::submit(label).value("next_month", "1").icon(Icon::Calendar))
                }
            }
        },
    );
    Card::new(body).title(l.t("journals-reverse"))
}

/// The first day of the month after.
pub(super) fn next_month(day: Date) -> Option<Date> {
    day.first_of_month().plus_months(1).ok()
}
