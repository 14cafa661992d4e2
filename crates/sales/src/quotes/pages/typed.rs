//! A quote as it was typed, and how it becomes a command.

use base::{Currency, Date, FormData, Problem, Tx};
use uuid::Uuid;

use super::super::{ChangeQuote, NewQuote, Quote, QuoteLine};
use crate::orders::{PricedFor, TypedLines};
use crate::{customers, forms};

/// The form.
#[derive(Debug, Clone, Default)]
pub(super) struct Typed {
    pub(super) version: Option<i32>,
    pub(super) customer_id: String,
    pub(super) customer_shown: String,
    pub(super) currency: String,
    pub(super) quote_date: String,
    pub(super) valid_until: String,
    pub(super) reference: String,
    pub(super) note: String,
    pub(super) terms: String,
    pub(super) prices_include_tax: bool,
    pub(super) lines: TypedLines,
}

impl Typed {
    pub(super) fn read(data: &FormData) -> Self {
        let text = |name: &str| data.text(name).to_owned();
        Self {
            version: forms::version(data),
            customer_id: text("customer_id"),
            customer_shown: text("customer_id_text"),
            currency: text("currency"),
            quote_date: text("quote_date"),
            valid_until: text("valid_until"),
            reference: text("reference"),
            note: text("note"),
            terms: text("terms"),
            prices_include_tax: data.has("prices_include_tax"),
            lines: TypedLines::read(data),
        }
    }

    pub(super) fn of(quote: &Quote) -> Self {
        let head = &quote.head;
        Self {
            version: Some(head.version),
            customer_id: head.customer.id.to_string(),
            customer_shown: head.customer.name.clone(),
            currency: head.gross.currency.code().to_owned(),
            quote_date: head.quote_date.to_string(),
            valid_until: head.valid_until.to_string(),
            reference: head.reference.clone(),
            note: head.note.clone(),
            terms: head.terms.clone(),
            prices_include_tax: head.prices_include_tax,
            lines: TypedLines::of(quote.lines.iter().map(QuoteLine::again)),
        }
    }

    /// The same with its lines numbered as they will be on the page.
    pub(super) fn renumbered(&self) -> Self {
        Self { lines: self.lines.renumbered(), ..self.clone() }
    }

    /// Whose prices they are, and of which day, as far as it can be said yet.
    pub(super) fn priced_for(&self) -> PricedFor {
        PricedFor {
            customer: self.customer_id.parse().ok(),
            currency: self.currency.parse().ok(),
            day: self.quote_date.parse().ok(),
            prices_include_tax: self.prices_include_tax,
        }
    }

    /// Finds what was typed where no script chose it.
    pub(super) async fn resolve(&mut self, tx: &mut Tx) -> Result<(), Problem> {
        if self.customer_id.is_empty()
            && let Some(id) = customers::named(tx, &self.customer_shown).await?
        {
            self.customer_id = id.to_string();
        }
        self.lines.resolve(tx).await
    }

    pub(super) fn to_new(&self) -> Result<NewQuote, Problem> {
        let (customer_id, quote_date, valid_until) = self.head()?;
        Ok(NewQuote {
            id: None,
            customer_id,
            currency: self.currency.parse().ok(),
            quote_date,
            valid_until,
            reference: self.reference.clone(),
            note: self.note.clone(),
            terms: self.terms.clone(),
            prices_include_tax: self.prices_include_tax,
            lines: self.lines.to_new()?,
        })
    }

    /// The change; lines of the same thing keep their words.
    pub(super) fn to_change(&self, old: &Quote) -> Result<ChangeQuote, Problem> {
        let (customer_id, quote_date, valid_until) = self.head()?;
        let currency: Option<Currency> = self.currency.parse().ok();
        let same_prices = customer_id == old.head.customer.id
            && currency.is_none_or(|currency| currency == old.head.gross.currency);
        let lines = old.lines.iter().map(QuoteLine::again).collect();
        Ok(ChangeQuote {
            version: self.version,
            customer_id: Some(customer_id),
            currency,
            quote_date,
            valid_until,
            reference: Some(self.reference.clone()),
            note: Some(self.note.clone()),
            terms: Some(self.terms.clone()),
            prices_include_tax: Some(self.prices_include_tax),
            lines: Some(self.lines.to_change(lines, same_prices)?),
        })
    }

    fn head(&self) -> Result<(Uuid, Option<Date>, Option<Date>), Problem> {
        let (customer, problem) = forms::customer(&self.customer_id, &self.customer_shown);
        let (date, problem) = forms::day(problem, "quote_date", &self.quote_date);
        let (until, problem) = forms::day(problem, "valid_until", &self.valid_until);
        problem.or_ok()?;
        Ok((customer.ok_or_else(Problem::invalid)?, date, until))
    }
}
