//! The one way in which a batch changes: an event and its journal entry, together.

use base::{Date, Problem, Quantity, Tx, UnitPrice, Writes};
use finance::ledger::{self, Module, Posting, PostingLine};
use finance::numbers;
use serde_json::json;
use supply::inventory::Crossed;
use uuid::Uuid;

use super::batch::{Batch, BatchState};
use super::event::{BatchEvent, EventKind};
use super::store;

/// What the journal entries and stock moves of batches say they come from.
pub(super) const SOURCE: &str = "batch";

/// The most animals that one batch counts, so that sums stay far from the edge.
pub(super) const MOST: i64 = 1_000_000_000_000;
/// The most kilograms.
pub(super) const MOST_KG: Quantity = Quantity::whole(1_000_000_000);

/// What an event does.
#[derive(Debug)]
pub(super) struct Change {
    pub id: Option<Uuid>,
    pub kind: EventKind,
    pub date: Date,
    pub note: String,
    /// By how much it changes the batch.
    pub count: i64,
    /// In millionths of a kilogram.
    pub biomass: i64,
    pub cost: i64,
    pub fair_value: i64,
    /// What is earned at once; below zero a loss.
    pub result: i64,
    /// The lines of its entry beside those of the two accounts of batches.
    pub against: Vec<PostingLine>,
    /// Goods that crossed between the batch and the stock.
    pub goods: Option<Crossed>,
    pub price: Option<UnitPrice>,
    pub costs_to_sell: Option<UnitPrice>,
    pub account_id: Option<Uuid>,
    /// The event that is taken back.
    pub undoes: Option<BatchEvent>,
}

/// What every event says of itself.
pub(super) struct Head {
    pub id: Option<Uuid>,
    pub date: Date,
    pub note: String,
}

impl Change {
    pub(super) fn new(kind: EventKind, head: Head) -> Self {
        Self {
            id: head.id,
            kind,
            date: head.date,
            note: head.note,
            count: 0,
            biomass: 0,
            cost: 0,
            fair_value: 0,
            result: 0,
            against: Vec::new(),
            goods: None,
            price: None,
            costs_to_sell: None,
            account_id: None,
            undoes: None,
        }
    }

    fn lines(&self) -> Vec<PostingLine> {
        let mut lines = vec![
            PostingLine::debit("biological_cost", self.cost),
            PostingLine::debit("biological_fair_value", self.fair_value),
        ];
        lines.extend(self.against.iter().cloned());
        lines.retain(|line| line.amount != 0);
        lines
    }
}

/// Holds an open batch until the commit, and reads what every event says: its day and a remark.
///
/// # Errors
/// 404; `batch_closed`; 422 for a day before the batch or to come, or a remark that is too long.
pub(super) async fn begin(
    tx: &mut Tx,
    batch: Uuid,
    id: Option<Uuid>,
    date: Option<Date>,
    note: &str,
) -> Result<(Batch, Head), Problem> {
    // The ledger's head first, as for every movement of stock.
    numbers::hold(tx).await?;
    let batch = store::hold(tx, batch).await?;
    if batch.state == BatchState::Closed {
        return Err(Problem::conflict("batch_closed").fact("code", &batch.code));
    }
    let date = date.unwrap_or_else(|| tx.today());
    let mut problem = Problem::invalid();
    if date > tx.today() {
        problem = problem.field("date", "date_in_future");
    } else if date < batch.opened_on {
        let opened: (&'static str, &dyn std::fmt::Display) = ("date", &batch.opened_on);
        problem = problem.field_with("date", "batch_before", &[opened]);
    }
    let note = note.trim().to_owned();
    if note.chars().count() > 500 {
        problem = problem.field_with("note", "too_long", &[("most", &500)]);
    }
    problem.or_ok()?;
    Ok((batch, Head { id, date, note }))
}

/// Posts the entry, writes the moves of the goods, the event, and the batch as it is now.
pub(super) async fn record(tx: &mut Tx, batch: &Batch, change: Change) -> Result<Batch, Problem> {
    let lines = change.lines();
    let (mut entry, mut writes) = (None, Writes::default());
    if !lines.is_empty() {
        let memo = match change.note.is_empty() {
            true => batch.code.clone(),
            false => format!("{} · {}", batch.code, change.note),
        };
        let mut posting = Posting::new(Module::Stock, change.date, SOURCE, batch.id, memo, lines);
        posting.reverses = change.undoes.as_ref().and_then(|event| event.entry_id);
        let details_hash = change.goods.as_ref().map_or([0; 32], Crossed::details_hash);
        let posting = Posting { details_hash, ..posting };
        entry = Some(ledger::post_with(tx, posting, &mut writes).await?.entry_id);
    } else if change.goods.is_some() {
        // The ledger asks this itself, but it is not asked where no value moves.
        ledger::admit(tx, Module::Stock, change.date).await?;
    }
    if let Some(goods) = &change.goods {
        goods.record(tx, entry, &mut writes);
    }
    writes.run(tx).await?;
    let id = change.id.unwrap_or_else(|| tx.new_id::<BatchEvent>().uuid());
    store::insert_event(tx, batch, id, entry, &change).await?;
    let kind = change.kind;
    let facts = json!({"code": batch.code, "count": change.count,
        "biomass_kg": Quantity::from_micros(change.biomass), "date": change.date});
    store::change(tx, batch, kind).await?;
    tx.audit(action(kind), "batch", batch.id, facts);
    let payload = json!({"batch_id": batch.id, "event_id": id, "kind": kind});
    tx.record("batches.recorded", batch.id, payload);
    super::find(tx, batch.id).await
}

fn action(kind: EventKind) -> &'static str {
    match kind {
        EventKind::Stocked => "batches.stock",
        EventKind::Applied => "batches.apply",
        EventKind::Weighed => "batches.weigh",
        EventKind::Died => "batches.die",
        EventKind::Lost => "batches.lose",
        EventKind::Revalued => "batches.revalue",
        EventKind::Harvested => "batches.harvest",
        EventKind::Closed => "batches.close",
        EventKind::Undone => "batches.undo",
    }
}
