//! Banks: a line comes in once, nothing is posted unasked, a day is finished when both agree.

use base::{Date, Money, Problem, Text};
use finance::banking::{
    self, BankAccount, BookRef, Imported, NewBankAccount, NewBankEntry, NewBankPart,
    NewBankPayment, NewImport, NewMatch, NewReconciliation, Reopening,
};
use finance::ledger::{self, Module, Posting, PostingLine};
use serde_json::json;
use uuid::Uuid;

use crate::billing::Billing;

const IBAN: &str = "SA0380000000608010167519";

fn march(day: i8) -> Date {
    Date::of(2026, 3, day)
}

/// An account that begins on the first of March with nothing.
async fn account(b: &Billing) -> BankAccount {
    let mut tx = b.t.tx("acme").await;
    let chart = ledger::accounts(&mut tx).await.unwrap();
    let new = NewBankAccount {
        id: None,
        account_id: chart.iter().find(|a| a.role.as_deref() == Some("bank")).unwrap().id,
        name: Text::new(base::Lang::En, "Main").unwrap(),
        bank: "Al Rajhi".to_owned(),
        number: IBAN.to_owned(),
        currency: None,
        days: None,
        begins_on: Some(march(1)),
        begins_balance: None,
    };
    let account = banking::take_up(&mut tx, new).await.unwrap();
    tx.commit().await.unwrap();
    account
}

/// MT940 of lines: day, `C` or `D`, amount, words.
fn mt940(opening: &str, lines: &[(i8, &str, &str, &str)], to: i8, closing: &str) -> String {
    let mut text = format!(":20:S\n:25:{IBAN}\n:28C:1/1\n:60F:C260301SAR{opening}\n");
    for (n, (day, sign, amount, words)) in lines.iter().enumerate() {
        text += &format!(":61:2603{day:02}03{day:02}{sign}{amount}NTRFNONREF//B{day}{n}\n");
        text += &format!(":86:{words}\n");
    }
    text + &format!(":62F:C2603{to:02}SAR{closing}\n")
}

async fn take_in(b: &Billing, account: Uuid, text: &str) -> Result<Imported, Problem> {
    let mut tx = b.t.tx("acme").await;
    let file = banking::upload(&mut tx, account, "s.sta", text.as_bytes().to_vec()).await?;
    let done = banking::import(&mut tx, file.id, NewImport::default()).await?;
    tx.commit().await?;
    Ok(done)
}

/// An entry on the bank account: so many minor units on a day, against sales.
async fn entry(b: &Billing, day: i8, minor: i64, memo: &str) -> BookRef {
    let mut tx = b.t.tx("acme").await;
    let lines = vec![PostingLine::debit("bank", minor), PostingLine::credit("sales", minor)];
    let posting = Posting::new(Module::Ledger, march(day), "test", Uuid::now_v7(), memo, lines);
    let entry_id = ledger::post(&mut tx, posting).await.unwrap().entry_id;
    tx.commit().await.unwrap();
    BookRef { entry_id, n: 1 }
}

async fn code(b: &Billing, code: &str) -> Uuid {
    let mut tx = b.t.tx("acme").await;
    let chart = ledger::accounts(&mut tx).await.unwrap();
    chart.iter().find(|account| account.code == code).unwrap().id
}

async fn entries(b: &Billing) -> i64 {
    b.t.scalar("acme", "select count(*) from entries").await
}

#[tokio::test]
async fn the_same_file_and_the_same_line_come_in_once() {
    let b = Billing::open("acme").await;
    let bank = account(&b).await;
    let first = mt940("0,00", &[(2, "C", "34,50", "one"), (3, "D", "1,50", "fee")], 3, "33,00");
    assert_eq!(take_in(&b, bank.id, &first).await.unwrap().added, 2);
    let again = take_in(&b, bank.id, &first).await.unwrap_err();
    assert_eq!(again.code(), "bank_file_known");
    // Another file with both old lines, and a new one.
    let lines = [(2, "C", "34,50", "one"), (3, "D", "1,50", "fee"), (4, "C", "7,00", "new")];
    let done = take_in(&b, bank.id, &mt940("0,00", &lines, 4, "40,00")).await.unwrap();
    assert_eq!((done.added, done.known), (1, 2));
    let sum = "select sum(amount)::bigint from bank_lines";
    assert_eq!(b.t.scalar::<i64>("acme", sum).await, 4000);
    b.close().await;
}

