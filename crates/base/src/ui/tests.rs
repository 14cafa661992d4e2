#![allow(clippy::unwrap_used)]

use super::*;
use maud::Render;

const EVIL: &str = "<script>alert(\"1\")</script>&'";

fn catalogue(lang: &str) -> &'static str {
    match lang {
        "ar" => include_str!("messages/ar.ftl"),
        "bn" => include_str!("messages/bn.ftl"),
        _ => include_str!("messages/en.ftl"),
    }
}

fn texts(lang: &str) -> Texts {
    Texts::new(|key| {
        let line = |line: &'static str| line.strip_prefix(key)?.strip_prefix(" = ");
        catalogue(lang).lines().find_map(line).map(str::to_owned).unwrap_or_default()
    })
}

fn chrome(lang: &str) -> Chrome {
    Chrome {
        title: "Title".into(),
        lang: lang.into(),
        dir: if lang == "ar" { Dir::Rtl } else { Dir::Ltr },
        brand: EVIL.into(),
        user: Some(User { name: EVIL.into(), detail: EVIL.into(), actions: vec![] }),
        flash: Some(Flash { tone: Tone::Success, text: EVIL.into(), link: None }),
        palette: Some("/admin/palette".into()),
        texts: texts(lang),
        ..Chrome::default()
    }
}

#[test]
fn every_word_of_the_components_stands_in_every_language() {
    for lang in ["en", "ar", "bn"] {
        for key in Texts::KEYS {
            let says = |line: &&str| line.strip_prefix(key).is_some_and(|r| r.len() > 3);
            assert!(catalogue(lang).lines().any(|line| says(&line)), "{key} is not said in {lang}");
        }
        let said = catalogue(lang).lines().filter(|line| line.starts_with("ui-")).count();
        assert_eq!(said, Texts::KEYS.len(), "{lang} says words that no component uses");
    }
}

