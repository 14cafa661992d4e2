//! From rows to products as the file says them: pure. Several rows with one handle are one
//! product; what belongs to the product stands in the first, and each may bring a variant.

use base::{Quantity, UnitPrice};
use platform::imports::{ImportRow, RowProblem};

use super::super::change::{barcode, tidy};
use super::super::handle::{LONGEST_HANDLE, handle_of};
use super::super::product::State;
use super::super::rules::MOST_OPTIONS;
use super::text::plain;

/// A product as the file says it; what the file does not say is none.
#[derive(Debug)]
pub(super) struct FileProduct {
    /// Its handle; none where the file knows products by their SKU.
    pub handle: Option<String>,
    /// English, Arabic, Bangla.
    pub names: [Option<String>; 3],
    pub description: Option<String>,
    pub vendor: Option<String>,
    pub category: Option<Vec<String>>,
    pub type_name: Option<String>,
    pub tags: Option<Vec<String>>,
    pub unit: Option<String>,
    pub tax_code: Option<String>,
    pub taxable: Option<bool>,
    pub tracked: Option<bool>,
    pub state: Option<State>,
    pub options: Vec<String>,
    pub variants: Vec<FileVariant>,
    /// Its first row, for what is wrong with the product as a whole.
    pub row: ImportRow,
}

/// A variant as the file says it.
#[derive(Debug)]
pub(super) struct FileVariant {
    pub options: Vec<String>,
    pub sku: Option<String>,
    pub barcode: Option<String>,
    pub price: Option<UnitPrice>,
    pub weight_g: Option<i64>,
    pub low_stock: Option<Quantity>,
    pub opening_stock: Option<Quantity>,
    pub cost: Option<UnitPrice>,
    pub row: ImportRow,
}

/// Groups rows that belong together: a row without a handle of its own belongs to nobody else.
pub(super) fn same_product(before: &ImportRow, row: &ImportRow) -> bool {
    let handle = row.get("handle");
    !handle.is_empty() && handle == before.get("handle")
}

/// The product of these rows, which are of one handle. Rows that cannot be are left out and
/// reported; none is left when the product itself cannot be.
pub(super) fn product(rows: Vec<ImportRow>, wrong: &mut Vec<RowProblem>) -> Option<FileProduct> {
    let first = rows.first()?.clone();
    if first.some("handle").is_none() && first.some("sku").is_none() {
        wrong.push(first.problem("handle", "import_no_handle"));
        return None;
    }
    let handle = first.some("handle").map(handle_of);
    if handle.as_ref().is_some_and(|h| h.is_empty() || h.chars().count() > LONGEST_HANDLE) {
        wrong.push(first.problem("handle", "product_handle"));
        return None;
    }
    let options = options_of(&first);
    let variants = rows.into_iter().filter_map(|row| variant(row, options.len(), wrong)).collect();
    let text = |key: &str| first.some(key).map(tidy);
    let state = first.some("status").and_then(|word| word.to_lowercase().parse().ok());
    let hidden = yes(first.get("published")) == Some(false);
    Some(FileProduct {
        handle,
        names: [text("title"), text("title_ar"), text("title_bn")],
        description: first.some("description").map(plain),
        vendor: text("vendor"),
        category: first.some("category").map(path),
        type_name: text("type"),
        tags: first.some("tags").map(|t| t.split([',', '،', ';']).map(str::to_owned).collect()),
        unit: text("unit"),
        tax_code: text("tax_code"),
        taxable: yes(first.get("taxable")),
        tracked: yes(first.get("tracked")),
        state: state.or(hidden.then_some(State::Draft)),
        options,
        variants,
        row: first,
    })
}

/// The names of the options. Shopify gives a product without options one that is called Title
/// with the only value Default Title.
fn options_of(first: &ImportRow) -> Vec<String> {
    let bare = first.get("option1_value").eq_ignore_ascii_case("default title");
    if bare && first.get("option1_name").eq_ignore_ascii_case("title") {
        return Vec::new();
    }
    (1..=MOST_OPTIONS).map_while(|n| first.some(&format!("option{n}_name")).map(tidy)).collect()
}

/// The variant that a row brings, if it brings one: some rows only add a picture.
fn variant(row: ImportRow, options: usize, wrong: &mut Vec<RowProblem>) -> Option<FileVariant> {
    let says = ["sku", "barcode", "price", "option1_value", "opening_stock", "title"];
    if says.iter().all(|key| row.some(key).is_none()) {
        return None;
    }
    let before = wrong.len();
    let price = number(&row, "price", wrong, UnitPrice::parse_local);
    let cost = number(&row, "cost", wrong, UnitPrice::parse_local);
    let low_stock = number(&row, "low_stock", wrong, Quantity::parse_local);
    let stock = number(&row, "opening_stock", wrong, Quantity::parse_local);
    let weight = number(&row, "weight_g", wrong, Quantity::parse_local);
    for (key, negative) in [
        ("price", price.is_some_and(UnitPrice::is_negative)),
        ("cost", cost.is_some_and(UnitPrice::is_negative)),
        ("low_stock", low_stock.is_some_and(Quantity::is_negative)),
        ("weight_g", weight.is_some_and(Quantity::is_negative)),
    ] {
        if negative {
            wrong.push(row.problem(key, "product_negative"));
        }
    }
    if wrong.len() > before {
        return None;
    }
    let options = (1..=options).map(|n| tidy(row.get(&format!("option{n}_value")))).collect();
    Some(FileVariant {
        options,
        sku: row.some("sku").map(tidy),
        barcode: barcode(row.some("barcode")),
        price,
        // Half a gram is nothing that a parcel service asks for.
        weight_g: weight.map(|weight| weight.micros() / 1_000_000),
        low_stock,
        // What Shopify oversold is below zero; there is nothing to open with then.
        opening_stock: stock.filter(|stock| stock.is_positive()),
        cost,
        row,
    })
}

