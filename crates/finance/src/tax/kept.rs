//! The codes of a company as documents use them, remembered between documents.

use base::{Date, Problem, Rate, Setup, Text, Tx};
use uuid::Uuid;

use super::booking::Part;
use super::detail::TaxKind;
use super::{TaxCode, Taxation, store};

/// All codes of a company, with their rates of every day.
#[derive(Debug, PartialEq)]
pub struct Codes(Vec<KeptCode>);

/// A code with everything that booking it needs.
#[derive(Debug, PartialEq)]
pub(super) struct KeptCode {
    /// With its first rate.
    pub code: TaxCode,
    pub kind: TaxKind,
    pub active: bool,
    pub reason: Option<Text>,
    pub input_account_id: Option<Uuid>,
    pub cash_basis: bool,
    /// From which day it has which rate; before the first of them it has its own.
    pub rates: Vec<(Date, Rate)>,
    /// The codes that it consists of, and whether each is reckoned on those before it.
    pub parts: Vec<(Uuid, bool)>,
}

impl Setup for Codes {
    async fn load(tx: &mut Tx) -> Result<Self, Problem> {
        store::kept(tx).await.map(Self)
    }
}

impl Codes {
    /// The code with the rate of that day, if documents may have it.
    #[must_use]
    pub fn offered(&self, id: Uuid, day: Date) -> Option<TaxCode> {
        self.of_tax(id).filter(|kept| kept.active).map(|kept| kept.on(day))
    }

    /// How the tax of a code is booked on that day, also when it is no longer offered.
    pub(super) fn taxation(&self, id: Uuid, day: Date) -> Option<Taxation> {
        let kept = self.of_tax(id)?;
        Some(Taxation {
            code: kept.on(day),
            reason: kept.reason.clone(),
            input_account_id: kept.input_account_id,
            cash_basis: kept.cash_basis,
            parts: kept.parts.iter().filter_map(|part| self.part(*part, day)).collect(),
        })
    }

    fn find(&self, id: Uuid) -> Option<&KeptCode> {
        self.0.iter().find(|kept| kept.code.id == id)
    }

    fn of_tax(&self, id: Uuid) -> Option<&KeptCode> {
        self.find(id).filter(|kept| kept.kind == TaxKind::Tax)
    }

    fn part(&self, (id, on_tax): (Uuid, bool), day: Date) -> Option<Part> {
        let kept = self.find(id)?;
        Some(Part {
            tax_code_id: id,
            rate: kept.rate_on(day),
            on_tax,
            account_id: kept.code.account_id,
            input_account_id: kept.input_account_id,
        })
    }
}

impl KeptCode {
    fn on(&self, day: Date) -> TaxCode {
        TaxCode { rate: self.rate_on(day), ..self.code.clone() }
    }

    fn rate_on(&self, day: Date) -> Rate {
        let since = self.rates.iter().rev().find(|(from, _)| *from <= day);
        since.map_or(self.code.rate, |(_, rate)| *rate)
    }
}
