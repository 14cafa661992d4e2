//! The columns that an import of products reads: those of a Shopify export, under the names
//! that other programs give them as well.

use platform::imports::ImportColumn;

const fn column(
    key: &'static str,
    label: &'static str,
    aliases: &'static [&'static str],
) -> ImportColumn {
    ImportColumn { key, label, required: false, aliases }
}

/// Every column. Opening stock is taken in only when somebody maps it: a stock list is not
/// always meant to become an entry in the books.
pub(super) const COLUMNS: &[ImportColumn] = &[
    column("handle", "catalog-handle", &["url handle", "slug"]),
    column("title", "catalog-column-title", &["name", "product name", "product", "title (en)"]),
    column("title_ar", "catalog-column-title-ar", &["title (ar)", "name (ar)", "arabic name"]),
    column("title_bn", "catalog-column-title-bn", &["title (bn)", "name (bn)", "bangla name"]),
    column("description", "catalog-description", &["body (html)", "body", "body html"]),
    column("vendor", "catalog-vendor", &["brand", "supplier", "manufacturer"]),
    column("category", "catalog-category", &["product category", "categories"]),
    column("type", "catalog-type", &["product type", "custom product type"]),
    column("tags", "catalog-tags", &["keywords"]),
    column("published", "catalog-column-published", &["published on online store"]),
    column("status", "catalog-state", &["state"]),
    column("option1_name", "catalog-column-option1-name", &["option1 name"]),
    column("option1_value", "catalog-column-option1-value", &["option1 value"]),
    column("option2_name", "catalog-column-option2-name", &["option2 name"]),
    column("option2_value", "catalog-column-option2-value", &["option2 value"]),
    column("option3_name", "catalog-column-option3-name", &["option3 name"]),
    column("option3_value", "catalog-column-option3-value", &["option3 value"]),
    column("sku", "catalog-sku", &["variant sku", "item code", "code", "article number"]),
    column("barcode", "catalog-barcode", &["variant barcode", "ean", "gtin", "upc"]),
    column("price", "catalog-price", &["variant price", "unit price", "sales price"]),
    column("weight_g", "catalog-column-weight", &["variant grams", "weight (g)", "grams"]),
    column("unit", "catalog-unit", &["uom", "unit of measure"]),
    column("tax_code", "catalog-tax", &["tax", "vat code"]),
    column("taxable", "catalog-column-taxable", &["variant taxable", "charge tax"]),
    column("tracked", "catalog-tracked", &["variant requires shipping", "requires shipping"]),
    column("low_stock", "catalog-low-stock", &["low stock", "reorder point", "minimum stock"]),
    column("opening_stock", "catalog-column-opening-stock", &["opening stock"]),
    column("cost", "catalog-column-cost", &["cost per item", "unit cost", "purchase price"]),
];
