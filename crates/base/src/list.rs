//! Lists by key: a page is what follows the last row of the page before, never an offset.

use std::fmt::Display;
use std::str::FromStr;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Deserializer, Serialize};
use sqlx::{Postgres, QueryBuilder};
use utoipa::openapi::path::{Parameter, ParameterIn};
use utoipa::openapi::schema::{ArrayBuilder, ObjectBuilder, SchemaType, Type};
use utoipa::openapi::{Ref, RefOr, Schema};
use utoipa::{IntoParams, PartialSchema, ToSchema};
use uuid::Uuid;

use crate::Problem;

/// What every list takes in its query, beside its own filters.
#[derive(Debug, Clone, Default, Deserialize, Serialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct ListQuery {
    /// What to search for.
    pub q: Option<String>,
    /// The order: one of the list's sort keys, with `-` in front for descending.
    pub sort: Option<String>,
    /// At most this many rows, 1 to 200; 20 when not said.
    #[serde(deserialize_with = "filter")]
    #[param(value_type = Option<u32>)]
    pub limit: Option<u32>,
    /// The `next` of the page before.
    pub after: Option<String>,
}

/// Reads a filter, for `#[serde(deserialize_with = "filter")]`: forms send an empty text for one
/// that is not set, and one that is not understood is refused rather than ignored.
///
/// # Errors
/// When the text is not of the filter's type.
pub fn filter<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: FromStr,
    T::Err: Display,
{
    let text = Option::<String>::deserialize(deserializer)?;
    match text.as_deref().map(str::trim) {
        None | Some("") => Ok(None),
        Some(text) => text.parse().map(Some).map_err(serde::de::Error::custom),
    }
}

/// What a list with filters of its own is asked: the filters `F` beside search, order and page.
///
/// ```
/// use base::Date;
/// use base::list::{Filtered, filter};
/// use serde::{Deserialize, Serialize};
/// use utoipa::IntoParams;
///
/// /// What a list of ferries can be narrowed by.
/// #[derive(Debug, Clone, Default, Deserialize, Serialize, IntoParams)]
/// #[into_params(parameter_in = Query)]
/// #[serde(default)]
/// pub struct FerryFilter {
///     /// Built on this day or later.
///     #[serde(deserialize_with = "filter")]
///     #[param(value_type = Option<String>)]
///     pub from: Option<Date>,
/// }
///
/// /// What a list of ferries is asked: filters, search, order, page.
/// pub type FerryQuery = Filtered<FerryFilter>;
///
/// // Handlers take `Query(query): Query<FerryQuery>`, routes declare `.query::<FerryQuery>()`,
/// // and the verb is `list(tx: &mut Tx, query: &FerryQuery) -> Result<List<Ferry>, Problem>`.
/// let query: FerryQuery = serde_urlencoded::from_str("from=&q=Nile&limit=50")?;
/// assert_eq!(query.filter.from, None);
/// assert_eq!((query.list.search(), query.list.limit()), (Some("Nile"), 50));
/// # Ok::<(), serde_urlencoded::de::Error>(())
/// ```
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
pub struct Filtered<F> {
    /// The filters.
    #[serde(flatten)]
    pub filter: F,
    /// The search, order and page.
    #[serde(flatten)]
    pub list: ListQuery,
}

impl<F: IntoParams> IntoParams for Filtered<F> {
    fn into_params(place: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let mut parameters = F::into_params(&place);
        parameters.extend(ListQuery::into_params(&place));
        parameters
    }
}

impl ListQuery {
    /// How many rows to show.
    #[must_use]
    pub fn limit(&self) -> i64 {
        i64::from(self.limit.unwrap_or(20).clamp(1, 200))
    }

    /// The search text, if there is any.
    #[must_use]
    pub fn search(&self) -> Option<&str> {
        self.q.as_deref().map(str::trim).filter(|q| !q.is_empty())
    }

    /// The sort that was asked for, or the first of those offered.
    ///
    /// # Errors
    /// 400 for a sort key that the list does not have, or none offered.
    pub fn sort(&self, offered: &[Sort]) -> Result<Sort, Problem> {
        let asked = self.sort.as_deref().map(str::trim).filter(|s| !s.is_empty());
        let Some(asked) = asked else {
            return offered.first().copied().ok_or_else(|| Problem::internal("no sort offered"));
        };
        let (key, descending) = match asked.strip_prefix('-') {
            Some(key) => (key, true),
            None => (asked, false),
        };
        let found = offered.iter().find(|sort| sort.key == key);
        let sort = found.ok_or_else(|| Problem::bad_request("unknown_sort").fact("sort", key))?;
        Ok(Sort { descending, ..*sort })
    }

    /// Where the page before ended.
    ///
    /// # Errors
    /// 400 when it is no cursor of ours.
    pub fn cursor(&self) -> Result<Option<Cursor>, Problem> {
        self.after.as_deref().filter(|a| !a.is_empty()).map(Cursor::decode).transpose()
    }
}

/// One order that a list offers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sort {
    /// Its key in the address: `name`.
    pub key: &'static str,
    /// The SQL expression, never null: `p.sort_name`.
    pub column: &'static str,
    /// Its SQL type, for the cursor: `text`.
    pub sql_type: &'static str,
    /// From large to small.
    pub descending: bool,
}

impl Sort {
    /// An ascending order.
    #[must_use]
    pub const fn asc(key: &'static str, column: &'static str, sql_type: &'static str) -> Self {
        Self { key, column, sql_type, descending: false }
    }

