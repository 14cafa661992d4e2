//! Categories: the tree in which products stand.

use std::collections::HashMap;

use base::{Lang, Problem, Text, Tx};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::store;

/// A tree with more is no longer a help.
const MOST: usize = 2000;

/// A category.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema, sqlx::FromRow)]
pub struct Category {
    /// Its id.
    pub id: Uuid,
    /// The category that it stands below.
    pub parent_id: Option<Uuid>,
    /// Its name.
    pub name: Text,
    /// Its place among its neighbours.
    pub position: i32,
    /// Counts the changes; the ETag.
    pub version: i32,
}

/// A category to be made.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewCategory {
    /// A UUIDv7 of the client's choosing.
    #[serde(default)]
    pub id: Option<Uuid>,
    /// The category that it shall stand below.
    #[serde(default)]
    pub parent_id: Option<Uuid>,
    /// Its name.
    pub name: Text,
    /// Its place among its neighbours.
    #[serde(default)]
    pub position: i32,
}

/// What to change of a category: only the fields that are sent.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ChangeCategory {
    /// The version that was read; the same as `If-Match`.
    pub version: Option<i32>,
    /// Another place in the tree; null is the top.
    #[serde(deserialize_with = "super::product::sent")]
    #[schema(value_type = Option<Uuid>)]
    pub parent_id: Option<Option<Uuid>>,
    /// Another name.
    pub name: Option<Text>,
    /// Another place among its neighbours.
    pub position: Option<i32>,
}

/// A category at its place in the tree.
#[derive(Debug, Clone)]
pub struct Branch {
    /// The category.
    pub category: Category,
    /// How far below the top: 0 is the top.
    pub depth: usize,
}

/// All categories, each below its parent.
///
/// # Errors
/// When the database is away.
pub async fn categories(tx: &mut Tx) -> Result<Vec<Category>, Problem> {
    store::categories(tx).await
}

/// The category with this id.
///
/// # Errors
/// 404 when the company has none.
pub async fn category(tx: &mut Tx, id: Uuid) -> Result<Category, Problem> {
    store::category(tx, id, false).await?.ok_or_else(Problem::not_found)
}

/// Makes a category.
///
/// # Errors
/// When the parent is none of the company's.
pub async fn create_category(tx: &mut Tx, new: NewCategory) -> Result<Category, Problem> {
    let id = new.id.unwrap_or_else(|| tx.new_id::<Category>().uuid());
    let NewCategory { parent_id, name, position, .. } = new;
    let category = Category { id, parent_id, name, position, version: 1 };
    check_name(&category)?;
    let all = store::categories(tx).await?;
    if all.len() >= MOST {
        return Err(Problem::refused("category_too_many").fact("most", MOST));
    }
    check_place(&all, &category)?;
    store::insert_category(tx, &category).await?;
    tx.audit("catalog.create_category", "category", id, json!({"name": category.name}));
    Ok(category)
}

/// Changes a category; it cannot be put below itself.
///
/// # Errors
/// 404, 412, or when the parent is none or stands below it.
pub async fn change_category(
    tx: &mut Tx,
    id: Uuid,
    change: ChangeCategory,
) -> Result<Category, Problem> {
    // The whole tree is locked: two moves at once could close a circle that neither sees.
    store::lock_tree(tx).await?;
    let old = store::category(tx, id, true).await?.ok_or_else(Problem::not_found)?;
    if change.version.is_some_and(|version| version != old.version) {
        return Err(Problem::stale());
    }
    let mut new = Category {
        parent_id: change.parent_id.unwrap_or(old.parent_id),
        name: change.name.unwrap_or_else(|| old.name.clone()),
        position: change.position.unwrap_or(old.position),
        ..old.clone()
    };
    check_name(&new)?;
    check_place(&store::categories(tx).await?, &new)?;
    if new == old {
        return Ok(old);
    }
    new.version += 1;
    store::save_category(tx, &new).await?;
    let facts = json!({"name": [old.name, new.name], "parent_id": [old.parent_id, new.parent_id]});
    tx.audit("catalog.change_category", "category", id, facts);
    Ok(new)
}

/// Deletes a category that holds nothing.
///
/// # Errors
/// 404, or 409 while products or other categories stand in it.
pub async fn delete_category(tx: &mut Tx, id: Uuid) -> Result<(), Problem> {
    let old = store::category(tx, id, true).await?.ok_or_else(Problem::not_found)?;
    store::delete_category(tx, id).await?;
    tx.audit("catalog.delete_category", "category", id, json!({"name": old.name}));
    Ok(())
}

