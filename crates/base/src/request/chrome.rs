//! What surrounds a page of the back office: the menu is a fold over the capabilities.

use std::collections::BTreeMap;

use super::{Cx, Visit};
use crate::capability::Section;
use crate::ui::{Chrome, Dir, Icon, Locale, MenuItem, MenuSection, Texts, User, UserAction};
use crate::{L, Lang};

fn section_key(section: Section) -> Option<&'static str> {
    match section {
        Section::Overview => None,
        Section::Sales => Some("menu-sales"),
        Section::Supply => Some("menu-supply"),
        Section::Purchasing => Some("menu-purchasing"),
        Section::Finance => Some("menu-finance"),
        Section::Settings => Some("menu-settings"),
    }
}

pub(super) fn back_office(cx: &Cx, title: &str) -> Chrome {
    let user = User {
        name: cx.actor.name().to_owned(),
        detail: cx.actor.tenant.name.clone(),
        actions: vec![UserAction {
            label: cx.l.t("menu-sign-out"),
            href: "/logout".to_owned(),
            icon: Icon::SignOut,
            post: true,
        }],
    };
    Chrome {
        title: title.to_owned(),
        brand: cx.actor.tenant.name.clone(),
        home: "/admin".to_owned(),
        theme: cx.theme(),
        user: Some(user),
        menu: menu(cx),
        locales: locales(&cx.l, cx.path()),
        flash: cx.flash(),
        palette: Some("/admin/palette".to_owned()),
        ..words(&cx.l)
    }
}

/// The chrome of a page for somebody who is not signed in.
pub(crate) fn public(visit: &Visit, title: &str, path: &str) -> Chrome {
    let brand = match &visit.tenant {
        Some(tenant) => tenant.name.clone(),
        None => "Seaworthy".to_owned(),
    };
    Chrome {
        title: title.to_owned(),
        brand,
        home: "/".to_owned(),
        theme: visit.theme,
        locales: locales(&visit.l, path),
        ..words(&visit.l)
    }
}

fn words(l: &L) -> Chrome {
    let dir = if l.dir() == "rtl" { Dir::Rtl } else { Dir::Ltr };
    let texts = Texts::new(|key| l.t(key));
    Chrome { lang: l.lang().code().to_owned(), dir, texts, ..Chrome::default() }
}

fn locales(l: &L, path: &str) -> Vec<Locale> {
    [Lang::En, Lang::Ar, Lang::Bn]
        .into_iter()
        .map(|lang| Locale {
            code: lang.code().to_owned(),
            name: lang.native_name().to_owned(),
            href: format!("/language/{}?next={path}", lang.code()),
            current: lang == l.lang(),
        })
        .collect()
}

fn menu(cx: &Cx) -> Vec<MenuSection> {
    let mut sections: BTreeMap<Section, Vec<MenuItem>> = BTreeMap::new();
    for item in cx.app.capabilities().iter().flat_map(|c| &c.navigation) {
        if !cx.may(item.permission) {
            continue;
        }
        let current = cx.path() == item.href
            || (item.href != "/admin" && cx.path().starts_with(&format!("{}/", item.href)));
        let mut entry = MenuItem::new(cx.l.t(item.label), item.href, item.icon).current(current);
        entry.shortcut = item.shortcut;
        sections.entry(item.section).or_default().push(entry);
    }
    sections
        .into_iter()
        .map(|(section, items)| MenuSection {
            title: section_key(section).map(|k| cx.l.t(k)),
            items,
        })
        .collect()
}

impl Visit {
    /// A page outside the back office: sign-in, sign-up, errors.
    #[must_use]
    pub fn page(&self, title: &str, path: &str, body: maud::Markup) -> maud::Markup {
        crate::ui::plain_shell(&public(self, title, path), body)
    }
}
