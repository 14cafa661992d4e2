//! Adding an account, renaming it, moving it in the tree, retiring it.

use base::{Money, Problem, Text, Tx};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use utoipa::ToSchema;
use uuid::Uuid;

use super::store;
use super::{ChartAccount, find};
use crate::ledger::{AccountType, Control};

/// How deep the tree may be; deeper nobody finds anything.
const MOST_DEPTH: usize = 6;
const MOST_CODE: usize = 20;
const MOST_NAME: usize = 120;
/// Lists of accounts are read whole.
const MOST_ACCOUNTS: i64 = 2000;

/// What a new account is for, beside holding a balance.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Holds {
    /// Nothing else.
    #[default]
    None,
    /// It is an account at a bank.
    Bank,
    /// It is a cash box.
    Cash,
}

impl Holds {
    pub(super) fn control(self) -> Control {
        match self {
            Self::None => Control::None,
            Self::Bank => Control::Bank,
            Self::Cash => Control::Cash,
        }
    }
}

/// An account about to be added.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAccount {
    /// Its id, if the caller chose one.
    #[serde(default)]
    pub id: Option<Uuid>,
    /// Its code: letters, digits, dots and dashes.
    pub code: String,
    /// Its name.
    pub name: Text,
    /// The side of the books that it stands on.
    #[serde(rename = "type")]
    pub kind: AccountType,
    /// The account that it is a part of, of the same type.
    #[serde(default)]
    pub parent_id: Option<Uuid>,
    /// Whether it is a bank account or a cash box.
    #[serde(default)]
    pub holds: Holds,
}

/// A change of an account; what is not said stays.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ChangeAccount {
    /// The version that was read.
    pub version: Option<i32>,
    /// Its code.
    pub code: Option<String>,
    /// Its name.
    pub name: Option<Text>,
    /// The account that it is a part of; null puts it at the top.
    #[serde(deserialize_with = "said")]
    #[schema(value_type = Option<Uuid>)]
    pub parent_id: Option<Option<Uuid>>,
    /// Whether new entries may use it: false retires it.
    pub active: Option<bool>,
}

/// Tells null, which is an answer, from a field that is not there.
fn said<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Option<Option<Uuid>>, D::Error> {
    Option::<Uuid>::deserialize(from).map(Some)
}

/// Adds an account.
///
/// # Errors
/// 422 for what cannot be, 409 for a code that is taken.
pub async fn create(tx: &mut Tx, new: NewAccount) -> Result<ChartAccount, Problem> {
    let code = new.code.trim().to_owned();
    check(&code, &new.name)?;
    if store::count(tx).await? >= MOST_ACCOUNTS {
        return Err(Problem::refused("chart_full").fact("most", MOST_ACCOUNTS));
    }
    let id = new.id.unwrap_or_else(|| tx.new_id::<ChartAccount>().uuid());
    if let Some(parent) = new.parent_id {
        below(tx, id, new.kind, parent).await?;
    }
    free(tx, &code, id).await?;
    let account = ChartAccount {
        id,
        code,
        name: new.name,
        kind: new.kind,
        parent_id: new.parent_id,
        control: new.holds.control(),
        role: None,
        active: true,
        used: false,
        version: 1,
        depth: 0,
    };
    store::insert(tx, &account).await?;
    let facts = json!({"code": account.code, "name": account.name});
    tx.audit("accounts.create", "account", id, facts);
    find(tx, id).await
}

