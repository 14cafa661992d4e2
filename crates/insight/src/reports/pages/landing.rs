//! Every report with a sentence.

use base::Cx;
use base::ui::{Card, PageHeader, Texts};
use maud::{Markup, html};

use super::super::Kind;

/// Reports that other capabilities keep: name, sentence, place, permission.
const OTHERS: [(&str, &str, &str); 2] = [
    ("reports-ageing", "reports-ageing-text", "/admin/reports/ageing"),
    ("reports-tax", "reports-tax-text", "/admin/reports/tax"),
];

pub(super) fn page(cx: &Cx) -> Markup {
    let l = &cx.l;
    let texts = Texts::new(|key| l.t(key));
    let one = |slug: &str| {
        (
            format!("/admin/reports/{slug}"),
            l.t(&format!("reports-{slug}")),
            l.t(&format!("reports-{slug}-text")),
        )
    };
    let (goods, money): (Vec<Kind>, Vec<Kind>) =
        Kind::ALL.into_iter().partition(|kind| is_about_goods(*kind));
    let mine = |kinds: Vec<Kind>| -> Vec<_> {
        let seen = kinds.into_iter().filter(|kind| cx.may(kind.permission()));
        seen.map(|kind| one(kind.slug())).collect()
    };
    let (mut money, goods) = (mine(money), mine(goods));
    if cx.may("ledger.read") {
        money.push(one("changes"));
    }
    let others = OTHERS.iter().filter(|(_, _, href)| may_open(cx, href));
    money.extend(others.map(|(name, text, href)| ((*href).to_owned(), l.t(name), l.t(text))));
    html! {
        (PageHeader::new(&texts, l.t("reports-title")).subtitle(l.t("reports-text")))
        @for (title, reports) in [("reports-of-money", money), ("reports-of-goods", goods)] {
            @if !reports.is_empty() { (Card::new(list(&reports)).title(l.t(title))) }
        }
    }
}

fn is_about_goods(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::StockBalance | Kind::StockLedger | Kind::StockValuation | Kind::GrossMargin
    )
}

/// Whether the program has such a page, and this person may open it.
fn may_open(cx: &Cx, href: &str) -> bool {
    let mut routes = cx.app.capabilities().iter().flat_map(|capability| &capability.routes);
    routes.any(|route| {
        route.path == href
            && match route.access {
                base::Access::Needs(permission) => cx.may(permission),
                _ => true,
            }
    })
}

fn list(reports: &[(String, String, String)]) -> Markup {
    html! {
        dl.stack {
            @for (href, name, text) in reports {
                div {
                    dt { a href=(href) { (name) } }
                    dd.muted { (text) }
                }
            }
        }
    }
}
