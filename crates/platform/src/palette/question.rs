//! What was typed, and what its first sign says about where to look.

/// Longer texts find nothing and would only cost the database.
const MOST_LETTERS: usize = 100;

/// Where to look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scope {
    /// Everywhere.
    Everything,
    /// Places on the menu and things to make (`>`).
    Actions,
    /// What has a number: orders, invoices, payments (`#`).
    Numbers,
    /// Customers (`@`).
    Customers,
}

impl Scope {
    /// Whether the finders of this capability are asked.
    pub(super) fn asks(self, capability: &str) -> bool {
        match self {
            Scope::Everything => true,
            Scope::Actions => false,
            Scope::Numbers => matches!(capability, "orders" | "invoices" | "payments" | "ledger"),
            Scope::Customers => capability == "customers",
        }
    }

    /// Whether places on the menu are shown.
    pub(super) fn shows_places(self) -> bool {
        matches!(self, Scope::Everything | Scope::Actions)
    }
}

/// A question to the palette.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Question {
    /// Where to look.
    pub scope: Scope,
    /// For what; may be empty.
    pub text: String,
}

impl Question {
    pub(super) fn read(typed: &str) -> Self {
        let typed = typed.trim();
        let (scope, rest) = match typed.chars().next() {
            Some('>') => (Scope::Actions, &typed[1..]),
            Some('#') => (Scope::Numbers, &typed[1..]),
            Some('@') => (Scope::Customers, &typed[1..]),
            _ => (Scope::Everything, typed),
        };
        let text = rest.trim().chars().take(MOST_LETTERS).collect();
        Self { scope, text }
    }
}

#[cfg(test)]
mod tests {
    use super::{Question, Scope};

    fn read(typed: &str) -> (Scope, String) {
        let question = Question::read(typed);
        (question.scope, question.text)
    }

    #[test]
    fn the_first_sign_says_where_to_look() {
        assert_eq!(read(" net "), (Scope::Everything, "net".to_owned()));
        assert_eq!(read("> ord"), (Scope::Actions, "ord".to_owned()));
        assert_eq!(read("#2026-00001"), (Scope::Numbers, "2026-00001".to_owned()));
        assert_eq!(read("@"), (Scope::Customers, String::new()));
        assert_eq!(read("a@b"), (Scope::Everything, "a@b".to_owned()));
        assert_eq!(read("نور"), (Scope::Everything, "نور".to_owned()));
    }

    #[test]
    fn customers_are_found_among_customers_only() {
        assert!(Scope::Customers.asks("customers") && !Scope::Customers.asks("orders"));
        assert!(Scope::Numbers.asks("invoices") && !Scope::Numbers.asks("customers"));
        assert!(!Scope::Actions.asks("orders") && !Scope::Numbers.shows_places());
    }
}
