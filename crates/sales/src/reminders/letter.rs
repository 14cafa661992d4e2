//! The words of a reminder, in the customer's language.

use base::{L, Problem, Tx};
use platform::mail::{self, Mail};

use super::due::Due;
use super::jobs::SendReminder;

/// Sends the mail of a reminder, with the customer's statement of account, once the transaction
/// has committed.
pub(super) async fn send(tx: &mut Tx, number: &str, due: &Due) -> Result<(), Problem> {
    if !mail::is_address(&due.email) {
        return Err(Problem::refused("bad_email"));
    }
    let levels = super::levels(tx).await?;
    let level = levels.into_iter().find(|level| level.level == due.level);
    let level = level.ok_or_else(|| Problem::conflict("nobody_to_remind"))?;
    let l = tx.app().l(tx.tenant(), due.lang);
    let company = tx.tenant().name.clone();
    let letter = Mail {
        to: due.email.clone(),
        lang: due.lang,
        subject: format!("{} · {number} · {company}", level.subject.get(due.lang)),
        paragraphs: paragraphs(&l, level.body.get(due.lang), due, &company),
        button: None,
        footer: l.with("mail-footer", &[("company", company.as_str().into())]),
    };
    tx.enqueue(&SendReminder { customer_id: due.customer_id, letter });
    Ok(())
}

fn paragraphs(l: &L, body: &str, due: &Due, company: &str) -> Vec<String> {
    let mut paragraphs = vec![filled(body, due, &l.money(due.amount), company)];
    paragraphs.extend(due.items.iter().map(|item| {
        let facts = [
            ("number", item.number.as_str().into()),
            ("date", l.date(item.due_date).into()),
            ("open", l.money(item.open).into()),
        ];
        l.with("reminders-mail-item", &facts)
    }));
    let total = [("amount", l.money(due.amount).into())];
    paragraphs.push(l.with("reminders-mail-total", &total));
    paragraphs.push(l.t("reminders-mail-statement"));
    paragraphs
}

/// What the company wrote, with the three things filled in that only this letter knows.
fn filled(body: &str, due: &Due, amount: &str, company: &str) -> String {
    let mut text = String::with_capacity(body.len());
    let mut rest = body;
    // In one walk, so that a name with braces in it stays a name.
    while let Some(at) = rest.find('{') {
        let (before, after) = rest.split_at(at);
        text.push_str(before);
        let words =
            [("{customer}", due.customer.as_str()), ("{amount}", amount), ("{company}", company)];
        match words.into_iter().find(|(word, _)| after.starts_with(word)) {
            Some((word, value)) => {
                text.push_str(value);
                rest = &after[word.len()..];
            }
            None => {
                text.push('{');
                rest = &after[1..];
            }
        }
    }
    text.push_str(rest);
    text
}

#[cfg(test)]
mod tests {
    use base::{Currency, Lang, Money};
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_name_with_braces_stays_a_name() {
        let due = Due {
            customer_id: Uuid::nil(),
            customer: "{amount} Ltd".to_owned(),
            email: String::new(),
            lang: Lang::En,
            level: 1,
            amount: Money::zero(Currency::SAR),
            items: Vec::new(),
        };
        let text = filled("{ {customer} owes {company} {amount} {x}", &due, "5", "Acme");
        assert_eq!(text, "{ {amount} Ltd owes Acme 5 {x}");
    }
}
