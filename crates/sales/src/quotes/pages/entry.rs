//! The form of a quote: for whom, until when, and the grid of lines.

use axum::http::StatusCode;
use axum::response::Response;
use base::ui::{Button, Field, Icon, PageHeader, fields, form, form_actions};
use base::{Currency, Cx, Flash, FormData, Path, Problem, Query, Tx};
use finance::currencies;
use maud::{Markup, html};
use serde::Deserialize;
use uuid::Uuid;

use super::super::QuoteHead;
use super::address;
use super::typed::Typed;
use crate::orders::{self, LineAddresses};
use crate::{customers, forms};

const ADDRESSES: LineAddresses =
    LineAddresses { products: "/admin/quotes/products", totals: "/admin/quotes/totals" };

#[derive(Deserialize)]
pub(super) struct For {
    #[serde(default)]
    customer: Option<Uuid>,
}

pub(super) async fn new(cx: Cx, Query(asked): Query<For>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let mut typed = Typed { quote_date: tx.today().to_string(), ..Typed::default() };
    if let Some(id) = asked.customer {
        let customer = customers::find(&mut tx, id).await?;
        (typed.customer_id, typed.customer_shown) = (id.to_string(), customer.name);
    }
    page(&cx, &mut tx, None, &typed, None).await
}

pub(super) async fn create(cx: Cx, data: FormData) -> Result<Response, Problem> {
    let mut typed = Typed::read(&data);
    if let Some(answer) = grown(&cx, None, &mut typed, &data).await? {
        return Ok(answer);
    }
    match created(&cx, &mut typed).await {
        Err(problem) if problem.is_mendable() => {
            let mut tx = cx.read().await?;
            page(&cx, &mut tx, None, &typed, Some(&problem)).await
        }
        answer => answer,
    }
}

async fn created(cx: &Cx, typed: &mut Typed) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    typed.resolve(&mut tx).await?;
    let quote = super::super::create(&mut tx, typed.to_new()?).await?;
    let flash = Flash::done("quotes-saved").name(quote.head.customer.name);
    tx.redirect(&address(quote.head.id), flash).await
}

pub(super) async fn edit(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let quote = super::super::find(&mut tx, id).await?;
    page(&cx, &mut tx, Some(&quote.head), &Typed::of(&quote), None).await
}

pub(super) async fn change(
    cx: Cx,
    Path(id): Path<Uuid>,
    data: FormData,
) -> Result<Response, Problem> {
    let mut typed = Typed::read(&data);
    if let Some(answer) = grown(&cx, Some(id), &mut typed, &data).await? {
        return Ok(answer);
    }
    match changed(&cx, id, &mut typed).await {
        Err(problem) if problem.is_mendable() => {
            let mut tx = cx.read().await?;
            let quote = super::super::find(&mut tx, id).await?;
            page(&cx, &mut tx, Some(&quote.head), &typed, Some(&problem)).await
        }
        answer => answer,
    }
}

async fn changed(cx: &Cx, id: Uuid, typed: &mut Typed) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    typed.resolve(&mut tx).await?;
    let old = super::super::find(&mut tx, id).await?;
    let quote = super::super::edit(&mut tx, id, typed.to_change(&old)?).await?;
    let flash = Flash::done("quotes-saved").name(quote.head.customer.name);
    tx.redirect(&address(id), flash).await
}

/// The page with a line more or fewer, where no script does it.
async fn grown(
    cx: &Cx,
    id: Option<Uuid>,
    typed: &mut Typed,
    data: &FormData,
) -> Result<Option<Response>, Problem> {
    if !typed.lines.grow(data) {
        return Ok(None);
    }
    let mut tx = cx.read().await?;
    typed.resolve(&mut tx).await?;
    let head = match id {
        Some(id) => Some(super::super::find(&mut tx, id).await?.head),
        None => None,
    };
    page(cx, &mut tx, head.as_ref(), typed, None).await.map(Some)
}

/// What the page needs beside what was typed.
struct Choices {
    currencies: Vec<Currency>,
    /// The grid of the lines.
    grid: Markup,
}

