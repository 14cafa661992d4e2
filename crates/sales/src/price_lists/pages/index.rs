//! The price lists and the groups of a company: a handful of each, on one page.

use axum::http::StatusCode;
use axum::response::Response;
use base::ui::{
    Badge, Button, Card, Column, Field, Icon, PageHeader, Row, Table, Tone, bdi, fields, form,
    form_actions,
};
use base::{Currency, Cx, Flash, FormData, Path, Problem};
use finance::currencies;
use maud::{Markup, html};
use uuid::Uuid;

use super::super::{ChangeGroup, Group, NewGroup, NewPriceList, PriceList, groups, lists};
use super::{address, day};
use crate::forms;

const HERE: &str = "/admin/price-lists";

pub(super) async fn show(cx: Cx) -> Result<Response, Problem> {
    page(&cx, None).await
}

pub(super) async fn create(cx: Cx, data: FormData) -> Result<Response, Problem> {
    let done = async {
        let new = NewPriceList {
            name: data.text("name").to_owned(),
            currency: currency(&data)?,
            valid_from: day(&data, "valid_from")?,
            valid_to: day(&data, "valid_to")?,
            ..NewPriceList::default()
        };
        let mut tx = cx.begin().await?;
        let list = super::super::create(&mut tx, new).await?;
        tx.redirect(&address(list.id), Flash::done("price-lists-made").name(list.name)).await
    };
    let done = done.await;
    or_again(&cx, &data, done).await
}

pub(super) async fn create_group(cx: Cx, data: FormData) -> Result<Response, Problem> {
    let done = async {
        let name = data.text("name").to_owned();
        let price_list_id = data.text("price_list_id").parse().ok();
        let mut tx = cx.begin().await?;
        let new = NewGroup { id: None, name, price_list_id };
        let group = super::super::create_group(&mut tx, new).await?;
        tx.redirect(HERE, Flash::done("price-lists-group-saved").name(group.name)).await
    };
    let done = done.await;
    or_again(&cx, &data, done).await
}

pub(super) async fn change_group(
    cx: Cx,
    Path(id): Path<Uuid>,
    data: FormData,
) -> Result<Response, Problem> {
    let done = async {
        let change = ChangeGroup {
            version: forms::version(&data),
            name: Some(data.text("name").to_owned()),
            price_list_id: Some(data.text("price_list_id").parse().ok()),
        };
        let mut tx = cx.begin().await?;
        let group = super::super::change_group(&mut tx, id, change).await?;
        tx.redirect(HERE, Flash::done("price-lists-group-saved").name(group.name)).await
    };
    let done = done.await;
    or_again(&cx, &data, done).await
}

/// The currency of a form; the company's when it says none.
fn currency(data: &FormData) -> Result<Option<Currency>, Problem> {
    let currency = data.some("currency").map(str::parse::<Currency>).transpose();
    currency.map_err(|_| Problem::invalid().field("currency", "unknown"))
}

async fn or_again(
    cx: &Cx,
    data: &FormData,
    done: Result<Response, Problem>,
) -> Result<Response, Problem> {
    match done {
        Err(problem) if problem.is_mendable() => page(cx, Some((data, &problem))).await,
        answer => answer,
    }
}

async fn page(cx: &Cx, tried: Option<(&FormData, &Problem)>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let (lists, groups) = (lists(&mut tx).await?, groups(&mut tx).await?);
    let used = currencies::choices(&mut tx).await?;
    let (l, texts) = (&cx.l, forms::texts(cx));
    let title = l.t("price-lists-title");
    let may_edit = cx.may("price_lists.edit");
    let body = html! {
        (PageHeader::new(&texts, &title).actions(html! {
            @if may_edit && cx.may("imports.run") {
                (Button::link(l.t("price-lists-import"), "/admin/imports/new?kind=prices")
                    .icon(Icon::Upload))
            }
        }))
        (forms::mistakes(l, &texts, tried.map(|(_, problem)| problem)))
        (Card::new(all(cx, &lists)).title(l.t("price-lists-all")).flush())
        @if may_edit { (Card::new(new_list(cx, &used, tried)).title(l.t("price-lists-new"))) }
        (Card::new(html! {
            @if groups.is_empty() { p.muted { (l.t("price-lists-no-groups")) } }
            @for group in &groups { (group_row(cx, group, &lists, may_edit)) }
            @if may_edit { (new_group(cx, &lists)) }
        }).title(l.t("price-lists-groups")))
    };
    let status = tried.map_or(StatusCode::OK, |_| StatusCode::UNPROCESSABLE_ENTITY);
    Ok(cx.page_with(status, &title, body))
}

