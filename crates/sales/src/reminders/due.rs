//! Who would be reminded of what, today.

use std::collections::HashMap;

use base::{Date, Lang, Money, Problem, Tx};
use finance::open_items::{self, OpenItem, Side};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{Level, store};

/// What a customer owes past its day.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct DueItem {
    /// The open item.
    pub item_id: Uuid,
    /// The document's number.
    pub number: String,
    /// When it was to be paid.
    pub due_date: Date,
    /// What is left of it.
    pub open: Money,
    /// The level that it has reached by its days; none before the first.
    pub level: Option<i32>,
    /// The highest level at which it was reminded of; 0 for never.
    pub reminded: i32,
}

impl DueItem {
    /// Whether it reached a level that it was not reminded at.
    #[must_use]
    pub fn is_new(&self) -> bool {
        self.level.is_some_and(|level| level > self.reminded)
    }
}

/// A customer who would be reminded.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Due {
    /// The customer.
    pub customer_id: Uuid,
    /// Its name.
    pub customer: String,
    /// Where the mail would go; empty when nothing can be sent.
    pub email: String,
    /// The language of the mail.
    pub lang: Lang,
    /// The level of the reminder: the highest that anything reached anew.
    pub level: i32,
    /// All that is overdue, in the company's currency.
    pub amount: Money,
    /// All that is overdue, the oldest first.
    pub items: Vec<DueItem>,
}

/// The customers who would be reminded today, or one of them: those of whom something reached a
/// level that it was not reminded at. Those with the highest level come first.
///
/// # Errors
/// When the database is away.
pub async fn due(tx: &mut Tx, customer: Option<Uuid>) -> Result<Vec<Due>, Problem> {
    let today = tx.today();
    let levels = super::levels(tx).await?;
    let overdue = open_items::overdue(tx, Side::Receivable, customer, today).await?;
    let ids: Vec<Uuid> = overdue.iter().map(|item| item.id).collect();
    let reminded = store::reminded(tx, &ids).await?;
    let parties: Vec<Uuid> = overdue.iter().map(|item| item.party_id).collect();
    let contacts = store::contacts(tx, &parties).await?;
    let mut found: Vec<Due> = Vec::new();
    let mut places: HashMap<Uuid, usize> = HashMap::new();
    for item in &overdue {
        let Some(contact) = contacts.get(&item.party_id) else { continue };
        let at = *places.entry(item.party_id).or_insert_with(|| {
            found.push(Due {
                customer_id: item.party_id,
                customer: contact.name.clone(),
                email: contact.email.clone(),
                lang: contact.lang,
                level: 0,
                amount: Money::zero(tx.currency()),
                items: Vec::new(),
            });
            found.len() - 1
        });
        let due = &mut found[at];
        let open = Money::new(item.open_base, due.amount.currency);
        due.amount = due.amount.checked_add(open).map_err(Problem::internal)?;
        let reminded = reminded.get(&item.id).copied().unwrap_or(0);
        let item = due_item(item, &levels, reminded, today);
        if item.is_new() {
            due.level = due.level.max(item.level.unwrap_or(0));
        }
        due.items.push(item);
    }
    found.retain(|due| due.level > 0);
    found.sort_by(|a, b| b.level.cmp(&a.level).then_with(|| a.customer.cmp(&b.customer)));
    Ok(found)
}

fn due_item(item: &OpenItem, levels: &[Level], reminded: i32, today: Date) -> DueItem {
    let days = item.due_date.days_until(today);
    let level = levels.iter().filter(|level| level.days <= days).map(|level| level.level).max();
    DueItem {
        item_id: item.id,
        number: item.number.clone(),
        due_date: item.due_date,
        open: item.open,
        level,
        reminded,
    }
}
