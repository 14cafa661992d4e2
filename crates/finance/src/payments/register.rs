//! Who may be paid ahead: those whom the storeys above keep, also before their first document.

use std::sync::Arc;

use base::{BoxFuture, Money, Problem, Tx};
use uuid::Uuid;

use super::{Direction, Payer, usual};
use crate::open_items::{self, PartyBalance, Side};

/// Where the suppliers, or the customers, of a company are kept.
#[derive(Clone, Copy)]
pub struct Register {
    /// Customers or suppliers.
    pub side: Side,
    /// The name of the one with this id.
    pub name: NameOf,
    /// Those who best fit what was typed and may be dealt with, by id and name; at most twenty.
    pub search: SearchBy,
}

/// Asks for the name of somebody.
pub type NameOf = for<'a> fn(&'a mut Tx, Uuid) -> BoxFuture<'a, Result<Option<String>, Problem>>;

/// Asks who fits what was typed.
pub type SearchBy =
    for<'a> fn(&'a mut Tx, &'a str) -> BoxFuture<'a, Result<Vec<(Uuid, String)>, Problem>>;

/// All registers of the program.
#[derive(Clone)]
pub(super) struct Registers(Arc<[Register]>);

impl Registers {
    pub(super) fn new(all: Vec<Register>) -> Self {
        Self(all.into())
    }

    /// The party as its latest document names it; one that has none yet as its register does,
    /// where money goes the usual way: only that can be paid ahead.
    pub(super) async fn payer(
        &self,
        tx: &mut Tx,
        (side, id): (Side, Uuid),
        direction: Direction,
    ) -> Result<Payer, Problem> {
        if open_items::is_known(tx, side, id).await? {
            return Payer::known(tx, side, id).await;
        }
        for register in self.of(side, direction) {
            if let Some(name) = (register.name)(tx, id).await? {
                return Ok(Payer { side, id, name });
            }
        }
        Err(Problem::not_found())
    }

    /// Those with whom money can move, first those with documents, who owe or are owed most.
    pub(super) async fn parties(
        &self,
        tx: &mut Tx,
        side: Side,
        direction: Direction,
        q: &str,
    ) -> Result<Vec<PartyBalance>, Problem> {
        let mut found = open_items::parties(tx, side, q).await?;
        let open = Money::zero(tx.currency());
        for register in self.of(side, direction) {
            for (party_id, party_name) in (register.search)(tx, q.trim()).await? {
                if found.iter().all(|one| one.party_id != party_id) {
                    found.push(PartyBalance { party_id, party_name, open });
                }
            }
        }
        Ok(found)
    }

    fn of(&self, side: Side, direction: Direction) -> impl Iterator<Item = &Register> {
        self.0.iter().filter(move |one| one.side == side && usual(side) == direction)
    }
}