#[tokio::test]
async fn a_file_of_another_account_and_one_that_does_not_add_up_change_nothing() {
    let b = Billing::open("acme").await;
    let bank = account(&b).await;
    let good = mt940("0,00", &[(2, "C", "34,50", "one")], 2, "34,50");
    let other = good.replace(IBAN, "SA4420000001234567891234");
    assert_eq!(take_in(&b, bank.id, &other).await.unwrap_err().code(), "bank_other_account");
    let short = good.replace("SAR34,50", "SAR34,51");
    let refused = take_in(&b, bank.id, &short).await.unwrap_err();
    assert_eq!(refused.fields()[0].code, "bank_statement_adds_up");
    assert_eq!(b.t.scalar::<i64>("acme", "select count(*) from bank_lines").await, 0);
    b.close().await;
}

#[tokio::test]
async fn a_gap_between_statements_is_shown_with_its_amount() {
    let b = Billing::open("acme").await;
    let bank = account(&b).await;
    take_in(&b, bank.id, &mt940("0,00", &[(2, "C", "10,00", "a")], 2, "10,00")).await.unwrap();
    let later = mt940("15,00", &[(9, "C", "1,00", "b")], 9, "16,00").replace("C260301", "C260309");
    take_in(&b, bank.id, &later).await.unwrap();
    let mut tx = b.t.tx("acme").await;
    let found = banking::statements(&mut tx, bank.id).await.unwrap();
    let gaps: Vec<Option<i64>> = found.iter().map(|s| s.missing.map(|m| m.minor)).collect();
    assert_eq!(gaps, [None, Some(500)]);
    drop(tx);
    b.close().await;
}

#[tokio::test]
async fn a_match_needs_equal_sums_and_clears_both_sides_once() {
    let b = Billing::open("acme").await;
    let bank = account(&b).await;
    let (one, two) = (entry(&b, 2, 2000, "a").await, entry(&b, 2, 1450, "b").await);
    take_in(&b, bank.id, &mt940("0,00", &[(3, "C", "34,50", "x")], 3, "34,50")).await.unwrap();
    let mut tx = b.t.tx("acme").await;
    let found = banking::suggestions(&mut tx, bank.id).await.unwrap();
    let suggestion = found[0].suggestion.clone().unwrap();
    assert_eq!(suggestion.book.len(), 2);
    let line = found[0].line.id;
    let wrong = NewMatch { lines: vec![line], book: vec![one] };
    let refused = banking::accept(&mut tx, bank.id, wrong).await.unwrap_err();
    assert_eq!((refused.code(), &*refused.facts()["books"]), ("bank_match_differs", "20.00"));
    let both = NewMatch { lines: vec![line], book: vec![one, two] };
    let made = banking::accept(&mut tx, bank.id, both.clone()).await.unwrap();
    tx.commit().await.unwrap();
    let mut tx = b.t.tx("acme").await;
    let twice = banking::accept(&mut tx, bank.id, both.clone()).await.unwrap_err();
    assert_eq!(twice.code(), "bank_matched_already");
    banking::unmatch(&mut tx, made.id).await.unwrap();
    banking::accept(&mut tx, bank.id, both).await.unwrap();
    tx.commit().await.unwrap();
    b.close().await;
}

