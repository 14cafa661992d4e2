//! The start page and the styleguide.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use base::request::redirect;
use base::ui::{Button, Card, Chrome, Dir, Field, Icon, Locale, MenuItem, MenuSection, Texts};
use base::{App, L, Lang, Problem, Query, Visit};
use http::StatusCode;
use maud::{Markup, html};
use serde::Deserialize;

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Asked {
    company: Option<String>,
}

pub(super) async fn start(
    State(app): State<App>,
    visit: Visit,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    if visit.tenant.is_some() {
        let to = if visit.actor.is_some() { "/admin" } else { "/login" };
        return Ok(redirect(to, None));
    }
    let typed = asked.company.as_deref().map(|company| company.trim().to_lowercase());
    let (status, mistake) = match &typed {
        Some(slug) if is_slug(slug) => {
            return Ok(redirect(&format!("{}/login", app.config().tenant_url(slug)), None));
        }
        Some(_) => (StatusCode::UNPROCESSABLE_ENTITY, Some(visit.l.t("welcome-bad-company"))),
        None => (StatusCode::OK, None),
    };
    let body = markup(&app, &visit.l, typed.as_deref().unwrap_or_default(), mistake);
    Ok((status, visit.page(&visit.l.t("welcome-title"), "/", body)).into_response())
}

/// Only what can be the first part of a host name may become one: the redirect must stay with us.
fn is_slug(typed: &str) -> bool {
    let fits = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    (1..=40).contains(&typed.len()) && typed.bytes().all(fits) && !typed.starts_with('-')
}

fn markup(app: &App, l: &L, typed: &str, mistake: Option<String>) -> Markup {
    let root = format!(".{}", app.config().root_host());
    let reach = html! {
        form.form method="get" action="/" {
            (Field::text("company", l.t("welcome-company"))
                .value(typed).after(root).ltr().maxlength(40)
                .hint(l.t("welcome-company-hint")).error(mistake).required(true))
            (base::ui::form_actions(html! {
                (Button::submit(l.t("welcome-open")).primary().wide())
            }))
        }
        p { (l.t("welcome-new")) " " a href="/signup" { (l.t("welcome-sign-up")) } }
    };
    html! {
        h1 { (l.t("welcome-title")) }
        p.muted { (l.t("welcome-text")) }
        (Card::new(reach).title(l.t("welcome-reach")))
    }
}

pub(super) async fn styleguide(visit: Visit) -> Markup {
    let (l, title) = (&visit.l, visit.l.t("welcome-styleguide"));
    let here = "/platform/styleguide";
    let entry = MenuItem::new(title.clone(), here, Icon::Theme).current(true);
    let locale = |lang: Lang| Locale {
        code: lang.code().to_owned(),
        name: lang.native_name().to_owned(),
        href: format!("/language/{}?next={here}", lang.code()),
        current: lang == l.lang(),
    };
    let chrome = Chrome {
        title,
        brand: l.t("welcome-title"),
        home: "/".to_owned(),
        lang: l.lang().code().to_owned(),
        dir: if l.dir() == "rtl" { Dir::Rtl } else { Dir::Ltr },
        theme: visit.theme,
        menu: vec![MenuSection { title: None, items: vec![entry] }],
        locales: Lang::ALL.into_iter().map(locale).collect(),
        texts: Texts::new(|key| l.t(key)),
        ..Chrome::default()
    };
    base::ui::shell(&chrome, base::ui::styleguide(&chrome))
}

#[cfg(test)]
mod tests {
    use super::is_slug;

    #[test]
    fn only_a_name_of_ours_is_followed() {
        assert!(is_slug("acme") && is_slug("al-noor-2"));
        for bad in ["", "evil.example/", "a@b", "a:b", "-a", "a b", "a.b", "ا"] {
            assert!(!is_slug(bad), "{bad}");
        }
    }
}
