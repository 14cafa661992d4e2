//! The three frames of a page: the back office, a plain page, a paper.

use maud::{DOCTYPE, Markup, html};

use super::chrome::{Chrome, MenuItem, Theme, User};
use super::{Banner, Icon, Tone, overlays};
use crate::assets;

/// A page of the back office: side menu, top bar, body.
#[must_use]
pub fn shell(chrome: &Chrome, body: Markup) -> Markup {
    let t = &chrome.texts;
    page(
        chrome,
        html! {
            a.skip href="#main" { (t.skip_to_content) }
            div.shell {
                (side(chrome))
                div {
                    header.topbar {
                        button.button.quiet.icon-only.menu-button type="button"
                            popovertarget="side-menu" aria-label=(t.menu) { (Icon::Menu) }
                        @if let Some(url) = &chrome.palette {
                            a.palette-button href=(url) data-palette-open="" {
                                (Icon::Search) span { (t.palette_hint) } kbd { "Ctrl K" }
                            }
                        }
                        div.topbar-end {
                            (theme_menu(chrome)) (locale_menu(chrome))
                            @if let Some(user) = &chrome.user { (user_menu(chrome, user)) }
                        }
                    }
                    main.main id="main" tabindex="-1" { (flash_banner(chrome)) (body) }
                }
            }
            (toasts(chrome))
            (overlays::palette(chrome))
            (overlays::shortcuts(chrome))
            (overlays::confirm(t))
        },
    )
}

/// A page before the back office or beside it: sign-in, sign-up, an error.
#[must_use]
pub fn plain_shell(chrome: &Chrome, body: Markup) -> Markup {
    page(
        chrome,
        html! {
            a.skip href="#main" { (chrome.texts.skip_to_content) }
            div.plain {
                header.plain-header { (brand(chrome)) }
                main.plain-main id="main" tabindex="-1" { (flash_banner(chrome)) (body) }
                footer.plain-footer { (locale_links(chrome)) (theme_menu(chrome)) }
            }
            (toasts(chrome))
            (overlays::confirm(&chrome.texts))
        },
    )
}

/// A paper that is read on the screen and printed: `bar` holds what is not printed.
#[must_use]
pub fn document_shell(chrome: &Chrome, bar: Markup, body: Markup) -> Markup {
    page(
        chrome,
        html! {
            nav.document-bar {
                (bar)
                button.button type="button" data-print="" { (Icon::Print) (chrome.texts.print) }
            }
            main.document id="main" tabindex="0" { (body) }
        },
    )
}

/// The page on which the API's OpenAPI document, found at `spec`, can be read and tried.
///
/// Swagger UI draws its arrows from `data:` addresses, so this page needs `img-src data:`.
#[must_use]
pub fn api_docs(title: &str, spec: &str) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) }
                link rel="stylesheet" href=(assets::url("swagger-ui.css"));
                link rel="icon" type="image/svg+xml" href=(assets::url("favicon.svg"));
                script src=(assets::url("swagger-ui-bundle.js")) defer="" {}
                script src=(assets::url("docs.js")) defer="" {}
            }
            body {
                noscript { a href=(spec) { (spec) } }
                main data-openapi=(spec) {}
            }
        }
    }
}

fn page(chrome: &Chrome, body: Markup) -> Markup {
    let title = match chrome.brand.as_str() {
        "" => chrome.title.clone(),
        brand if chrome.title.is_empty() => brand.to_owned(),
        brand => format!("{} · {brand}", chrome.title),
    };
    html! {
        (DOCTYPE)
        html lang=(chrome.lang) dir=(chrome.dir.as_str()) data-theme=[chrome.theme.attribute()] {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (title) }
                @if let Some(font) = font_of(&chrome.lang) {
                    link rel="preload" as="font" type="font/woff2" crossorigin="" href=(font);
                }
                link rel="stylesheet" href=(assets::url("app.css"));
                link rel="icon" type="image/svg+xml" href=(assets::url("favicon.svg"));
                script src=(assets::url("app.js")) defer="" {}
            }
            body { (body) }
        }
    }
}

fn font_of(lang: &str) -> Option<&'static str> {
    match lang.split('-').next() {
        Some("ar") => Some(assets::url("noto-naskh-arabic-arabic-400-normal.woff2")),
        Some("bn") => Some(assets::url("noto-sans-bengali-bengali-400-normal.woff2")),
        _ => None,
    }
}

/// The mark of a load line, as it is painted on a ship's side: safe up to here.
fn brand(chrome: &Chrome) -> Markup {
    html! {
        a.brand href=(chrome.home) {
            svg.mark viewBox="0 0 32 32" aria-hidden="true" focusable="false" {
                circle cx="16" cy="16" r="8.5" {}
                path d="M3 16h26" {}
            }
            span.brand-name { bdi { (chrome.brand) } }
        }
    }
}

