//! The form of a bill: the supplier's goods that are not billed yet, services of an order, and
//! anything else on an account.

use axum::http::StatusCode;
use axum::response::Response;
use base::ui::{
    Banner, Button, Card, Field, Icon, PageHeader, Tone, Totals, fields, file_form, form_actions,
};
use base::{Currency, Cx, Flash, Problem, Query, Tx, UploadForm};
use finance::bills::BillState;
use finance::currencies;
use finance::dimensions;
use finance::ledger::{self, Account, Control};
use finance::tax::{self, TaxCode};
use maud::{Markup, html};
use serde::Deserialize;
use uuid::Uuid;

use super::super::NewSupplierBill;
use super::lines::{goods, rest, services, unnamed};
use super::typed::Typed;
use super::{address, totals};
use crate::purchasing::orders::{self, PurchaseOrder};
use crate::purchasing::received::{self, OpenQuery, ReceivedLine};
use crate::suppliers::{self, Supplier};
use crate::{asked::filter, forms};

const NEW: &str = "/admin/bills/new";

/// The most lines of goods without a supplier that the form offers.
const MOST_UNNAMED: i64 = 100;

/// What the form is opened for.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct For {
    #[serde(deserialize_with = "filter")]
    supplier: Option<Uuid>,
    supplier_text: String,
    #[serde(deserialize_with = "filter")]
    order: Option<Uuid>,
}

/// What the form shows beside what was typed.
pub(super) struct Offered {
    pub(super) supplier: Supplier,
    pub(super) order: Option<PurchaseOrder>,
    /// What the supplier delivered, or the order brought, the oldest first.
    pub(super) goods: Vec<ReceivedLine>,
    /// What nobody said the supplier of, the newest first.
    pub(super) unnamed: Vec<ReceivedLine>,
    pub(super) accounts: Vec<Account>,
    pub(super) codes: Vec<TaxCode>,
    pub(super) dimensions: dimensions::Offered,
    pub(super) currencies: Vec<Currency>,
}

pub(super) async fn new(cx: Cx, Query(asked): Query<For>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let mut wanted = asked.supplier.map(|id| id.to_string()).unwrap_or_default();
    suppliers::find_typed(&mut tx, &mut wanted, &asked.supplier_text).await?;
    let order = match asked.order {
        Some(id) => Some(orders::find(&mut tx, id).await?),
        None => None,
    };
    let supplier = order.as_ref().map(|order| order.head.supplier.id).or(wanted.parse().ok());
    match supplier {
        Some(id) => {
            let order_id = order.as_ref().map(|order| order.head.id);
            let offered = offered(&cx, &mut tx, id, order).await?;
            // The sums take a connection of their own: nobody waits for a second one holding one.
            drop(tx);
            let whole = NewSupplierBill { supplier_id: id, order_id, ..Default::default() };
            let totals = match order_id {
                Some(_) => totals::of(&cx, whole).await?,
                None => Totals::new(),
            };
            let body = page(&cx, &offered, &Typed::default(), None, (true, &totals));
            Ok(cx.page(&cx.l.t("bills-new"), body))
        }
        None => Ok(cx.page(&cx.l.t("bills-new"), whose(&cx, &asked.supplier_text))),
    }
}

async fn offered(
    cx: &Cx,
    tx: &mut Tx,
    supplier: Uuid,
    order: Option<PurchaseOrder>,
) -> Result<Offered, Problem> {
    let of_supplier = match &order {
        Some(order) => OpenQuery { order: Some(order.head.id), ..OpenQuery::default() },
        None => OpenQuery { supplier: Some(supplier), ..OpenQuery::default() },
    };
    let unnamed = match &order {
        Some(_) => Vec::new(),
        None => {
            let newest = Some(MOST_UNNAMED);
            received::open(tx, &OpenQuery { without: true, newest, ..OpenQuery::default() }).await?
        }
    };
    let mut accounts = ledger::accounts(tx).await?;
    accounts.retain(|account| account.active && account.control == Control::None);
    Ok(Offered {
        supplier: suppliers::find(tx, supplier).await?,
        goods: received::open(tx, &of_supplier).await?,
        unnamed,
        codes: tax::codes(tx).await?,
        dimensions: dimensions::Offered::gather(cx, tx, &[]).await?,
        currencies: currencies::choices(tx).await?,
        accounts,
        order,
    })
}

pub(super) async fn enter(cx: Cx, form: UploadForm) -> Result<Response, Problem> {
    let mut typed = Typed::read(form).await?;
    let more = typed.data.has("add_line") || typed.data.has("remove_line");
    let problem = match more {
        true => None,
        false => match entered(&cx, &mut typed).await {
            Err(problem) if problem.is_mendable() => Some(problem),
            answer => return answer,
        },
    };
    let totals = totals::of_typed(&cx, &typed).await?;
    let mut tx = cx.read().await?;
    let order = match typed.data.text("order_id").parse::<Uuid>() {
        Ok(id) => Some(orders::find(&mut tx, id).await?),
        Err(_) => None,
    };
    let supplier = typed.data.text("supplier_id").parse::<Uuid>();
    let supplier = supplier.map_err(|_| Problem::not_found())?;
    let offered = offered(&cx, &mut tx, supplier, order).await?;
    let status = problem.as_ref().map_or(StatusCode::OK, |_| StatusCode::UNPROCESSABLE_ENTITY);
    let body = page(&cx, &offered, &typed, problem.as_ref(), (false, &totals));
    Ok(cx.page_with(status, &cx.l.t("bills-new"), body))
}

