//! Reminders as JSON.

use axum::http::StatusCode;
use axum::response::Response;
use base::{Access, Cx, Json, List, Problem, Query, Route};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{Due, Level, NewLevel, Reminder, ReminderQuery};

pub(super) const READ: Access = Access::Needs("reminders.read");
pub(super) const SEND: Access = Access::Needs("reminders.send");
pub(super) const MANAGE: Access = Access::Needs("reminders.manage");

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/api/v1/reminders", READ, list)
            .summary("Lists the reminders that were sent.")
            .query::<ReminderQuery>()
            .answers::<List<Reminder>>(200),
        Route::get("/api/v1/reminders/due", READ, due)
            .summary("Who would be reminded of what, today.")
            .answers::<DueList>(200),
        Route::post("/api/v1/reminders", SEND, ask)
            .summary("Asks for customers to be reminded, each by a job.")
            .body::<NewReminders>()
            .answers::<Asked>(202),
        Route::get("/api/v1/reminder-levels", READ, levels)
            .summary("After how many days customers are reminded, in which words.")
            .answers::<Levels>(200),
        Route::post("/api/v1/reminder-levels", MANAGE, set_levels)
            .summary("Sets all levels anew.")
            .body::<NewLevels>()
            .answers::<Levels>(200),
    ]
}

/// Who would be reminded.
#[derive(Serialize, ToSchema)]
struct DueList {
    /// The customers, the highest level first.
    items: Vec<Due>,
}

/// Whom to remind.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewReminders {
    /// The customers.
    customers: Vec<Uuid>,
}

/// What was asked for.
#[derive(Serialize, ToSchema)]
struct Asked {
    /// So many customers will be reminded.
    asked: usize,
}

/// The levels.
#[derive(Serialize, ToSchema)]
struct Levels {
    /// The first first.
    items: Vec<Level>,
}

/// The levels about to be set.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewLevels {
    /// The first first, at most five.
    levels: Vec<NewLevel>,
}

async fn list(cx: Cx, Query(query): Query<ReminderQuery>) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    cx.json(&super::list(&mut tx, &query).await?)
}

async fn due(cx: Cx) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    cx.json(&DueList { items: super::due(&mut tx, None).await? })
}

async fn ask(cx: Cx, Json(new): Json<NewReminders>) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    let asked = super::ask(&mut tx, &new.customers).await?;
    tx.reply(StatusCode::ACCEPTED, &Asked { asked }).await
}

async fn levels(cx: Cx) -> Result<Response, Problem> {
    let mut tx = cx.read().await?;
    cx.json(&Levels { items: super::levels(&mut tx).await? })
}

async fn set_levels(cx: Cx, Json(new): Json<NewLevels>) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    let items = super::set_levels(&mut tx, new.levels).await?;
    tx.reply(StatusCode::OK, &Levels { items }).await
}
