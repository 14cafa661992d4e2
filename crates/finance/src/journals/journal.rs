//! A journal as it stands, and finding journals.

use std::str::FromStr;

use base::{Date, List, ListQuery, Money, Problem, Sort, Text, Timestamp, Tx};
use serde::{Deserialize, Serialize};
use utoipa::openapi::path::{Parameter, ParameterIn};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::store;
use crate::asked::filter;

/// How far a journal has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema, sqlx::Type)]
#[serde(rename_all = "lowercase")]
#[sqlx(type_name = "text", rename_all = "lowercase")]
pub enum JournalState {
    /// It can be changed and thrown away.
    Draft,
    /// It waits for somebody's approval.
    Waiting,
    /// It stands in the ledger.
    Posted,
}

impl JournalState {
    /// Every state, in the order of the work.
    pub const ALL: [Self; 3] = [Self::Draft, Self::Waiting, Self::Posted];

    /// Its name in the database and in message keys.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Waiting => "waiting",
            Self::Posted => "posted",
        }
    }
}

impl FromStr for JournalState {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let found = Self::ALL.into_iter().find(|state| state.name() == text);
        found.ok_or("state is draft, waiting or posted")
    }
}

/// A journal.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Journal {
    /// Its id.
    pub id: Uuid,
    /// The number of its entry; none before it is posted.
    pub number: Option<String>,
    /// How far it has come.
    pub state: JournalState,
    /// The business day that it counts for.
    pub date: Date,
    /// What it is about.
    pub memo: String,
    /// The number of the paper behind it.
    pub reference: String,
    /// The sum of its debits.
    pub amount: Money,
    /// Debits less credits; zero unless it is an unfinished draft.
    pub difference: Money,
    /// Its entry in the ledger.
    pub entry_id: Option<Uuid>,
    /// The journal that it takes back.
    pub reverses: Option<JournalName>,
    /// The journal that takes it back.
    pub reversed_by: Option<JournalName>,
    /// The recurring journal that it is an occurrence of.
    pub recurring_id: Option<Uuid>,
    /// Why it was sent back to its author.
    pub sent_back: String,
    /// Grows with every change.
    pub version: i32,
    /// Who began it.
    pub created_by: Option<Uuid>,
    /// Who wrote it last.
    pub edited_by: Option<Uuid>,
    /// Who handed it in for approval.
    pub submitted_by: Option<Uuid>,
    /// When it was begun.
    pub created_at: Timestamp,
    /// When it was posted.
    pub posted_at: Option<Timestamp>,
    /// Its lines; in a list of journals there are none.
    pub lines: Vec<JournalLine>,
    /// The papers behind it; in a list of journals there are none.
    pub papers: Vec<Paper>,
}

/// Another journal, as a link names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct JournalName {
    /// Its id.
    pub id: Uuid,
    /// The number of its entry; none before it is posted.
    pub number: Option<String>,
}

/// A line of a journal.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct JournalLine {
    /// Its number.
    pub n: i32,
    /// The account.
    pub account_id: Uuid,
    /// The account's code.
    pub code: String,
    /// The account's name.
    pub name: Text,
    /// The amount, if it is a debit; else zero.
    pub debit: Money,
    /// The amount, if it is a credit; else zero.
    pub credit: Money,
    /// The customer or supplier that it is about.
    pub party_id: Option<Uuid>,
    /// The tax code.
    pub tax_code_id: Option<Uuid>,
    /// The cost centre.
    pub cost_centre_id: Option<Uuid>,
    /// The project.
    pub project_id: Option<Uuid>,
    /// A remark.
    pub memo: String,
}

/// A paper behind a journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema, sqlx::FromRow)]
pub struct Paper {
    /// The file.
    pub file_id: Uuid,
    /// Its name.
    pub name: String,
    /// How long it is, in bytes.
    pub size_bytes: i64,
    /// Who added it.
    pub added_by: String,
}

impl Journal {
    /// What people call it: its number, or its subject while it has none.
    #[must_use]
    pub fn name(&self) -> &str {
        self.number.as_deref().unwrap_or(&self.memo)
    }

    /// Whether this person wrote it or handed it in, so that somebody else must approve it.
    #[must_use]
    pub fn is_by(&self, user: Option<Uuid>) -> bool {
        let authors = [self.created_by, self.edited_by, self.submitted_by];
        user.is_some() && authors.contains(&user)
    }
}

/// What a list of journals can be narrowed by.
#[derive(Debug, Clone, Default, Deserialize, Serialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct JournalFilter {
    /// `draft`, `waiting` or `posted`.
    #[serde(deserialize_with = "filter")]
    #[param(value_type = Option<String>)]
    pub state: Option<JournalState>,
    /// Only what is not posted yet.
    #[serde(deserialize_with = "filter")]
    #[param(value_type = Option<bool>)]
    pub open: Option<bool>,
    /// The occurrences of a recurring journal.
    #[serde(deserialize_with = "filter")]
    pub recurring: Option<Uuid>,
    /// On this day or later.
    #[serde(deserialize_with = "filter")]
    #[param(value_type = Option<String>)]
    pub from: Option<Date>,
    /// On this day or earlier.
    #[serde(deserialize_with = "filter")]
    #[param(value_type = Option<String>)]
    pub to: Option<Date>,
}

/// What a list of journals is asked: filters, search, order, page.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct JournalQuery {
    /// The filters.
    #[serde(flatten)]
    pub filter: JournalFilter,
    /// The search, order and page.
    #[serde(flatten)]
    pub list: ListQuery,
}

impl IntoParams for JournalQuery {
    fn into_params(place: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let mut parameters = JournalFilter::into_params(&place);
        parameters.extend(ListQuery::into_params(&place));
        parameters
    }
}

const SORTS: &[Sort] = &[
    Sort::desc("date", "j.journal_date", "date"),
    Sort::asc("number", "coalesce(j.number, '')", "text"),
    Sort::asc("amount", "j.amount", "bigint"),
];

/// A page of journals without their lines, the newest first unless another order is asked for.
///
/// # Errors
/// 400 for an order or a cursor that is none.
pub async fn list(tx: &mut Tx, query: &JournalQuery) -> Result<List<Journal>, Problem> {
    store::list(tx, query, query.list.sort(SORTS)?, query.list.limit()).await
}

/// The journal with this id, with its lines and papers.
///
/// # Errors
/// 404 when the company has none.
pub async fn find(tx: &mut Tx, id: Uuid) -> Result<Journal, Problem> {
    store::find(tx, id).await?.ok_or_else(Problem::not_found)
}

/// The journal, held until the commit, when the version is the one that was read.
pub(super) async fn hold(tx: &mut Tx, id: Uuid, version: Option<i32>) -> Result<Journal, Problem> {
    store::hold(tx, id).await?;
    let journal = find(tx, id).await?;
    if version.is_some_and(|version| version != journal.version) {
        return Err(Problem::stale());
    }
    Ok(journal)
}

/// Refuses what can only be done to a journal in this state.
pub(super) fn demand(journal: &Journal, state: JournalState) -> Result<(), Problem> {
    if journal.state == state {
        return Ok(());
    }
    let code = match state {
        JournalState::Draft => "journal_not_draft",
        JournalState::Waiting => "journal_not_waiting",
        JournalState::Posted => "journal_not_posted",
    };
    Err(Problem::conflict(code).fact("state", journal.state.name()))
}
