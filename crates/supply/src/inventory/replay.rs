//! What goods that left would have cost, had everything been recorded on its business day.
//!
//! Pure. Cost is fixed in the order of recording, so what is entered today for a day gone by never
//! changes what had left meanwhile. A replay walks the same events in the order of their days (on
//! one day, in the order of recording) by the rules of `movement.rs`, `take_back.rs` and
//! `revalue.rs`, and adds up by how much that differs from what was posted. What came in keeps what
//! it came in at. Where days and recording are in one order, nothing differs: not even by rounding.

use std::collections::{BTreeMap, HashMap};

use base::round::{self, Rounding};
use base::{Date, Problem, Quantity};
use uuid::Uuid;

use super::cost::{Cost, CostError};
use super::revalue::part_of;

/// The account of what is worth more or less without anybody having sold or adjusted it.
pub(super) const VARIANCE: &str = "cost_variance";

/// The accounts that a difference may belong to.
pub(super) const ROLES: [&str; 5] =
    ["cogs", "stock_adjustment", "opening", "purchase_price_variance", VARIANCE];

/// Something that changed what is owned of an item.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub(super) struct Event {
    pub variant_id: Uuid,
    pub effective_date: Date,
    pub id: Uuid,
    /// The document: its events follow each other.
    pub source_id: Uuid,
    /// 1 when goods came, -1 when they left; 0 for scrap that a customer sent back, which never
    /// was stock again, and for revaluations.
    pub way: i32,
    /// The kind of the place at the other end, or `revaluation`.
    pub other: String,
    /// The reason of an adjustment; the kind of document that revalued.
    pub word: String,
    pub quantity: Quantity,
    /// What the goods carried; by how much a revaluation changed what was there.
    pub value: i64,
    /// What of a revaluation went to the variance.
    pub gone: i64,
    /// Of what a customer sent back: the move with which it left.
    pub origin: Option<Uuid>,
    /// Whether something of it was sent back.
    pub sent_back: bool,
    /// Whether the item's lots have costs of their own, which no day changes.
    pub fixed: bool,
}

impl Event {
    fn revalues(&self) -> bool {
        self.other == "revaluation"
    }

    fn is_made(&self) -> bool {
        self.other == "production"
    }

    /// The account on the other side; none for what is made of other goods.
    fn role(&self) -> Option<&'static str> {
        match (self.other.as_str(), self.word.as_str()) {
            ("customer", _) => Some("cogs"),
            ("supplier", _) => Some("purchase_price_variance"),
            ("production", _) => None,
            // What batches of animals took is kept count of batch by batch.
            ("biological", _) => Some(VARIANCE),
            ("revaluation", "landed_cost") => Some(VARIANCE),
            ("revaluation", _) => Some("purchase_price_variance"),
            (_, "opening") => Some("opening"),
            _ => Some("stock_adjustment"),
        }
    }
}

/// By how much the order of business days differs from what was posted of an item.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Change {
    /// What the stock would be worth more.
    pub value: i64,
    /// What each account would have been debited more; with `value` they sum to zero, but for
    /// what is made of other goods.
    pub roles: BTreeMap<&'static str, i64>,
}

/// Goods that left and of which something came back, as the replay values them.
#[derive(Debug, Clone, Copy)]
struct Origin {
    quantity: Quantity,
    value: i64,
    back: i64,
    back_value: i64,
}

impl Origin {
    /// Lets so much come back, as `take_back.rs` does.
    fn give(&mut self, quantity: Quantity) -> i64 {
        self.back = self.back.saturating_add(quantity.micros());
        let whole = i128::from(self.quantity.micros()).max(1);
        let due = i128::from(self.value) * i128::from(self.back);
        let due = round::div(due, whole, Rounding::HalfEven);
        let due = i64::try_from(due).unwrap_or(self.value).min(self.value);
        let value = due.saturating_sub(self.back_value).max(0);
        self.back_value = self.back_value.saturating_add(value);
        value
    }
}

/// A walk through the events of some days, which must come in the order of their days.
#[derive(Debug, Default)]
pub(super) struct Replay {
    /// What was owned before the first event of an item.
    before: HashMap<Uuid, Cost>,
    owned: HashMap<Uuid, Cost>,
    origins: HashMap<Uuid, Origin>,
    changes: BTreeMap<Uuid, Change>,
    /// The events of the document that is being read.
    document: Vec<Event>,
    /// What left before enough had come on the same day.
    waiting: Vec<Event>,
}

impl Replay {
    /// Begins with what was owned of each item at the end of the day before.
    pub(super) fn begin(before: HashMap<Uuid, Cost>) -> Self {
        Self { before, ..Self::default() }
    }

    /// Takes the next event.
    ///
    /// # Errors
    /// When a sum does not fit.
    pub(super) fn next(&mut self, event: Event) -> Result<(), Problem> {
        if let Some(last) = self.document.last() {
            let (day, source) = (last.effective_date, last.source_id);
            if day != event.effective_date || source != event.source_id {
                self.end_document()?;
            }
            if day != event.effective_date {
                self.end_day()?;
            }
        }
        self.first_of(event.variant_id);
        self.document.push(event);
        Ok(())
    }

    /// What differs, by item; items of which nothing differs are left out.
    ///
    /// # Errors
    /// When a sum does not fit.
    pub(super) fn end(mut self) -> Result<BTreeMap<Uuid, Change>, Problem> {
        self.end_document()?;
        self.end_day()?;
        for change in self.changes.values_mut() {
            change.roles.retain(|_, amount| *amount != 0);
        }
        self.changes.retain(|_, change| *change != Change::default());
        Ok(self.changes)
    }

