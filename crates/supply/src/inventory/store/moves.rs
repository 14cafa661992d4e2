//! Moves: written once, never changed.

use base::{Quantity, Tx, Writes};
use uuid::Uuid;

use crate::inventory::moved::Move;

/// Adds the moves of one movement.
pub(in crate::inventory) fn insert(
    tx: &Tx,
    entry_id: Option<Uuid>,
    moves: &[Move],
    writes: &mut Writes,
) {
    let Some(first) = moves.first() else { return };
    writes
        .part(
            "moves as (
                insert into stock_moves (tenant_id, id, entry_id, variant_id, from_location_id,
                    to_location_id, quantity, value, effective_date, recorded_at, source_type,
                    source_id, source_line, reason, lot_id, second)
                select $1, m.id, $2, m.variant_id, m.from_location_id, m.to_location_id,
                    m.quantity, m.value, $3, $4, $5, $6, m.source_line, m.reason, m.lot_id,
                    m.second
                from unnest($7::stock_move[]) as m
             )",
        )
        .bind(tx.tenant_id())
        .bind(entry_id)
        .bind(first.effective_date)
        .bind(first.recorded_at)
        .bind(&first.source_type)
        .bind(first.source_id)
        .bind(moves.iter().map(MoveRow::of).collect::<Vec<_>>());
}

#[derive(sqlx::Type)]
#[sqlx(type_name = "stock_move")]
struct MoveRow {
    id: Uuid,
    variant_id: Uuid,
    from_location_id: Uuid,
    to_location_id: Uuid,
    quantity: Quantity,
    value: i64,
    source_line: i32,
    reason: String,
    lot_id: Option<Uuid>,
    second: Option<Quantity>,
}

impl MoveRow {
    fn of(one: &Move) -> Self {
        Self {
            id: one.id,
            variant_id: one.variant_id,
            from_location_id: one.from_location_id,
            to_location_id: one.to_location_id,
            quantity: one.quantity,
            value: one.value,
            source_line: one.source_line,
            reason: one.reason.clone(),
            lot_id: one.lot_id,
            second: one.second,
        }
    }
}
