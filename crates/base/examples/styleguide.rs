//! Writes the styleguide, a sign-in page and a paper as files, in each language and scheme, with
//! their assets, so that they can be looked at in a browser without a server:
//! `cargo run -p base --example styleguide -- FOLDER`.

use std::fs;
use std::path::Path;

use base::assets::ASSETS;
use base::ui::{
    Button, Card, Chrome, Dir, Field, Flash, Icon, Locale, MenuItem, MenuSection, Texts, Theme,
    Tone, Totals, User, UserAction, document_shell, form, plain_shell, shell, styleguide,
};
use maud::{Markup, html};

fn main() -> std::io::Result<()> {
    let folder = std::env::args().nth(1).unwrap_or_else(|| "target/styleguide".to_owned());
    let folder = Path::new(&folder);
    fs::create_dir_all(folder.join("assets"))?;
    for asset in ASSETS {
        fs::write(folder.join("assets").join(asset.path), asset.identity)?;
    }
    for lang in ["en", "ar", "bn"] {
        for (theme, name) in [(Theme::Light, "light"), (Theme::Dark, "dark")] {
            let chrome = chrome(lang, theme);
            let pages = [
                ("guide", shell(&chrome, styleguide(&chrome))),
                ("sign-in", plain_shell(&chrome, sign_in(&chrome))),
                ("paper", document_shell(&chrome, html! {}, paper())),
            ];
            for (page, markup) in pages {
                fs::write(folder.join(format!("{page}-{lang}-{name}.html")), markup.into_string())?;
            }
        }
    }
    let docs = base::ui::api_docs("API", "/openapi.json");
    fs::write(folder.join("docs.html"), docs.into_string())?;
    println!("{}", folder.display());
    Ok(())
}

fn chrome(lang: &str, theme: Theme) -> Chrome {
    let catalogue = match lang {
        "ar" => include_str!("../src/ui/messages/ar.ftl"),
        "bn" => include_str!("../src/ui/messages/bn.ftl"),
        _ => include_str!("../src/ui/messages/en.ftl"),
    };
    let text = |key: &'static str| {
        let line = catalogue.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(" = "));
        line.unwrap_or(key).to_owned()
    };
    let says = |en: &str, ar: &str| if lang == "ar" { ar.to_owned() } else { en.to_owned() };
    let item = |en: &str, ar: &str, icon| MenuItem::new(says(en, ar), "#", icon);
    let locale = |code: &str, name: &str| Locale {
        code: code.into(),
        name: name.into(),
        href: format!("guide-{code}-light.html"),
        current: code == lang,
    };
    Chrome {
        title: says("Styleguide", "دليل المظهر"),
        lang: lang.to_owned(),
        dir: if lang == "ar" { Dir::Rtl } else { Dir::Ltr },
        theme,
        brand: says("Red Sea Lines", "خطوط البحر الأحمر"),
        home: "#".into(),
        user: Some(User {
            name: says("Maryam Al-Harbi", "مريم الحربي"),
            detail: "maryam@example.com".into(),
            actions: vec![UserAction {
                label: says("Sign out", "تسجيل الخروج"),
                href: "#".into(),
                icon: Icon::SignOut,
                post: true,
            }],
        }),
        menu: vec![
            MenuSection {
                title: None,
                items: vec![
                    item("Bridge", "الجسر", Icon::Home).go('h').current(true),
                    item("Voyages", "الرحلات", Icon::Cart).go('v'),
                    item("Vessels", "السفن", Icon::Truck),
                ],
            },
            MenuSection {
                title: Some(says("Harbour", "الميناء")),
                items: vec![
                    item("Cargo", "البضائع", Icon::Box).go('c'),
                    MenuItem {
                        count: Some("7".into()), ..item("Berths", "المراسي", Icon::Stock)
                    },
                    item("Log", "السجل", Icon::Book),
                    item("Settings", "الإعدادات", Icon::Settings),
                ],
            },
        ],
        locales: vec![locale("en", "English"), locale("ar", "العربية"), locale("bn", "বাংলা")],
        flash: Some(Flash {
            tone: Tone::Success,
            text: says("Voyage saved.", "تم حفظ الرحلة."),
            link: Some((says("Undo", "تراجع"), "#".into())),
        }),
        palette: Some("#search".into()),
        hidden: vec![("token".into(), "sample".into())],
        texts: Texts::new(text),
    }
}

fn sign_in(chrome: &Chrome) -> Markup {
    let says = |en: &str, ar: &str| if chrome.lang == "ar" { ar.to_owned() } else { en.to_owned() };
    html! {
        (Card::new(form("#", &chrome.hidden, html! {
            h1 { (says("Come aboard", "أهلًا بك")) }
            (Field::email("email", says("Mail address", "البريد الإلكتروني")).required(true))
            (Field::password("password", says("Password", "كلمة المرور")).required(true))
            (Button::submit(says("Sign in", "تسجيل الدخول")).primary().wide())
            p.small { a href="#" { (says("Forgotten your password?", "نسيت كلمة المرور؟")) } }
        })))
    }
}

fn paper() -> Markup {
    html! {
        h1 { "Bill of lading SW-2041" }
        p.muted { "Red Sea Lines, Jeddah" }
        (Totals::new().row("Net", "175.00").row("Tax", "26.25").grand("Total", "201.25 SAR"))
    }
}
