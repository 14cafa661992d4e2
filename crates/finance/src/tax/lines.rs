//! What stands in a box of a return, entry by entry.

use base::{Cursor, Date, List, ListQuery, Money, Problem, Tx};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::report::{TaxReportQuery, period, scope};
use super::{TaxSide, store};
use crate::asked::filter;

/// Which lines of a return are asked for.
#[derive(Debug, Clone, Default, Deserialize, Serialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct TaxLineFilter {
    /// The first day of the return.
    #[serde(deserialize_with = "filter")]
    #[param(value_type = Option<String>)]
    pub from: Option<Date>,
    /// Its last day.
    #[serde(deserialize_with = "filter")]
    #[param(value_type = Option<String>)]
    pub to: Option<Date>,
    /// `sale` or `purchase`; sales when not said.
    #[serde(deserialize_with = "filter")]
    #[param(value_type = Option<String>)]
    pub side: Option<TaxSide>,
    /// The box; codes without one when not said.
    #[serde(rename = "box")]
    pub code: String,
}

/// What lines of a return are asked for, and the page.
pub type TaxLineQuery = base::Filtered<TaxLineFilter>;

/// What an entry came to in a box.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct TaxLine {
    /// The entry.
    pub entry_id: Uuid,
    /// Its number.
    pub number: String,
    /// The business day.
    pub date: Date,
    /// Whether its day was filed before.
    pub is_correction: bool,
    /// The kind of document that it comes from.
    pub source_type: String,
    /// That document.
    pub source_id: Uuid,
    /// What it is about, usually the document's number.
    pub memo: String,
    /// The code.
    pub tax_code_id: Uuid,
    /// The code's short name.
    pub code: String,
    /// What was taxed.
    pub base: Money,
    /// The tax.
    pub tax: Money,
}

/// A page of what stands in a box of a return, entry by entry in the order of days.
///
/// # Errors
/// 400 for a cursor that is none.
pub async fn lines(tx: &mut Tx, query: &TaxLineQuery) -> Result<List<TaxLine>, Problem> {
    let filed = store::filed(tx).await?;
    let days = TaxReportQuery { from: query.filter.from, to: query.filter.to };
    let (from, to) = period(&days, &filed, tx.today())?;
    let (scope, this) = scope(&filed, from, to);
    let figures = match this {
        Some(this) => store::boxes_of(tx, this.id).await?,
        None => store::moves(tx, &scope).await?,
    };
    let side = query.filter.side.unwrap_or(TaxSide::Sale);
    let mine = figures.iter().filter(|f| f.side == side && f.box_code == query.filter.code);
    let codes: Vec<Uuid> = mine.map(|f| f.tax_code_id).collect();
    let (after, limit) = (after(&query.list)?, query.list.limit());
    let rows = store::lines(tx, &scope, side, &codes, after, limit + 1).await?;
    let most = usize::try_from(limit).unwrap_or(usize::MAX);
    let last = rows.get(most.saturating_sub(1)).filter(|_| rows.len() > most);
    let next = last.map(|row| {
        let value = format!("{} {}", row.effective_date, row.seq);
        Cursor { value, id: row.tax_code_id }.encode()
    });
    let money = |minor| Money::new(minor, tx.currency());
    let items = rows.into_iter().take(most).map(|row| TaxLine {
        entry_id: row.entry_id,
        number: row.number,
        date: row.effective_date,
        is_correction: row.effective_date < scope.from,
        source_type: row.source_type,
        source_id: row.source_id,
        memo: row.memo,
        tax_code_id: row.tax_code_id,
        code: row.code,
        base: money(row.base),
        tax: money(row.tax),
    });
    Ok(List { items: items.collect(), next })
}

fn after(list: &ListQuery) -> Result<Option<(Date, i64, Uuid)>, Problem> {
    let Some(cursor) = list.cursor()? else { return Ok(None) };
    let read = || {
        let (date, seq) = cursor.value.split_once(' ')?;
        Some((date.parse().ok()?, seq.parse().ok()?, cursor.id))
    };
    read().map(Some).ok_or_else(|| Problem::bad_request("bad_cursor"))
}