fn number<T, E>(
    row: &ImportRow,
    key: &'static str,
    wrong: &mut Vec<RowProblem>,
    parse: impl Fn(&str) -> Result<T, E>,
) -> Option<T> {
    let text = row.some(key)?;
    let parsed = parse(text).ok();
    if parsed.is_none() {
        let mut problem = row.problem(key, "import_not_a_number");
        problem.facts.push(("text", text.chars().take(40).collect()));
        wrong.push(problem);
    }
    parsed
}

/// Yes or no in the words of spreadsheets and of our three languages; anything else is silence.
fn yes(text: &str) -> Option<bool> {
    match text.to_lowercase().as_str() {
        "true" | "yes" | "y" | "1" | "نعم" | "হ্যাঁ" => Some(true),
        "false" | "no" | "n" | "0" | "لا" | "না" => Some(false),
        _ => None,
    }
}

/// `Fish > Fresh` as its names from the top down.
pub(super) fn path(text: &str) -> Vec<String> {
    text.split(['>', '›']).map(tidy).filter(|name| !name.is_empty()).take(6).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use platform::imports::{Mapping, RowReader};

    use super::super::columns::COLUMNS;
    use super::*;

    /// Every product of a file and what is wrong, under the columns' own keys as headings.
    fn read(file: &str) -> (Vec<FileProduct>, Vec<RowProblem>) {
        let own = COLUMNS.iter().map(|c| (c.key.to_owned(), c.key.to_owned()));
        let mapping: Mapping = own.collect();
        let mut reader = RowReader::open(std::io::Cursor::new(file.to_owned()), &mapping).unwrap();
        let (mut products, mut wrong) = (Vec::new(), Vec::new());
        let mut group: Vec<ImportRow> = Vec::new();
        while let Some(row) = reader.next_row().unwrap() {
            if group.last().is_some_and(|last| !same_product(last, &row)) {
                products.extend(product(std::mem::take(&mut group), &mut wrong));
            }
            group.push(row);
        }
        products.extend(product(group, &mut wrong));
        (products, wrong)
    }

    #[test]
    fn rows_with_one_handle_are_one_product_with_several_variants() {
        let (products, wrong) = read(
            "\u{feff}handle,title,option1_name,option1_value,sku,price,tags\n\
             Blue-Shirt,\"Blue, soft\nshirt\",Size,S,BS-S,50,\"men, summer\"\n\
             Blue-Shirt,,,M,BS-M,٥٢٫٥,\n\
             Blue-Shirt,,,,,,\n\
             rope,Rope,Title,Default Title,,7,\n",
        );
        assert!(wrong.is_empty(), "{wrong:?}");
        assert_eq!(products.len(), 2);
        let shirt = &products[0];
        assert_eq!(shirt.handle.as_deref(), Some("blue-shirt"));
        assert_eq!(shirt.names[0].as_deref(), Some("Blue, soft shirt"));
        assert_eq!(shirt.options, ["Size"]);
        assert_eq!(shirt.variants.len(), 2);
        assert_eq!(shirt.variants[1].options, ["M"]);
        assert_eq!(shirt.variants[1].row.number, 4);
        assert!(products[1].options.is_empty());
        assert_eq!(products[1].variants[0].sku, None);
    }

    #[test]
    fn a_bad_price_leaves_its_row_out_and_names_it() {
        let (products, wrong) = read(
            "handle,title,option1_name,option1_value,price\n\
             shirt,Shirt,Size,S,fifty\n\
             shirt,,,M,50\n\
             shirt,,,L,-1\n",
        );
        assert_eq!(products[0].variants.len(), 1);
        let said: Vec<_> = wrong.iter().map(|w| (w.row, w.field, w.code)).collect();
        assert_eq!(said, [(2, "price", "import_not_a_number"), (4, "price", "product_negative")]);
        assert_eq!(wrong[0].facts, [("text", "fifty".to_owned())]);
    }

    #[test]
    fn a_row_with_neither_handle_nor_sku_is_refused_and_one_with_a_sku_stands_alone() {
        let (products, wrong) = read("sku,title,price\n,Nameless,1\nR-1,Rope,7\nR-2,Rope,8\n");
        assert_eq!((wrong.len(), wrong[0].code), (1, "import_no_handle"));
        assert_eq!(products.len(), 2);
        assert!(products.iter().all(|p| p.handle.is_none() && p.variants.len() == 1));
    }

    #[test]
    fn words_for_yes_and_no_and_paths_are_understood() {
        let (products, _) = read(
            "handle,title,published,taxable,tracked,category,opening_stock,status\n\
             a,A,FALSE,no,,Fish > Fresh › Hamour,-4,\n\
             b,B,true,نعم,false,,12.5,Archived\n",
        );
        let [a, b] = products.as_slice() else { panic!("{products:?}") };
        assert_eq!((a.state, a.taxable, a.tracked), (Some(State::Draft), Some(false), None));
        assert_eq!(a.category.clone().unwrap(), ["Fish", "Fresh", "Hamour"]);
        assert_eq!(a.variants[0].opening_stock, None);
        assert_eq!((b.state, b.taxable), (Some(State::Archived), Some(true)));
        assert_eq!(b.variants[0].opening_stock.unwrap().to_string(), "12.5");
    }
}
