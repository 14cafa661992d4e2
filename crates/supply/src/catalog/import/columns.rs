//! The columns that an import of products reads: those of a Shopify export, under the names
//! that other programs give them as well.

use platform::imports::ImportColumn;

/// Every column. Opening stock is taken in only when somebody maps it: a stock list is not
/// always meant to become an entry in the books.
pub(super) const COLUMNS: &[ImportColumn] = &[
    ImportColumn::optional("handle", "catalog-handle", &["url handle", "slug"]),
    ImportColumn::optional(
        "title",
        "catalog-column-title",
        &["name", "product name", "product", "title (en)"],
    ),
    ImportColumn::optional(
        "title_ar",
        "catalog-column-title-ar",
        &["title (ar)", "name (ar)", "arabic name"],
    ),
    ImportColumn::optional(
        "title_bn",
        "catalog-column-title-bn",
        &["title (bn)", "name (bn)", "bangla name"],
    ),
    ImportColumn::optional(
        "description",
        "catalog-description",
        &["body (html)", "body", "body html"],
    ),
    ImportColumn::optional("vendor", "catalog-vendor", &["brand", "supplier", "manufacturer"]),
    ImportColumn::optional("category", "catalog-category", &["product category", "categories"]),
    ImportColumn::optional("type", "catalog-type", &["product type", "custom product type"]),
    ImportColumn::optional("tags", "catalog-tags", &["keywords"]),
    ImportColumn::optional("published", "catalog-column-published", &["published on online store"]),
    ImportColumn::optional("status", "catalog-state", &["state"]),
    ImportColumn::optional("option1_name", "catalog-column-option1-name", &["option1 name"]),
    ImportColumn::optional("option1_value", "catalog-column-option1-value", &["option1 value"]),
    ImportColumn::optional("option2_name", "catalog-column-option2-name", &["option2 name"]),
    ImportColumn::optional("option2_value", "catalog-column-option2-value", &["option2 value"]),
    ImportColumn::optional("option3_name", "catalog-column-option3-name", &["option3 name"]),
    ImportColumn::optional("option3_value", "catalog-column-option3-value", &["option3 value"]),
    ImportColumn::optional(
        "sku",
        "catalog-sku",
        &["variant sku", "item code", "code", "article number"],
    ),
    ImportColumn::optional(
        "barcode",
        "catalog-barcode",
        &["variant barcode", "ean", "gtin", "upc"],
    ),
    ImportColumn::optional(
        "price",
        "catalog-price",
        &["variant price", "unit price", "sales price"],
    ),
    ImportColumn::optional(
        "weight_g",
        "catalog-column-weight",
        &["variant grams", "weight (g)", "grams"],
    ),
    ImportColumn::optional("unit", "catalog-unit", &["uom", "unit of measure"]),
    ImportColumn::optional("tax_code", "catalog-tax", &["tax", "vat code"]),
    ImportColumn::optional("taxable", "catalog-column-taxable", &["variant taxable", "charge tax"]),
    ImportColumn::optional(
        "tracked",
        "catalog-tracked",
        &["variant requires shipping", "requires shipping"],
    ),
    ImportColumn::optional(
        "low_stock",
        "catalog-low-stock",
        &["low stock", "reorder point", "minimum stock"],
    ),
    ImportColumn::optional("opening_stock", "catalog-column-opening-stock", &["opening stock"]),
    ImportColumn::optional(
        "cost",
        "catalog-column-cost",
        &["cost per item", "unit cost", "purchase price"],
    ),
];
