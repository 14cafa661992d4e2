//! The form of a credit note: how much of each line, why, and of which day.

use base::ui::{Banner, Button, Field, Mistakes, PageHeader, Tone, fields, form, form_actions};
use base::{Cx, Date, FormData, Problem, Quantity};
use maud::{Markup, html};

use super::super::store::Creditable;
use super::super::{CreditLine, Invoice, NewCreditNote};
use crate::forms::{error, texts};

/// What was typed.
pub(super) struct CreditForm {
    reason: String,
    date: String,
    /// The number of the line and how much of it.
    lines: Vec<(i32, String)>,
}

fn left(line: &Creditable) -> Quantity {
    line.quantity.checked_sub(line.credited_quantity).unwrap_or(Quantity::ZERO)
}

fn name_of(n: i32) -> String {
    format!("lines[{n}][quantity]")
}

impl CreditForm {
    /// Everything that is left.
    pub(super) fn of(lines: &[Creditable], today: Date) -> Self {
        let lines = lines.iter().map(|line| (line.n, left(line).to_string())).collect();
        Self { reason: String::new(), date: today.to_string(), lines }
    }

    pub(super) fn read(data: &FormData) -> Self {
        let line = |n: usize| Some((i32::try_from(n).ok()?, data.cell("lines", n, "quantity")));
        let lines = data.rows("lines").into_iter().filter_map(line);
        Self {
            reason: data.text("reason").to_owned(),
            date: data.text("date").to_owned(),
            lines: lines.map(|(n, quantity)| (n, quantity.to_owned())).collect(),
        }
    }

    /// The command; lines without a quantity are left alone.
    pub(super) fn to_new(&self) -> Result<NewCreditNote, Problem> {
        let (mut lines, mut problem) = (Vec::new(), Problem::invalid());
        for (n, typed) in self.lines.iter().filter(|(_, typed)| !typed.is_empty()) {
            match Quantity::parse_local(typed) {
                Ok(quantity) if quantity.is_zero() => {}
                Ok(quantity) => lines.push(CreditLine { n: *n, quantity }),
                Err(_) => problem = problem.field(name_of(*n), "not_a_number"),
            }
        }
        let date = match self.date.parse::<Date>() {
            Ok(date) => Some(date),
            Err(_) => {
                problem = problem.field("date", "not_a_date");
                None
            }
        };
        problem.or_ok()?;
        Ok(NewCreditNote { id: None, reason: self.reason.clone(), lines: Some(lines), date })
    }

    /// The names that the verb's paths have in this form: it counts only the lines sent to it.
    fn named(&self, path: &str) -> String {
        let sent = |typed: &str| Quantity::parse_local(typed).is_ok_and(|q| !q.is_zero());
        let at = path.strip_prefix("lines[").and_then(|rest| rest.split_once("]."));
        let line = at.and_then(|(i, _)| i.parse::<usize>().ok()).and_then(|i| {
            self.lines.iter().filter(|(_, typed)| sent(typed)).nth(i).map(|(n, _)| name_of(*n))
        });
        line.unwrap_or_else(|| path.to_owned())
    }
}

pub(super) fn page(
    cx: &Cx,
    invoice: &Invoice,
    lines: &[Creditable],
    typed: &CreditForm,
    problem: Option<&Problem>,
) -> Markup {
    let (l, texts) = (&cx.l, texts(cx));
    let home = super::address(invoice.id);
    let nothing = lines.iter().all(|line| !left(line).is_positive());
    let named: Vec<(String, String)> = problem
        .map(Problem::fields)
        .unwrap_or_default()
        .iter()
        .map(|field| (typed.named(&field.path), field.sentence(l)))
        .collect();
    let mut mistakes = Mistakes::new(&texts);
    for (name, sentence) in &named {
        mistakes = mistakes.field(name, sentence);
    }
    if let Some(problem) = problem.filter(|problem| problem.fields().is_empty()) {
        mistakes = mistakes.general(problem.sentence(l));
    }
    let number = [("number", invoice.number.as_str().into())];
    html! {
        (PageHeader::new(&texts, l.with("invoices-credit-of", &number))
            .crumb(l.t("invoices-title"), "/admin/invoices")
            .crumb(&invoice.number, &home)
            .subtitle(l.t("invoices-credit-text")))
        @if nothing {
            (Banner::new(Tone::Info, l.t("problem-nothing-left-to-credit")))
        } @else {
            (mistakes)
            (form(&format!("{home}/credit"), &cx.hidden(), html! {
                (fields(html! {
                    (Field::text("reason", l.t("invoices-reason"))
                        .value(&typed.reason).required(true).maxlength(500)
                        .hint(l.t("invoices-reason-hint")).span()
                        .error(error(l, problem, "reason")))
                    (Field::date("date", l.t("invoices-issue-date")).value(&typed.date)
                        .required(true).error(error(l, problem, "date")))
                }))
                fieldset {
                    legend { (l.t("invoices-credit-lines")) }
                    (fields(html! {
                        @for line in lines { (quantity(cx, line, typed, &named)) }
                    }))
                }
                (form_actions(html! {
                    (Button::submit(l.t("invoices-credit-post")).primary())
                    (Button::link(l.t("ui-cancel"), &home))
                }))
            }))
        }
    }
}

fn quantity(cx: &Cx, line: &Creditable, typed: &CreditForm, named: &[(String, String)]) -> Markup {
    let (l, left) = (&cx.l, left(line));
    let name = name_of(line.n);
    let value = typed.lines.iter().find(|(n, _)| *n == line.n);
    let value = value.map(|(_, typed)| typed.as_str()).unwrap_or_default();
    let wrong = named.iter().find(|(other, _)| *other == name);
    let shown = format!("{} {}", l.quantity(left), line.unit);
    html! {
        (Field::decimal(&name, &line.description)
            .value(value)
            .disabled(!left.is_positive())
            .hint(l.with("invoices-left", &[("quantity", shown.into())]))
            .error(wrong.map(|(_, sentence)| sentence.clone())))
    }
}
