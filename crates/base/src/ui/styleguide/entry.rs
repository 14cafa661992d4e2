//! A form with every field, with and without mistakes, and the grid of lines.

use maud::{Markup, html};

use super::Words;
use crate::ui::{
    Button, Card, Chrome, Field, LineCell, LineColumn, LineGrid, LineRow, Mistakes, Totals, fields,
    form, form_actions,
};

pub(super) fn all(chrome: &Chrome, w: Words) -> Markup {
    html! {
        (Card::new(form("#", &chrome.hidden, html! {
            (mistakes(chrome, w)) (boxes(w)) (choices(w)) (grid(chrome, w))
            (form_actions(html! {
                (Button::submit(w.of("Save voyage", "حفظ الرحلة")).primary())
                (Button::link(&chrome.texts.cancel, "#"))
            }))
        })).title(w.of("A form", "نموذج")))
    }
}

fn mistakes<'a>(chrome: &'a Chrome, w: Words) -> Mistakes<'a> {
    Mistakes::new(&chrome.texts)
        .field("sample_dues", w.of("Dues: write an amount, such as 12.50", "الرسوم: اكتب مبلغًا"))
        .general(w.of("The berth was taken meanwhile.", "حُجز المرسى في هذه الأثناء."))
}

fn boxes(w: Words) -> Markup {
    fields(html! {
        (Field::text("sample_name", w.of("Name", "الاسم")).required(true)
            .value(w.of("Sea Lark", "قُبّرة البحر")).hint(w.of("As painted on the bow.",
                "كما هو مكتوب على المقدمة.")))
        (Field::money("sample_dues", w.of("Dues", "الرسوم"), "SAR").value("12,5o")
            .error(w.of("Write an amount, such as 12.50", "اكتب مبلغًا، مثل 12.50").to_owned()))
        (Field::decimal("sample_draught", w.of("Draught", "الغاطس")).after("m").value("٤٫٢"))
        (Field::date("sample_day", w.of("Day of arrival", "يوم الوصول")).value("2026-03-04"))
        (Field::select("sample_berth", w.of("Berth", "المرسى"), [("7", "7"), ("12", "12")])
            .value("12"))
        (Field::lookup("sample_owner", w.of("Owner", "المالك"), "/sample/owners", "")
            .placeholder(w.of("Type a name", "اكتب اسمًا")))
        (Field::email("sample_mail", w.of("Mail address", "البريد الإلكتروني"))
            .value("master@example.com"))
        (Field::text("sample_site", w.of("Address", "العنوان")).before("https://").ltr()
            .after(".example.com").value("sea-lark"))
        (Field::text("sample_fixed", w.of("Number", "الرقم")).value("SW-2041").readonly(true))
        (Field::textarea("sample_note", w.of("Note", "ملاحظة")).span()
            .value(w.of("Handle with care.", "يُعامل بعناية.")))
    })
}

fn choices(w: Words) -> Markup {
    fields(html! {
        (Field::radios("sample_side", w.of("Moors with", "ترسو بجانب"), [
            ("port", w.of("port side", "اليسار")),
            ("starboard", w.of("starboard side", "اليمين")),
        ]).value("port"))
        (Field::checkbox("sample_pilot", w.of("Needs a pilot", "تحتاج مرشدًا"), true)
            .hint(w.of("A pilot is ordered by itself.", "يُطلب المرشد تلقائيًا.")))
        (Field::file("sample_picture", w.of("Pictures", "صور"), "image/png,image/jpeg", true))
    })
}

fn grid(chrome: &Chrome, w: Words) -> Markup {
    let crates = vec![("c".to_owned(), w.of("crate", "صندوق").to_owned())];
    let columns = [
        LineColumn::new("cargo", w.of("Cargo", "البضاعة"), LineCell::Lookup("/sample".into())),
        LineColumn::new("count", w.of("Count", "العدد"), LineCell::Decimal),
        LineColumn::new("pack", w.of("Packing", "التعبئة"), LineCell::Select(crates)),
        LineColumn::new("price", w.of("Freight", "الأجرة"), LineCell::Decimal),
        LineColumn::new("amount", w.of("Amount", "المبلغ"), LineCell::Computed),
    ];
    let line = |shown: &str, count: &str, amount: &str, errors| LineRow {
        values: ["1", count, "c", "12.50", amount].map(str::to_owned).to_vec(),
        shown: shown.to_owned(),
        errors,
    };
    let few = w.of("Only 3 are left", "بقي 3 فقط").to_owned();
    let rows = [
        line(w.of("Dates", "تمور"), "10", "125.00", vec![]),
        line(w.of("Jute", "جوت"), "4", "50.00", vec![("count".to_owned(), few)]),
    ];
    let totals = Totals::new()
        .row(w.of("Net", "الصافي"), "175.00")
        .row(w.of("Tax 15 %", "الضريبة 15 %"), "26.25")
        .grand(w.of("Total", "الإجمالي"), "201.25 SAR");
    html! {
        (LineGrid {
            name: "lines",
            label: w.of("Cargo", "البضاعة"),
            columns: &columns,
            rows: &rows,
            totals_url: None,
            totals: html! { (totals) },
            texts: &chrome.texts,
        })
    }
}
