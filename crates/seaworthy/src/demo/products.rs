//! The goods come from a file, as a shop's own would.

use base::{Actor, App, Lang, Problem, Quantity, Text, Tx, UnitPrice};
use finance::tax::{self, TaxCode};
use platform::imports::{ImportRow, Mapping, RowReader};
use supply::catalog::{self, NewProduct, NewVariant};

use super::DemoError;
use super::companies::Company;

/// The columns of the file.
const COLUMNS: [(&str, &str); 14] = [
    ("handle", "Handle"),
    ("en", "Title"),
    ("ar", "Title (ar)"),
    ("bn", "Title (bn)"),
    ("vendor", "Vendor"),
    ("unit", "Unit"),
    ("tax", "Tax code"),
    ("ships", "Variant Requires Shipping"),
    ("option1", "Option1 Name"),
    ("value1", "Option1 Value"),
    ("option2", "Option2 Name"),
    ("value2", "Option2 Value"),
    ("sku", "Variant SKU"),
    ("price", "Variant Price"),
];

/// Takes the company's file in, all of it or nothing.
pub(super) async fn import(app: &App, owner: &Actor, company: &Company) -> Result<(), DemoError> {
    let mut mapping: Mapping = COLUMNS.map(|(k, v)| (k.to_owned(), v.to_owned())).into();
    mapping.insert("barcode".to_owned(), "Variant Barcode".to_owned());
    mapping.insert("low".to_owned(), "Low stock".to_owned());
    let mut rows = RowReader::open(company.products, &mapping)?;
    let mut tx = Tx::begin(app, owner).await?;
    let codes = tax::codes(&mut tx).await?;
    let mut product: Option<NewProduct> = None;
    while let Some(row) = rows.next_row()? {
        // Only the first row of a product says its name.
        if !row.get("en").is_empty()
            && let Some(whole) = product.replace(head(&row, &codes)?)
        {
            catalog::create(&mut tx, whole).await?;
        }
        if let Some(product) = &mut product {
            product.variants.push(variant(&row, product.options.len())?);
        }
    }
    if let Some(last) = product {
        catalog::create(&mut tx, last).await?;
    }
    Ok(tx.commit().await?)
}

fn head(row: &ImportRow, codes: &[TaxCode]) -> Result<NewProduct, Problem> {
    let names = [Lang::En, Lang::Ar, Lang::Bn].map(|lang| (lang, row.get(lang.code())));
    let mut new = NewProduct::named(Text::from_parts(names).map_err(Problem::internal)?);
    new.handle = row.some("handle").map(str::to_owned);
    new.vendor = row.get("vendor").to_owned();
    new.unit = row.some("unit").map(str::to_owned);
    new.tracked = Some(row.get("ships") == "true");
    new.tax_code_id = codes.iter().find(|code| code.code == row.get("tax")).map(|code| code.id);
    let options = ["option1", "option2"].map(|option| row.get(option));
    let named = options.into_iter().filter(|name| !matches!(*name, "" | "Title"));
    new.options = named.map(str::to_owned).collect();
    Ok(new)
}

fn variant(row: &ImportRow, options: usize) -> Result<NewVariant, Problem> {
    let values = ["value1", "value2"].map(|value| row.get(value).to_owned());
    let low = row.some("low").map(Quantity::parse).transpose().map_err(Problem::internal)?;
    Ok(NewVariant {
        sku: row.get("sku").to_owned(),
        barcode: row.some("barcode").map(str::to_owned),
        price: UnitPrice::parse(row.get("price")).map_err(Problem::internal)?,
        low_stock: low,
        options: values.into_iter().take(options).collect(),
        ..NewVariant::default()
    })
}