#[tokio::test]
async fn nothing_is_posted_before_somebody_confirms_it() {
    let b = Billing::open("acme").await;
    let bank = account(&b).await;
    let fees = code(&b, "6500").await;
    let text = mt940("100,00", &[(3, "D", "11,50", "Monthly fee 7")], 3, "88,50");
    take_in(&b, bank.id, &text).await.unwrap();
    let before = entries(&b).await;
    let line: Uuid = b.t.scalar("acme", "select id from bank_lines").await;
    let part = NewBankPart { account_id: Some(fees), ..NewBankPart::default() };
    let mut new = NewBankEntry { parts: vec![part], learn: true, ..NewBankEntry::default() };
    let mut tx = b.t.tx("acme").await;
    let planned = banking::book(&mut tx, line, new.clone()).await.unwrap();
    tx.commit().await.unwrap();
    let amounts: Vec<i64> = planned.lines.iter().map(|line| line.amount.minor).collect();
    assert_eq!((planned.number, amounts), (None, vec![-1150, 1150]));
    assert_eq!(entries(&b).await, before);
    new.confirm = true;
    let mut tx = b.t.tx("acme").await;
    let posted = banking::book(&mut tx, line, new).await.unwrap();
    assert!(posted.number.is_some() && posted.match_id.is_some());
    // What was done is learnt, and only suggests.
    let rules = banking::rules(&mut tx, Some(bank.id)).await.unwrap();
    assert_eq!(
        (&*rules[0].contains, rules[0].learnt, rules[0].account_id),
        ("monthly fee", true, fees)
    );
    tx.commit().await.unwrap();
    let text = mt940("88,50", &[(4, "D", "11,50", "Monthly fee 8")], 4, "77,00");
    take_in(&b, bank.id, &text).await.unwrap();
    let mut tx = b.t.tx("acme").await;
    let open = banking::suggestions(&mut tx, bank.id).await.unwrap();
    assert_eq!(open[0].rule.as_ref().map(|rule| rule.account_id), Some(fees));
    assert_eq!(entries(&b).await, before + 1);
    drop(tx);
    b.close().await;
}

#[tokio::test]
async fn a_line_pays_the_invoice_that_it_names() {
    let b = Billing::open("acme").await;
    let bank = account(&b).await;
    let invoice = b.post(&[("10", "3", "VAT15")]).await;
    let words = format!("for {}", invoice.number);
    take_in(&b, bank.id, &mt940("0,00", &[(15, "C", "34,50", &words)], 15, "34,50")).await.unwrap();
    let mut tx = b.t.tx("acme").await;
    let line = banking::suggestions(&mut tx, bank.id).await.unwrap().remove(0).line;
    let items = banking::payables(&mut tx, &line).await.unwrap();
    assert_eq!((&*items[0].number, items[0].open), (&*invoice.number, 3450));
    let mut new = NewBankPayment { items: vec![items[0].id], ..NewBankPayment::default() };
    let refused = banking::pay(&mut tx, line.id, new.clone()).await.unwrap_err();
    assert_eq!(refused.code(), "bank_not_confirmed");
    new.confirm = true;
    let payment = banking::pay(&mut tx, line.id, new).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!((payment.amount.minor, payment.account_id), (3450, bank.account_id));
    assert_eq!(b.invoice(invoice.id).await.open.minor, 0);
    b.close().await;
}

