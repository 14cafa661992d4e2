//! Plural forms by the rules of CLDR.
//!
//! Fluent's own rules (`intl_pluralrules` 7.0) leave the remainder out of the Arabic ones: 103
//! should read like 3 and 111 like 11, but there both read like 100. So each selector on a value
//! is put through a function of ours, which asks ICU. Nobody has to write that into a catalogue.

use std::sync::Arc;

use fixed_decimal::Decimal;
use fluent_bundle::{FluentResource, FluentValue};
use fluent_syntax::ast::{self, CallArguments, Expression, InlineExpression, VariantKey};
use fluent_syntax::{parser, serializer};
use icu::plurals::{PluralCategory, PluralRules};

use super::Bundle;
use crate::locale::Lang;

const FUNCTION: &str = "PLURAL";
const FORMS: [&str; 5] = ["zero", "one", "two", "few", "many"];

/// The same catalogue with every plural selector put through our function.
pub(super) fn selected_by_icu(resource: &Arc<FluentResource>) -> Arc<FluentResource> {
    // The catalogue was read without error before.
    let Ok(mut tree) = parser::parse_runtime(resource.source()) else {
        return Arc::clone(resource);
    };
    for entry in &mut tree.body {
        match entry {
            ast::Entry::Message(message) => {
                message.value.iter_mut().for_each(pattern);
                message.attributes.iter_mut().for_each(|attribute| pattern(&mut attribute.value));
            }
            ast::Entry::Term(term) => pattern(&mut term.value),
            _ => {}
        }
    }
    match FluentResource::try_new(serializer::serialize(&tree)) {
        Ok(rewritten) => Arc::new(rewritten),
        Err(_) => Arc::clone(resource),
    }
}

fn pattern(pattern: &mut ast::Pattern<&str>) {
    for element in &mut pattern.elements {
        if let ast::PatternElement::Placeable { expression: inner } = element {
            expression(inner);
        }
    }
}

fn expression(outer: &mut Expression<&str>) {
    match outer {
        Expression::Inline(InlineExpression::Placeable { expression: inner }) => {
            expression(inner);
        }
        Expression::Inline(_) => {}
        Expression::Select { selector, variants } => {
            variants.iter_mut().for_each(|variant| pattern(&mut variant.value));
            let by_form = |key: &VariantKey<&str>| match key {
                VariantKey::Identifier { name } => FORMS.contains(name),
                VariantKey::NumberLiteral { .. } => false,
            };
            let is_value = matches!(selector, InlineExpression::VariableReference { .. });
            if is_value && variants.iter().any(|variant| by_form(&variant.key)) {
                // Numbers that have a variant of their own go along, to be chosen as they are.
                let exact = variants.iter().filter_map(|variant| match variant.key {
                    VariantKey::NumberLiteral { value } => {
                        Some(InlineExpression::NumberLiteral { value })
                    }
                    VariantKey::Identifier { .. } => None,
                });
                let positional = std::iter::once(selector.clone()).chain(exact).collect();
                *selector = InlineExpression::FunctionReference {
                    id: ast::Identifier { name: FUNCTION },
                    arguments: CallArguments { positional, named: Vec::new() },
                };
            }
        }
    }
}

/// Gives the bundle the function that the rewritten selectors call.
pub(super) fn teach(bundle: &mut Bundle, lang: Lang) {
    let locale = match lang {
        Lang::En => icu::locale::locale!("en"),
        Lang::Ar => icu::locale::locale!("ar"),
        Lang::Bn => icu::locale::locale!("bn"),
    };
    let rules = PluralRules::try_new(locale.into(), Default::default())
        .inspect_err(|error| tracing::error!(%lang, %error, "no plural rules"))
        .ok();
    let taught = bundle.add_function(FUNCTION, move |given, _| choose(rules.as_ref(), given));
    if let Err(error) = taught {
        tracing::error!(%lang, %error, "the plural rules could not be taught");
    }
}

fn choose<'a>(rules: Option<&PluralRules>, given: &[FluentValue<'a>]) -> FluentValue<'a> {
    let Some((value, exact)) = given.split_first() else {
        return FluentValue::Error;
    };
    let FluentValue::Number(number) = value else {
        // A word chooses by its name, as without us.
        return value.clone();
    };
    let same = |other: &&FluentValue<'a>| match other {
        FluentValue::Number(other) => other.value == number.value,
        _ => false,
    };
    if let Some(same) = exact.iter().find(same) {
        return same.clone();
    }
    let decimal = Decimal::try_from_str(&number.as_string());
    let category = match (rules, decimal) {
        (Some(rules), Ok(decimal)) => rules.category_for(&decimal),
        _ => PluralCategory::Other,
    };
    FluentValue::from(match category {
        PluralCategory::Zero => "zero",
        PluralCategory::One => "one",
        PluralCategory::Two => "two",
        PluralCategory::Few => "few",
        PluralCategory::Many => "many",
        PluralCategory::Other => "other",
    })
}
