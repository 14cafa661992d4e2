//! The chain: each entry's hash covers the hash before it, so no entry can be changed, taken
//! out or put in between without every later hash being wrong.
//!
//! `hash = BLAKE3(prev_hash ‖ canonical(entry, lines) ‖ details_hash)`. The canonical form is
//! the version tag, then the fields in the order of [`canonical`]: a number as 8 bytes, little
//! end first; a text or id as its length (8 bytes) and its bytes (UTF-8; the 16 bytes of an
//! id); something optional as a byte 0, or a byte 1 and the thing; a date as its ISO text; a
//! moment as microseconds since 1970. Lines stand in the order of their numbers, after their
//! count. This form is never changed; a new one would get a new tag.

use base::{Date, Timestamp};
use uuid::Uuid;

const TAG: &[u8] = b"seaworthy.entry.1";

/// An entry as the chain sees it.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub(super) struct ChainEntry {
    pub id: Uuid,
    pub seq: i64,
    pub number: String,
    pub effective_date: Date,
    pub recorded_at: Timestamp,
    pub actor_id: Option<Uuid>,
    pub source_type: String,
    pub source_id: Uuid,
    pub reverses_id: Option<Uuid>,
    pub memo: String,
    pub details_hash: Vec<u8>,
    pub prev_hash: Vec<u8>,
    pub hash: Vec<u8>,
}

/// A line as the chain sees it.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub(super) struct ChainLine {
    pub entry_id: Uuid,
    pub n: i32,
    pub account_id: Uuid,
    pub amount: i64,
    pub effective_date: Date,
    pub seq: i64,
    pub party_id: Option<Uuid>,
    pub item_id: Option<Uuid>,
    pub tax_code_id: Option<Uuid>,
    pub due_date: Option<Date>,
    pub memo: String,
    pub currency: Option<String>,
    pub foreign_amount: Option<i64>,
    pub cost_centre_id: Option<Uuid>,
    pub project_id: Option<Uuid>,
}

/// The hash of an entry with its lines, in the order of their numbers.
pub(super) fn hash_of(tenant: Uuid, entry: &ChainEntry, lines: &[&ChainLine]) -> [u8; 32] {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&entry.prev_hash);
    hasher.update(&canonical(tenant, entry, lines));
    hasher.update(&entry.details_hash);
    *hasher.finalize().as_bytes()
}

fn canonical(tenant: Uuid, entry: &ChainEntry, lines: &[&ChainLine]) -> Vec<u8> {
    let mut form = Form(Vec::with_capacity(256 + lines.len() * 128));
    form.bytes(TAG).id(tenant).id(entry.id).number(entry.seq).text(&entry.number);
    form.date(entry.effective_date).number(entry.recorded_at.micros());
    form.some(entry.actor_id, Form::id).text(&entry.source_type).id(entry.source_id);
    form.some(entry.reverses_id, Form::id).text(&entry.memo);
    form.number(i64::try_from(lines.len()).unwrap_or(i64::MAX));
    for line in lines {
        form.number(i64::from(line.n)).id(line.account_id).number(line.amount);
        form.date(line.effective_date).number(line.seq);
        form.some(line.party_id, Form::id).some(line.item_id, Form::id);
        form.some(line.tax_code_id, Form::id).some(line.due_date, Form::date).text(&line.memo);
        form.some(line.currency.as_deref(), Form::text).some(line.foreign_amount, Form::number);
        form.some(line.cost_centre_id, Form::id).some(line.project_id, Form::id);
    }
    form.0
}

struct Form(Vec<u8>);

impl Form {
    fn number(&mut self, n: i64) -> &mut Self {
        self.0.extend_from_slice(&n.to_le_bytes());
        self
    }

    fn bytes(&mut self, bytes: &[u8]) -> &mut Self {
        self.0.extend_from_slice(&(bytes.len() as u64).to_le_bytes());
        self.0.extend_from_slice(bytes);
        self
    }

    fn text(&mut self, text: &str) -> &mut Self {
        self.bytes(text.as_bytes())
    }

    fn id(&mut self, id: Uuid) -> &mut Self {
        self.bytes(id.as_bytes())
    }

    fn date(&mut self, date: Date) -> &mut Self {
        self.text(&date.to_string())
    }

    fn some<T>(&mut self, value: Option<T>, put: fn(&mut Self, T) -> &mut Self) -> &mut Self {
        self.0.push(u8::from(value.is_some()));
        match value {
            Some(value) => put(self, value),
            None => self,
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    const PINNED: &str = "a2b55e8518515729dd84c6818e276a4667c77d1aa75408432a6320f1b1700fb0";

    fn entry() -> (ChainEntry, ChainLine) {
        let date = Date::of(2026, 1, 31);
        let entry = ChainEntry {
            id: Uuid::from_u128(1),
            seq: 7,
            number: "JE-2026-00007".to_owned(),
            effective_date: date,
            recorded_at: "2026-02-01T09:30:00.25Z".parse().unwrap(),
            actor_id: None,
            source_type: "invoice".to_owned(),
            source_id: Uuid::from_u128(2),
            reverses_id: None,
            memo: "INV-2026-00003".to_owned(),
            details_hash: vec![0; 32],
            prev_hash: vec![0; 32],
            hash: Vec::new(),
        };
        let line = ChainLine {
            entry_id: entry.id,
            n: 1,
            account_id: Uuid::from_u128(3),
            amount: 11500,
            effective_date: date,
            seq: 7,
            party_id: Some(Uuid::from_u128(4)),
            item_id: None,
            tax_code_id: None,
            due_date: Some(date),
            memo: String::new(),
            currency: Some("USD".to_owned()),
            foreign_amount: Some(3067),
            cost_centre_id: None,
            project_id: Some(Uuid::from_u128(6)),
        };
        (entry, line)
    }

    #[test]
    fn the_form_never_changes() {
        let (entry, line) = entry();
        let hash = blake3::Hash::from(hash_of(Uuid::from_u128(9), &entry, &[&line]));
        assert_eq!(hash.to_hex().as_str(), PINNED);
    }

    #[test]
    fn every_change_is_another_hash() {
        let (entry, line) = entry();
        let tenant = Uuid::from_u128(9);
        let before = hash_of(tenant, &entry, &[&line]);
        let other = |change: fn(&mut ChainEntry, &mut ChainLine)| {
            let (mut entry, mut line) = (entry.clone(), line.clone());
            change(&mut entry, &mut line);
            hash_of(tenant, &entry, &[&line])
        };
        let changes: [fn(&mut ChainEntry, &mut ChainLine); 11] = [
            |_, l| l.amount += 1,
            |_, l| l.account_id = Uuid::from_u128(5),
            |_, l| (l.item_id, l.party_id) = (l.party_id, None),
            |_, l| l.due_date = None,
            |_, l| l.foreign_amount = Some(3068),
            |_, l| (l.cost_centre_id, l.project_id) = (l.project_id, None),
            |e, _| e.seq = 8,
            |e, _| e.effective_date = Date::of(2026, 1, 30),
            // A letter that moves from one field to the next is a change too.
            |e, _| (e.number, e.source_type) = (e.number.clone() + "i", "nvoice".to_owned()),
            |e, _| e.prev_hash[0] = 1,
            |e, _| e.details_hash[31] = 1,
        ];
        for change in changes {
            assert_ne!(other(change), before);
        }
        assert_ne!(hash_of(Uuid::from_u128(8), &entry, &[&line]), before);
        assert_ne!(hash_of(tenant, &entry, &[]), before);
    }
}
