//! Moves as they stand in the database, and the bytes that their journal entry seals.

use base::{Date, Quantity, Timestamp};
use uuid::Uuid;

/// A move as it stands in the database.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub(super) struct Move {
    pub id: Uuid,
    pub variant_id: Uuid,
    pub lot_id: Option<Uuid>,
    pub from_location_id: Uuid,
    pub to_location_id: Uuid,
    pub quantity: Quantity,
    /// The same goods in the item's second unit.
    pub second: Option<Quantity>,
    pub value: i64,
    pub effective_date: Date,
    pub recorded_at: Timestamp,
    pub source_type: String,
    pub source_id: Uuid,
    pub source_line: i32,
    pub reason: String,
}

/// BLAKE3 of the canonical form of the moves of one entry; zeros when there are none.
///
/// The form is `"seaworthy moves 1\n"`, then the number of moves, then each move in the order
/// of its id: the ids of move, item, from, to and source as 16 bytes; quantity, value and the
/// moment of recording in microseconds as 64-bit, the source line as 32-bit numbers; the
/// effective date, source type and reason as texts. Numbers are big-endian; a text is its length
/// in bytes as a 32-bit number and then its UTF-8. Where any move has a lot or a second quantity
/// the first line is `"seaworthy moves 2\n"`, and each move ends with its lot (zeros without)
/// and its second quantity (-1 without).
pub(super) fn details_hash(moves: &[Move]) -> [u8; 32] {
    if moves.is_empty() {
        return [0; 32];
    }
    let mut sorted: Vec<&Move> = moves.iter().collect();
    sorted.sort_by_key(|one| one.id);
    let mut hash = blake3::Hasher::new();
    let full = sorted.iter().any(|one| one.lot_id.is_some() || one.second.is_some());
    hash.update(if full { b"seaworthy moves 2\n" } else { b"seaworthy moves 1\n" });
    hash.update(&(sorted.len() as u64).to_be_bytes());
    for one in sorted {
        for id in [one.id, one.variant_id, one.from_location_id, one.to_location_id, one.source_id]
        {
            hash.update(id.as_bytes());
        }
        for number in [one.quantity.micros(), one.value, one.recorded_at.micros()] {
            hash.update(&number.to_be_bytes());
        }
        hash.update(&one.source_line.to_be_bytes());
        for text in [&one.effective_date.to_string(), &one.source_type, &one.reason] {
            hash.update(&u32::try_from(text.len()).unwrap_or(u32::MAX).to_be_bytes());
            hash.update(text.as_bytes());
        }
        if full {
            hash.update(one.lot_id.unwrap_or_default().as_bytes());
            hash.update(&one.second.map_or(-1, Quantity::micros).to_be_bytes());
        }
    }
    *hash.finalize().as_bytes()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    const STOCK: Uuid = Uuid::from_u128(1);
    const OTHER: Uuid = Uuid::from_u128(2);
    const ROPE: Uuid = Uuid::from_u128(10);

    fn sealed() -> Move {
        Move {
            id: Uuid::from_u128(100),
            variant_id: ROPE,
            lot_id: None,
            from_location_id: STOCK,
            to_location_id: OTHER,
            quantity: Quantity::whole(3),
            second: None,
            value: 450,
            effective_date: Date::of(2026, 3, 15),
            recorded_at: Timestamp::from_micros(1_700_000_000_000_000).unwrap(),
            source_type: "delivery".to_owned(),
            source_id: Uuid::from_u128(7),
            source_line: 1,
            reason: String::new(),
        }
    }

    /// Entries of years ago must still be verified: this value may never change.
    #[test]
    fn the_canonical_form_stays_as_it_is() {
        let second = Move { id: Uuid::from_u128(99), ..sealed() };
        let both = [sealed(), second.clone()];
        let hex = |hash: [u8; 32]| hash.map(|byte| format!("{byte:02x}")).concat();
        assert_eq!(
            hex(details_hash(&[sealed()])),
            "0c40efbd27a83688d27b3b23df43315870a32aaa82a20cf2509058a3965483c8"
        );
        assert_eq!(details_hash(&both), details_hash(&[second, sealed()]));
        assert_eq!(details_hash(&[]), [0; 32]);
    }

    #[test]
    fn any_change_of_a_move_breaks_its_seal() {
        let changed = [
            Move { quantity: Quantity::whole(4), ..sealed() },
            Move { value: 451, ..sealed() },
            Move { reason: "loss".to_owned(), ..sealed() },
            Move { source_line: 2, ..sealed() },
            Move { effective_date: Date::of(2026, 3, 14), ..sealed() },
            Move { from_location_id: OTHER, to_location_id: STOCK, ..sealed() },
            Move { lot_id: Some(OTHER), ..sealed() },
            Move { second: Some(Quantity::ZERO), ..sealed() },
        ];
        for one in changed {
            assert_ne!(details_hash(&[one]), details_hash(&[sealed()]));
        }
    }
}
