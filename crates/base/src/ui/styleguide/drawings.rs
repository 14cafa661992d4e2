//! Numbers and charts.

use maud::{Markup, html};

use super::Words;
use crate::ui::{Card, Chart, Chrome, Donut, Point, Series, Stat, Tone, stats};

pub(super) fn all(chrome: &Chrome, w: Words) -> Markup {
    html! {
        (numbers(w))
        div.columns {
            (Card::new(html! { (lines(chrome, w)) }))
            (Card::new(html! { (bars(chrome, w)) }))
            (Card::new(html! { (donut(chrome, w)) }))
        }
    }
}

fn numbers(w: Words) -> Markup {
    stats(&[
        Stat::new(w.of("Cargo this month", "بضاعة هذا الشهر"), "48,210 t")
            .href("#")
            .delta(true, Tone::Success, "+12 %")
            .note(w.of("against last month", "مقارنة بالشهر الماضي"))
            .past([12, 18, 15, 22, 19, 27, 31]),
        Stat::new(w.of("Waiting at anchor", "بانتظار الدخول"), "7")
            .href("#")
            .delta(true, Tone::Danger, "+3")
            .note(w.of("since yesterday", "منذ الأمس"))
            .past([4, 4, 3, 5, 4, 4, 7]),
        Stat::new(w.of("Mean turnaround", "متوسط زمن الدورة"), "31 h")
            .delta(false, Tone::Success, "−2 h")
            .past([36, 35, 37, 34, 33, 33, 31]),
        Stat::new(w.of("Berths free", "مراسٍ شاغرة"), "4").href("#"),
    ])
}

fn points(values: &[i64]) -> Vec<Point> {
    let point = |value: &i64| Point {
        value: *value,
        text: format!("{value} t"),
        href: Some("#".to_owned()),
    };
    values.iter().map(point).collect()
}

fn months(w: Words) -> [&'static str; 6] {
    [
        w.of("Jan", "يناير"),
        w.of("Feb", "فبراير"),
        w.of("Mar", "مارس"),
        w.of("Apr", "أبريل"),
        w.of("May", "مايو"),
        w.of("Jun", "يونيو"),
    ]
}

fn lines<'a>(chrome: &'a Chrome, w: Words) -> Chart<'a> {
    Chart::lines(&chrome.texts, w.of("Cargo by month", "البضاعة حسب الشهر"))
        .names(months(w))
        .series(Series {
            name: w.of("Cargo", "البضاعة").into(),
            points: points(&[820, 932, 901, 1_134, 1_290, 1_530]),
        })
}

fn bars<'a>(chrome: &'a Chrome, w: Words) -> Chart<'a> {
    Chart::bars(&chrome.texts, w.of("In and out", "الوارد والصادر"))
        .names(months(w))
        .series(Series {
            name: w.of("In", "الوارد").into(),
            points: points(&[320, 402, 301, 334, 390, 430]),
        })
        .series(Series {
            name: w.of("Out", "الصادر").into(),
            points: points(&[220, 182, 191, -134, 290, 330]),
        })
}

fn donut<'a>(chrome: &'a Chrome, w: Words) -> Donut<'a> {
    let part = |value: i64| Point { value, text: value.to_string(), href: Some("#".to_owned()) };
    Donut::new(
        &chrome.texts,
        w.of("Vessels by state", "السفن حسب الحالة"),
        "62",
        w.of("vessels", "سفينة"),
    )
    .part(w.of("Under way", "في الطريق"), part(31))
    .part(w.of("Moored", "راسية"), part(18))
    .part(w.of("Delayed", "متأخرة"), part(9))
    .part(w.of("In dock", "في الحوض"), part(4))
}
