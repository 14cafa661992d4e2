//! Heads, buttons, badges, boxes, messages.

use maud::{Markup, html};

use super::Words;
use crate::ui::{
    Badge, Banner, Button, Card, Chrome, Confirm, Dialog, Empty, Entry, Facts, Flow, Icon, Kind,
    PageHeader, Progress, Skeleton, Step, Tabs, Timeline, Tone,
};

const TONES: [(Tone, &str, &str); 5] = [
    (Tone::Neutral, "Moored", "راسية"),
    (Tone::Info, "Under way", "في الطريق"),
    (Tone::Success, "Arrived", "وصلت"),
    (Tone::Warning, "Delayed", "متأخرة"),
    (Tone::Danger, "Aground", "جانحة"),
];

pub(super) fn all(chrome: &Chrome, w: Words) -> Markup {
    let t = &chrome.texts;
    html! {
        (PageHeader::new(t, w.of("Voyage SW-2041", "الرحلة SW-2041"))
            .crumb(w.of("Fleet", "الأسطول"), "#").crumb(w.of("Voyages", "الرحلات"), "#")
            .beside(html! { (Badge::new(Tone::Info, w.of("Under way", "في الطريق"))) })
            .subtitle(w.of("From Jeddah to Chattogram, 12 days", "من جدة إلى شاتوغرام، ١٢ يومًا"))
            .actions(html! {
                (Button::link(w.of("Print", "طباعة"), "#").icon(Icon::Print))
                (Button::link(w.of("Edit", "تعديل"), "#").icon(Icon::Edit).key('e'))
                (Button::link(w.of("New voyage", "رحلة جديدة"), "#").primary().icon(Icon::Plus)
                    .key('c'))
            }))
        (Flow::new(t)
            .at([
                w.of("Draft", "مسودة"),
                w.of("Confirmed", "مؤكدة"),
                w.of("Loaded", "محمّلة"),
                w.of("Arrived", "وصلت"),
            ], 1)
            .action(html! { (Button::submit(w.of("Load cargo", "تحميل البضاعة")).primary()) }))
        (Flow::new(t)
            .step(w.of("Draft", "مسودة"), Step::Done)
            .step(w.of("Cancelled", "ملغاة"), Step::Stopped)
            .step(w.of("Arrived", "وصلت"), Step::Ahead))
        div.columns { (buttons(chrome, w)) (badges(w)) (icons()) }
        (messages(w))
        div.split { (facts(w)) (timeline(w)) }
        (Tabs::new(w.of("Parts", "الأجزاء"))
            .tab(w.of("Overview", "نظرة عامة"), "#", true)
            .counted(w.of("Papers", "المستندات"), "#", false, "3")
            .tab(w.of("History", "السجل"), "#", false))
        div.columns {
            (Card::new(html! { (Skeleton::new(4, w.of("Loading", "جارٍ التحميل"))) }))
            (Card::new(html! {
                (Progress::new(w.of("Loading cargo", "تحميل البضاعة"), 1_200, 4_000)
                    .detail("1,200 / 4,000"))
                (Progress::new(w.of("Papers", "المستندات"), 1, 1).tone(Tone::Success)
                    .detail("100 %"))
                (Progress::new(w.of("Survey", "المعاينة"), 2, 7).tone(Tone::Danger).detail("2 / 7"))
            }))
        }
        (Card::new(html! {
            (Empty::new(Icon::Box, w.of("No cargo yet", "لا توجد بضاعة بعد"),
                w.of("What this vessel carries will stand here.", "ستظهر هنا حمولة هذه السفينة."))
                .actions(html! {
                    (Button::link(w.of("Add cargo", "إضافة بضاعة"), "#").primary()
                        .icon(Icon::Plus))
                    (Button::link(w.of("Import a file", "استيراد ملف"), "#").icon(Icon::Upload))
                }))
        }))
    }
}