fn all(cx: &Cx, lists: &[PriceList]) -> Markup {
    let l = &cx.l;
    if lists.is_empty() {
        return html! { p.muted { (l.t("price-lists-none")) } };
    }
    let columns = vec![
        Column::new(l.t("price-lists-name")).title(),
        Column::new(l.t("orders-currency")),
        Column::new(l.t("price-lists-from-day")).unbroken(),
        Column::new(l.t("price-lists-to-day")).unbroken(),
        Column::new(l.t("orders-state")),
    ];
    let rows = lists.iter().map(|list| {
        let (tone, key) = match list.active {
            true => (Tone::Success, "price-lists-active"),
            false => (Tone::Neutral, "price-lists-inactive"),
        };
        let cells = vec![
            bdi(&list.name),
            bdi(list.currency.code()),
            bdi(&list.valid_from.map(|day| l.date(day)).unwrap_or_default()),
            bdi(&list.valid_to.map(|day| l.date(day)).unwrap_or_default()),
            html! { (Badge::new(tone, l.t(key))) },
        ];
        Row::linked(list.id.to_string(), &list.name, address(list.id), cells)
    });
    html! { (Table::new(l.t("price-lists-all"), columns).rows(rows)) }
}

fn new_list(cx: &Cx, used: &[Currency], tried: Option<(&FormData, &Problem)>) -> Markup {
    let l = &cx.l;
    let codes: Vec<_> = used.iter().map(|c| (c.code(), c.code().to_owned())).collect();
    let typed = |field: &str| tried.map(|(data, _)| data.text(field)).unwrap_or_default();
    let wrong = |field: &str| forms::error(l, tried.map(|(_, problem)| problem), field);
    form(
        HERE,
        &cx.hidden(),
        html! {
            (fields(html! {
                (Field::text("name", l.t("price-lists-name")).value(typed("name")).required(true)
                    .maxlength(100).error(wrong("name")))
                @if used.len() > 1 {
                    (Field::select("currency", l.t("orders-currency"), codes)
                        .value(typed("currency")).hint(l.t("price-lists-currency-hint"))
                        .error(wrong("currency")))
                }
                (Field::date("valid_from", l.t("price-lists-from-day")).value(typed("valid_from"))
                    .error(wrong("valid_from")))
                (Field::date("valid_to", l.t("price-lists-to-day")).value(typed("valid_to"))
                    .error(wrong("valid_to")))
            }))
            (form_actions(html! {
                (Button::submit(l.t("price-lists-new")).primary().icon(Icon::Plus))
            }))
        },
    )
}

/// The lists to choose from, none of them first.
pub(super) fn choices(cx: &Cx, lists: &[PriceList]) -> Vec<(String, String)> {
    let none = (String::new(), cx.l.t("price-lists-catalog"));
    let all = lists.iter().map(|list| (list.id.to_string(), named(cx, list)));
    std::iter::once(none).chain(all).collect()
}

/// The name of a list, with its currency where that is not the company's.
pub(super) fn named(cx: &Cx, list: &PriceList) -> String {
    match list.currency == cx.actor.tenant.currency {
        true => list.name.clone(),
        false => format!("{} ({})", list.name, list.currency),
    }
}

fn group_row(cx: &Cx, group: &Group, lists: &[PriceList], may_edit: bool) -> Markup {
    let l = &cx.l;
    let chosen = group.price_list_id.map(|id| id.to_string()).unwrap_or_default();
    if !may_edit {
        let list = lists.iter().find(|list| Some(list.id) == group.price_list_id);
        return html! { p { (bdi(&group.name)) ": " (bdi(list.map_or("–", |list| &list.name))) } };
    }
    let mut hidden = cx.hidden();
    hidden.push(("version".to_owned(), group.version.to_string()));
    form(
        &format!("/admin/customer-groups/{}", group.id),
        &hidden,
        html! {
            (fields(html! {
                (Field::text("name", l.t("price-lists-group")).value(&group.name).required(true)
                    .maxlength(100))
                (Field::select("price_list_id", l.t("price-lists-list"), choices(cx, lists))
                    .value(chosen))
            }))
            (form_actions(html! { (Button::submit(l.t("price-lists-save"))) }))
        },
    )
}

fn new_group(cx: &Cx, lists: &[PriceList]) -> Markup {
    let l = &cx.l;
    form(
        "/admin/customer-groups",
        &cx.hidden(),
        html! {
            (fields(html! {
                (Field::text("name", l.t("price-lists-new-group")).required(true).maxlength(100))
                (Field::select("price_list_id", l.t("price-lists-list"), choices(cx, lists)))
            }))
            (form_actions(html! {
                (Button::submit(l.t("price-lists-new-group")).icon(Icon::Plus))
            }))
        },
    )
}
