#![allow(clippy::unwrap_used)]

use super::*;

fn supplier(country: &str, tax_number: &str) -> Supplier {
    let now = "2026-03-01T08:00:00Z".parse().unwrap();
    Supplier {
        id: Uuid::from_u128(1),
        code: "S-00001".into(),
        name: "Gulf Nets".into(),
        contact: String::new(),
        email: "sales@gulfnets.example".into(),
        phone: String::new(),
        tax_number: tax_number.into(),
        address: String::new(),
        city: String::new(),
        country: country.parse().unwrap(),
        lang: Lang::Ar,
        currency: Currency::SAR,
        payment_days: 30,
        price_tolerance: Rate::ZERO,
        quantity_tolerance: Rate::ZERO,
        note: String::new(),
        active: true,
        version: 1,
        created_at: now,
        updated_at: now,
    }
}

fn wrong(supplier: &Supplier) -> Vec<(String, &'static str)> {
    match supplier.check() {
        Ok(()) => Vec::new(),
        Err(problem) => problem.fields().iter().map(|f| (f.path.to_string(), f.code)).collect(),
    }
}

#[test]
fn a_tax_number_has_the_shape_that_the_country_gives_out() {
    assert_eq!(wrong(&supplier("SA", "310122393500003")), []);
    assert_eq!(wrong(&supplier("AE", "TRN 100-2")), []);
    let found = wrong(&supplier("SA", "310122393500004"));
    assert_eq!(found, [("tax_number".to_owned(), "supplier_tax_number_sa")]);
    let found = wrong(&supplier("BD", "001234567890"));
    assert_eq!(found, [("tax_number".to_owned(), "supplier_tax_number_bd")]);
}

#[test]
fn every_wrong_field_is_named_at_once() {
    let mut bad = supplier("SA", "");
    bad.name = String::new();
    bad.email = "not an address".into();
    bad.payment_days = 366;
    bad.price_tolerance = Rate::from_micros(1_000_001);
    bad.quantity_tolerance = Rate::from_micros(-1);
    let paths: Vec<String> = wrong(&bad).into_iter().map(|(path, _)| path).collect();
    assert_eq!(paths, ["name", "email", "payment_days", "price_tolerance", "quantity_tolerance"]);
}

#[test]
fn a_change_touches_only_what_was_sent() {
    let old = supplier("SA", "");
    let tolerance = Some(Rate::from_micros(20_000));
    let change = ChangeSupplier {
        phone: Some("٠٥٠ ١٢٣".into()),
        price_tolerance: tolerance,
        ..Default::default()
    };
    let changes = old.changes_to(&change.apply(&old));
    assert_eq!(changes, json!({"phone": ["", "050 123"], "price_tolerance": ["0", "2"]}));
}