async fn page(
    cx: &Cx,
    tx: &mut Tx,
    head: Option<&QuoteHead>,
    typed: &Typed,
    problem: Option<&Problem>,
) -> Result<Response, Problem> {
    let typed = &typed.renumbered();
    let priced_for = typed.priced_for();
    let choices = Choices {
        currencies: currencies::choices(tx).await?,
        grid: orders::line_grid(cx, tx, &typed.lines, priced_for, problem, ADDRESSES).await?,
    };
    let status = problem.map_or(StatusCode::OK, |_| StatusCode::UNPROCESSABLE_ENTITY);
    let title = match head {
        Some(head) => cx.l.with("quotes-edit-title", &[("name", (&head.customer.name).into())]),
        None => cx.l.t("quotes-new"),
    };
    let body = body(cx, &title, head, typed, problem, &choices);
    Ok(cx.page_with(status, &title, body))
}

fn body(
    cx: &Cx,
    title: &str,
    head: Option<&QuoteHead>,
    typed: &Typed,
    problem: Option<&Problem>,
    choices: &Choices,
) -> Markup {
    let (l, texts) = (&cx.l, forms::texts(cx));
    let (action, back) = match head {
        Some(head) => (format!("{}/edit", address(head.id)), address(head.id)),
        None => ("/admin/quotes/new".to_owned(), "/admin/quotes".to_owned()),
    };
    let mut hidden = cx.hidden();
    hidden.extend(typed.version.map(|v| ("version".to_owned(), v.to_string())));
    html! {
        (PageHeader::new(&texts, title).crumb(l.t("quotes-title"), "/admin/quotes"))
        (forms::mistakes(l, &texts, problem))
        (form(&action, &hidden, html! {
            (who(cx, typed, problem, &choices.currencies))
            (choices.grid)
            (fields(html! {
                (Field::textarea("terms", l.t("quotes-terms")).value(&typed.terms).span()
                    .hint(l.t("quotes-terms-hint")).error(forms::error(l, problem, "terms")))
                (Field::textarea("note", l.t("orders-note")).value(&typed.note).span()
                    .hint(l.t("orders-note-hint")).error(forms::error(l, problem, "note")))
            }))
            (form_actions(html! {
                (Button::submit(l.t("quotes-save")).icon(Icon::Check).primary())
                (Button::link(&texts.cancel, back))
            }))
        }))
    }
}

fn who(cx: &Cx, typed: &Typed, problem: Option<&Problem>, currencies: &[Currency]) -> Markup {
    let l = &cx.l;
    let mut codes = vec![("", l.t("orders-currency-of-customer"))];
    codes.extend(currencies.iter().map(|c| (c.code(), c.code().to_owned())));
    let wrong = |path: &str| forms::error(l, problem, path);
    let customer = Field::lookup(
        "customer_id",
        l.t("orders-customer"),
        "/admin/customers/lookup",
        &typed.customer_shown,
    );
    let customer = customer.value(&typed.customer_id).required(true).error(wrong("customer_id"));
    html! {
        (fields(html! {
            @if typed.customer_id.is_empty() { (customer.autofocus()) } @else { (customer) }
            (Field::date("quote_date", l.t("orders-date")).value(&typed.quote_date)
                .error(wrong("quote_date")))
            (Field::date("valid_until", l.t("quotes-valid-until")).value(&typed.valid_until)
                .hint(l.t("quotes-valid-until-hint")).error(wrong("valid_until")))
            (Field::text("reference", l.t("orders-reference")).value(&typed.reference)
                .maxlength(100).hint(l.t("orders-reference-hint")).error(wrong("reference")))
            @if currencies.len() > 1 {
                (Field::select("currency", l.t("orders-currency"), codes)
                    .value(&typed.currency).error(wrong("currency")))
            }
            (Field::checkbox("prices_include_tax", l.t("orders-prices-include-tax"),
                    typed.prices_include_tax)
                .error(wrong("prices_include_tax")))
        }))
    }
}
