//! What orders to suppliers do later.

use base::{Job, JobCx, JobError};
use platform::mail::{self, Enclosed, EnclosedFile, Mail};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::order::{PurchaseOrder, PurchaseOrderState};
use super::{paper, store};
use crate::suppliers;

/// Mails an order to its supplier, with the PDF.
#[derive(Debug, Serialize, Deserialize)]
pub(in crate::purchasing) struct SendPurchaseOrder {
    pub(super) order_id: Uuid,
}

impl Job for SendPurchaseOrder {
    const KIND: &'static str = "purchasing.send_order";

    async fn run(self, cx: &JobCx) -> Result<(), JobError> {
        let mut tx = cx.begin().await?;
        let Some(order) = store::find(&mut tx, self.order_id).await? else { return Ok(()) };
        let supplier = suppliers::find(&mut tx, order.head.supplier.id).await?;
        // It was cancelled meanwhile, or the address is gone.
        if order.head.state == PurchaseOrderState::Cancelled || supplier.email.is_empty() {
            return Ok(());
        }
        let printed = paper::printed(&mut tx, &order).await?;
        // The connection goes back before the slow part.
        tx.roll_back().await?;
        let bytes = paper::render(&cx.app, printed).await?;
        let mail = letter(cx, &order, &supplier);
        let name = paper::file_name(&order);
        let pdf = EnclosedFile { name, media_type: "application/pdf", bytes };
        mail::deliver_with(&cx.app, &mail, Enclosed { reply_to: None, files: vec![pdf] }).await
    }
}

fn letter(cx: &JobCx, order: &PurchaseOrder, supplier: &suppliers::Supplier) -> Mail {
    let l = cx.app.l(&cx.actor.tenant, supplier.lang);
    let company = cx.actor.tenant.name.as_str();
    let number = order.head.number.as_deref().unwrap_or_default();
    let whom = if supplier.contact.is_empty() { &supplier.name } else { &supplier.contact };
    let facts = [
        ("number", number.into()),
        ("date", l.date(order.head.order_date).into()),
        ("gross", l.money(order.head.gross).into()),
    ];
    let mut paragraphs = vec![
        l.with("purchasing-mail-hello", &[("name", whom.as_str().into())]),
        l.with("purchasing-mail-text", &facts),
    ];
    if let Some(day) = order.head.expected_date {
        paragraphs.push(l.with("purchasing-mail-expected", &[("date", l.date(day).into())]));
    }
    if !order.head.note.is_empty() {
        paragraphs.push(order.head.note.clone());
    }
    paragraphs.push(l.with("purchasing-mail-thanks", &[("company", company.into())]));
    Mail {
        to: supplier.email.clone(),
        lang: supplier.lang,
        subject: l.with(
            "purchasing-mail-subject",
            &[("number", number.into()), ("company", company.into())],
        ),
        paragraphs,
        button: None,
        footer: l.with("mail-footer", &[("company", company.into())]),
    }
}
