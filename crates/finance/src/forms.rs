//! What the pages of this storey share.

use base::ui::{Button, Field, Mistakes, Query, Texts, fields};
use base::{Cx, FieldProblem, FormData, L, Money, Problem};
use maud::{Markup, html};

/// The words of the components in the reader's language.
pub(crate) fn texts(cx: &Cx) -> Texts {
    Texts::new(|key| cx.l.t(key))
}

/// The list of mistakes above a form; nothing when there is no problem.
pub(crate) fn mistakes<'a>(l: &L, texts: &'a Texts, problem: Option<&Problem>) -> Mistakes<'a> {
    let list = Mistakes::new(texts);
    let Some(problem) = problem else { return list };
    if problem.fields().is_empty() {
        return list.general(problem.sentence(l));
    }
    let named = |list: Mistakes<'a>, field: &FieldProblem| {
        list.field(&form_name(&field.path), in_its_line(l, field))
    };
    problem.fields().iter().fold(list, named)
}

/// What is wrong, after the line that it is wrong in: several lines may have the same mistake.
fn in_its_line(l: &L, field: &FieldProblem) -> String {
    let said = field.sentence(l);
    let line = field.path.strip_prefix("lines[").and_then(|rest| rest.split_once(']'));
    match line.and_then(|(at, _)| at.parse::<i64>().ok()) {
        Some(at) => l.with("bills-in-line", &[("n", (at + 1).into()), ("what", said.into())]),
        None => said,
    }
}

/// The name that a path of JSON has in a form: `lines[2].debit` is `lines[2][debit]`.
fn form_name(path: &str) -> String {
    match path.split_once("].") {
        Some((group, field)) => format!("{group}][{field}]"),
        None => path.to_owned(),
    }
}

/// The version that the form was made of.
pub(crate) fn version(form: &FormData) -> Option<i32> {
    form.text("version").parse().ok()
}

/// What is wrong with the field of this path.
pub(crate) fn error(l: &L, problem: Option<&Problem>, path: &str) -> Option<String> {
    let field = problem?.fields().iter().find(|field| field.path == path)?;
    Some(field.sentence(l))
}

/// An amount of a table's cell; nothing is a dash.
pub(crate) fn amount(l: &L, money: Money) -> Markup {
    html! { @if money.is_zero() { span.muted { "–" } } @else { bdi { (l.amount(money)) } } }
}

/// The form that narrows a list to a range of days and keeps its other filters.
pub(crate) fn days(l: &L, query: &Query) -> Markup {
    let day = |name: &str, key: &str| {
        Field::date(name, l.t(key)).value(query.get(name).unwrap_or_default())
    };
    let kept = query.pairs().iter().filter(|(name, _)| !matches!(&**name, "from" | "to" | "after"));
    html! {
        form.form method="get" action=(query.path()) {
            @for (name, value) in kept { input type="hidden" name=(name) value=(value); }
            (fields(html! {
                (day("from", "ledger-from"))
                (day("to", "ledger-to"))
                div.field { (Button::submit(l.t("ledger-show"))) }
            }))
        }
    }
}
