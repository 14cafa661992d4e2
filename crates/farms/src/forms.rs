//! What the pages of this storey share: what was typed, read field by field.

pub(crate) use base::forms::{error, mistakes, texts};
use base::{Cx, Date, FormData, Money, Problem, Quantity, UnitPrice};

/// What was typed; what cannot be read is gathered and told at once.
pub(crate) struct Typed<'a> {
    data: &'a FormData,
    problem: Problem,
}

impl<'a> Typed<'a> {
    pub(crate) fn of(data: &'a FormData) -> Self {
        Self { data, problem: Problem::invalid() }
    }

    fn wrong(&mut self, name: &'static str, code: &'static str) {
        let problem = std::mem::replace(&mut self.problem, Problem::invalid());
        self.problem = problem.field(name, code);
    }

    /// What a field says, when it says something; `code` is told when that cannot be read.
    fn read<T, E>(
        &mut self,
        name: &'static str,
        code: &'static str,
        parse: impl Fn(&str) -> Result<T, E>,
    ) -> Option<T> {
        let text = self.data.some(name)?;
        let read = parse(text).ok();
        if read.is_none() {
            self.wrong(name, code);
        }
        read
    }

    /// The same of a field that must say something.
    fn demand<T>(&mut self, name: &'static str, read: Option<T>) -> Option<T> {
        if read.is_none() && self.data.some(name).is_none() {
            self.wrong(name, "required");
        }
        read
    }

    pub(crate) fn text(&self, name: &str) -> String {
        self.data.text(name).to_owned()
    }

    pub(crate) fn some(&self, name: &str) -> Option<String> {
        self.data.some(name).map(str::to_owned)
    }

    pub(crate) fn is_ticked(&self, name: &str) -> bool {
        self.data.has(name)
    }

    pub(crate) fn id(&mut self, name: &'static str) -> Option<uuid::Uuid> {
        self.read(name, "unknown", str::parse)
    }

    pub(crate) fn date(&mut self, name: &'static str) -> Option<Date> {
        self.read(name, "not_a_date", str::parse)
    }

    pub(crate) fn quantity(&mut self, name: &'static str) -> Option<Quantity> {
        self.read(name, "not_a_number", Quantity::parse_local)
    }

    pub(crate) fn needed_quantity(&mut self, name: &'static str) -> Quantity {
        let read = self.quantity(name);
        self.demand(name, read).unwrap_or_default()
    }

    pub(crate) fn price(&mut self, name: &'static str) -> Option<UnitPrice> {
        self.read(name, "not_a_number", UnitPrice::parse_local)
    }

    pub(crate) fn needed_price(&mut self, name: &'static str) -> UnitPrice {
        let read = self.price(name);
        self.demand(name, read).unwrap_or_default()
    }

    /// A number of animals: whole.
    pub(crate) fn count(&mut self, name: &'static str) -> Option<i64> {
        let read = self.quantity(name)?.as_whole();
        if read.is_none() {
            self.wrong(name, "not_a_number");
        }
        read
    }

    pub(crate) fn needed_count(&mut self, name: &'static str) -> i64 {
        let read = self.count(name);
        self.demand(name, read).unwrap_or_default()
    }

    pub(crate) fn needed_money(&mut self, name: &'static str, cx: &Cx) -> Money {
        let currency = cx.actor.tenant.currency;
        let read = self.read(name, "not_a_number", |text| Money::parse_local(text, currency));
        self.demand(name, read).unwrap_or(Money::zero(currency))
    }

    /// Fails when something could not be read.
    pub(crate) fn end(self) -> Result<(), Problem> {
        self.problem.or_ok()
    }
}
