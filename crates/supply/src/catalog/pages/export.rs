//! The list of products as a file, in the columns that the import reads and that Shopify writes.

use std::collections::HashMap;

use axum::response::Response;
use base::export::{Cell, Export, ExportQuery, MOST_ROWS};
use base::{Cx, Lang, Problem, Quantity, Query, Tx};
use uuid::Uuid;

use crate::catalog::{
    self, Category, Product, ProductQuery, ProductType, ProductVariant, State, path_of, store,
};
use crate::inventory::{self, Available};

const HEADINGS: [&str; 27] = [
    "Handle",
    "Title",
    "Title (ar)",
    "Title (bn)",
    "Body (HTML)",
    "Vendor",
    "Product Category",
    "Type",
    "Tags",
    "Published",
    "Option1 Name",
    "Option1 Value",
    "Option2 Name",
    "Option2 Value",
    "Option3 Name",
    "Option3 Value",
    "Variant SKU",
    "Variant Grams",
    "Variant Inventory Tracker",
    "Variant Inventory Qty",
    "Variant Price",
    "Variant Requires Shipping",
    "Variant Taxable",
    "Variant Barcode",
    "Variant Weight Unit",
    "Unit",
    "Status",
];

/// Everything that a row needs beside its product.
struct Beside {
    categories: Vec<Category>,
    types: Vec<ProductType>,
    untaxed: Vec<Uuid>,
}

pub(super) async fn export(
    cx: Cx,
    Query(mut query): Query<ProductQuery>,
    Query(asked): Query<ExportQuery>,
) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    let taxes = finance::tax::codes(&mut tx).await?;
    let beside = Beside {
        categories: catalog::categories(&mut tx).await?,
        types: catalog::product_types(&mut tx).await?,
        untaxed: taxes.iter().filter(|t| t.rate.is_zero()).map(|t| t.id).collect(),
    };
    let mut file = Export::new(asked.format, "products", HEADINGS)?;
    let mut rows = 0;
    query.list.limit = Some(200);
    loop {
        let page = catalog::list(&mut tx, &query).await?;
        let ids: Vec<Uuid> = page.items.iter().map(|product| product.id).collect();
        rows += write(&mut tx, &mut file, &beside, &ids).await?;
        if page.next.is_none() || rows >= MOST_ROWS {
            return file.finish().await;
        }
        query.list.after = page.next;
    }
}

async fn write(
    tx: &mut Tx,
    file: &mut Export,
    beside: &Beside,
    ids: &[Uuid],
) -> Result<i64, Problem> {
    let mut products: HashMap<Uuid, Product> =
        store::products(tx, ids).await?.into_iter().map(|p| (p.id, p)).collect();
    let variants: Vec<Uuid> =
        products.values().flat_map(|p| &p.variants).map(|variant| variant.id).collect();
    let stock = inventory::available(tx, &variants).await?;
    let mut rows = 0;
    for product in ids.iter().filter_map(|id| products.remove(id)) {
        for (n, variant) in product.variants.iter().enumerate() {
            let there = stock.get(&variant.id).copied().unwrap_or_default();
            file.row(row(beside, &product, variant, there, n == 0))?;
            rows += 1;
        }
    }
    Ok(rows)
}

/// One variant. What belongs to the product stands in its first row alone, as Shopify has it.
fn row<'a>(
    beside: &'a Beside,
    p: &'a Product,
    v: &'a ProductVariant,
    there: Available,
    first: bool,
) -> Vec<Cell<'a>> {
    let once = |text: &'a str| if first { Cell::from(text) } else { Cell::Empty };
    let name = |lang| once(p.name.exact(lang).unwrap_or_default());
    let category = match p.category_id {
        Some(id) if first => {
            Cell::from(path_of(&beside.categories, id, Lang::En).replace(" › ", " > "))
        }
        _ => Cell::Empty,
    };
    let of_type = beside.types.iter().find(|t| Some(t.id) == p.type_id);
    let yes = |yes: bool| Cell::from(if yes { "true" } else { "false" });
    let mut cells = vec![
        Cell::from(&p.handle),
        once(p.name.get(Lang::En)),
        name(Lang::Ar),
        name(Lang::Bn),
        once(&p.description),
        once(&p.vendor),
        category,
        once(of_type.map_or("", |t| t.name.get(Lang::En))),
        if first { Cell::from(p.tags.join(", ")) } else { Cell::Empty },
        if first { yes(p.state == State::Active) } else { Cell::Empty },
    ];
    for n in 0..3 {
        // A product without options has one that is called Title, as Shopify has it.
        let bare = p.options.is_empty() && n == 0;
        let option = p.options.get(n).map(String::as_str);
        let value = v.options.get(n).map(String::as_str);
        cells.push(once(option.unwrap_or(if bare { "Title" } else { "" })));
        cells.push(Cell::from(value.unwrap_or(if bare { "Default Title" } else { "" })));
    }
    cells.extend([
        Cell::from(&v.sku),
        Cell::from(v.weight_g),
        Cell::from(if p.tracked { "shopify" } else { "" }),
        if p.tracked { Cell::from(there.available) } else { Cell::from(Quantity::ZERO) },
        Cell::from(v.price),
        yes(p.tracked),
        yes(!beside.untaxed.contains(&p.tax_code_id)),
        Cell::from(v.barcode.as_deref()),
        Cell::from("g"),
        once(&p.unit),
        once(p.state.as_str()),
    ]);
    cells
}