#[tokio::test]
async fn a_day_is_finished_when_the_difference_is_nothing_and_then_stays() {
    let b = Billing::open("acme").await;
    let bank = account(&b).await;
    let (paid, cheque) = (entry(&b, 2, 3450, "paid").await, entry(&b, 3, -700, "cheque").await);
    let lines = [(2, "C", "34,50", "paid"), (4, "D", "1,50", "fee")];
    take_in(&b, bank.id, &mt940("0,00", &lines, 4, "33,00")).await.unwrap();
    let mut tx = b.t.tx("acme").await;
    let to = NewReconciliation { to_date: march(4) };
    let open = banking::suggestions(&mut tx, bank.id).await.unwrap();
    let new = NewMatch { lines: vec![open[0].line.id], book: vec![paid] };
    let made = banking::accept(&mut tx, bank.id, new).await.unwrap();
    let refused = banking::finish(&mut tx, bank.id, to.clone()).await.unwrap_err();
    assert_eq!((refused.code(), &*refused.facts()["count"]), ("bank_unmatched", "1"));
    let standing = banking::standing(&mut tx, bank.id, Some(march(4))).await.unwrap();
    assert_eq!(standing.difference.minor, -150);
    let fees = ledger::accounts(&mut tx).await.unwrap();
    let fees = fees.iter().find(|account| account.code == "6500").map(|account| account.id);
    let part = NewBankPart { account_id: fees, ..NewBankPart::default() };
    let fee = NewBankEntry { parts: vec![part], confirm: true, ..NewBankEntry::default() };
    banking::book(&mut tx, open[1].line.id, fee).await.unwrap();
    let done = banking::finish(&mut tx, bank.id, to).await.unwrap();
    assert_eq!((done.statement_balance, done.book_balance, done.outstanding), (3300, 2600, -700));
    let report = banking::report(&mut tx, done.id).await.unwrap();
    assert_eq!(report.outstanding[0].entry_id, cheque.entry_id);
    assert_eq!(report.account.number, "•••• 7519");
    let refused = banking::unmatch(&mut tx, made.id).await.unwrap_err();
    assert_eq!(refused.code(), "bank_reconciled");
    tx.commit().await.unwrap();
    let late = mt940("33,00", &[(4, "C", "1,00", "late")], 4, "34,00");
    assert_eq!(take_in(&b, bank.id, &late).await.unwrap_err().code(), "bank_reconciled");
    let mut tx = b.t.tx("acme").await;
    let why = Reopening { reason: "late line".to_owned() };
    banking::reopen(&mut tx, done.id, why).await.unwrap();
    banking::unmatch(&mut tx, made.id).await.unwrap();
    tx.commit().await.unwrap();
    b.close().await;
}

#[tokio::test]
async fn a_planted_fault_in_a_match_is_found() {
    let b = Billing::open("acme").await;
    let bank = account(&b).await;
    let paid = entry(&b, 2, 3450, "paid").await;
    let text = mt940("0,00", &[(2, "C", "34,50", "paid"), (3, "C", "1,00", "x")], 3, "35,50");
    take_in(&b, bank.id, &text).await.unwrap();
    let mut tx = b.t.tx("acme").await;
    let line = banking::suggestions(&mut tx, bank.id).await.unwrap()[0].line.id;
    let new = NewMatch { lines: vec![line], book: vec![paid] };
    banking::accept(&mut tx, bank.id, new).await.unwrap();
    tx.commit().await.unwrap();
    b.t.verify("acme").await;
    let pool = b.t.owner_pool().await;
    sqlx::query("alter table bank_lines no force row level security").execute(&pool).await.unwrap();
    sqlx::query("update bank_lines set amount = amount + 1 where match_id is not null")
        .execute(&pool)
        .await
        .unwrap();
    assert_eq!(b.t.first_offender("acme").await.unwrap().0, "bank_matches_even");
}