async fn entered(cx: &Cx, typed: &mut Typed) -> Result<Response, Problem> {
    typed.keep_paper(cx).await?;
    let new = typed.to_new()?;
    let mut tx = cx.begin().await?;
    let bill = super::super::bill(&mut tx, new).await?;
    let flash = match bill.state {
        BillState::Posted => Flash::done("purchasing-bill-posted"),
        _ => Flash::done("purchasing-bill-waits"),
    };
    tx.redirect(&address(bill.id), flash.name(bill.name())).await
}

/// Whose bill it is, before anything else.
fn whose(cx: &Cx, typed: &str) -> Markup {
    let (l, texts) = (&cx.l, forms::texts(cx));
    let field =
        Field::lookup("supplier", l.t("purchasing-supplier"), "/admin/suppliers/lookup", typed);
    html! {
        (PageHeader::new(&texts, l.t("bills-new")).crumb(l.t("bills-title"), "/admin/bills"))
        form.form method="get" action=(NEW) {
            (fields(html! {
                (field.required(true).autofocus().hint(l.t("purchasing-bill-whose")))
            }))
            (form_actions(html! {
                (Button::submit(l.t("purchasing-go-on")).primary().icon(Icon::ArrowEnd))
                (Button::link(&texts.cancel, "/admin/bills"))
            }))
        }
    }
}

/// The page with its sums; `fresh` when nothing was typed yet, so that what is agreed is filled
/// in.
fn page(
    cx: &Cx,
    offered: &Offered,
    typed: &Typed,
    problem: Option<&Problem>,
    (fresh, totals): (bool, &Totals),
) -> Markup {
    let (l, texts) = (&cx.l, forms::texts(cx));
    let mut hidden = cx.hidden();
    hidden.push(("supplier_id".to_owned(), offered.supplier.id.to_string()));
    hidden.extend(offered.order.iter().map(|o| ("order_id".to_owned(), o.head.id.to_string())));
    hidden.extend(typed.file_id.map(|id| ("file_id".to_owned(), id.to_string())));
    let fill = fresh && offered.order.is_some();
    html! {
        (PageHeader::new(&texts, l.t("bills-new"))
            .crumb(l.t("bills-title"), "/admin/bills")
            .subtitle(&offered.supplier.name))
        (forms::mistakes(l, &texts, problem))
        @if let Some(other) = problem.and_then(|p| p.facts().get("bill_id")) {
            (Banner::new(Tone::Warning, l.t("bills-alike-text")).title(l.t("bills-alike"))
                .links([(l.t("purchasing-see-bill"), format!("/admin/bills/{other}"))]))
        }
        (file_form(NEW, &hidden, html! {
            (head(cx, offered, typed, problem))
            @if !offered.goods.is_empty() {
                (Card::new(goods(cx, offered, &typed.data, fill))
                    .title(l.t("purchasing-bill-goods")).flush())
            }
            @if !offered.unnamed.is_empty() { (unnamed(cx, offered, &typed.data)) }
            @if let Some(order) = &offered.order {
                (services(cx, offered, order, &typed.data, fill))
            }
            h2 { (l.t("purchasing-bill-rest")) }
            (rest(cx, offered, &typed.data, problem, totals))
            (form_actions(html! {
                (Button::submit(l.t("purchasing-bill-enter")).primary().icon(Icon::Check))
                (Button::link(&texts.cancel, "/admin/bills"))
            }))
        }))
    }
}

fn head(cx: &Cx, offered: &Offered, typed: &Typed, problem: Option<&Problem>) -> Markup {
    let (l, data, has_file) = (&cx.l, &typed.data, typed.file_id.is_some());
    let agreed = offered.order.as_ref().map(|order| order.head.gross.currency);
    let agreed = agreed.unwrap_or(offered.supplier.currency).code();
    let codes = offered.currencies.iter().map(|c| (c.code(), c.code()));
    let wrong = |path: &str| forms::error(l, problem, path);
    let today = cx.app.clock().today(&cx.actor.tenant.time_zone).to_string();
    let another = wrong("another_reason").is_some() || data.some("another_reason").is_some();
    let kept = if has_file { "purchasing-bill-file-kept" } else { "purchasing-bill-file-hint" };
    let number = Field::text("supplier_number", l.t("bills-supplier-number"))
        .required(true)
        .value(data.text("supplier_number"))
        .maxlength(100)
        .error(wrong("supplier_number"));
    fields(html! {
        @if data.text("supplier_number").is_empty() { (number.autofocus()) } @else { (number) }
        (Field::date("bill_date", l.t("purchasing-date"))
            .value(data.some("bill_date").unwrap_or(&today)).error(wrong("bill_date")))
        (Field::date("due_date", l.t("bills-due")).value(data.text("due_date"))
            .hint(l.t("purchasing-bill-due-hint")).error(wrong("due_date")))
        @if offered.currencies.len() > 1 {
            (Field::select("currency", l.t("purchasing-currency"), codes)
                .value(data.some("currency").unwrap_or(agreed)).error(wrong("currency")))
            (Field::decimal("exchange_rate", l.t("purchasing-exchange-rate"))
                .value(data.text("exchange_rate"))
                .hint(l.t("purchasing-exchange-rate-hint")).error(wrong("exchange_rate")))
        }
        (Field::file("file", l.t("bills-file"), "application/pdf,image/png,image/jpeg", false)
            .hint(l.t(kept)).error(wrong("file")))
        (Field::text("note", l.t("purchasing-note")).value(data.text("note")).maxlength(500)
            .span().error(wrong("note")))
        @if another {
            (Field::text("another_reason", l.t("purchasing-bill-another"))
                .value(data.text("another_reason")).maxlength(500).span()
                .hint(l.t("purchasing-bill-another-hint")).error(wrong("another_reason")))
        }
    })
}
