//! Runs axe-core in the page and tells what breaks WCAG 2.2 AA, in words.

use serde_json::Value;

use super::Browser;

const AXE: &str = include_str!(concat!(env!("OUT_DIR"), "/axe.min.js"));

const RUN: &str = "axe.run(document, { resultTypes: ['violations'], runOnly: { type: 'tag', \
     values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] } })\
     .then(found => found.violations.flatMap(v => v.nodes.map(n => [v.id, n.target.join(' '), \
     n.html.slice(0, 200), n.failureSummary].join('\\n  '))))";

impl Browser {
    /// What breaks WCAG 2.2 AA, or axe's best practice, on the page as it stands: the rule, where,
    /// the element, what to do.
    pub async fn axe(&self) -> Vec<String> {
        self.come_to_rest().await;
        self.eval(&format!("{AXE};0")).await;
        let found = self.eval(RUN).await;
        let texts = found.as_array().into_iter().flatten().filter_map(Value::as_str);
        texts.map(str::to_owned).collect()
    }
}