    /// Nothing is worth nothing: a rest of value that days before left behind is sold.
    fn first_of(&mut self, item: Uuid) {
        let Some(before) = self.before.remove(&item) else { return };
        let cost = match before.quantity.is_positive() {
            true => Cost { value: before.value.max(0), ..before },
            false => Cost::default(),
        };
        self.owned.insert(item, cost);
        self.change(item, Some("cogs"), cost.value.saturating_sub(before.value));
    }

    fn change(&mut self, item: Uuid, role: Option<&'static str>, by: i64) {
        let change = self.changes.entry(item).or_default();
        change.value = change.value.saturating_add(by);
        if let Some(role) = role {
            let amount = change.roles.entry(role).or_default();
            *amount = amount.saturating_sub(by);
        }
    }

    /// As a movement is valued: what comes at a cost of its own, what leaves, what is made of it.
    fn end_document(&mut self) -> Result<(), Problem> {
        let document = std::mem::take(&mut self.document);
        let mut there: HashMap<Uuid, Quantity> = HashMap::new();
        let mut taken = 0_i64;
        for event in document.iter().filter(|event| event.way >= 0 && !event.is_made()) {
            if event.revalues() {
                self.revalue(event, &mut there)?;
            } else if event.way == 0 {
                self.scrap(event);
            } else {
                self.arrive(event)?;
            }
        }
        for event in document.iter().filter(|event| event.way < 0) {
            let value = self.leave(event)?;
            taken = taken.checked_add(value).ok_or_else(too_large)?;
        }
        let made: Vec<&Event> = document.iter().filter(|e| e.way > 0 && e.is_made()).collect();
        let mut weights: Vec<i64> = made.iter().map(|event| event.value).collect();
        if weights.iter().all(|weight| *weight == 0) {
            weights = made.iter().map(|event| event.quantity.micros()).collect();
        }
        for (event, value) in made.iter().zip(round::allocate(taken, &weights)) {
            self.come(event, value)?;
        }
        Ok(())
    }

    /// By the end of a day enough had come for everything that left on it.
    fn end_day(&mut self) -> Result<(), Problem> {
        for mut event in std::mem::take(&mut self.waiting) {
            let owned = self.owned.get(&event.variant_id).copied().unwrap_or_default();
            event.quantity = event.quantity.min(owned.quantity);
            self.leave(&event)?;
        }
        Ok(())
    }

    /// What a customer sent back is worth what it was worth when it left.
    fn arrive(&mut self, event: &Event) -> Result<(), Problem> {
        let origin = event.origin.and_then(|origin| self.origins.get_mut(&origin));
        let value = origin.map_or(event.value, |origin| origin.give(event.quantity));
        self.come(event, value)
    }

    fn come(&mut self, event: &Event, value: i64) -> Result<(), Problem> {
        if event.fixed {
            return Ok(());
        }
        let owned = self.owned.entry(event.variant_id).or_default();
        *owned = owned.plus(event.quantity, value).map_err(refuse)?;
        self.change(event.variant_id, event.role(), value.saturating_sub(event.value));
        Ok(())
    }

    fn scrap(&mut self, event: &Event) {
        let origin = event.origin.and_then(|origin| self.origins.get_mut(&origin));
        let Some(value) = origin.map(|origin| origin.give(event.quantity)) else { return };
        let more = value.saturating_sub(event.value);
        let roles = &mut self.changes.entry(event.variant_id).or_default().roles;
        *roles.entry("stock_adjustment").or_default() += more;
        *roles.entry("cogs").or_default() -= more;
    }

    /// Says what it is worth; where not enough has come yet, as much as was posted.
    fn leave(&mut self, event: &Event) -> Result<i64, Problem> {
        if event.fixed {
            return Ok(event.value);
        }
        let owned = self.owned.entry(event.variant_id).or_default();
        if event.quantity > owned.quantity {
            self.waiting.push(event.clone());
            return Ok(event.value);
        }
        let (after, value) = owned.minus(event.quantity).map_err(refuse)?;
        *owned = after;
        if event.sent_back {
            let origin = Origin { quantity: event.quantity, value, back: 0, back_value: 0 };
            self.origins.insert(event.id, origin);
        }
        self.change(event.variant_id, event.role(), event.value.saturating_sub(value));
        Ok(value)
    }

    /// Lines of one document share what is there of an item.
    fn revalue(
        &mut self,
        event: &Event,
        there: &mut HashMap<Uuid, Quantity>,
    ) -> Result<(), Problem> {
        let owned = self.owned.entry(event.variant_id).or_default();
        let there = there.entry(event.variant_id).or_insert(owned.quantity);
        let held = event.quantity.min(*there);
        *there = there.checked_sub(held).unwrap_or_default();
        let amount = event.value.checked_add(event.gone).ok_or_else(too_large)?;
        let value = part_of(amount, held, event.quantity, owned.value);
        owned.value = owned.value.checked_add(value).ok_or_else(too_large)?;
        self.change(event.variant_id, event.role(), value.saturating_sub(event.value));
        Ok(())
    }
}

fn refuse(error: CostError) -> Problem {
    match error {
        CostError::NotOwned { .. } => Problem::internal(error),
        CostError::TooLarge => too_large(),
    }
}

fn too_large() -> Problem {
    Problem::refused("too_large")
}

#[cfg(test)]
#[path = "replay_tests.rs"]
mod tests;
