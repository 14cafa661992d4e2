//! Variants as orders, stock and invoices ask for them.

use std::collections::HashMap;

use base::{Problem, Text, Tx, UnitPrice};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::store;

/// A variant with what its product says of it.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Variant {
    /// Its id.
    pub id: Uuid,
    /// The product that it belongs to.
    pub product_id: Uuid,
    /// Its SKU.
    pub sku: String,
    /// Its barcode.
    pub barcode: Option<String>,
    /// The product's name.
    pub name: Text,
    /// Its values for the product's options: `["M", "Blue"]`.
    pub options: Vec<String>,
    /// What it is counted in.
    pub unit: String,
    /// The price of one unit before tax.
    pub price: UnitPrice,
    /// How it is taxed.
    pub tax_code_id: Uuid,
    /// Whether its stock is counted.
    pub tracked: bool,
    /// Whether it may be sold now: itself and its product are active.
    pub sellable: bool,
}

impl Variant {
    /// The product's name with the options behind it: `Shirt – M / Blue`.
    #[must_use]
    pub fn title(&self, lang: base::Lang) -> String {
        titled(self.name.get(lang), &self.options)
    }
}

/// A name with the options behind it: `Shirt – M / Blue`. Behind a name that is written from
/// right to left the options are isolated: “400–600 g” would be turned around otherwise.
#[must_use]
pub fn titled(name: &str, options: &[String]) -> String {
    const HEBREW_TO_ARABIC: std::ops::RangeInclusive<char> = '\u{590}'..='\u{8ff}';
    if options.is_empty() {
        return name.to_owned();
    }
    let options = options.join(" / ");
    if name.chars().any(|c| HEBREW_TO_ARABIC.contains(&c)) {
        return format!("{name} – \u{2068}{options}\u{2069}");
    }
    format!("{name} – {options}")
}

/// The variants with these ids, by id; ids that the company does not have are left out.
///
/// # Errors
/// When the database is away.
pub async fn variants(tx: &mut Tx, ids: &[Uuid]) -> Result<HashMap<Uuid, Variant>, Problem> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let found = store::variants(tx, ids).await?;
    Ok(found.into_iter().map(|variant| (variant.id, variant)).collect())
}

/// What a person may mean by what was typed or scanned: the variant with exactly this SKU or
/// barcode first, then SKUs that begin so, then products whose name is like it. At most 50.
///
/// # Errors
/// When the database is away.
pub async fn lookup(tx: &mut Tx, q: &str, limit: i64) -> Result<Vec<Variant>, Problem> {
    let q = q.trim();
    if q.is_empty() {
        return Ok(Vec::new());
    }
    let limit = limit.clamp(1, 50);
    let mut ids = store::ids_by_code(tx, q, limit).await?;
    let room = limit - i64::try_from(ids.len()).unwrap_or(limit);
    if room > 0 {
        let more = store::ids_by_name(tx, q, room).await?;
        let fresh: Vec<Uuid> = more.into_iter().filter(|id| !ids.contains(id)).collect();
        ids.extend(fresh);
    }
    let mut found = variants(tx, &ids).await?;
    Ok(ids.iter().filter_map(|id| found.remove(id)).filter(|v| v.sellable).collect())
}

/// The variant with exactly this SKU or barcode.
///
/// # Errors
/// When the database is away.
pub async fn by_code(tx: &mut Tx, code: &str) -> Result<Option<Variant>, Problem> {
    let ids = store::ids_of_code(tx, code.trim()).await?;
    let mut found = variants(tx, &ids).await?;
    Ok(ids.first().and_then(|id| found.remove(id)))
}
