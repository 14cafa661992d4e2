//! What the document promises to whoever generates a client from it.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;

use serde_json::Value;

use super::*;

fn written() -> Value {
    serde_json::to_value(document(&crate::capabilities())).unwrap()
}

fn references(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                match value.as_str() {
                    Some(target) if name == "$ref" => found.push(target.to_owned()),
                    _ => references(value, found),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| references(item, found)),
        _ => {}
    }
}

#[test]
fn every_reference_leads_somewhere() {
    let document = written();
    let mut found = Vec::new();
    references(&document, &mut found);
    assert!(!found.is_empty());
    for target in found {
        let pointer = target.strip_prefix('#').unwrap();
        assert!(document.pointer(pointer).is_some(), "{target} is not in the document");
    }
}

#[test]
fn every_api_route_says_what_it_does_and_answers() {
    for capability in crate::capabilities() {
        for route in capability.routes.iter().filter(|route| route.is_api()) {
            let name = format!("{} {}", route.method, route.path);
            assert!(!route.doc.summary.is_empty(), "{name} has no summary");
            assert!(route.doc.answer.is_some(), "{name} does not say what it answers");
        }
    }
}

#[test]
fn every_operation_has_a_name_of_its_own() {
    let mut seen = BTreeSet::new();
    for capability in crate::capabilities() {
        for route in capability.routes.iter().filter(|route| route.is_api()) {
            let id = operation_id(&route.method, route.path);
            assert!(seen.insert(id.clone()), "{id} is there twice");
        }
    }
}

#[test]
fn the_document_is_openapi_3_1_and_names_every_api_route() {
    let document = written();
    assert_eq!(document["openapi"], "3.1.0");
    for capability in crate::capabilities() {
        for route in capability.routes.iter().filter(|route| route.is_api()) {
            let method = route.method.as_str().to_lowercase();
            let operation = &document["paths"][template(route.path)][&method];
            assert!(operation.is_object(), "{method} {} is missing", route.path);
        }
    }
}

#[test]
fn writes_take_a_key_and_paths_name_their_parameters() {
    let names: Vec<&str> = path_parameters("/api/v1/orders/{id}/lines/{n}").collect();
    assert_eq!(names, ["id", "n"]);
    let id = operation_id(&Method::POST, "/api/v1/orders/{id}/credit-notes");
    assert_eq!(id, "post_orders_id_credit_notes");
}

#[test]
fn an_upload_names_every_field_of_its_form() {
    let document = written();
    let fields = |path: &str, schema: &str| {
        let body = &document["paths"][path]["post"]["requestBody"]["content"];
        let form = &body["multipart/form-data"]["schema"]["$ref"];
        assert_eq!(form, &format!("#/components/schemas/{schema}"), "{body}");
        document["components"]["schemas"][schema].clone()
    };
    let import = fields("/api/v1/imports", "NewImport");
    assert_eq!(import["required"], serde_json::json!(["kind", "file"]));
    assert_eq!(import["properties"]["file"]["format"], "binary");
    assert!(import["properties"]["mapping"].is_object(), "{import}");
    let picture = fields("/api/v1/products/{id}/images", "NewPicture");
    assert_eq!(picture["required"], serde_json::json!(["file"]));
    for field in ["file", "alt", "id"] {
        assert!(picture["properties"][field].is_object(), "{picture}");
    }
}
