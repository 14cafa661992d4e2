//! The chart as a tree.

use base::{Problem, Text, Tx};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::store;
use crate::ledger::{AccountType, Control};

/// An account with its place in the tree.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema, sqlx::FromRow)]
pub struct ChartAccount {
    /// Its id.
    pub id: Uuid,
    /// Its code, by which the chart is ordered.
    pub code: String,
    /// Its name.
    pub name: Text,
    /// The side of the books that it stands on.
    #[serde(rename = "type")]
    #[sqlx(rename = "type")]
    pub kind: AccountType,
    /// The account that it is a part of.
    pub parent_id: Option<Uuid>,
    /// What else keeps count of its balance.
    pub control: Control,
    /// What the posting rules use it for.
    pub role: Option<String>,
    /// Whether new entries may use it.
    pub active: bool,
    /// Whether anything was ever posted to it.
    pub used: bool,
    /// Grows with every change.
    pub version: i32,
    /// How deep it stands in the tree; zero at the top.
    #[sqlx(default)]
    pub depth: i32,
}

impl ChartAccount {
    /// Whether the posting rules need it, so that it cannot be retired.
    #[must_use]
    pub fn is_protected(&self) -> bool {
        let free = matches!(self.control, Control::None | Control::Bank | Control::Cash);
        self.role.is_some() || !free
    }
}

/// The whole chart, each account followed by its parts; at most 2,000 accounts.
///
/// # Errors
/// When the database is away.
pub async fn chart(tx: &mut Tx) -> Result<Vec<ChartAccount>, Problem> {
    Ok(as_tree(store::accounts(tx).await?))
}

/// The account with this id.
///
/// # Errors
/// 404 when the company has none.
pub async fn find(tx: &mut Tx, id: Uuid) -> Result<ChartAccount, Problem> {
    store::account(tx, id).await?.ok_or_else(Problem::not_found)
}

/// Puts each account behind its parent, in the order of the codes.
fn as_tree(all: Vec<ChartAccount>) -> Vec<ChartAccount> {
    let mut tree = Vec::with_capacity(all.len());
    // The next to come lies on top.
    let tops = all.iter().filter(|account| account.parent_id.is_none());
    let mut next: Vec<(&ChartAccount, i32)> = tops.map(|account| (account, 0)).collect();
    next.reverse();
    while let Some((account, depth)) = next.pop() {
        tree.push(ChartAccount { depth, ..account.clone() });
        let parts = all.iter().filter(|part| part.parent_id == Some(account.id)).rev();
        next.extend(parts.map(|part| (part, depth + 1)));
    }
    tree
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use base::Lang;

    use super::*;

    #[test]
    fn parts_stand_below_their_whole_in_the_order_of_codes() {
        let account = |id: u128, code: &str, parent: Option<u128>| ChartAccount {
            id: Uuid::from_u128(id),
            code: code.to_owned(),
            name: Text::new(Lang::En, code).unwrap(),
            kind: AccountType::Asset,
            parent_id: parent.map(Uuid::from_u128),
            control: Control::None,
            role: None,
            active: true,
            used: false,
            version: 1,
            depth: 0,
        };
        let all = vec![
            account(1, "1000", None),
            account(2, "1010", Some(4)),
            account(3, "1100", None),
            account(4, "1200", Some(1)),
            account(5, "1300", Some(1)),
        ];
        let tree = as_tree(all);
        let found: Vec<(&str, i32)> = tree.iter().map(|a| (a.code.as_str(), a.depth)).collect();
        assert_eq!(found, [("1000", 0), ("1200", 1), ("1010", 2), ("1300", 1), ("1100", 0)]);
    }
}