#[tokio::test]
async fn a_clerk_takes_in_a_table_and_reconciles_in_the_browser() {
    let b = Billing::open("acme").await;
    let bank = account(&b).await;
    let paid = entry(&b, 2, 3450, "paid").await;
    let clerk = b.t.as_user("acme", "accountant").await;
    let home = format!("/admin/bank/{}", bank.id);
    let list = clerk.get("/admin/bank").await.expect(200).text();
    assert!(list.contains("•••• 7519") && !list.contains(IBAN));
    let table = "When,What,How much\n02/03/2026,paid,34.50\n";
    let sent = clerk.upload(&format!("{home}/files"), &[], "m.csv", table.as_bytes()).await;
    let file = sent.expect(303).header("location").unwrap().to_owned();
    assert!(clerk.get(&file).await.expect(422).text().contains("f-file"));
    let columns = [
        ("column_date", "When"),
        ("column_description", "What"),
        ("column_amount", "How much"),
        ("order", "dmy"),
        ("confirm", "1"),
    ];
    let _ = clerk.post_form(&file, &columns).await.expect(303);
    let page = clerk.get(&format!("{home}/reconcile")).await.expect(200).text();
    assert!(page.contains("same amount") && page.contains("same day"), "{page}");
    let line: Uuid = b.t.scalar("acme", "select id from bank_lines").await;
    let (line, book) = (line.to_string(), format!("{}.1", paid.entry_id));
    let both = [("line", line.as_str()), ("book", book.as_str())];
    let _ = clerk.post_form(&format!("{home}/match"), &both).await.expect(303);
    let done = clerk.post_form(&format!("{home}/finish"), &[("to_date", "2026-03-02")]).await;
    let report = done.expect(303).header("location").unwrap().to_owned();
    assert!(clerk.get(&report).await.expect(200).text().contains("34.50"));
    let pdf = clerk.get(&format!("{report}/pdf")).await.expect(200);
    assert!(pdf.body.starts_with(b"%PDF"));
    let csv = clerk.get(&format!("{report}/export?format=csv")).await.expect(200).text();
    assert!(csv.contains("34.50"), "{csv}");
    for path in ["", "/lines", "/lines/export?format=csv"] {
        let _ = clerk.get(&format!("{home}{path}")).await.expect(200);
    }
    let _ = clerk.get("/admin/bank/rules").await.expect(200);
    // The columns are remembered.
    let columns = "select columns ->> 'date' from bank_accounts";
    assert_eq!(b.t.scalar::<String>("acme", columns).await, "When");
    let stranger = b.t.as_user("padma", "owner").await;
    let _ = stranger.get(&home).await.expect(404);
    b.close().await;
}

#[tokio::test]
async fn a_line_is_booked_by_form_in_two_steps() {
    let b = Billing::open("acme").await;
    let bank = account(&b).await;
    let fees = code(&b, "6500").await.to_string();
    let text = mt940("100,00", &[(3, "D", "11,50", "fee")], 3, "88,50");
    take_in(&b, bank.id, &text).await.unwrap();
    let clerk = b.t.as_user("acme", "accountant").await;
    let line: Uuid = b.t.scalar("acme", "select id from bank_lines").await;
    let page = format!("/admin/bank/lines/{line}");
    let _ = clerk.get(&page).await.expect(200);
    let before = entries(&b).await;
    let typed = [("parts[0][account_id]", fees.as_str()), ("parts[0][amount]", "-11.50")];
    let shown = clerk.post_form(&page, &typed).await.expect(200).text();
    assert!(shown.contains("6500"));
    assert_eq!(entries(&b).await, before);
    let typed = [typed[0], typed[1], ("confirm", "1")];
    let _ = clerk.post_form(&page, &typed).await.expect(303);
    assert_eq!(entries(&b).await, before + 1);
    let api = format!("/api/v1/bank-accounts/{}/standing?on=2026-03-03", bank.id);
    let standing = clerk.get(&api).await.expect(200).json();
    assert_eq!(standing["unmatched_lines"], 0);
    assert_eq!(standing["difference"], json!({"amount": "100.00", "currency": "SAR"}));
    let amount = Money::new(8850, base::Currency::SAR);
    let mut tx = b.t.tx("acme").await;
    let said = banking::standing(&mut tx, bank.id, Some(march(3))).await.unwrap();
    assert_eq!(said.statement_balance, amount);
    drop(tx);
    b.close().await;
}

#[tokio::test]
async fn whoever_may_not_take_up_an_account_is_told_whom_to_ask() {
    let b = Billing::open("acme").await;
    let app = &b.t;
    let page = |role| async move {
        app.as_user("acme", role).await.get("/admin/bank").await.expect(200).text()
    };
    let clerk = page("accountant").await;
    assert!(clerk.contains("Ask somebody") && !clerk.contains("/admin/bank/new"), "{clerk}");
    assert!(page("manager").await.contains("/admin/bank/new"));
}
