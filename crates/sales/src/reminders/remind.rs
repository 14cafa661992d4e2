//! Reminding one customer, and asking for it to be done.

use base::{Problem, Tx};
use serde_json::json;
use uuid::Uuid;

use super::due::Due;
use super::jobs::Remind;
use super::{Reminder, letter, store};
use crate::customers;

/// Reminds a customer of all that is overdue: records the reminder with its number and sends
/// the mail with the same commit. None when nothing reached a new level meanwhile.
///
/// # Errors
/// 404 for no customer, `customer_without_email`, or when the database is away.
pub async fn remind(tx: &mut Tx, customer: Uuid) -> Result<Option<Uuid>, Problem> {
    // Held until the commit: two who remind at once follow each other.
    customers::lock(tx, customer).await?;
    let Some(due) = super::due(tx, Some(customer)).await?.pop() else { return Ok(None) };
    if due.email.is_empty() {
        return Err(Problem::refused("customer_without_email").fact("customer", &due.customer));
    }
    let date = tx.today();
    let number = finance::numbers::next(tx, "REM", date).await?;
    let id = tx.new_id::<Reminder>().uuid();
    store::insert(tx, id, &number, &due, date).await?;
    letter::send(tx, &number, &due).await?;
    let facts = json!({"number": number, "level": due.level,
        "amount": due.amount.to_decimal_string(), "email": due.email});
    tx.audit("reminders.remind", "customer", customer, facts.clone());
    tx.audit("reminders.remind", "reminder", id, facts);
    tx.record("reminders.sent", id, json!({"reminder_id": id, "customer_id": customer}));
    Ok(Some(id))
}

/// Asks for customers to be reminded, each by a job of its own; those that cannot be are left
/// out. Says how many.
///
/// # Errors
/// When nobody is named or none of them can be reminded, or the database is away.
pub async fn ask(tx: &mut Tx, customers: &[Uuid]) -> Result<usize, Problem> {
    let due = super::due(tx, None).await?;
    let wanted = |due: &&Due| customers.contains(&due.customer_id) && !due.email.is_empty();
    let asked: Vec<Uuid> = due.iter().filter(wanted).map(|due| due.customer_id).collect();
    if asked.is_empty() {
        return Err(Problem::invalid().field("customers", "nobody_to_remind"));
    }
    for customer_id in &asked {
        tx.enqueue(&Remind { customer_id: *customer_id });
    }
    Ok(asked.len())
}
