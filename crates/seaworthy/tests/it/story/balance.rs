//! The trial balance at the end of a story, by the API and as somebody sees it.

use serde_json::Value;
use testkit::Client;

use super::person::Person;
use super::telling::minor;

/// An account by its role, or by its code where it has none, and its balance: debit above zero.
pub(super) type Balance = [(&'static str, &'static str)];

/// What an account is called here: its role, or else its code.
fn name(account: &Value) -> &str {
    account["role"].as_str().or(account["code"].as_str()).unwrap()
}

async fn accounts(reader: &Client) -> Vec<Value> {
    let chart = reader.get("/api/v1/accounts").await.expect(200).json();
    chart["items"].as_array().unwrap().clone()
}

/// The trial balance of the API holds these accounts and no other.
pub(super) async fn by_api(reader: &Client, wanted: &Balance) {
    let accounts = accounts(reader).await;
    let balance = reader.get("/api/v1/reports/trial-balance").await.expect(200).json();
    assert_eq!(balance["debit"], balance["credit"]);
    let named = |code: &Value| {
        let account = accounts.iter().find(|account| account["code"] == *code).unwrap();
        name(account).to_owned()
    };
    let side = |row: &Value, side: &str| minor(row[side]["amount"].as_str().unwrap());
    let rows = balance["rows"].as_array().unwrap().iter();
    let found: Vec<(String, i64)> = rows
        .map(|row| (named(&row["code"]), side(row, "debit") - side(row, "credit")))
        .filter(|(_, amount)| *amount != 0)
        .collect();
    let wanted: Vec<(String, i64)> =
        wanted.iter().map(|(role, amount)| ((*role).to_owned(), minor(amount))).collect();
    assert_eq!(found, wanted);
    assert_eq!(found.iter().map(|(_, amount)| amount).sum::<i64>(), 0);
}

/// The page of the trial balance shows these accounts and no other.
pub(super) async fn on_page(p: &Person<'_>, reader: &Client, wanted: &Balance) {
    p.follow("ledger-trial-balance").await;
    p.see(&p.t("ledger-balanced")).await;
    let rows = p.table("ledger-trial-balance").await;
    let accounts = accounts(reader).await;
    let code = |role: &str| {
        let account = accounts.iter().find(|account| name(account) == role).unwrap();
        account["code"].as_str().unwrap().to_owned()
    };
    let (balances, sums) = rows.split_at(rows.len() - 1);
    let found: Vec<_> = balances
        .iter()
        .filter(|row| row[3] != "–" || row[4] != "–")
        .map(|row| [row[0].clone(), row[3].clone(), row[4].clone()])
        .collect();
    let shown: Vec<_> = wanted
        .iter()
        .map(|(role, balance)| match balance.strip_prefix('-') {
            Some(credit) => [code(role), "–".to_owned(), p.amount(credit)],
            None => [code(role), p.amount(balance), "–".to_owned()],
        })
        .collect();
    assert_eq!(found, shown);
    let debit: i64 = wanted.iter().map(|(_, b)| minor(b)).filter(|b| *b > 0).sum();
    assert_eq!(wanted.iter().map(|(_, balance)| minor(balance)).sum::<i64>(), 0);
    let debit = p.l.money(base::Money::new(debit, base::Currency::SAR));
    assert_eq!(sums[0][3..], [debit.clone(), debit]);
    p.look("trial-balance").await;
}
