//! What the pages of this storey share.

pub(crate) use base::forms::{error, mistakes, texts, version};
use base::ui::{Button, Field, Query, fields};
use base::{L, Money};
use maud::{Markup, html};

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