    /// A descending order.
    #[must_use]
    pub const fn desc(key: &'static str, column: &'static str, sql_type: &'static str) -> Self {
        Self { key, column, sql_type, descending: true }
    }

    /// The expression that must be selected as text for the cursor: `(column)::text`.
    #[must_use]
    pub fn as_text(&self) -> String {
        format!("({})::text", self.column)
    }

    /// Adds `and (column, id) > (…)` for the page after the cursor, then order and limit; one
    /// row more than asked for is fetched, to know whether there is a next page.
    pub fn finish(
        &self,
        sql: &mut QueryBuilder<Postgres>,
        id: &'static str,
        cursor: Option<&Cursor>,
        limit: i64,
    ) {
        let (than, direction) = if self.descending { ("<", "desc") } else { (">", "asc") };
        if let Some(cursor) = cursor {
            sql.push(format!(" and ({}, {id}) {than} (", self.column));
            sql.push_bind(cursor.value.clone());
            sql.push(format!("::{}, ", self.sql_type));
            sql.push_bind(cursor.id);
            sql.push(")");
        }
        sql.push(format!(" order by {} {direction}, {id} {direction} limit ", self.column));
        sql.push_bind(limit + 1);
    }
}

/// The last row of a page: its sort value as text, and its id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor {
    /// The sort value, as PostgreSQL writes it.
    pub value: String,
    /// The row's id.
    pub id: Uuid,
}

impl Cursor {
    /// For the address.
    #[must_use]
    pub fn encode(&self) -> String {
        URL_SAFE_NO_PAD.encode(format!("{}:{}", self.id.simple(), self.value))
    }

    /// Back from the address.
    ///
    /// # Errors
    /// 400 when it is no cursor of ours.
    pub fn decode(text: &str) -> Result<Self, Problem> {
        let bad = || Problem::bad_request("bad_cursor");
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| bad())?;
        let text = String::from_utf8(bytes).map_err(|_| bad())?;
        let (id, value) = text.split_once(':').ok_or_else(bad)?;
        Ok(Self { value: value.to_owned(), id: id.parse().map_err(|_| bad())? })
    }
}

/// A page of a list.
#[derive(Debug, Clone, Serialize)]
pub struct List<T> {
    /// The rows.
    pub items: Vec<T>,
    /// The cursor of the next page; null on the last.
    pub next: Option<String>,
}

// By hand, since the derived one names the rows' type without bringing it along.
impl<T: ToSchema> PartialSchema for List<T> {
    fn schema() -> RefOr<Schema> {
        let rows = ArrayBuilder::new().items(Ref::from_schema_name(T::name()));
        let next = ObjectBuilder::new()
            .schema_type(SchemaType::from_iter([Type::String, Type::Null]))
            .description(Some("The cursor of the next page; null on the last."));
        ObjectBuilder::new()
            .property("items", rows)
            .property("next", next)
            .required("items")
            .required("next")
            .into()
    }
}

impl<T: ToSchema> ToSchema for List<T> {
    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        schemas.push((T::name().into_owned(), T::schema()));
        T::schemas(schemas);
    }
}

impl<T> List<T> {
    /// Makes a page of the rows fetched (one more than `limit`); `key` gives a row's sort
    /// value as text and its id.
    pub fn of(mut items: Vec<T>, limit: i64, key: impl Fn(&T) -> (String, Uuid)) -> Self {
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let more = items.len() > limit;
        items.truncate(limit);
        let last = items.last().filter(|_| more);
        let next = last.map(|row| {
            let (value, id) = key(row);
            Cursor { value, id }.encode()
        });
        Self { items, next }
    }

    /// The same page with other rows.
    pub fn map<U>(self, with: impl FnMut(T) -> U) -> List<U> {
        List { items: self.items.into_iter().map(with).collect(), next: self.next }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[derive(Debug, Clone, Default, Deserialize, IntoParams)]
    #[into_params(parameter_in = Query)]
    #[serde(default)]
    struct FerryFilter {
        #[serde(deserialize_with = "filter")]
        afloat: Option<bool>,
    }

    fn ask(query: &str) -> Result<Filtered<FerryFilter>, serde_urlencoded::de::Error> {
        serde_urlencoded::from_str(query)
    }

    #[test]
    fn an_empty_filter_is_none_and_a_wrong_one_is_refused() {
        assert_eq!(ask("afloat=").unwrap().filter.afloat, None);
        assert_eq!(ask("afloat=true").unwrap().filter.afloat, Some(true));
        assert!(ask("afloat=maybe").is_err());
        assert!(ask("limit=many").is_err());
    }

    #[test]
    fn filters_stand_beside_search_order_and_page() {
        let query = ask("afloat=false&q=+nile+&sort=-name&limit=7&after=").unwrap();
        assert_eq!(query.filter.afloat, Some(false));
        assert_eq!((query.list.search(), query.list.limit()), (Some("nile"), 7));
        assert_eq!(query.list.sort.as_deref(), Some("-name"));
        let silent = ask("").unwrap();
        assert_eq!((silent.filter.afloat, silent.list.limit()), (None, 20));
        let names = Filtered::<FerryFilter>::into_params(|| Some(ParameterIn::Query));
        let names: Vec<String> = names.into_iter().map(|p| p.name).collect();
        assert_eq!(names, ["afloat", "q", "sort", "limit", "after"]);
    }
}
