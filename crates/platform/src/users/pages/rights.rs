//! What a role may do, as boxes to tick: one group a capability, in the order of the menu.

use std::collections::BTreeSet;

use base::ui::{Card, Field};
use base::{Capability, Cx, FormData, L};
use maud::{Markup, html};

fn box_name(permission: &str) -> String {
    format!("right[{permission}]")
}

/// The permissions whose boxes are ticked.
pub(super) fn ticked(cx: &Cx, data: &FormData) -> Vec<String> {
    let all = cx.app.permissions().map(|permission| permission.key);
    all.filter(|key| data.has(&box_name(key))).map(str::to_owned).collect()
}

/// The boxes. Nobody hands out what they do not hold, so such a box cannot be ticked by them;
/// with `fixed` none can be touched.
pub(super) fn boxes(cx: &Cx, held: &[String], all_held: bool, fixed: bool) -> Markup {
    let held: BTreeSet<&str> = held.iter().map(String::as_str).collect();
    let one = |key: &'static str| {
        let has = all_held || held.contains(key);
        Field::checkbox(box_name(key), label(&cx.l, key), has)
            .disabled(fixed || (!has && !cx.may(key)))
    };
    let some = cx.app.capabilities().iter().filter(|c| !c.permissions.is_empty());
    html! {
        @for capability in some {
            (Card::new(html! {
                div.choices { @for right in &capability.permissions { (one(right.key)) } }
            }).title(heading(&cx.l, capability)))
        }
    }
}

/// The word on the menu that the permissions belong to.
fn heading(l: &L, capability: &Capability) -> String {
    match capability.navigation.first() {
        Some(place) => l.t(place.label),
        None => capability.name.replace('_', " "),
    }
}

/// The message `permission-orders-confirm`.
fn label(l: &L, permission: &str) -> String {
    l.t(&format!("permission-{}", permission.replace(['.', '_'], "-")))
}
