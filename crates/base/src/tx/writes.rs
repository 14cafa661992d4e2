//! Rows of one document written by one statement: each statement costs the database more than
//! the few rows that it writes.

use std::fmt::Write;

use sqlx::postgres::PgArguments;
use sqlx::{Arguments, Encode, Postgres, Row, Type};

use super::Tx;
use crate::Problem;

/// What several capabilities write for one document, gathered so that it is one round trip. What
/// it wrote is not seen before [`Writes::run`], and no part sees what another one writes.
#[derive(Default)]
pub struct Writes {
    sql: String,
    args: PgArguments,
    refusals: Vec<(&'static str, Problem)>,
    unfit: Option<sqlx::error::BoxDynError>,
}

impl Writes {
    /// Adds a part: `name as (insert …)`, or several with a comma between them. Its parameters
    /// count from `$1` and are bound next. Names are unique among the parts of a document.
    pub fn part(&mut self, named: &'static str) -> &mut Self {
        if !self.sql.is_empty() {
            self.sql.push_str(", ");
        }
        let before = self.args.len();
        let mut pieces = named.split('$');
        self.sql.push_str(pieces.next().unwrap_or_default());
        for piece in pieces {
            let end = piece.find(|c: char| !c.is_ascii_digit()).unwrap_or(piece.len());
            let (n, rest) = piece.split_at(end);
            let n = n.parse::<usize>().map_or(0, |n| n + before);
            // Writing to a string cannot fail.
            let _ = write!(self.sql, "${n}{rest}");
        }
        self
    }

    /// Binds the next parameter of the part that was added last.
    pub fn bind<'t, T>(&mut self, value: T) -> &mut Self
    where
        T: Encode<'t, Postgres> + Type<Postgres>,
    {
        if let Err(error) = self.args.add(value) {
            self.unfit.get_or_insert(error);
        }
        self
    }

    /// Whether there is nothing to write.
    #[must_use]
    pub(super) fn is_empty(&self) -> bool {
        self.sql.is_empty()
    }

    /// Refuses all of it where the part of this name has a row.
    pub fn refuse_where(&mut self, named: &'static str, problem: Problem) {
        self.refusals.push((named, problem));
    }

    /// Writes all of it.
    ///
    /// # Errors
    /// What the parts refuse: then the transaction must be given up. When the database is away.
    pub async fn run(self, tx: &mut Tx) -> Result<(), Problem> {
        if self.sql.is_empty() {
            return Ok(());
        }
        if let Some(error) = self.unfit {
            return Err(Problem::internal(error));
        }
        let mut sql = format!("with {} select true", self.sql);
        for (named, _) in &self.refusals {
            let _ = write!(sql, ", exists (select from {named})");
        }
        let query = sqlx::query_with(sqlx::AssertSqlSafe(sql), self.args);
        let row = query.fetch_one(tx.conn()).await?;
        for (n, (_, problem)) in (1_usize..).zip(self.refusals) {
            if row.try_get::<bool, _>(n)? {
                return Err(problem);
            }
        }
        Ok(())
    }
}
