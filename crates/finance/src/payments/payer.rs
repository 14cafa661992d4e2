//! Who is at the other end of a payment, as far as the books know.

use base::{Problem, Tx};
use uuid::Uuid;

use crate::open_items::{self, Side};

/// A customer or supplier by id and name. The capability that keeps customers or suppliers
/// makes one of what it found; a party that has documents is known by them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payer {
    /// Customers or suppliers.
    pub side: Side,
    /// The customer or supplier.
    pub id: Uuid,
    /// Its name, as it is kept with the payment.
    pub name: String,
}

impl Payer {
    /// The party as its latest document names it.
    ///
    /// # Errors
    /// 404 for one that never had a document.
    pub async fn known(tx: &mut Tx, side: Side, id: Uuid) -> Result<Self, Problem> {
        let name = open_items::party_name(tx, side, id).await?;
        Ok(Self { side, id, name })
    }
}
