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
    fn column<T>(moves: &[Move], of: impl Fn(&Move) -> T) -> Vec<T> {
        moves.iter().map(of).collect()
    }
    writes
        .part(
            "moves as (
                insert into stock_moves (tenant_id, id, entry_id, variant_id, from_location_id,
                    to_location_id, quantity, value, effective_date, recorded_at, source_type,
                    source_id, source_line, reason, lot_id, second)
                select $1, m.id, $2, m.variant_id, m.from_id, m.to_id, m.quantity, m.value, $3,
                    $4, $5, $6, m.line, m.reason, m.lot_id, m.second
                from unnest($7::uuid[], $8::uuid[], $9::uuid[], $10::uuid[], $11::bigint[],
                    $12::bigint[], $13::int[], $14::text[], $15::uuid[], $16::bigint[])
                    as m(id, variant_id, from_id, to_id, quantity, value, line, reason, lot_id,
                        second)
             )",
        )
        .bind(tx.tenant_id())
        .bind(entry_id)
        .bind(first.effective_date)
        .bind(first.recorded_at)
        .bind(&first.source_type)
        .bind(first.source_id)
        .bind(column(moves, |m| m.id))
        .bind(column(moves, |m| m.variant_id))
        .bind(column(moves, |m| m.from_location_id))
        .bind(column(moves, |m| m.to_location_id))
        .bind(column(moves, |m| m.quantity.micros()))
        .bind(column(moves, |m| m.value))
        .bind(column(moves, |m| m.source_line))
        .bind(column(moves, |m| m.reason.clone()))
        .bind(column(moves, |m| m.lot_id))
        .bind(column(moves, |m| m.second.map(Quantity::micros)));
}
