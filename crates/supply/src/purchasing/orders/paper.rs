//! An order as it is printed: every word and amount ready, in the supplier's language.

use base::{App, Country, Cx, L, Lang, Problem, Tx};
use documents::{Cell, Column, Digits, Document, Field, Footer, Label, Language, Party, Total};
use platform::settings::{self, CompanyProfile, country_name};
use tokio::sync::Semaphore;
use uuid::Uuid;

use super::find;
use super::order::{PurchaseOrder, PurchaseOrderState};
use crate::inventory::{self, Warehouse};
use crate::suppliers::{self, Supplier};

/// How many are laid out at once: each takes a core for a quarter of a second and up.
const AT_ONCE: usize = 2;

struct Press(Semaphore);

impl Default for Press {
    fn default() -> Self {
        Self(Semaphore::new(AT_ONCE))
    }
}

/// `PO-2026-00001.pdf`.
pub(super) fn file_name(order: &PurchaseOrder) -> String {
    format!("{}.pdf", order.head.number.as_deref().unwrap_or("draft"))
}

/// The PDF of an order, with its file name.
pub(super) async fn pdf_of(cx: &Cx, id: Uuid) -> Result<(String, Vec<u8>), Problem> {
    let mut tx = cx.read().await?;
    let order = find(&mut tx, id).await?;
    let document = printed(&mut tx, &order).await?;
    // The connection goes back before the slow part.
    tx.roll_back().await?;
    Ok((file_name(&order), render(&cx.app, document).await?))
}

/// Lays a document out, off the threads that answer requests.
pub(super) async fn render(app: &App, document: Document) -> Result<Vec<u8>, Problem> {
    let press = app.part::<Press>();
    let _turn = press.0.acquire().await.map_err(Problem::internal)?;
    let rendered = tokio::task::spawn_blocking(move || documents::render(&document)).await;
    rendered.map_err(Problem::internal)?.map_err(Problem::internal)
}

/// The document, ready to print.
pub(super) async fn printed(tx: &mut Tx, order: &PurchaseOrder) -> Result<Document, Problem> {
    let supplier = suppliers::find(tx, order.head.supplier.id).await?;
    let warehouse = inventory::find_warehouse(tx, order.head.warehouse_id).await?;
    let company = settings::company(tx).await?;
    let l = tx.app().l(tx.tenant(), supplier.lang);
    Ok(document(&l, order, &supplier, &warehouse, &company))
}

fn document(
    l: &L,
    order: &PurchaseOrder,
    supplier: &Supplier,
    warehouse: &Warehouse,
    company: &CompanyProfile,
) -> Document {
    let head = &order.head;
    let draft = head.state == PurchaseOrderState::Draft;
    let cancelled = head.state == PurchaseOrderState::Cancelled;
    let watermark = match (draft, cancelled) {
        (true, _) => Some(l.t("purchasing-state-draft")),
        (_, true) => Some(l.t("purchasing-state-cancelled")),
        _ => None,
    };
    let page = l.with("purchasing-paper-page", &[("n", "{n}".into()), ("m", "{m}".into())]);
    let note = (!head.note.is_empty()).then(|| Field::new(Label::default(), &head.note));
    Document {
        language: language(l.lang()),
        digits: digits(l),
        kind: l.t("purchasing-order").into(),
        number: head.number.clone().unwrap_or_default(),
        seller: ourselves(l, company),
        buyer: theirs(l, supplier),
        deliver_to: Some(Party {
            title: l.t("purchasing-deliver-to").into(),
            name: l.text(&warehouse.name).into(),
            lines: warehouse.address.lines().map(str::to_owned).collect(),
            fields: Vec::new(),
        }),
        meta: meta(l, order),
        columns: vec![
            Column::number("#"),
            Column::text(l.t("purchasing-product"), 1),
            Column::number(l.t("purchasing-quantity")),
            Column::number(l.t("purchasing-price")),
            Column::number(l.t("purchasing-net")),
        ],
        rows: order.lines.iter().map(|line| row(l, line)).collect(),
        totals: vec![
            Total::new(l.t("purchasing-net"), l.amount(head.net)),
            Total::new(l.t("purchasing-tax"), l.amount(head.tax)),
            Total::emphasised(l.t("purchasing-gross"), l.money(head.gross)),
        ],
        notes: note.into_iter().collect(),
        footer: Footer { text: company.name.clone(), page: page.into() },
        watermark,
        ..Document::default()
    }
}

fn language(lang: Lang) -> Language {
    match lang {
        Lang::En => Language::En,
        Lang::Ar => Language::Ar,
        Lang::Bn => Language::Bn,
    }
}

fn digits(l: &L) -> Digits {
    match (l.locale().digits(), l.lang()) {
        (base::Digits::Native, Lang::Ar) => Digits::Arabic,
        (base::Digits::Native, Lang::Bn) => Digits::Bangla,
        _ => Digits::Latin,
    }
}

fn tax_number(l: &L, number: &str) -> Vec<Field> {
    let numbered = !number.is_empty();
    numbered.then(|| Field::new(l.t("purchasing-tax-number"), number)).into_iter().collect()
}

fn filled(lines: [String; 3]) -> Vec<String> {
    lines.into_iter().filter(|line| !line.trim_matches([',', ' ']).is_empty()).collect()
}

/// City and country, as a letter has them.
fn place(l: &L, city: &str, country: Country) -> String {
    let country = country_name(l, country);
    if city.is_empty() { country } else { format!("{city}, {country}") }
}

fn ourselves(l: &L, company: &CompanyProfile) -> Party {
    let place = place(l, &company.city, company.country);
    Party {
        title: Label::default(),
        name: company.name.as_str().into(),
        lines: filled([company.address.clone(), place, company.email.clone()]),
        fields: tax_number(l, &company.tax_number),
    }
}

fn theirs(l: &L, supplier: &Supplier) -> Party {
    let place = place(l, &supplier.city, supplier.country);
    Party {
        title: l.t("purchasing-supplier").into(),
        name: supplier.name.as_str().into(),
        lines: filled([supplier.contact.clone(), supplier.address.clone(), place]),
        fields: tax_number(l, &supplier.tax_number),
    }
}

fn meta(l: &L, order: &PurchaseOrder) -> Vec<Field> {
    let head = &order.head;
    let mut meta = vec![Field::new(l.t("purchasing-date"), l.date(head.order_date))];
    if let Some(day) = head.expected_date {
        meta.push(Field::new(l.t("purchasing-expected"), l.date(day)));
    }
    if !head.reference.is_empty() {
        meta.push(Field::new(l.t("purchasing-reference"), &head.reference));
    }
    meta.push(Field::new(l.t("purchasing-currency"), head.gross.currency.code()));
    meta
}

fn row(l: &L, line: &super::PurchaseOrderLine) -> Vec<Cell> {
    let quantity = format!("{} {}", l.quantity(line.quantity), line.unit);
    vec![
        l.int(i64::from(line.n)).into(),
        Cell::with_secondary(&line.description, &line.sku),
        quantity.into(),
        l.unit_price(line.unit_price, line.net.currency).into(),
        l.amount(line.net).into(),
    ]
}
