//! A list with rows, one that the filters left empty, and one that has nothing yet.

use maud::{Markup, html};

use super::Words;
use crate::ui::{
    Badge, Bulk, Button, Chrome, Column, Empty, Icon, Kind, ListView, Pager, Query, Row, Table,
    Tabs, Tone, bdi,
};

const VESSELS: [(&str, &str, &str, &str, Tone); 6] = [
    ("SW-2041", "Sea Lark", "قُبّرة البحر", "1,204.50", Tone::Info),
    ("SW-2040", "Northern Tern", "خرشنة الشمال", "88.00", Tone::Success),
    ("SW-2039", "Kittiwake", "نورس الصخور", "12,930.25", Tone::Warning),
    ("SW-2038", "Storm Petrel", "طائر النوء", "-310.00", Tone::Danger),
    ("SW-2037", "Sand Plover", "زقزاق الرمل", "7,450.00", Tone::Neutral),
    ("SW-2036", "Great Cormorant", "الغاق الكبير", "640.10", Tone::Success),
];

pub(super) fn all(chrome: &Chrome, w: Words) -> Markup {
    let asked = Query::parse("#", "sort=-number");
    let narrowed = Query::parse("#", "q=albatross&state=late");
    let nothing = Query::new("#");
    let bare = |name: &str| Table::new(name, vec![]);
    html! {
        (full(chrome, w, &asked))
        (list(chrome, w, "narrowed", &narrowed, bare(w.of("Narrowed vessels", "سفن مصفّاة")))
            .no_result(
                w.of("No vessel is called albatross", "لا توجد سفينة بهذا الاسم"),
                w.of("Try a shorter word, or clear the filters.", "جرّب كلمة أقصر."),
            ))
        (list(chrome, w, "nothing", &nothing, bare(w.of("No vessels", "لا سفن"))))
    }
}

fn list<'a>(
    chrome: &'a Chrome,
    w: Words,
    id: &'a str,
    query: &'a Query,
    table: Table,
) -> ListView<'a> {
    let empty = Empty::new(
        Icon::Box,
        w.of("No vessels yet", "لا توجد سفن بعد"),
        w.of("Add the first, or import your fleet.", "أضف الأولى أو استورد أسطولك."),
    );
    ListView::new(&chrome.texts, id, query, table, empty)
        .search(w.of("Search name or number", "ابحث بالاسم أو الرقم"))
        .filter(
            "state",
            w.of("State", "الحالة"),
            [("late", w.of("Delayed", "متأخرة")), ("there", w.of("Arrived", "وصلت"))],
        )
}

fn full(chrome: &Chrome, w: Words, query: &Query) -> Markup {
    let columns = vec![
        Column::new(w.of("Number", "الرقم")).sorts(query, "number").title(),
        Column::new(w.of("Vessel", "السفينة")).sorts(query, "name"),
        Column::new(w.of("State", "الحالة")),
        Column::new(w.of("Dues", "الرسوم")).numeric().sorts(query, "dues"),
    ];
    let rows = VESSELS.iter().map(|(number, en, ar, dues, tone)| {
        Row::linked(
            *number,
            *number,
            "#",
            vec![
                bdi(number),
                html! { (w.of(en, ar)) },
                html! { (Badge::new(*tone, w.of("State", "حالة"))) },
                bdi(dues),
            ],
        )
    });
    let sums = vec![html! { (w.of("Sum", "المجموع")) }, html! {}, html! {}, bdi("22,002.85")];
    let table = Table::new(w.of("Vessels", "السفن"), columns).rows(rows).foot(sums);
    let view = list(chrome, w, "vessels", query, table)
        .views(
            Tabs::new(w.of("Views", "طرق العرض"))
                .counted(w.of("All", "الكل"), "#", true, "431")
                .counted(w.of("Under way", "في الطريق"), "#", false, "31")
                .tab(w.of("My berths", "مراسيَّ"), "#", false),
        )
        .bulk(Bulk {
            action: "#".into(),
            hidden: chrome.hidden.clone(),
            buttons: vec![
                Button::submit(w.of("Confirm", "تأكيد")).small(),
                Button::submit(w.of("Scrap", "تخريد")).small().kind(Kind::Danger).ask(
                    w.of("Scrap the selected vessels?", "تخريد السفن المحددة؟"),
                    w.of("They leave the fleet.", "ستخرج من الأسطول."),
                    w.of("Scrap vessels", "تخريد السفن"),
                ),
            ],
        })
        .export("CSV", "#csv")
        .export("XLSX", "#xlsx")
        .pager(Pager {
            count: w.of("1–6 of 431", "١–٦ من ٤٣١").into(),
            first: None,
            next: Some("#next".into()),
        });
    html! { (view) }
}
