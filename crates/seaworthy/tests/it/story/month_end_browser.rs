//! The end of a month in a real browser: an accountant opens the month, goes from each row of its
//! list to the page that mends it, with the mouse and the keys alone, and closes the month when
//! nothing is left. The numbers are those of the story by API.

use base::{Date, Lang};
use testkit::{Browser, TestApp};

use super::balance;
use super::buying::{self, BANK, SUPPLIER};
use super::closing::{self, BALANCE, BILL, LEFT, RESULT, SHEET, entries, left};
use super::person::Person;

#[tokio::test]
async fn an_accountant_closes_the_month_in_a_browser() {
    tell(Lang::En).await;
}

#[tokio::test]
async fn an_accountant_closes_the_month_from_right_to_left() {
    tell(Lang::Ar).await;
}

async fn tell(lang: Lang) {
    let t = TestApp::start_listening().await;
    let Some(b) = Browser::start().await else { return };
    let _ = closing::february(&t).await;
    let clerk = t.as_user("acme", "accountant").await;
    let p = Person::new(&t, &b, "month-end", lang).await;
    p.sit_down(&t, "accountant").await;
    open(&p, LEFT.len()).await;
    invoice(&p).await;
    open(&p, 3).await;
    bill(&p).await;
    open(&p, 2).await;
    post_the_rent(&p).await;
    open(&p, 1).await;
    let fees = buying::account(&clerk, "6500").await;
    let fees = fees["name"][lang.code()].as_str().unwrap().to_owned();
    reconcile(&p, &format!("6500 · {fees}")).await;
    open(&p, 0).await;
    assert_eq!(left(&clerk).await, Vec::<String>::new());
    close(&p).await;
    let before = entries(&t).await;
    late(&p).await;
    assert_eq!(entries(&t).await, before);
    report(&p, "reports-profit-and-loss", RESULT).await;
    report(&p, "reports-balance-sheet", SHEET).await;
    t.run_jobs().await;
    t.verify("acme").await;
    balance::on_page(&p, &clerk, BALANCE).await;
    p.assert_nothing_in_the_way();
}

fn february(p: &Person<'_>) -> String {
    let year = p.l.int(2026).replace([',', '٬', '.'], "");
    format!("{} {year}", p.l.month(Date::of(2026, 2, 1)))
}

/// The page of the month, on which so many rows are left.
async fn open(p: &Person<'_>, left: usize) {
    p.follow("closing-months").await;
    p.b.follow(&february(p)).await;
    p.see(&p.t("closing-checklist")).await;
    assert_eq!(p.b.count("link", &p.t("closing-mend")).await, left);
    p.look(&format!("{left}-left")).await;
}

/// Follows the first row that is left to where it is mended.
async fn mend(p: &Person<'_>) {
    p.follow("closing-mend").await;
}

async fn invoice(p: &Person<'_>) {
    mend(p).await;
    p.b.follow("SO-2026-00001").await;
    p.press("orders-invoice").await;
    p.see(&p.about("orders-invoice-title", "SO-2026-00001")).await;
    p.press("orders-invoice").await;
    p.see(&p.about("orders-invoiced", "INV-2026-00001")).await;
}

/// The goods are on the page of the account; their bill is entered for the end of the month.
async fn bill(p: &Person<'_>) {
    mend(p).await;
    p.see("GRN-2026-00001").await;
    p.look("goods-not-billed").await;
    p.follow("bills-title").await;
    p.follow("bills-new").await;
    p.b.pick_nth(&p.t("purchasing-supplier"), 0, "gulf", SUPPLIER).await;
    p.press("purchasing-go-on").await;
    p.write("bills-supplier-number", "R-20").await;
    p.b.write_date(&p.t("purchasing-date"), "2026-02-28").await;
    let quantity = format!("{}: ROPE · GRN-2026-00001", p.t("purchasing-quantity"));
    p.b.write_nth(&quantity, 0, "20").await;
    p.look("bill").await;
    p.press("purchasing-bill-enter").await;
    p.see(&p.about("purchasing-bill-posted", "BILL-2026-00001")).await;
    let [net, tax, gross] = BILL;
    // Nothing of it is paid.
    let open = [p.amount("0"), p.money(gross)];
    assert_eq!(p.sums().await[..3], [p.amount(net), p.amount(tax), p.money(gross)]);
    assert_eq!(p.sums().await[3..], open);
}

