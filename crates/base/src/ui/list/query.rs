//! The address of a list with one thing changed: a filter less, another order.

/// The path and the query of the page, from which its links are made.
#[derive(Debug, Clone, Default)]
pub struct Query {
    path: String,
    pairs: Vec<(String, String)>,
}

impl Query {
    /// A path without a query.
    pub fn new(path: impl Into<String>) -> Self {
        Self { path: path.into(), pairs: Vec::new() }
    }

    /// Reads the raw query of a request; pairs without a value are left out.
    pub fn parse(path: impl Into<String>, raw: &str) -> Self {
        let pairs: Vec<(String, String)> = serde_urlencoded::from_str(raw).unwrap_or_default();
        let pairs = pairs.into_iter().filter(|(_, value)| !value.is_empty()).collect();
        Self { path: path.into(), pairs }
    }

    /// The path without the query.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// All names and values.
    #[must_use]
    pub fn pairs(&self) -> &[(String, String)] {
        &self.pairs
    }

    /// The value of a name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.pairs.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }

    /// The same with this value; an empty one takes the name away. A change of any filter begins
    /// again at the first page, so the cursor `after` goes.
    #[must_use]
    pub fn with(&self, name: &str, value: impl Into<String>) -> Self {
        let value = value.into();
        let mut next = self.without(name);
        if name != "after" {
            next.pairs.retain(|(n, _)| n != "after");
        }
        if !value.is_empty() {
            next.pairs.push((name.to_owned(), value));
        }
        next
    }

    /// The same without this name.
    #[must_use]
    pub fn without(&self, name: &str) -> Self {
        let pairs = self.pairs.iter().filter(|(n, _)| n != name).cloned().collect();
        Self { path: self.path.clone(), pairs }
    }

    /// The address. The path may carry a question of its own, as that of an export does.
    #[must_use]
    pub fn href(&self) -> String {
        let join = if self.path.contains('?') { '&' } else { '?' };
        match serde_urlencoded::to_string(&self.pairs) {
            Ok(query) if !query.is_empty() => format!("{}{join}{query}", self.path),
            _ => self.path.clone(),
        }
    }

    /// The same question asked of another path, for exports.
    #[must_use]
    pub fn at(&self, path: impl Into<String>) -> Self {
        Self { path: path.into(), pairs: self.pairs.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_filter_begins_at_the_first_page_and_keeps_the_rest() {
        let query = Query::parse("/orders", "q=a%26b&state=&after=x&sort=-date");
        assert_eq!(query.with("state", "open").href(), "/orders?q=a%26b&sort=-date&state=open");
        assert_eq!(query.with("after", "y").href(), "/orders?q=a%26b&sort=-date&after=y");
        assert_eq!(query.without("q").without("after").without("sort").href(), "/orders");
        assert_eq!(query.get("q"), Some("a&b"));
        let file = query.without("q").without("after").at("/orders/export?format=csv");
        assert_eq!(file.href(), "/orders/export?format=csv&sort=-date");
    }
}
