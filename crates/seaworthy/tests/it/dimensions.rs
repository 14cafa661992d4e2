//! Cost centres and projects: trees of codes that lines of the books may name.

use base::{Date, Lang, Text};
use finance::dimensions::{self, ChangeDimension, Kind, NewDimension};
use finance::ledger::{self, Module, Posting, PostingLine};
use serde_json::json;
use testkit::TestApp;
use uuid::Uuid;

fn new(code: &str, parent_id: Option<Uuid>) -> NewDimension {
    let name = Text::new(Lang::En, code).unwrap();
    NewDimension { id: None, code: code.to_owned(), name, parent_id }
}

#[tokio::test]
async fn a_code_is_given_once_and_nobody_is_below_themselves() {
    let t = TestApp::start().await;
    let mut tx = t.tx("acme").await;
    let top = dimensions::add(&mut tx, Kind::CostCentre, new("SHOPS", None)).await.unwrap();
    let part = new("SHOP-1", Some(top.id));
    let part = dimensions::add(&mut tx, Kind::CostCentre, part).await.unwrap();
    let twice = dimensions::add(&mut tx, Kind::CostCentre, new("SHOPS", None)).await.unwrap_err();
    assert_eq!(twice.fields()[0].code, "dimension_code_taken");
    let below = ChangeDimension { parent_id: Some(part.id), ..ChangeDimension::default() };
    let circle = dimensions::change(&mut tx, Kind::CostCentre, top.id, below).await.unwrap_err();
    assert_eq!(circle.fields()[0].code, "dimension_circle");
    // A project may have the code of a cost centre.
    dimensions::add(&mut tx, Kind::Project, new("SHOPS", None)).await.unwrap();
    tx.commit().await.unwrap();
    t.verify("acme").await;
}

#[tokio::test]
async fn a_retired_one_is_not_admitted_and_an_unknown_one_never_posted() {
    let t = TestApp::start().await;
    let mut tx = t.tx("acme").await;
    let one = dimensions::add(&mut tx, Kind::Project, new("P1", None)).await.unwrap();
    dimensions::admit(&mut tx, None, Some(one.id)).await.unwrap();
    let gone = ChangeDimension { active: Some(false), ..ChangeDimension::default() };
    dimensions::change(&mut tx, Kind::Project, one.id, gone).await.unwrap();
    let refused = dimensions::admit(&mut tx, Some(Uuid::nil()), Some(one.id)).await.unwrap_err();
    let codes: Vec<&str> = refused.fields().iter().map(|field| field.code).collect();
    assert_eq!(codes, ["unknown", "dimension_retired"]);
    tx.commit().await.unwrap();
    let mut tx = t.tx("acme").await;
    let strange = PostingLine::debit("cash", 5).dimensions(Some(Uuid::now_v7()), None);
    let lines = vec![strange, PostingLine::credit("sales", 5)];
    let day = Date::of(2026, 3, 15);
    let posting = Posting::new(Module::Ledger, day, "test", Uuid::now_v7(), "", lines);
    assert!(ledger::post(&mut tx, posting).await.is_err());
    drop(tx);
    assert_eq!(t.scalar::<i64>("acme", "select count(*) from entries").await, 0);
    t.verify("acme").await;
}

#[tokio::test]
async fn they_are_kept_by_api_and_by_form() {
    let t = TestApp::start().await;
    let clerk = t.as_user("acme", "accountant").await;
    let wanted = json!({"code": "CC-1", "name": {"en": "Shop", "ar": "متجر"}});
    let made = clerk.post("/api/v1/cost-centres", &wanted).await.expect(201).json();
    let path = format!("/api/v1/cost-centres/{}", made["id"].as_str().unwrap());
    let _ = clerk.patch(&path, &json!({"version": 1, "active": false})).await.expect(200);
    clerk.patch(&path, &json!({"version": 1, "active": true})).await.refused(412, "stale");
    let form = [("code", "PR-1"), ("name_en", "Fair"), ("name_ar", "معرض")];
    let _ = clerk.post_form("/admin/projects", &form).await.expect(303);
    let again = clerk.post_form("/admin/projects", &form).await.expect(422).text();
    assert!(again.contains("f-code-error"));
    assert!(clerk.get("/admin/projects").await.expect(200).text().contains("PR-1"));
    let csv = clerk.get("/admin/cost-centres/export?format=csv").await.expect(200).text();
    assert!(csv.contains("CC-1") && csv.contains("Retired"));
    let id: Uuid = t.scalar("acme", "select id from projects").await;
    let _ = clerk.get(&format!("/admin/projects/{id}")).await.expect(200);
    let _ =
        t.as_user("padma", "owner").await.get(&format!("/admin/projects/{id}")).await.expect(404);
    let seller = t.as_user("acme", "sales").await;
    seller.post("/api/v1/cost-centres", &wanted).await.refused(403, "not_permitted");
    t.verify("acme").await;
}
