//! A cost centre or project, and the tree that they form.

use base::{Problem, Text, Tx};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::store;

/// Which of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Who spends: a shop, a department.
    CostCentre,
    /// What for: a job, an event.
    Project,
}

impl Kind {
    /// Its name in message keys, in the audit log and in addresses.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::CostCentre => "cost_centre",
            Self::Project => "project",
        }
    }
}

/// A cost centre or project.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema, sqlx::FromRow)]
pub struct Dimension {
    /// Its id.
    pub id: Uuid,
    /// Its code, by which lists are ordered.
    pub code: String,
    /// Its name.
    pub name: Text,
    /// The one that it is a part of.
    pub parent_id: Option<Uuid>,
    /// Whether new lines may name it.
    pub active: bool,
    /// Its version.
    pub version: i32,
}

/// A cost centre or project about to be added.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewDimension {
    /// Its id, if the caller chose one.
    #[serde(default)]
    pub id: Option<Uuid>,
    /// Its code, unique among its kind.
    pub code: String,
    /// Its name.
    pub name: Text,
    /// The one that it is a part of.
    #[serde(default)]
    pub parent_id: Option<Uuid>,
}

/// What changes; what is not given stays.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ChangeDimension {
    /// The version that was read.
    pub version: Option<i32>,
    /// Its code.
    pub code: Option<String>,
    /// Its name.
    pub name: Option<Text>,
    /// The one that it is a part of; the nil id takes it out of any.
    pub parent_id: Option<Uuid>,
    /// Whether new lines may name it.
    pub active: Option<bool>,
}

/// All of a kind in the order of their codes; at most 2,000.
///
/// # Errors
/// When the database is away.
pub async fn all(tx: &mut Tx, kind: Kind) -> Result<Vec<Dimension>, Problem> {
    store::all(tx, kind).await
}

/// The one with this id.
///
/// # Errors
/// 404 when the company has none.
pub async fn find(tx: &mut Tx, kind: Kind, id: Uuid) -> Result<Dimension, Problem> {
    let found = all(tx, kind).await?.into_iter().find(|dimension| dimension.id == id);
    found.ok_or_else(Problem::not_found)
}

/// Adds one.
///
/// # Errors
/// When its code is taken or no code, its parent is unknown, or the database is away.
pub async fn add(tx: &mut Tx, kind: Kind, new: NewDimension) -> Result<Dimension, Problem> {
    let row = Dimension {
        id: new.id.unwrap_or_else(|| tx.new_id::<Dimension>().uuid()),
        code: new.code.trim().to_owned(),
        name: new.name,
        parent_id: new.parent_id.filter(|id| !id.is_nil()),
        active: true,
        version: 1,
    };
    check(&row, &all(tx, kind).await?)?;
    store::insert(tx, kind, &row).await?;
    tx.audit("dimensions.add", kind.name(), row.id, json!({"code": row.code}));
    Ok(row)
}

/// Changes one.
///
/// # Errors
/// 404, 409 when somebody else changed it, or what [`add`] refuses.
pub async fn change(
    tx: &mut Tx,
    kind: Kind,
    id: Uuid,
    change: ChangeDimension,
) -> Result<Dimension, Problem> {
    let others = all(tx, kind).await?;
    let old = others.iter().find(|one| one.id == id).cloned().ok_or_else(Problem::not_found)?;
    if change.version.is_some_and(|version| version != old.version) {
        return Err(Problem::stale());
    }
    let parent = change.parent_id.map_or(old.parent_id, |id| Some(id).filter(|id| !id.is_nil()));
    let row = Dimension {
        id,
        code: change.code.map_or(old.code, |code| code.trim().to_owned()),
        name: change.name.unwrap_or(old.name),
        parent_id: parent,
        active: change.active.unwrap_or(old.active),
        version: old.version,
    };
    check(&row, &others)?;
    store::update(tx, kind, &row).await?;
    let facts = json!({"code": row.code, "active": row.active});
    tx.audit("dimensions.change", kind.name(), id, facts);
    find(tx, kind, id).await
}

fn check(row: &Dimension, others: &[Dimension]) -> Result<(), Problem> {
    let mut problem = Problem::invalid();
    let good = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '/');
    if row.code.is_empty() || row.code.chars().count() > 30 || !row.code.chars().all(good) {
        problem = problem.field("code", "dimension_code");
    } else if others.iter().any(|other| other.id != row.id && other.code == row.code) {
        problem = problem.field("code", "dimension_code_taken");
    }
    let mut above = row.parent_id;
    // A chain longer than all there are goes in a circle.
    for _ in 0..=others.len() {
        let Some(id) = above else { break };
        if id == row.id {
            problem = problem.field("parent_id", "dimension_circle");
            break;
        }
        let Some(parent) = others.iter().find(|other| other.id == id) else {
            problem = problem.field("parent_id", "unknown");
            break;
        };
        above = parent.parent_id;
    }
    problem.or_ok()
}

/// Refuses a cost centre or project that is unknown or retired.
///
/// # Errors
/// 422 that names the field, or when the database is away.
pub async fn admit(
    tx: &mut Tx,
    cost_centre: Option<Uuid>,
    project: Option<Uuid>,
) -> Result<(), Problem> {
    let mut problem = Problem::invalid();
    for (kind, id, path) in
        [(Kind::CostCentre, cost_centre, "cost_centre_id"), (Kind::Project, project, "project_id")]
    {
        let Some(id) = id else { continue };
        match all(tx, kind).await?.iter().find(|one| one.id == id) {
            None => problem = problem.field(path, "unknown"),
            Some(one) if !one.active => problem = problem.field(path, "dimension_retired"),
            Some(_) => {}
        }
    }
    problem.or_ok()
}