fn buttons(chrome: &Chrome, w: Words) -> Markup {
    let t = &chrome.texts;
    let save = w.of("Save", "حفظ");
    Card::new(html! {
        div.row {
            @for kind in [Kind::Primary, Kind::Plain, Kind::Quiet, Kind::Danger] {
                (Button::submit(save).kind(kind))
            }
            (Button::submit(save).kind(Kind::DangerPrimary))
            (Button::submit(save).disabled(true))
        }
        div.row {
            (Button::link(save, "#").small())
            (Button::link(w.of("Download", "تنزيل"), "#").small().icon(Icon::Download))
            (Button::submit(w.of("Edit", "تعديل")).icon(Icon::Edit).icon_only())
        }
        div.row {
            (Confirm {
                id: "sample-confirm".into(),
                label: w.of("Scrap…", "تخريد…").into(),
                icon: Some(Icon::Trash),
                title: w.of("Scrap the vessel Sea Lark?", "تخريد السفينة «قُبّرة البحر»؟").into(),
                consequence: w.of(
                    "It leaves the fleet and its berth becomes free. This cannot be undone.",
                    "ستخرج من الأسطول ويصبح مرساها شاغرًا. لا يمكن التراجع عن ذلك.",
                ).into(),
                verb: w.of("Scrap vessel", "تخريد السفينة").into(),
                cancel: t.cancel.clone(),
                action: "#".into(),
                hidden: chrome.hidden.clone(),
                danger: true,
            })
            (Button::opens(w.of("Open a dialog", "فتح نافذة"), "sample-dialog"))
            (Dialog::new("sample-dialog", w.of("A dialog", "نافذة"), html! {
                p { (w.of("It holds whatever is needed.", "تحتوي على ما يلزم.")) }
                div.dialog-actions { button.button type="button" data-close=""
                    popovertarget="sample-dialog" popovertargetaction="hide" { (t.close) } }
            }))
        }
    })
    .title(w.of("Buttons", "الأزرار"))
    .into_markup()
}

fn badges(w: Words) -> Markup {
    Card::new(html! {
        div.row { @for (tone, en, ar) in TONES { (Badge::new(tone, w.of(en, ar))) } }
        p { (w.of("A link in a sentence is ", "رابط داخل جملة يكون ")) a href="#" {
            (w.of("underlined", "مسطّرًا")) } "." }
        p.muted { (w.of("Quiet words are still easy to read.", "الكلمات الهادئة سهلة القراءة.")) }
        p { kbd { "Ctrl" } " " kbd { "K" } " " code { "SW-2041" } }
    })
    .title(w.of("Badges and text", "الشارات والنص"))
    .into_markup()
}

fn icons() -> Markup {
    Card::new(html! { div.row { @for icon in Icon::ALL { (icon) } } }).title("Icons").into_markup()
}

fn messages(w: Words) -> Markup {
    html! {
        div.stack {
            @for (tone, en, ar) in TONES {
                @let more = (w.of("See why", "اعرف السبب").to_owned(), "#".to_owned());
                (Banner::new(tone, w.of(
                    "The pilot comes aboard at six; have the ladder ready.",
                    "يصعد المرشد في السادسة؛ جهّزوا السلّم.",
                )).title(w.of(en, ar)).links([more]))
            }
        }
    }
}

fn facts(w: Words) -> Markup {
    Card::new(html! {
        (Facts::new()
            .text(w.of("Vessel", "السفينة"), w.of("Sea Lark", "قُبّرة البحر"))
            .text(w.of("Call sign", "رمز النداء"), "HZ-4471 (-2)")
            .text(w.of("Owner", "المالك"), "")
            .markup(w.of("Papers", "المستندات"), html! {
                (Badge::new(Tone::Success, w.of("In order", "مكتملة")))
            }))
    })
    .title(w.of("Facts", "بيانات"))
    .actions(html! { (Button::link(w.of("Edit", "تعديل"), "#").small().icon(Icon::Edit)) })
    .into_markup()
}

fn timeline(w: Words) -> Markup {
    let entry = |icon, tone, what: &str, when: &str, changes| Entry {
        icon,
        tone,
        what: html! { (what) },
        who: w.of("Maryam", "مريم").into(),
        when: when.into(),
        datetime: "2026-03-04T09:30:00Z".into(),
        changes,
    };
    let changed = vec![(w.of("Berth", "المرسى").into(), "7".into(), "12".into())];
    let happenings = vec![
        entry(Icon::Check, Tone::Success, w.of("Confirmed", "تم التأكيد"), "09:30", vec![]),
        entry(Icon::Edit, Tone::Neutral, w.of("Changed", "تم التعديل"), "09:12", changed),
        entry(Icon::Plus, Tone::Info, w.of("Drafted", "أُنشئت مسودة"), "08:55", vec![]),
    ];
    Card::new(html! { (Timeline(happenings)) }).title(w.of("Timeline", "السجل")).into_markup()
}

/// A component as markup, where a function answers one.
trait IntoMarkup {
    fn into_markup(self) -> Markup;
}

impl IntoMarkup for Card {
    fn into_markup(self) -> Markup {
        html! { (self) }
    }
}
