//! Sending a document by e-mail: the PDF, with a short letter in the customer's language.

use base::{Job, JobCx, JobError, L, Problem, Tx};
use platform::mail::{self, Enclosed, EnclosedFile, Mail};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{Invoice, Kind, find, print};

/// Where a document is to be sent.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct NewInvoiceMail {
    /// The mail address; the customer's, as it stands on the document, when not said.
    pub to: Option<String>,
}

/// A document on its way by e-mail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct InvoiceMail {
    /// The invoice or credit note.
    pub invoice_id: Uuid,
    /// Its number.
    pub number: String,
    /// The address that it is sent to.
    pub to: String,
}

/// Sends an invoice or credit note by e-mail once the transaction has committed.
///
/// # Errors
/// 404, or 422 on `to`: no address is known (`required`) or it is none (`bad_email`).
pub async fn send(tx: &mut Tx, id: Uuid, new: NewInvoiceMail) -> Result<InvoiceMail, Problem> {
    let invoice = find(tx, id).await?;
    let to = new.to.unwrap_or(invoice.buyer.email).trim().to_owned();
    if to.is_empty() {
        return Err(Problem::invalid().field("to", "required"));
    }
    if !mail::is_address(&to) {
        return Err(Problem::invalid().field("to", "bad_email"));
    }
    tx.audit("invoices.send", "invoice", id, json!({"email": to}));
    tx.enqueue(&SendInvoice { invoice_id: id, to: to.clone() });
    Ok(InvoiceMail { invoice_id: id, number: invoice.number, to })
}

/// Makes the PDF and delivers it: laying it out takes a core for a while, and it would not be
/// kept in the queue.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct SendInvoice {
    invoice_id: Uuid,
    to: String,
}

impl Job for SendInvoice {
    const KIND: &'static str = "invoices.send";

    async fn run(self, cx: &JobCx) -> Result<(), JobError> {
        let mut tx = cx.begin().await?;
        let invoice = find(&mut tx, self.invoice_id).await?;
        // The connection goes back before the slow part.
        tx.roll_back().await?;
        let pdf = print::render(&cx.app, &cx.actor.tenant, &invoice).await?;
        let file = EnclosedFile {
            name: format!("{}.pdf", invoice.number),
            media_type: "application/pdf",
            bytes: pdf,
        };
        let reply_to = Some(invoice.seller.email.clone()).filter(|email| !email.is_empty());
        let letter = letter(&cx.app.l(&cx.actor.tenant, invoice.lang), &invoice, self.to);
        mail::deliver_with(&cx.app, &letter, Enclosed { reply_to, files: vec![file] }).await
    }
}

fn letter(l: &L, invoice: &Invoice, to: String) -> Mail {
    let company = invoice.seller.name.as_str();
    let (kind, text) = match invoice.kind {
        Kind::Invoice => ("invoices-kind-invoice", "invoices-mail-invoice"),
        Kind::CreditNote => ("invoices-kind-credit-note", "invoices-mail-credit-note"),
        Kind::SalesDebitNote => ("invoices-kind-sales-debit-note", "invoices-mail-debit-note"),
    };
    let number = || ("number", invoice.number.as_str().into());
    let about = [
        number(),
        ("date", l.date(invoice.issue_date).into()),
        ("gross", l.money(invoice.gross).into()),
    ];
    let due = [("open", l.money(invoice.open).into()), ("due", l.date(invoice.due_date).into())];
    let mut paragraphs = vec![
        l.with("invoices-mail-hello", &[("name", invoice.buyer.name.as_str().into())]),
        l.with(text, &about),
    ];
    if invoice.kind == Kind::Invoice {
        paragraphs.push(match invoice.open.is_positive() {
            true => l.with("invoices-mail-due", &due),
            false => l.t("invoices-mail-paid"),
        });
    }
    paragraphs.push(l.with("invoices-mail-thanks", &[("company", company.into())]));
    let subject = [("kind", l.t(kind).into()), number(), ("company", company.into())];
    Mail {
        to,
        lang: invoice.lang,
        subject: l.with("invoices-mail-subject", &subject),
        paragraphs,
        button: None,
        footer: l.with("mail-footer", &[("company", company.into())]),
    }
}
