//! Jobs as JSON.

use axum::response::Response;
use base::jobs::{Every, console, schedule_rows};
use base::{Cx, Path, Problem, Timestamp};
use http::StatusCode;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// An unfinished job.
#[derive(Serialize, ToSchema)]
pub(super) struct JobAnswer {
    id: Uuid,
    kind: String,
    /// `queued`, `running` or `dead`.
    state: String,
    attempts: i32,
    run_at: Timestamp,
    created_at: Timestamp,
    last_error: Option<String>,
}

/// Unfinished jobs.
#[derive(Serialize, ToSchema)]
pub(super) struct JobList {
    items: Vec<JobAnswer>,
}

/// Something that happens regularly.
#[derive(Serialize, ToSchema)]
pub(super) struct ScheduleAnswer {
    name: &'static str,
    /// `every 5 minutes` or `daily at 02:10 UTC`.
    every: String,
    last_run_at: Option<Timestamp>,
    next_run_at: Option<Timestamp>,
}

/// What happens regularly.
#[derive(Serialize, ToSchema)]
pub(super) struct ScheduleList {
    items: Vec<ScheduleAnswer>,
}

pub(super) async fn list(cx: Cx) -> Result<Response, Problem> {
    let rows = console::unfinished(&mut cx.read().await?).await?;
    let items = rows.into_iter().map(|job| JobAnswer {
        id: job.id,
        kind: job.kind,
        state: job.state,
        attempts: job.attempts,
        run_at: job.run_at,
        created_at: job.created_at,
        last_error: job.last_error,
    });
    cx.json(&JobList { items: items.collect() })
}

pub(super) async fn retry(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    console::retry(&mut tx, id).await?;
    tx.reply(StatusCode::OK, &serde_json::json!({"id": id, "state": "queued"})).await
}

pub(super) async fn discard(cx: Cx, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    console::discard(&mut tx, id).await?;
    tx.reply(StatusCode::OK, &serde_json::json!({"deleted": true})).await
}

pub(super) async fn schedules(cx: Cx) -> Result<Response, Problem> {
    let rows = schedule_rows(&cx.app).await?;
    let items = rows.into_iter().map(|row| ScheduleAnswer {
        name: row.name,
        every: match row.every {
            Every::Minutes(minutes) => format!("every {minutes} minutes"),
            Every::DailyAt(hour, minute) => format!("daily at {hour:02}:{minute:02} UTC"),
        },
        last_run_at: row.last_run_at,
        next_run_at: row.next_run_at,
    });
    cx.json(&ScheduleList { items: items.collect() })
}