#[test]
fn whatever_people_write_is_escaped() {
    let t = texts("en");
    let pages = [
        shell(&chrome("en"), bdi(EVIL)),
        Field::text(EVIL, EVIL).value(EVIL).hint(EVIL).error(EVIL.to_owned()).render(),
        Field::select("a", EVIL, [(EVIL, EVIL)]).render(),
        Field::lookup("a", EVIL, EVIL, EVIL).render(),
        Button::submit(EVIL).ask(EVIL, EVIL, EVIL).value(EVIL, EVIL).render(),
        Banner::new(Tone::Danger, EVIL).title(EVIL).links([(EVIL.into(), EVIL.into())]).render(),
        Mistakes::new(&t).field(EVIL, EVIL).general(EVIL).render(),
        palette_results(
            &[PaletteGroup {
                title: EVIL.into(),
                items: vec![PaletteItem {
                    label: EVIL.into(),
                    href: EVIL.into(),
                    icon: Icon::Home,
                    detail: EVIL.into(),
                }],
            }],
            EVIL,
        ),
        Chart::bars(&t, EVIL)
            .names([EVIL])
            .series(Series {
                name: EVIL.into(),
                points: vec![Point { value: 1, text: EVIL.into(), href: Some(EVIL.into()) }],
            })
            .render(),
        Totals::new().row(EVIL, EVIL).fill(EVIL, EVIL).render(),
    ];
    for page in pages {
        let page = page.into_string();
        assert!(page.contains("&lt;script&gt;"), "{page}");
        assert!(!page.contains("<script>alert"), "{page}");
        assert!(!page.contains(r#"alert("1")"#), "{page}");
    }
}

#[test]
fn no_component_needs_an_inline_style_or_script() {
    for lang in ["en", "ar", "bn"] {
        let chrome = chrome(lang);
        let page = shell(&chrome, styleguide(&chrome)).into_string();
        for word in [" style=", "<style", "javascript:", " onclick", " hx-on", "js:"] {
            assert!(!page.contains(word), "{word} is on the styleguide");
        }
        let scripts: Vec<&str> = page.split("<script").skip(1).collect();
        assert!(scripts.iter().all(|script| script.starts_with(" src=\"/assets/app-")));
    }
}

#[test]
fn ids_on_the_styleguide_are_unique_and_all_references_lead_somewhere() {
    let chrome = chrome("en");
    let page = shell(&chrome, styleguide(&chrome)).into_string();
    let values = |attribute: &str| -> Vec<String> {
        let start = format!(" {attribute}=\"");
        let value = |rest: &str| rest.split('"').next().unwrap().to_owned();
        page.split(&start).skip(1).map(value).collect()
    };
    // A template is not part of the page; its row has ids of its own.
    let ids = values("id");
    for id in &ids {
        assert_eq!(ids.iter().filter(|other| *other == id).count(), 1, "the id {id} is not unique");
    }
    for attribute in ["for", "aria-describedby", "aria-labelledby", "aria-controls"] {
        for id in values(attribute).iter().flat_map(|list| list.split(' ')) {
            assert!(ids.iter().any(|known| known == id), "{attribute} leads to no {id}");
        }
    }
}

#[test]
fn a_refused_field_says_so_to_everyone() {
    let field = Field::money("price[net]", "Price", "SAR").error("Too low".to_owned()).hint("Net");
    let html = field.render().into_string();
    assert!(html.contains(r#"aria-invalid="true""#));
    assert!(html.contains(r#"aria-describedby="f-price-net-error f-price-net-hint""#));
    assert!(html.contains(r#"<p class="error" id="f-price-net-error">"#));
    let fine = Field::text("a", "A").error(None).render().into_string();
    assert!(!fine.contains("aria-invalid") && !fine.contains("aria-describedby"));
}

#[test]
fn an_error_is_a_banner_and_never_a_toast() {
    let mut chrome = chrome("en");
    chrome.flash = Some(Flash { tone: Tone::Danger, text: "It sank".into(), link: None });
    let page = shell(&chrome, maud::html! {}).into_string();
    assert!(page.contains(r#"role="alert""#) && !page.contains("data-toast"));
    chrome.flash = Some(Flash { tone: Tone::Success, text: "It floats".into(), link: None });
    let page = shell(&chrome, maud::html! {}).into_string();
    assert!(!page.contains(r#"role="alert""#) && page.contains("data-toast"));
}

#[test]
fn an_arabic_page_reads_from_right_to_left_in_its_own_font() {
    let page = shell(&chrome("ar"), maud::html! {}).into_string();
    assert!(page.contains(r#"<html lang="ar" dir="rtl""#));
    assert!(page.contains("noto-naskh-arabic"));
    assert!(!shell(&chrome("en"), maud::html! {}).into_string().contains("noto-"));
}

#[test]
fn an_empty_list_tells_nothing_yet_from_nothing_found() {
    let t = texts("en");
    let draw = |query: &Query| {
        let empty = Empty::new(Icon::Box, "No boats yet", "");
        let table = Table::new("Boats", vec![Column::new("Name")]);
        let view = ListView::new(&t, "boats", query, table, empty).search("Search");
        view.no_result("No such boat", "").render().into_string()
    };
    assert!(draw(&Query::new("/boats")).contains("No boats yet"));
    let found = draw(&Query::parse("/boats", "q=ark"));
    assert!(found.contains("No such boat") && found.contains(r#"value="ark""#));
}

#[test]
fn a_column_sorts_up_then_down_then_not_at_all() {
    let link = |raw: &str| {
        let query = Query::parse("/boats", raw);
        let column = Column::new("Name").sorts(&query, "name");
        Table::new("Boats", vec![column]).render().into_string()
    };
    assert!(link("after=x").contains(r#"href="/boats?sort=name""#));
    assert!(link("sort=name").contains(r#"aria-sort="ascending"><a href="/boats?sort=-name""#));
    assert!(link("sort=-name").contains(r#"aria-sort="descending"><a href="/boats""#));
}

#[test]
fn the_grid_is_a_plain_form_with_numbered_fields() {
    let t = texts("en");
    let columns = [
        LineColumn::new("item", "Item", LineCell::Lookup("/items".into())),
        LineColumn::new("count", "Count", LineCell::Decimal),
    ];
    let rows = [LineRow {
        values: vec!["7".into(), "2".into()],
        shown: "Rope".into(),
        errors: vec![("count".into(), "Too many".into())],
    }];
    let grid = |rows: &[LineRow]| {
        let totals = maud::html! {};
        let grid = LineGrid {
            name: "lines",
            label: "Lines",
            columns: &columns,
            rows,
            totals_url: None,
            totals,
            texts: &t,
        };
        grid.render().into_string()
    };
    let html = grid(&rows);
    assert!(html.contains(r#"name="lines[0][item]" value="7""#));
    assert!(html.contains(r#"name="lines[0][item_text]""#) && html.contains(r#"value="Rope""#));
    assert!(html.contains(r#"aria-describedby="f-lines-0--count-error""#));
    assert!(html.contains(r#"name="add_line" value="1""#));
    assert!(html.contains(r#"name="remove_line" value="0""#));
    assert!(grid(&[]).contains(r#"name="lines[0][count]""#), "an empty grid has no line to fill");
}

#[test]
fn an_empty_cell_is_empty_so_that_a_phone_leaves_it_out() {
    let columns = vec![Column::new("Number"), Column::new("About")];
    let rows = [Row::new(vec![bdi("JE-1"), bdi("")])];
    let table = Table::new("Entries", columns).rows(rows).render().into_string();
    assert!(table.contains("data-label=\"About\"></td>"), "{table}");
    assert!(table.contains("<bdi>JE-1</bdi>"), "{table}");
}

#[test]
fn a_row_that_is_called_nothing_has_no_empty_heading() {
    let columns = vec![Column::new("Date"), Column::new("Number").title()];
    let rows = [["Monday", ""], ["Tuesday", "INV-1"]];
    let rows = rows.map(|cells| Row::new(cells.map(bdi).to_vec()));
    let table = Table::new("Entries", columns).rows(rows).render().into_string();
    assert_eq!(table.matches("role=\"rowheader\"").count(), 1, "{table}");
    assert!(table.contains("<bdi>INV-1</bdi>"), "{table}");
}

#[test]
fn columns_that_were_not_chosen_are_left_out_and_the_name_of_the_row_stays() {
    let t = texts("en");
    let shown = |asked: &str| {
        let query = Query::parse("/boats", asked);
        let columns = vec![
            Column::new("Boat").sorts(&query, "name"),
            Column::new("Length").numeric(),
            Column::new("Harbour").sorts(&query, "harbour"),
            Column::new("Owner"),
        ];
        let cells = || ["Sara", "12 m", "Jeddah", "Amal"].map(|cell| html! { (cell) }).to_vec();
        let table = Table::new("Boats", columns)
            .rows([Row::linked("1", "Sara", "/boats/1", cells())])
            .foot(cells());
        let empty = Empty::new(Icon::Box, "No boats", "");
        ListView::new(&t, "boats", &query, table, empty).render().into_string()
    };
    let all = shown("sort=name");
    for cell in ["Sara", "12 m", "Jeddah", "Amal"] {
        assert_eq!(all.matches(&format!(">{cell}<")).count(), 2, "{cell}: {all}");
    }
    let some = shown("sort=name&show=-&show=harbour&show=2&after=x");
    assert!(some.contains(">12 m<") && some.contains(">Jeddah<") && !some.contains("Amal"));
    assert!(some.contains("<input type=\"hidden\" name=\"sort\" value=\"name\">"), "kept");
    assert!(!some.contains("value=\"x\""), "begins at the first page");
    let none = shown("show=-");
    assert!(none.contains("Sara") && !none.contains("Jeddah") && !none.contains("12 m"));
    assert_eq!(none.matches("type=\"checkbox\"").count(), 3, "what can be chosen again");
}