fn check_name(category: &Category) -> Result<(), Problem> {
    let long = category.name.iter().any(|(_, name)| name.chars().count() > 100);
    let problem = Problem::invalid();
    if long { Err(problem.field_with("name", "too_long", &[("most", &100)])) } else { Ok(()) }
}

/// The parent must be there, and not below the category itself.
fn check_place(all: &[Category], category: &Category) -> Result<(), Problem> {
    let parents: HashMap<Uuid, Option<Uuid>> = all.iter().map(|c| (c.id, c.parent_id)).collect();
    let mut above = category.parent_id;
    for _ in 0..=all.len() {
        match above {
            None => return Ok(()),
            Some(id) if id == category.id => {
                return Err(Problem::invalid().field("parent_id", "category_below_itself"));
            }
            Some(id) => match parents.get(&id) {
                Some(next) => above = *next,
                None => return Err(Problem::invalid().field("parent_id", "unknown")),
            },
        }
    }
    Err(Problem::invalid().field("parent_id", "category_below_itself"))
}

/// The tree in the order in which it is read: each category, then what stands below it.
#[must_use]
pub fn tree(categories: &[Category], lang: Lang) -> Vec<Branch> {
    let mut below: HashMap<Option<Uuid>, Vec<&Category>> = HashMap::new();
    for category in categories {
        below.entry(category.parent_id).or_default().push(category);
    }
    for neighbours in below.values_mut() {
        neighbours.sort_by_key(|c| (c.position, c.name.get(lang).to_lowercase(), c.id));
    }
    let mut out = Vec::with_capacity(categories.len());
    let mut left: Vec<(&Category, usize)> = Vec::new();
    let push = |left: &mut Vec<_>, of: Option<Uuid>, depth| {
        left.extend(below.get(&of).into_iter().flatten().rev().map(|c| (*c, depth)));
    };
    push(&mut left, None, 0);
    while let Some((category, depth)) = left.pop() {
        out.push(Branch { category: category.clone(), depth });
        push(&mut left, Some(category.id), depth + 1);
    }
    out
}

/// The names from the top down to a category: `Fish › Fresh`.
#[must_use]
pub fn path_of(categories: &[Category], id: Uuid, lang: Lang) -> String {
    let (mut names, mut at) = (Vec::new(), Some(id));
    while let Some(category) = at.and_then(|id| categories.iter().find(|c| c.id == id)) {
        names.push(category.name.get(lang));
        at = category.parent_id.filter(|_| names.len() <= 20);
    }
    names.reverse();
    names.join(" › ")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn category(id: u128, parent: Option<u128>, name: &str) -> Category {
        Category {
            id: Uuid::from_u128(id),
            parent_id: parent.map(Uuid::from_u128),
            name: Text::new(Lang::En, name).unwrap(),
            position: 0,
            version: 1,
        }
    }

    #[test]
    fn a_category_is_never_below_itself() {
        let all = [
            category(1, None, "Fish"),
            category(2, Some(1), "Fresh"),
            category(3, Some(2), "Hamour"),
        ];
        assert!(check_place(&all, &category(3, Some(1), "Hamour")).is_ok());
        for parent in [1, 2, 3] {
            let refused = check_place(&all, &category(1, Some(parent), "Fish")).unwrap_err();
            assert_eq!(refused.fields()[0].code, "category_below_itself");
        }
        let refused = check_place(&all, &category(2, Some(9), "Fresh")).unwrap_err();
        assert_eq!(refused.fields()[0].code, "unknown");
    }

    #[test]
    fn the_tree_is_read_from_the_top_down() {
        let all = [
            category(3, Some(2), "Hamour"),
            category(2, Some(1), "Fresh"),
            category(4, None, "Gear"),
            category(1, None, "Fish"),
            category(5, Some(1), "Dried"),
        ];
        let read: Vec<(String, usize)> = tree(&all, Lang::En)
            .into_iter()
            .map(|b| (b.category.name.get(Lang::En).to_owned(), b.depth))
            .collect();
        let wanted = [("Fish", 0), ("Dried", 1), ("Fresh", 1), ("Hamour", 2), ("Gear", 0)];
        assert_eq!(read, wanted.map(|(name, depth)| (name.to_owned(), depth)));
        assert_eq!(path_of(&all, Uuid::from_u128(3), Lang::En), "Fish › Fresh › Hamour");
    }
}
