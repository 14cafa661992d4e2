//! The goods come from a file, as a shop's own would.

use base::{Actor, App, Problem, Tx};
use platform::files::Source;
use platform::imports::{self, NewFile};
use supply::catalog;

use super::DemoError;
use super::companies::Company;

/// Takes the company's file in, all of it or nothing.
pub(super) async fn import(app: &App, owner: &Actor, company: &Company) -> Result<(), DemoError> {
    let (importer, file_name) = (catalog::importer(), format!("{}.csv", company.slug));
    let source = Source::copy(app, company.products)?;
    let trial = Tx::begin(app, owner).await?;
    let preview = imports::preview(trial, &importer, None, &source).await?;
    if let Some(wrong) = preview.outcome.errors.first() {
        let text = format!("{file_name}: row {}: {}", wrong.row_number, wrong.code);
        return Err(Problem::internal(text).into());
    }
    let mut tx = Tx::begin(app, owner).await?;
    let import =
        imports::upload(&mut tx, &importer, NewFile { name: file_name, source }, preview).await?;
    imports::commit(&mut tx, &importer, import.id).await?;
    Ok(tx.commit().await?)
}