/// Changes an account.
///
/// # Errors
/// As [`create`]; 422 when it cannot be retired, 412 when somebody changed it since.
pub async fn change(tx: &mut Tx, id: Uuid, change: ChangeAccount) -> Result<ChartAccount, Problem> {
    store::hold(tx, id).await?;
    let old = find(tx, id).await?;
    if change.version.is_some_and(|version| version != old.version) {
        return Err(Problem::stale());
    }
    let mut new = old.clone();
    if let Some(code) = change.code {
        code.trim().clone_into(&mut new.code);
    }
    new.name = change.name.unwrap_or(new.name);
    new.parent_id = change.parent_id.unwrap_or(new.parent_id);
    new.active = change.active.unwrap_or(new.active);
    check(&new.code, &new.name)?;
    if new.code != old.code {
        free(tx, &new.code, id).await?;
    }
    if let Some(parent) = new.parent_id.filter(|_| new.parent_id != old.parent_id) {
        below(tx, id, new.kind, parent).await?;
    }
    if old.active && !new.active {
        may_retire(tx, &old).await?;
    }
    let differing = differences(&old, &new);
    if differing.is_empty() {
        return Ok(old);
    }
    store::update(tx, &new).await?;
    let action = match (old.active, new.active) {
        (true, false) => "accounts.retire",
        (false, true) => "accounts.bring_back",
        _ => "accounts.edit",
    };
    tx.audit(action, "account", id, Value::Object(differing));
    find(tx, id).await
}

fn differences(old: &ChartAccount, new: &ChartAccount) -> Map<String, Value> {
    let pairs = [
        ("code", json!(old.code), json!(new.code)),
        ("name", json!(old.name), json!(new.name)),
        ("parent", json!(old.parent_id), json!(new.parent_id)),
        ("active", json!(old.active), json!(new.active)),
    ];
    let differing = pairs.into_iter().filter(|(_, old, new)| old != new);
    differing.map(|(name, old, new)| (name.to_owned(), json!([old, new]))).collect()
}

fn check(code: &str, name: &Text) -> Result<(), Problem> {
    let mut problem = Problem::invalid();
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-');
    if code.is_empty() {
        problem = problem.field("code", "required");
    } else if code.len() > MOST_CODE || !code.chars().all(plain) {
        problem = problem.field_with("code", "account_code", &[("most", &MOST_CODE)]);
    }
    if name.iter().any(|(_, name)| name.chars().count() > MOST_NAME) {
        problem = problem.field_with("name", "too_long", &[("most", &MOST_NAME)]);
    }
    problem.or_ok()
}

async fn free(tx: &mut Tx, code: &str, id: Uuid) -> Result<(), Problem> {
    match store::id_of(tx, code).await? {
        Some(other) if other != id => {
            let problem = Problem::conflict("account_code_taken").fact("code", code);
            Err(problem.field_with("code", "account_code_taken", &[("code", &code)]))
        }
        _ => Ok(()),
    }
}

/// Whether an account of this type may stand below the parent.
async fn below(tx: &mut Tx, id: Uuid, kind: AccountType, parent: Uuid) -> Result<(), Problem> {
    let refused = |code| Problem::invalid().field("parent_id", code);
    let ancestors = store::ancestors(tx, parent).await?;
    let Some(first) = ancestors.first() else { return Err(refused("unknown")) };
    if first.kind != kind {
        return Err(refused("account_other_type"));
    }
    if ancestors.iter().any(|ancestor| ancestor.id == id) {
        return Err(refused("account_circle"));
    }
    let below = store::height(tx, id).await?;
    if ancestors.len() + below > MOST_DEPTH {
        let problem = Problem::invalid();
        return Err(problem.field_with("parent_id", "account_too_deep", &[("most", &MOST_DEPTH)]));
    }
    Ok(())
}

async fn may_retire(tx: &mut Tx, account: &ChartAccount) -> Result<(), Problem> {
    let refused = |code| Problem::refused(code).fact("account", &account.code);
    if account.is_protected() {
        return Err(refused("account_protected"));
    }
    if store::has_parts(tx, account.id).await? {
        return Err(refused("account_has_parts"));
    }
    let balance = store::balance(tx, account.id).await?;
    if balance != 0 {
        let said = Money::new(balance, tx.currency());
        let said = format!("{} {}", said.to_decimal_string(), said.currency.code());
        return Err(refused("account_has_balance").fact("balance", said));
    }
    Ok(())
}