async fn post_the_rent(p: &Person<'_>) {
    mend(p).await;
    p.b.follow("Rent for February").await;
    p.press("journals-post").await;
    p.see(&p.t("journals-state-posted")).await;
    p.look("rent-posted").await;
}

async fn reconcile(p: &Person<'_>, fees: &str) {
    mend(p).await;
    p.b.follow(BANK).await;
    p.follow("banking-reconcile").await;
    p.look("suggestions").await;
    for _ in 0..2 {
        p.press("banking-accept").await;
        p.see(&p.t("banking-matched-done")).await;
    }
    p.follow("banking-book").await;
    p.b.choose(&p.t("banking-account"), fees).await;
    p.press("banking-show-entry").await;
    p.see(&p.t("banking-would-post")).await;
    p.look("fee").await;
    p.press("banking-post").await;
    p.see(&p.t("banking-all-matched")).await;
    let day = p.l.date(Date::of(2026, 2, 28));
    p.b.press_button(&p.l.with("banking-finish-to", &[("date", day.as_str().into())])).await;
    p.see(&p.about("banking-finished-done", &day)).await;
    p.look("reconciled").await;
}

async fn close(p: &Person<'_>) {
    let month = february(p);
    let verb = p.l.with("closing-close", &[("month", month.as_str().into())]);
    p.see(&p.t("closing-ready")).await;
    p.b.press_button(&verb).await;
    p.see(&p.l.with("closing-close-title", &[("month", month.as_str().into())])).await;
    p.look("close-asked").await;
    p.b.press_button(&verb).await;
    p.see(&p.about("closing-was-closed", &month)).await;
    p.look("closed").await;
}

/// Somebody finds a paper of February in March.
async fn late(p: &Person<'_>) {
    p.follow("journals-title").await;
    p.follow("journals-new").await;
    p.b.write_date(&p.t("journals-date"), "2026-02-27").await;
    p.write("journals-memo", "Forgotten").await;
    for (n, (code, side)) in
        [("6100", "journals-debit"), ("1100", "journals-credit")].into_iter().enumerate()
    {
        p.b.pick_nth(&p.t("journals-account"), n, code, code).await;
        p.write_nth(side, n, "7").await;
    }
    p.press("journals-post").await;
    let refused = p.l.with("problem-period-closed", &[("date", "§".into())]);
    let longest = refused.split('§').max_by_key(|part| part.len()).unwrap().trim();
    p.see(longest).await;
    // A refusal is no fault of the page.
    let refused = p.b.take_complaints();
    assert!(refused.len() == 1 && refused[0].contains("422"), "{refused:?}");
    // What was typed is still there.
    assert_eq!(p.b.value(&p.t("journals-memo")).await, "Forgotten");
    p.look("too-late").await;
}

/// A report of February, with its sums by their names.
async fn report(p: &Person<'_>, report: &str, wanted: &[(&str, &str)]) {
    p.follow("reports-title").await;
    p.follow(report).await;
    if report == "reports-profit-and-loss" {
        p.b.write_date(&p.t("reports-from"), "2026-02-01").await;
        p.b.write_date(&p.t("reports-to"), "2026-02-28").await;
    } else {
        p.b.write_date(&p.t("reports-as-of"), "2026-02-28").await;
    }
    p.press("reports-show").await;
    let rows = p.table(report).await;
    for (key, amount) in wanted {
        let name = p.t(key);
        let found = rows.iter().filter(|row| row.len() > 1 && row[0] == name);
        let found: Vec<&str> = found.map(|row| row[1].as_str()).collect();
        assert_eq!(found, [p.amount(amount)], "{name}");
    }
    p.look(report.trim_start_matches("reports-")).await;
}
