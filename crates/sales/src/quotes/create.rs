//! A new quote.

use base::{Problem, Tx};
use serde_json::json;

use super::ask::{NewQuote, Said};
use super::quote::{Quote, QuoteHead, QuoteLine, QuoteState};
use super::store;
use crate::orders::{self, Wanted};

/// For how many days a quote can be accepted when nobody says until when.
const USUAL_DAYS: i32 = 30;

/// Writes a quote as a draft, with the customer's prices of its day.
///
/// # Errors
/// 422 with the fields that cannot be.
pub async fn create(tx: &mut Tx, new: NewQuote) -> Result<Quote, Problem> {
    let quote_date = new.quote_date.unwrap_or_else(|| tx.today());
    let valid_until = match new.valid_until {
        Some(day) => day,
        None => quote_date.plus_days(USUAL_DAYS).map_err(Problem::internal)?,
    };
    let NewQuote { reference, note, terms, lines, .. } = &new;
    Said { quote_date, valid_until, reference, note, terms, lines }.check()?;
    let wanted = Wanted {
        customer_id: new.customer_id,
        currency: new.currency,
        day: quote_date,
        prices_include_tax: new.prices_include_tax,
        lines: new.lines,
        agreed_at: None,
    };
    let offer = orders::offer(tx, wanted).await?;
    let id = new.id.unwrap_or_else(|| tx.new_id::<Quote>().uuid());
    let head = QuoteHead {
        id,
        number: None,
        customer: offer.customer,
        state: QuoteState::Draft,
        quote_date,
        valid_until,
        reference: new.reference.trim().to_owned(),
        note: new.note.trim().to_owned(),
        terms: new.terms.trim().to_owned(),
        prices_include_tax: new.prices_include_tax,
        net: offer.net,
        tax: offer.tax,
        gross: offer.gross,
        exchange_rate: offer.exchange_rate,
        gross_base: offer.gross_base,
        sent_at: None,
        sent_to: String::new(),
        decided_at: None,
        declined_because: String::new(),
        order: None,
        written_by: tx.actor().user_id(),
        version: 1,
        created_at: tx.now(),
        updated_at: tx.now(),
    };
    let lines = offer.lines.into_iter().map(QuoteLine::from).collect();
    let quote = Quote { head, lines, cancelled_orders: Vec::new() };
    store::insert(tx, &quote).await?;
    let gross = format!("{} {}", offer.gross.to_decimal_string(), offer.gross.currency);
    let facts = json!({"customer": quote.head.customer.name, "gross": gross});
    tx.audit("quotes.create", "quote", id, facts);
    tx.record("quotes.created", id, json!({"quote_id": id}));
    Ok(quote)
}
