//! Which values a message speaks about, following its references to other messages.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use fluent_bundle::FluentResource;
use fluent_syntax::ast::{self, Expression, InlineExpression, Pattern, PatternElement};

/// All messages and terms of one language, by name; terms with their dash.
pub(super) struct Sources<'a> {
    patterns: HashMap<String, &'a Pattern<&'a str>>,
}

/// What was found in one pattern.
#[derive(Default)]
pub(super) struct Found {
    pub(super) variables: BTreeSet<String>,
    /// References that lead nowhere.
    pub(super) unknown: BTreeSet<String>,
    /// Guards against messages that refer to each other in a circle.
    seen: HashSet<String>,
}

impl<'a> Sources<'a> {
    pub(super) fn new(resources: &'a [Arc<FluentResource>]) -> Self {
        let mut patterns = HashMap::new();
        for entry in resources.iter().flat_map(|resource| resource.entries()) {
            let (name, value, attributes) = match entry {
                ast::Entry::Message(m) => (m.id.name.to_owned(), m.value.as_ref(), &m.attributes),
                ast::Entry::Term(t) => (format!("-{}", t.id.name), Some(&t.value), &t.attributes),
                _ => continue,
            };
            for attribute in attributes {
                patterns.insert(format!("{name}.{}", attribute.id.name), &attribute.value);
            }
            if let Some(value) = value {
                patterns.insert(name, value);
            }
        }
        Self { patterns }
    }

    /// The variables of `pattern` and of all that it refers to.
    pub(super) fn variables(&self, pattern: &Pattern<&str>) -> Found {
        let mut found = Found::default();
        self.pattern(pattern, &mut found);
        found
    }

    fn pattern(&self, pattern: &Pattern<&str>, found: &mut Found) {
        for element in &pattern.elements {
            if let PatternElement::Placeable { expression } = element {
                self.expression(expression, found);
            }
        }
    }

    fn expression(&self, expression: &Expression<&str>, found: &mut Found) {
        match expression {
            Expression::Inline(inline) => self.inline(inline, found),
            Expression::Select { selector, variants } => {
                self.inline(selector, found);
                for variant in variants {
                    self.pattern(&variant.value, found);
                }
            }
        }
    }

    fn inline(&self, inline: &InlineExpression<&str>, found: &mut Found) {
        match inline {
            InlineExpression::StringLiteral { .. } | InlineExpression::NumberLiteral { .. } => {}
            InlineExpression::VariableReference { id } => {
                found.variables.insert(id.name.to_owned());
            }
            InlineExpression::Placeable { expression } => self.expression(expression, found),
            InlineExpression::FunctionReference { id, .. } => {
                // No functions are offered: values arrive as the locale has written them.
                found.unknown.insert(format!("{}()", id.name));
            }
            InlineExpression::MessageReference { id, attribute } => {
                self.reference(id.name.to_owned(), attribute.as_ref(), found);
            }
            // A term sees only the arguments given to it, never the message's own.
            InlineExpression::TermReference { id, attribute, arguments } => {
                let mut inner = Found { seen: found.seen.clone(), ..Found::default() };
                self.reference(format!("-{}", id.name), attribute.as_ref(), &mut inner);
                found.unknown.append(&mut inner.unknown);
                for positional in arguments.iter().flat_map(|given| &given.positional) {
                    self.inline(positional, found);
                }
            }
        }
    }

    fn reference(
        &self,
        name: String,
        attribute: Option<&ast::Identifier<&str>>,
        found: &mut Found,
    ) {
        let name = attribute.map_or_else(|| name.clone(), |a| format!("{name}.{}", a.name));
        match self.patterns.get(&name) {
            None => {
                found.unknown.insert(name);
            }
            Some(pattern) => {
                if found.seen.insert(name) {
                    self.pattern(pattern, found);
                }
            }
        }
    }
}
