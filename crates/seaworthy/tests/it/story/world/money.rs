//! Cost centres, budgets, expenses, and a bank whose first days are finished: one of each.

use serde_json::json;
use testkit::Client;

use super::{id, made};
use crate::story::buying::account;

/// What the bank tells: a deposit that the books have, and a fee that they have not.
const STATEMENT: &str = ":20:S\n:25:SA0380000000608010167519\n:28C:1/1\n\
    :60F:C260301SAR0,00\n\
    :61:2603100310C700,00NTRFNONREF//B1\n:86:Capital\n\
    :62F:C260310SAR700,00\n";
const NEXT: &str = ":20:S\n:25:SA0380000000608010167519\n:28C:2/1\n\
    :60F:C260311SAR700,00\n\
    :61:2603140314D12,50NTRFNONREF//B2\n:86:Monthly fee\n\
    :62F:C260314SAR687,50\n";

pub(super) async fn move_it(owner: &Client) {
    let named = |code: &str| json!({ "code": code, "name": { "en": code } });
    let centre = made(owner, "/api/v1/cost-centres", &named("PORT")).await;
    let project = made(owner, "/api/v1/projects", &named("FAIR")).await;
    let gross = json!({ "amount": "115.00", "currency": "SAR" });
    let taxi = json!({ "description": "Taxi", "paid_by": "cash", "gross": gross,
        "account_id": account(owner, "6300").await["id"],
        "cost_centre_id": centre["id"], "project_id": project["id"] });
    made(owner, "/api/v1/expenses", &taxi).await;
    for (name, centre) in [("Budget", json!(null)), ("Port", centre["id"].clone())] {
        let year = json!({ "amount": "12000.00", "currency": "SAR" });
        let lines =
            json!([{ "account": "4000", "year": year }, { "account": "6300", "year": year }]);
        let budget = json!({ "name": name, "fiscal_year": "2026-01-01", "lines": lines,
            "cost_centre_id": centre });
        let budget = made(owner, "/api/v1/budgets", &budget).await;
        if centre.is_null() {
            let path = format!("/api/v1/budgets/{}/activation", id(&budget));
            let _ = owner.post(&path, &json!({})).await.expect(200);
        }
    }
    bank(owner).await;
}

/// A finished day, a line without a partner, and a file that nobody has taken in.
async fn bank(owner: &Client) {
    let capital = crate::story::buying::journal("2026-03-10", "Capital", "1100", "3000", "700.00");
    made(owner, "/api/v1/journals", &capital).await;
    let new = json!({ "account_id": account(owner, "1100").await["id"],
        "name": { "en": "Main account" }, "bank": "Al Rajhi",
        "number": "SA0380000000608010167519", "begins_on": "2026-03-01" });
    let bank = made(owner, "/api/v1/bank-accounts", &new).await;
    let home = format!("/api/v1/bank-accounts/{}", id(&bank));
    let take_in = async |name: &str, statement: &str| {
        let sent = owner.upload(&format!("{home}/files"), &[], name, statement.as_bytes()).await;
        let file = sent.expect(201).json();
        format!("/api/v1/bank-files/{}/import", id(&file))
    };
    let first = take_in("first.sta", STATEMENT).await;
    made(owner, &first, &json!({})).await;
    let found = owner.get(&format!("{home}/suggestions")).await.expect(200).json();
    let open = &found["items"][0];
    let both = json!({ "lines": [open["line"]["id"]], "book": open["suggestion"]["book"] });
    made(owner, &format!("{home}/matches"), &both).await;
    let day = json!({ "to_date": "2026-03-10" });
    made(owner, &format!("{home}/reconciliations"), &day).await;
    let next = take_in("next.sta", NEXT).await;
    made(owner, &next, &json!({})).await;
    let _waiting = take_in("later.csv", "Date,Description,Amount\n2026-03-15,Rain,5\n").await;
}
