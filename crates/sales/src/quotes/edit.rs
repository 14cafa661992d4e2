//! A change to a quote.

use base::{Problem, Tx};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::ask::{ChangeQuote, Said};
use super::quote::{Move, Quote, QuoteHead, QuoteLine, QuoteState};
use super::store;
use crate::orders::{self, NewLine, Wanted};

/// Changes the fields that are sent; lines are replaced as a whole. Prices and tax codes of
/// lines that were not sent stay as they were offered. What was sent becomes a draft again and
/// keeps its number.
///
/// # Errors
/// 404, 409 once it is accepted, 412 when somebody else was faster, 422 for the fields.
pub async fn edit(tx: &mut Tx, id: Uuid, change: ChangeQuote) -> Result<Quote, Problem> {
    let old = store::lock(tx, id).await?.ok_or_else(Problem::not_found)?;
    let state = old.head.state.go(Move::Edit)?;
    old.expect(change.version)?;
    let mut quote = old.clone();
    let head = &mut quote.head;
    let text = |new: Option<String>, old: &mut String| {
        if let Some(new) = new {
            *old = new.trim().to_owned();
        }
    };
    text(change.reference, &mut head.reference);
    text(change.note, &mut head.note);
    text(change.terms, &mut head.terms);
    head.quote_date = change.quote_date.unwrap_or(head.quote_date);
    head.valid_until = change.valid_until.unwrap_or(head.valid_until);
    head.prices_include_tax = change.prices_include_tax.unwrap_or(head.prices_include_tax);
    let agreed_at = change.lines.is_none().then(|| old.head.rate());
    let lines: Vec<NewLine> =
        change.lines.unwrap_or_else(|| old.lines.iter().map(QuoteLine::again).collect());
    let (quote_date, valid_until) = (head.quote_date, head.valid_until);
    let (reference, note, terms) = (&head.reference, &head.note, &head.terms);
    Said { quote_date, valid_until, reference, note, terms, lines: &lines }.check()?;
    let customer_id = change.customer_id.unwrap_or(head.customer.id);
    let same = customer_id == head.customer.id;
    let wanted = Wanted {
        customer_id,
        currency: change.currency.or(same.then_some(head.gross.currency)),
        day: quote_date,
        prices_include_tax: head.prices_include_tax,
        lines,
        agreed_at,
    };
    let offer = orders::offer(tx, wanted).await?;
    (head.net, head.tax, head.gross) = (offer.net, offer.tax, offer.gross);
    (head.exchange_rate, head.gross_base) = (offer.exchange_rate, offer.gross_base);
    head.customer = offer.customer;
    quote.lines = offer.lines.into_iter().map(QuoteLine::from).collect();
    if quote.head.customer == old.head.customer && same_lines(&quote.lines, &old.lines) {
        quote.lines.clone_from(&old.lines);
    }
    if quote == old {
        return Ok(old);
    }
    let state = if is_same_offer(&quote, &old) { old.head.state } else { state };
    write(tx, &old, quote, state).await
}

/// Whether nothing changed that the customer sees: a rate that was mended since is no change.
fn is_same_offer(new: &Quote, old: &Quote) -> bool {
    let QuoteHead { exchange_rate, gross_base, .. } = old.head;
    let note = old.head.note.clone();
    let head = QuoteHead { note, exchange_rate, gross_base, ..new.head.clone() };
    head == old.head && new.lines == old.lines
}

/// Lines that stay keep what was said of them when they were written.
fn same_lines(new: &[QuoteLine], old: &[QuoteLine]) -> bool {
    let same = |(new, old): (&QuoteLine, &QuoteLine)| {
        *old == QuoteLine { needs: old.needs, ..new.clone() }
    };
    new.len() == old.len() && new.iter().zip(old).all(same)
}

async fn write(
    tx: &mut Tx,
    old: &Quote,
    mut quote: Quote,
    state: QuoteState,
) -> Result<Quote, Problem> {
    quote.head.state = state;
    if state == QuoteState::Draft {
        quote.head.decided_at = None;
        quote.head.declined_because = String::new();
    }
    quote.head.version += 1;
    quote.head.updated_at = tx.now();
    if quote.lines != old.lines {
        quote.head.written_by = tx.actor().user_id();
        store::replace_lines(tx, &quote).await?;
    }
    store::save(tx, &quote.head).await?;
    let id = quote.head.id;
    tx.audit("quotes.edit", "quote", id, changes(old, &quote));
    tx.record("quotes.changed", id, json!({"quote_id": id}));
    Ok(quote)
}

/// What changed, for the timeline: `{"reference": ["old", "new"]}`.
fn changes(old: &Quote, new: &Quote) -> Value {
    let facts = |quote: &Quote| {
        let lines: Vec<String> =
            quote.lines.iter().map(|line| format!("{} × {}", line.quantity, line.sku)).collect();
        let head = &quote.head;
        json!({"customer": head.customer.name, "quote_date": head.quote_date,
            "valid_until": head.valid_until, "reference": head.reference, "note": head.note,
            "terms": head.terms, "prices_include_tax": head.prices_include_tax,
            "gross": format!("{} {}", head.gross.to_decimal_string(), head.gross.currency),
            "lines": lines.join(", ")})
    };
    let mut changes = Map::new();
    if let (Value::Object(before), Value::Object(after)) = (facts(old), facts(new)) {
        for (field, value) in after {
            let was = before.get(&field).cloned().unwrap_or_default();
            if was != value {
                changes.insert(field, json!([was, value]));
            }
        }
    }
    Value::Object(changes)
}
