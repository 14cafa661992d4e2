//! Which prices a customer pays: a card on its page.

use axum::response::Response;
use base::ui::{Button, Card, Facts, Field, fields, form, form_actions};
use base::{Cx, Flash, FormData, Path, Problem, Tx};
use maud::{Markup, html};
use uuid::Uuid;

use super::super::{Terms, groups, lists, set_terms, terms};
use super::index::choices;

pub(super) async fn set(cx: Cx, Path(id): Path<Uuid>, data: FormData) -> Result<Response, Problem> {
    let new = Terms {
        group_id: data.text("group_id").parse().ok(),
        price_list_id: data.text("price_list_id").parse().ok(),
    };
    let mut tx = cx.begin().await?;
    set_terms(&mut tx, id, new).await?;
    let name = crate::customers::find(&mut tx, id).await?.name;
    let flash = Flash::done("price-lists-terms-saved").name(name);
    tx.redirect(&format!("/admin/customers/{id}"), flash).await
}

/// The card; nothing for those who may not see prices, or where there are no lists or groups.
pub(crate) async fn card(cx: &Cx, tx: &mut Tx, customer: Uuid) -> Result<Markup, Problem> {
    if !cx.may("price_lists.read") {
        return Ok(html! {});
    }
    let (lists, groups) = (lists(tx).await?, groups(tx).await?);
    if lists.is_empty() && groups.is_empty() {
        return Ok(html! {});
    }
    let (l, terms) = (&cx.l, terms(tx, customer).await?);
    let group = groups.iter().find(|group| Some(group.id) == terms.group_id);
    let list = lists.iter().find(|list| Some(list.id) == terms.price_list_id);
    if !cx.may("price_lists.edit") {
        let facts = Facts::new()
            .text(l.t("price-lists-group"), group.map_or("", |group| &group.name))
            .text(l.t("price-lists-own"), list.map_or("", |list| &list.name));
        return Ok(html! { (Card::new(html! { (facts) }).title(l.t("price-lists-prices"))) });
    }
    let none = (String::new(), l.t("price-lists-no-group"));
    let all = groups.iter().map(|group| (group.id.to_string(), group.name.clone()));
    let all: Vec<(String, String)> = std::iter::once(none).chain(all).collect();
    let chosen = |id: Option<Uuid>| id.map(|id| id.to_string()).unwrap_or_default();
    let body = form(
        &format!("/admin/customers/{customer}/prices"),
        &cx.hidden(),
        html! {
            (fields(html! {
                (Field::select("group_id", l.t("price-lists-group"), all)
                    .value(chosen(terms.group_id)))
                (Field::select("price_list_id", l.t("price-lists-own"), choices(cx, &lists))
                    .value(chosen(terms.price_list_id)).hint(l.t("price-lists-own-hint")))
            }))
            (form_actions(html! { (Button::submit(l.t("price-lists-save"))) }))
        },
    );
    Ok(html! { (Card::new(body).title(l.t("price-lists-prices"))) })
}
