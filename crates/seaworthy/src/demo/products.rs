//! The goods come from a file, as a shop's own would.

use base::{Actor, App, Lang, Problem, Text, Tx, UnitPrice};
use platform::imports::{Mapping, RowReader};
use supply::catalog::{self, NewProduct, NewVariant};

use super::DemoError;
use super::companies::Company;

/// Imports the company's file.
pub(super) async fn import(app: &App, owner: &Actor, company: &Company) -> Result<(), DemoError> {
    let mapping: Mapping = [
        ("handle", "Handle"),
        ("title", "Title"),
        ("sku", "Variant SKU"),
        ("price", "Variant Price"),
    ]
    .map(|(k, v)| (k.to_owned(), v.to_owned()))
    .into_iter()
    .collect();
    let mut rows = RowReader::open(company.products, &mapping)?;
    let mut tx = Tx::begin(app, owner).await?;
    while let Some(row) = rows.next_row()? {
        let mut new =
            NewProduct::named(Text::new(Lang::En, row.get("title")).map_err(Problem::internal)?);
        new.variants = vec![NewVariant {
            sku: row.get("sku").to_owned(),
            price: UnitPrice::parse(row.get("price")).map_err(Problem::internal)?,
            ..NewVariant::default()
        }];
        catalog::create(&mut tx, new).await?;
    }
    tx.commit().await?;
    Ok(())
}
