//! Reading catalogues and comparing the languages.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

use fluent_bundle::FluentResource;
use fluent_syntax::ast;

use super::Catalogue;
use super::variables::Sources;
use crate::locale::Lang;

/// One thing that is wrong with the catalogues.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
pub enum CatalogueProblem {
    /// Not valid Fluent.
    #[error("{catalogue} ({lang}), line {line}: {reason}")]
    Syntax {
        /// The catalogue's name.
        catalogue: &'static str,
        /// The language.
        lang: Lang,
        /// The line, from one.
        line: usize,
        /// What the parser says.
        reason: String,
    },
    /// The key was given before, in this catalogue or another.
    #[error("{catalogue} ({lang}): “{key}” stands already in {before}")]
    Duplicate {
        /// The catalogue that repeats it.
        catalogue: &'static str,
        /// The language.
        lang: Lang,
        /// The key.
        key: String,
        /// The catalogue that has it.
        before: &'static str,
    },
    /// The key is there in another language, and not in this one.
    #[error("{catalogue} ({lang}): “{key}” is missing")]
    Missing {
        /// The catalogue that has it in another language.
        catalogue: &'static str,
        /// The language that lacks it.
        lang: Lang,
        /// The key.
        key: String,
    },
    /// The message speaks about other values than the English one.
    #[error("{catalogue} ({lang}): “{key}” uses {found}, in English it uses {wanted}")]
    Variables {
        /// The catalogue.
        catalogue: &'static str,
        /// The language.
        lang: Lang,
        /// The key.
        key: String,
        /// The variables in this language.
        found: String,
        /// The variables in English.
        wanted: String,
    },
    /// The message refers to a message, term or function that is not there.
    #[error("{catalogue} ({lang}): “{key}” refers to “{reference}”, which is not there")]
    UnknownReference {
        /// The catalogue.
        catalogue: &'static str,
        /// The language.
        lang: Lang,
        /// The key.
        key: String,
        /// What it refers to.
        reference: String,
    },
}

/// The catalogues do not agree; every problem is listed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct MessagesError {
    /// Every problem found, in order.
    pub problems: Vec<CatalogueProblem>,
}

impl fmt::Display for MessagesError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the message catalogues have {} problems:", self.problems.len())?;
        self.problems.iter().try_for_each(|problem| write!(f, "\n  {problem}"))
    }
}

/// What is known of a key in one language.
struct Entry {
    catalogue: &'static str,
    variables: BTreeSet<String>,
}

/// The parsed catalogues by language, when nothing is wrong with them.
pub(super) fn read(
    catalogues: &[Catalogue],
) -> Result<[Vec<Arc<FluentResource>>; Lang::ALL.len()], MessagesError> {
    let mut problems = Vec::new();
    let resources = Lang::ALL.map(|lang| {
        let parse = |catalogue| parse(catalogue, lang, &mut problems);
        catalogues.iter().map(parse).collect::<Vec<_>>()
    });
    let entries =
        Lang::ALL.map(|lang| entries(catalogues, &resources[lang as usize], lang, &mut problems));
    compare(&entries, &mut problems);
    if problems.is_empty() {
        return Ok(resources);
    }
    problems.sort();
    problems.dedup();
    Err(MessagesError { problems })
}

fn parse(
    catalogue: &Catalogue,
    lang: Lang,
    problems: &mut Vec<CatalogueProblem>,
) -> Arc<FluentResource> {
    let source = catalogue.source(lang);
    let (resource, errors) = match FluentResource::try_new(source.to_owned()) {
        Ok(resource) => (resource, Vec::new()),
        Err((resource, errors)) => (resource, errors),
    };
    for error in errors {
        let before = source.get(..error.pos.start).unwrap_or(source);
        problems.push(CatalogueProblem::Syntax {
            catalogue: catalogue.name,
            lang,
            line: before.matches('\n').count() + 1,
            reason: error.to_string(),
        });
    }
    Arc::new(resource)
}

/// Every key of one language with the variables that it speaks about.
fn entries(
    catalogues: &[Catalogue],
    resources: &[Arc<FluentResource>],
    lang: Lang,
    problems: &mut Vec<CatalogueProblem>,
) -> BTreeMap<String, Entry> {
    let sources = Sources::new(resources);
    let mut owners: BTreeMap<String, &'static str> = BTreeMap::new();
    let mut entries = BTreeMap::new();
    for (catalogue, resource) in catalogues.iter().zip(resources) {
        let catalogue = catalogue.name;
        for entry in resource.entries() {
            let (id, patterns) = match entry {
                ast::Entry::Message(message) => (message.id.name.to_owned(), patterns(message)),
                // Terms are a language's own affair; only their names must not collide.
                ast::Entry::Term(term) => (format!("-{}", term.id.name), Vec::new()),
                _ => continue,
            };
            if let Some(before) = owners.insert(id.clone(), catalogue) {
                let key = id.clone();
                problems.push(CatalogueProblem::Duplicate { catalogue, lang, key, before });
            }
            for (key, pattern) in patterns {
                let found = sources.variables(pattern);
                problems.extend(found.unknown.into_iter().map(|reference| {
                    let key = key.clone();
                    CatalogueProblem::UnknownReference { catalogue, lang, key, reference }
                }));
                entries.insert(key, Entry { catalogue, variables: found.variables });
            }
        }
    }
    entries
}

fn patterns<'a>(message: &'a ast::Message<&'a str>) -> Vec<(String, &'a ast::Pattern<&'a str>)> {
    let id = message.id.name;
    let value = message.value.iter().map(|value| (id.to_owned(), value));
    let attributes = message.attributes.iter();
    value.chain(attributes.map(|a| (format!("{id}.{}", a.id.name), &a.value))).collect()
}

fn compare(
    entries: &[BTreeMap<String, Entry>; Lang::ALL.len()],
    problems: &mut Vec<CatalogueProblem>,
) {
    let keys: BTreeSet<&String> = entries.iter().flat_map(BTreeMap::keys).collect();
    for key in keys {
        let Some(known) = entries.iter().find_map(|language| language.get(key)) else { continue };
        for lang in Lang::ALL {
            let (catalogue, key) = (known.catalogue, key.clone());
            match entries[lang as usize].get(&key) {
                None => problems.push(CatalogueProblem::Missing { catalogue, lang, key }),
                Some(entry) if entry.variables != known.variables => {
                    problems.push(CatalogueProblem::Variables {
                        catalogue: entry.catalogue,
                        lang,
                        key,
                        found: listed(&entry.variables),
                        wanted: listed(&known.variables),
                    });
                }
                Some(_) => {}
            }
        }
    }
}

fn listed(variables: &BTreeSet<String>) -> String {
    if variables.is_empty() {
        return "no values".to_owned();
    }
    variables.iter().map(|name| format!("${name}")).collect::<Vec<_>>().join(", ")
}
