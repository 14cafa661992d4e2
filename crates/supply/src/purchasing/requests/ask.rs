//! Asking for something to be bought.

use base::{Date, Lang, Money, Problem, Quantity, Rounding, Tx, UnitPrice};
use finance::currencies;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::request::{
    PurchaseRequest, PurchaseRequestHead, PurchaseRequestLine, PurchaseRequestState, Step,
};
use super::store;
use crate::purchasing::orders::{self, NewPurchaseLine, describe, said};
use crate::suppliers;

/// More lines than this are a mistake, or an import.
const MOST_LINES: usize = 500;

/// A request to be made.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct NewPurchaseRequest {
    /// A UUIDv7 of the client's choosing, so that a repeated command is the same command.
    pub id: Option<Uuid>,
    /// Why it is needed.
    #[schema(required)]
    pub reason: String,
    /// When it is needed.
    pub needed_by: Option<Date>,
    /// The supplier that is thought of.
    pub supplier_id: Option<Uuid>,
    /// What is needed.
    #[schema(required)]
    pub lines: Vec<NewRequestLine>,
}

/// One thing that is needed.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct NewRequestLine {
    /// The variant; or say its `sku`.
    pub variant_id: Option<Uuid>,
    /// The variant's code; or say its id.
    pub sku: Option<String>,
    /// How much.
    #[schema(required)]
    pub quantity: Quantity,
    /// What one is expected to cost; what it cost the last time when not given.
    pub unit_cost: Option<UnitPrice>,
}

/// What to change of a request that waits: only the fields that are sent.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ChangePurchaseRequest {
    /// The version that was read; the same as `If-Match`.
    pub version: Option<i32>,
    /// Another reason.
    pub reason: Option<String>,
    /// Another day on which it is needed.
    pub needed_by: Option<Date>,
    /// Another supplier.
    pub supplier_id: Option<Uuid>,
    /// All lines anew.
    pub lines: Option<Vec<NewRequestLine>>,
}

/// Asks for something to be bought; it waits for approval.
///
/// # Errors
/// 422 with the fields that cannot be.
pub async fn ask(tx: &mut Tx, new: NewPurchaseRequest) -> Result<PurchaseRequest, Problem> {
    let lines = lines_of(tx, &new.lines).await?;
    let mut request = PurchaseRequest {
        head: PurchaseRequestHead {
            id: new.id.unwrap_or_else(|| tx.new_id::<PurchaseRequest>().uuid()),
            number: String::new(),
            state: PurchaseRequestState::Waiting,
            reason: new.reason.trim().to_owned(),
            request_date: tx.today(),
            needed_by: new.needed_by,
            supplier_id: new.supplier_id,
            supplier: None,
            estimate: Money::zero(tx.currency()),
            decision: String::new(),
            version: 1,
            created_by: tx.actor().user_id(),
            created_name: tx.actor().name().to_owned(),
            decided_by: None,
            decided_name: String::new(),
            decided_at: None,
            created_at: tx.now(),
            updated_at: tx.now(),
        },
        lines,
    };
    complete(tx, &mut request).await?;
    request.head.number = finance::numbers::next(tx, "REQ", request.head.request_date).await?;
    store::insert(tx, &request).await?;
    let (id, head) = (request.head.id, &request.head);
    let facts = json!({"number": head.number, "estimate": said(head.estimate)});
    tx.audit("purchasing.ask", "purchase_request", id, facts);
    tx.record("purchasing.requested", id, json!({"request_id": id}));
    Ok(request)
}

/// Changes a request that waits.
///
/// # Errors
/// 404, 409 when it was decided, 412, 422 for the fields.
pub async fn edit(
    tx: &mut Tx,
    id: Uuid,
    change: ChangePurchaseRequest,
) -> Result<PurchaseRequest, Problem> {
    let old = store::lock(tx, id).await?.ok_or_else(Problem::not_found)?;
    old.head.state.go(Step::Edit)?;
    old.expect(change.version)?;
    let mut request = old.clone();
    request.head.reason = change.reason.map_or(request.head.reason, |r| r.trim().to_owned());
    request.head.needed_by = change.needed_by.or(request.head.needed_by);
    request.head.supplier_id = change.supplier_id.or(request.head.supplier_id);
    if let Some(lines) = &change.lines {
        request.lines = lines_of(tx, lines).await?;
    }
    complete(tx, &mut request).await?;
    if request == old {
        return Ok(old);
    }
    request.head.version += 1;
    request.head.updated_at = tx.now();
    store::save(tx, &request.head).await?;
    if request.lines != old.lines {
        store::replace_lines(tx, &request).await?;
    }
    let facts = json!({"reason": [old.head.reason, request.head.reason],
        "estimate": [said(old.head.estimate), said(request.head.estimate)]});
    tx.audit("purchasing.edit_request", "purchase_request", id, facts);
    Ok(request)
}

