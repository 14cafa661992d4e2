//! What a reader takes from a page: its tables, its sums, any text.

use serde_json::{Value, json};

use super::Browser;

impl Browser {
    /// The texts of the elements that a CSS selector finds, in the order of the page.
    pub async fn texts(&self, selector: &str) -> Vec<String> {
        let found = format!("[...document.querySelectorAll({})].map(seen)", json!(selector));
        self.read(&found).await.as_array().into_iter().flatten().map(text).collect()
    }

    /// The rows of the table of this name, its foot included; empty until there is one.
    pub async fn table(&self, name: &str) -> Vec<Vec<String>> {
        let found = format!(
            "[...document.querySelectorAll('main table')]
                .filter(table => table.ariaLabel === {}).slice(0, 1)
                .flatMap(table => [...table.querySelectorAll('tbody tr, tfoot tr')])
                .map(row => [...row.cells].map(seen))",
            json!(name)
        );
        let rows = self.read(&found).await;
        let cells = |row: &Value| row.as_array().into_iter().flatten().map(text).collect();
        rows.as_array().into_iter().flatten().map(cells).collect()
    }

    async fn read(&self, expression: &str) -> Value {
        // What stands in several lines of a cell is read in one.
        let seen = "const seen = e => e.innerText.replaceAll(/\\s*\\n\\s*/g, ' ').trim()";
        self.eval(&format!("(() => {{ {seen}; return {expression} }})()")).await
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
