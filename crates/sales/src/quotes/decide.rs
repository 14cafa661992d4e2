//! The customer's answer.

use base::{Problem, Tx};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::quote::{Move, Quote};
use super::store;

/// The customer says yes.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Acceptance {
    /// The version that was read; the same as `If-Match`.
    pub version: Option<i32>,
    /// The customer's own number of the order, if it gave one.
    pub reference: Option<String>,
}

/// The customer says no, or the company gives the quote up.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Decline {
    /// The version that was read; the same as `If-Match`.
    pub version: Option<i32>,
    /// Why, as far as anybody knows.
    pub reason: String,
}

/// Notes that the customer accepted a quote.
///
/// # Errors
/// 404, 412, 409 when it is not sent, expired or decided already.
pub async fn accept(tx: &mut Tx, id: Uuid, how: Acceptance) -> Result<Quote, Problem> {
    let mut quote = store::lock(tx, id).await?.ok_or_else(Problem::not_found)?;
    let state = quote.head.state.go(Move::Accept)?;
    quote.expect(how.version)?;
    if let Some(reference) = how.reference.as_deref().map(str::trim).filter(|r| !r.is_empty()) {
        if reference.chars().count() > 100 {
            let most: &[(&'static str, &dyn std::fmt::Display)] = &[("most", &100)];
            return Err(Problem::invalid().field_with("reference", "too_long", most));
        }
        quote.head.reference = reference.to_owned();
    }
    quote.head.state = state;
    let facts = json!({"reference": quote.head.reference});
    decided(tx, quote, "quotes.accept", "quotes.accepted", facts).await
}

/// Notes that a quote came to nothing.
///
/// # Errors
/// 404, 412, 409 when it is declined already or an order was made of it.
pub async fn decline(tx: &mut Tx, id: Uuid, how: Decline) -> Result<Quote, Problem> {
    let mut quote = store::lock(tx, id).await?.ok_or_else(Problem::not_found)?;
    let state = quote.head.state.go(Move::Decline)?;
    quote.expect(how.version)?;
    let reason = how.reason.trim();
    if reason.chars().count() > 500 {
        return Err(Problem::invalid().field_with("reason", "too_long", &[("most", &500)]));
    }
    quote.head.state = state;
    quote.head.declined_because = reason.to_owned();
    let facts = if reason.is_empty() { json!({}) } else { json!({"reason": reason}) };
    decided(tx, quote, "quotes.decline", "quotes.declined", facts).await
}

async fn decided(
    tx: &mut Tx,
    mut quote: Quote,
    act: &'static str,
    topic: &'static str,
    facts: serde_json::Value,
) -> Result<Quote, Problem> {
    quote.head.decided_at = Some(tx.now());
    quote.head.updated_at = tx.now();
    quote.head.version += 1;
    store::save(tx, &quote.head).await?;
    let id = quote.head.id;
    tx.audit(act, "quote", id, facts);
    tx.record(topic, id, json!({"quote_id": id}));
    Ok(quote)
}