/// Checks the head and fills in what follows from the lines and the supplier.
async fn complete(tx: &mut Tx, request: &mut PurchaseRequest) -> Result<(), Problem> {
    let mut problem = Problem::invalid();
    if request.head.reason.is_empty() {
        problem = problem.field("reason", "required");
    }
    if request.head.reason.chars().count() > 2000 {
        problem = problem.field_with("reason", "too_long", &[("most", &2000)]);
    }
    if request.head.needed_by.is_some_and(|day| day < request.head.request_date) {
        problem = problem.field("needed_by", "purchase_needed_before");
    }
    if let Some(id) = request.head.supplier_id {
        match suppliers::find(tx, id).await {
            Ok(supplier) => request.head.supplier = Some(supplier.name),
            Err(_) => problem = problem.field("supplier_id", "unknown"),
        }
    }
    problem.or_ok()?;
    let sum = Money::sum(tx.currency(), request.lines.iter().map(|line| line.estimate));
    request.head.estimate = sum.map_err(|_| Problem::refused("amount_too_large"))?;
    Ok(())
}

async fn lines_of(
    tx: &mut Tx,
    asked: &[NewRequestLine],
) -> Result<Vec<PurchaseRequestLine>, Problem> {
    if asked.is_empty() {
        return Err(Problem::invalid().field("lines", "lines_required"));
    }
    if asked.len() > MOST_LINES {
        let most: &[(&'static str, &dyn std::fmt::Display)] = &[("most", &MOST_LINES)];
        return Err(Problem::invalid().field_with("lines", "too_many_lines", most));
    }
    let like_order = |line: &NewRequestLine| NewPurchaseLine {
        variant_id: line.variant_id,
        sku: line.sku.clone(),
        ..NewPurchaseLine::default()
    };
    let wanted: Vec<NewPurchaseLine> = asked.iter().map(like_order).collect();
    let (own, today) = (tx.currency(), tx.today());
    let rate = currencies::rate(tx, own, today).await?;
    let known = orders::known(tx, None, &rate, &wanted).await?;
    let (lang, mut problem) = (tx.tenant().lang, Problem::invalid());
    let mut lines = Vec::with_capacity(asked.len());
    for (i, (line, known)) in asked.iter().zip(known).enumerate() {
        let n = i32::try_from(i + 1).unwrap_or(i32::MAX);
        match line_of(tx, n, line, known.variant, lang) {
            Ok(line) => lines.push(line),
            Err((field, code)) => problem = problem.field(format!("lines[{i}].{field}"), code),
        }
    }
    problem.or_ok().map(|()| lines)
}

fn line_of(
    tx: &Tx,
    n: i32,
    asked: &NewRequestLine,
    known: Option<orders::KnownVariant>,
    lang: Lang,
) -> Result<PurchaseRequestLine, (&'static str, &'static str)> {
    let nothing = asked.variant_id.is_none() && asked.sku.as_deref().unwrap_or("").is_empty();
    let code = if nothing { "required" } else { "unknown" };
    let known = known.ok_or(("variant_id", code))?;
    if !asked.quantity.is_positive() {
        return Err(("quantity", "not_positive"));
    }
    let unit_cost = asked.unit_cost.or(known.price).unwrap_or_default();
    if unit_cost.is_negative() {
        return Err(("unit_cost", "not_negative"));
    }
    let estimate = Money::of(unit_cost, asked.quantity, tx.currency(), Rounding::HalfEven);
    Ok(PurchaseRequestLine {
        n,
        variant_id: known.id,
        description: describe(&known, lang),
        sku: known.sku,
        unit: known.unit,
        quantity: asked.quantity,
        unit_cost,
        estimate: estimate.map_err(|_| ("quantity", "too_large"))?,
    })
}