fn side(chrome: &Chrome) -> Markup {
    html! {
        nav.side id="side-menu" popover="auto" aria-label=(chrome.texts.main_menu) {
            div.side-head {
                (brand(chrome))
                button.button.quiet.icon-only.side-close type="button" popovertarget="side-menu"
                    popovertargetaction="hide" aria-label=(chrome.texts.close) { (Icon::Close) }
            }
            @for section in &chrome.menu {
                div.side-section {
                    @if let Some(title) = &section.title { p.side-title { (title) } }
                    @for item in &section.items { (side_link(item)) }
                }
            }
        }
    }
}

fn side_link(item: &MenuItem) -> Markup {
    html! {
        a.side-link href=(item.href) aria-current=[item.current.then_some("page")]
            data-go=[item.shortcut] {
            (item.icon) span { (item.label) }
            @if let Some(count) = &item.count { span.count { (count) } }
        }
    }
}

fn theme_menu(chrome: &Chrome) -> Markup {
    let t = &chrome.texts;
    let choices = [
        ("system", &t.theme_system, Theme::System),
        ("light", &t.theme_light, Theme::Light),
        ("dark", &t.theme_dark, Theme::Dark),
    ];
    // Only a script can set it before the next page, so only a script shows it.
    html! {
        details.menu.needs-script {
            summary.button.quiet.icon-only aria-label=(t.theme) title=(t.theme) { (Icon::Theme) }
            div.menu-panel {
                @for (value, label, theme) in choices {
                    button.menu-item type="button" data-theme-choice=(value)
                        aria-pressed=(chrome.theme == theme) { (label) }
                }
            }
        }
    }
}

fn locale_menu(chrome: &Chrome) -> Markup {
    let t = &chrome.texts;
    html! {
        @if chrome.locales.len() > 1 {
            details.menu {
                summary.button.quiet.icon-only aria-label=(t.language) title=(t.language) {
                    (Icon::Globe)
                }
                div.menu-panel {
                    @for locale in &chrome.locales {
                        a.menu-item href=(locale.href) lang=(locale.code) hreflang=(locale.code)
                            aria-current=[locale.current.then_some("true")] { (locale.name) }
                    }
                }
            }
        }
    }
}

fn locale_links(chrome: &Chrome) -> Markup {
    html! {
        nav.row aria-label=(chrome.texts.language) {
            @if chrome.locales.len() > 1 {
                @for locale in &chrome.locales {
                    a href=(locale.href) lang=(locale.code) hreflang=(locale.code)
                        aria-current=[locale.current.then_some("true")] { (locale.name) }
                }
            }
        }
    }
}

fn user_menu(chrome: &Chrome, user: &User) -> Markup {
    html! {
        details.menu {
            summary.button.quiet.icon-only aria-label=(chrome.texts.account) { (Icon::User) }
            div.menu-panel {
                p.menu-title { strong { bdi { (user.name) } } br; bdi { (user.detail) } }
                hr.menu-rule;
                button.menu-item.needs-script type="button" data-shortcuts-open="" {
                    (Icon::Keyboard) (chrome.texts.shortcuts)
                }
                @for action in &user.actions {
                    @if action.post {
                        form method="post" action=(action.href) {
                            (super::hidden(&chrome.hidden))
                            button.menu-item type="submit" { (action.icon) (action.label) }
                        }
                    } @else {
                        a.menu-item href=(action.href) { (action.icon) (action.label) }
                    }
                }
            }
        }
    }
}

/// A warning or an error must not vanish by itself, so it is a banner and never a toast.
fn flash_banner(chrome: &Chrome) -> Markup {
    let staying = |tone| matches!(tone, Tone::Warning | Tone::Danger);
    html! {
        @if let Some(flash) = chrome.flash.as_ref().filter(|flash| staying(flash.tone)) {
            (Banner::new(flash.tone, &flash.text).links(flash.link.clone()))
        }
    }
}

fn toasts(chrome: &Chrome) -> Markup {
    let t = &chrome.texts;
    let passing = |tone| !matches!(tone, Tone::Warning | Tone::Danger);
    html! {
        div.toasts id="toasts" role="status" aria-live="polite" {
            @if let Some(flash) = chrome.flash.as_ref().filter(|flash| passing(flash.tone)) {
                div.toast data-toast="" {
                    (Icon::Check) span { (flash.text) }
                    @if let Some((label, href)) = &flash.link { a href=(href) { (label) } }
                    button.button.quiet.small type="button" data-dismiss="" aria-label=(t.close) {
                        (Icon::Close)
                    }
                }
            }
        }
    }
}
