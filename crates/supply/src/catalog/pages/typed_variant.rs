//! One line of the variants in a product's form.

use base::{FormData, Problem, Quantity, UnitPrice};
use uuid::Uuid;

use super::typed::array;
use crate::catalog::rules::MOST_OPTIONS;
use crate::catalog::{NewVariant, ProductVariant};

/// One line of the variants.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct TypedVariant {
    pub id: Option<Uuid>,
    pub options: [String; MOST_OPTIONS],
    pub sku: String,
    pub barcode: String,
    pub price: String,
    pub low_stock: String,
    pub active: String,
}

impl TypedVariant {
    pub(super) fn of(variant: &ProductVariant) -> Self {
        Self {
            id: Some(variant.id),
            options: array(&variant.options),
            sku: variant.sku.clone(),
            barcode: variant.barcode.clone().unwrap_or_default(),
            price: variant.price.to_string(),
            low_stock: variant.low_stock.map(|low| low.to_string()).unwrap_or_default(),
            active: variant.active.to_string(),
        }
    }

    /// The variant that this line says, or what is wrong with it, added to the problem.
    pub(super) fn parsed(
        &self,
        i: usize,
        options: usize,
        mut problem: Problem,
    ) -> (Option<NewVariant>, Problem) {
        let path = |field: &str| format!("variants[{i}].{field}");
        let price = match self.price.as_str() {
            "" => Some(UnitPrice::ZERO),
            text => UnitPrice::parse_local(text).ok(),
        };
        let low_stock = match self.low_stock.as_str() {
            "" => Some(None),
            text => Quantity::parse_local(text).ok().map(Some),
        };
        if price.is_none() {
            problem = problem.field(path("price"), "not_a_number");
        }
        if low_stock.is_none() {
            problem = problem.field(path("low_stock"), "not_a_number");
        }
        let (Some(price), Some(low_stock)) = (price, low_stock) else { return (None, problem) };
        let variant = NewVariant {
            id: self.id,
            sku: self.sku.clone(),
            barcode: Some(self.barcode.clone()),
            options: self.options.iter().take(options).cloned().collect(),
            price,
            weight_g: 0,
            volume_ml: 0,
            low_stock,
            active: Some(self.active != "false"),
        };
        (Some(variant), problem)
    }
}

/// The lines that were sent, and the ids of those that were taken away in the browser: of these
/// only the hidden id is left.
pub(super) fn read_rows(data: &FormData) -> (Vec<TypedVariant>, Vec<Uuid>) {
    let (mut rows, mut removed) = (Vec::new(), Vec::new());
    for row in data.rows("variants") {
        let cell = |field: &str| data.cell("variants", row, field).to_owned();
        let id = cell("id").parse().ok();
        if !data.has(&format!("variants[{row}][price]")) {
            removed.extend(id);
            continue;
        }
        let typed = TypedVariant {
            id,
            options: std::array::from_fn(|n| cell(&format!("option{n}"))),
            sku: cell("sku"),
            barcode: cell("barcode"),
            price: cell("price"),
            low_stock: cell("low_stock"),
            active: cell("active"),
        };
        let blank = TypedVariant { active: typed.active.clone(), ..TypedVariant::default() };
        if typed != blank {
            rows.push(typed);
        }
    }
    removed.extend(data.all("removed").filter_map(|id| id.parse::<Uuid>().ok()));
    (rows, removed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_which_only_the_id_is_left_was_taken_away() {
        let id = Uuid::from_u128(7);
        let sent = [
            ("variants[0][id]", id.to_string()),
            ("variants[1][price]", "2".to_owned()),
            ("variants[1][sku]", "A".to_owned()),
            ("variants[2][price]", String::new()),
            ("variants[2][active]", "true".to_owned()),
        ];
        let pairs: Vec<_> = sent.map(|(name, value)| (name.to_owned(), value)).into();
        let (rows, removed) = read_rows(&FormData::from(pairs));
        assert_eq!(removed, [id]);
        assert_eq!(rows.len(), 1);
        assert_eq!(rows[0].sku, "A");
    }
}
