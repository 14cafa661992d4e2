//! Giving a quote to the customer: by mail with its PDF, or otherwise.

use base::{Job, JobCx, JobError, L, Problem, Tx};
use finance::{invoices, press};
use platform::mail::{self, Enclosed, EnclosedFile, Mail};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::quote::{Move, Quote, QuoteState};
use super::{find, paper, store};
use crate::{customers, orders};

/// How a quote reaches the customer.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Sending {
    /// The version that was read; the same as `If-Match`.
    pub version: Option<i32>,
    /// Whether it goes by mail, as it does unless it says false: then it was handed over.
    pub mail: bool,
    /// The mail address; the customer's when not said.
    pub to: Option<String>,
}

impl Default for Sending {
    fn default() -> Self {
        Self { version: None, mail: true, to: None }
    }
}

/// Sends a quote, or says that it was handed over: it takes its number the first time, and can
/// be accepted from now on. What is sent already may be sent again.
///
/// # Errors
/// 404, 412, 409 once it is decided; 422 when its last day is over, when no address is known
/// (`required`) or it is none (`bad_email`), or when it gives more away than its writer may and
/// the sender may not approve that.
pub async fn send(tx: &mut Tx, id: Uuid, how: Sending) -> Result<Quote, Problem> {
    let mut quote = store::lock(tx, id).await?.ok_or_else(Problem::not_found)?;
    let state = quote.head.state.go(Move::Send)?;
    quote.expect(how.version)?;
    if quote.head.valid_until < tx.today() {
        return Err(Problem::refused("quote_day_over"));
    }
    if quote.head.state == QuoteState::Draft && quote.needs_approval() {
        approve(tx, &quote)?;
    }
    let to = match how.mail {
        true => address(tx, &quote, how.to).await?,
        false => String::new(),
    };
    if quote.head.number.is_none() {
        let day = quote.head.quote_date;
        quote.head.number = Some(finance::numbers::next(tx, "QUO", day).await?);
    }
    quote.head.state = state;
    quote.head.sent_at = Some(tx.now());
    quote.head.sent_to.clone_from(&to);
    quote.head.updated_at = tx.now();
    quote.head.version += 1;
    store::save(tx, &quote.head).await?;
    let facts = json!({"number": quote.head.number, "email": to});
    tx.audit(if how.mail { "quotes.send" } else { "quotes.hand_over" }, "quote", id, facts);
    tx.record("quotes.sent", id, json!({"quote_id": id}));
    if how.mail {
        tx.enqueue(&SendQuote { quote_id: id, to });
    }
    Ok(quote)
}

/// Who sends what gives too much away approves it: somebody who may approve an order of it.
fn approve(tx: &Tx, quote: &Quote) -> Result<(), Problem> {
    match orders::may_approve(tx.actor(), quote.head.written_by) {
        true => Ok(()),
        false => Err(Problem::refused("quote_needs_approval")),
    }
}

async fn address(tx: &mut Tx, quote: &Quote, said: Option<String>) -> Result<String, Problem> {
    let to = match said {
        Some(to) => to,
        None => customers::find(tx, quote.head.customer.id).await?.email,
    };
    let to = to.trim().to_owned();
    if to.is_empty() {
        return Err(Problem::invalid().field("to", "required"));
    }
    if !mail::is_address(&to) {
        return Err(Problem::invalid().field("to", "bad_email"));
    }
    Ok(to)
}

/// Makes the PDF and delivers it: laying it out takes a core for a while, and it would not be
/// kept in the queue.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct SendQuote {
    quote_id: Uuid,
    to: String,
}

impl Job for SendQuote {
    const KIND: &'static str = "quotes.send";

    async fn run(self, cx: &JobCx) -> Result<(), JobError> {
        let mut tx = cx.begin().await?;
        let quote = find(&mut tx, self.quote_id).await?;
        let customer = customers::find(&mut tx, quote.head.customer.id).await?;
        let seller = invoices::seller(&mut tx).await?;
        // The connection goes back before the slow part.
        tx.roll_back().await?;
        let l = cx.app.l(&cx.actor.tenant, customer.lang);
        let pdf = press::print(&cx.app, paper::document(&l, &seller, &customer, &quote)).await?;
        let number = quote.head.number.as_deref().unwrap_or_default();
        let file = EnclosedFile {
            name: format!("{number}.pdf"),
            media_type: "application/pdf",
            bytes: pdf,
        };
        let reply_to = Some(seller.email).filter(|email| !email.is_empty());
        let letter = letter(&l, &quote, &seller.name, self.to);
        mail::deliver_with(&cx.app, &letter, Enclosed { reply_to, files: vec![file] }).await
    }
}

fn letter(l: &L, quote: &Quote, company: &str, to: String) -> Mail {
    let head = &quote.head;
    let number = || ("number", head.number.as_deref().unwrap_or_default().into());
    let about =
        [number(), ("date", l.date(head.quote_date).into()), ("gross", l.money(head.gross).into())];
    let until = [("date", l.date(head.valid_until).into())];
    Mail {
        to,
        lang: l.lang(),
        subject: l.with("quotes-mail-subject", &[number(), ("company", company.into())]),
        paragraphs: vec![
            l.with("quotes-mail-hello", &[("name", head.customer.name.as_str().into())]),
            l.with("quotes-mail-text", &about),
            l.with("quotes-mail-until", &until),
            l.with("quotes-mail-thanks", &[("company", company.into())]),
        ],
        button: None,
        footer: l.with("mail-footer", &[("company", company.into())]),
    }
}
