//! Asking the capabilities.

use base::ui::{Icon, PaletteGroup, PaletteItem};
use base::{Access, Capability, Cx, NavItem, Problem};

use super::question::{Question, Scope};

/// What there is for a question, in groups; empty groups are left out by whoever draws them.
pub(super) async fn search(cx: &Cx, question: &Question) -> Result<Vec<PaletteGroup>, Problem> {
    let mut groups = Vec::new();
    if question.scope.shows_places() {
        groups.push(PaletteGroup {
            title: cx.l.t("palette-places"),
            items: fitting(places(cx), &question.text),
        });
        if question.scope == Scope::Actions || !question.text.is_empty() {
            groups.push(PaletteGroup {
                title: cx.l.t("palette-actions"),
                items: fitting(actions(cx), &question.text),
            });
        }
    }
    if !question.text.is_empty() {
        groups.extend(things(cx, question).await?);
    }
    Ok(groups)
}

fn fitting(items: Vec<PaletteItem>, text: &str) -> Vec<PaletteItem> {
    let text = text.to_lowercase();
    items.into_iter().filter(|item| item.label.to_lowercase().contains(&text)).collect()
}

/// The menu, in its order.
fn places(cx: &Cx) -> Vec<PaletteItem> {
    let all = cx.app.capabilities().iter().flat_map(|c| &c.navigation);
    let mut open: Vec<&NavItem> = all.filter(|place| cx.may(place.permission)).collect();
    open.sort_by_key(|place| place.section);
    let item = |place: &&NavItem| PaletteItem {
        label: cx.l.t(place.label),
        href: place.href.to_owned(),
        icon: place.icon,
        detail: String::new(),
    };
    open.iter().map(item).collect()
}

/// What can be made: every place of the menu with a form for a new thing beneath it, named by
/// the message `CAPABILITY-new`.
fn actions(cx: &Cx) -> Vec<PaletteItem> {
    let mut actions = Vec::new();
    for capability in cx.app.capabilities() {
        let label = format!("{}-new", capability.name.replace('_', "-"));
        let forms = capability.navigation.iter().map(|place| format!("{}/new", place.href));
        if let Some(href) = forms.into_iter().find(|href| may_open(cx, capability, href))
            && cx.l.has(&label)
        {
            let (label, detail) = (cx.l.t(&label), String::new());
            actions.push(PaletteItem { label, href, icon: Icon::Plus, detail });
        }
    }
    actions
}

fn may_open(cx: &Cx, capability: &Capability, path: &str) -> bool {
    let found = capability.routes.iter().find(|r| r.method.as_str() == "GET" && r.path == path);
    found.is_some_and(|route| match route.access {
        Access::Public | Access::Visitor | Access::SignedIn => true,
        Access::Needs(permission) => cx.may(permission),
    })
}

async fn things(cx: &Cx, question: &Question) -> Result<Vec<PaletteGroup>, Problem> {
    let mut groups = Vec::new();
    for capability in cx.app.capabilities() {
        if !question.scope.asks(capability.name) {
            continue;
        }
        for finder in capability.finders.iter().filter(|finder| cx.may(finder.permission)) {
            let place = capability.navigation.iter().find(|place| place.label == finder.label);
            let icon = place.map_or(Icon::Search, |place| place.icon);
            let hits = (finder.run)(cx, &question.text).await?;
            let items = hits.into_iter().take(10).map(|hit| PaletteItem {
                label: hit.label,
                href: hit.href,
                icon,
                detail: hit.detail,
            });
            groups.push(PaletteGroup { title: cx.l.t(finder.label), items: items.collect() });
        }
    }
    Ok(groups)
}
