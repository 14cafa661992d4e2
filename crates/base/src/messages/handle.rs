//! The handle that pages and jobs speak through.

use std::sync::Arc;

use super::{Arg, Messages};
use crate::currency::Currency;
use crate::dates::{Date, Timestamp};
use crate::locale::{Lang, Locale};
use crate::money::Money;
use crate::quantity::{Quantity, Rate, UnitPrice};
use crate::text::Text;

/// Messages for one reader: `l.t("orders-title")`, `l.money(total)`. Cheap to clone.
#[derive(Clone, Debug)]
pub struct L {
    messages: Arc<Messages>,
    locale: Arc<Locale>,
}

impl L {
    /// The messages, as this reader reads them.
    pub fn new(messages: Arc<Messages>, locale: Arc<Locale>) -> Self {
        Self { messages, locale }
    }

    /// The message of this key.
    pub fn t(&self, key: &str) -> String {
        self.with(key, &[])
    }

    /// The message of this key with its values: `l.with("cart-items", &[("n", 3.into())])`.
    pub fn with(&self, key: &str, args: &[(&str, Arg<'_>)]) -> String {
        self.messages.say(self.locale.lang(), self.locale.digits(), key, args)
    }

    /// Whether there is a message of this key.
    pub fn has(&self, key: &str) -> bool {
        self.messages.has(key)
    }

    /// Money with its currency.
    pub fn money(&self, money: Money) -> String {
        self.locale.fmt_money(money)
    }

    /// The amount alone, where a heading names the currency.
    pub fn amount(&self, money: Money) -> String {
        self.locale.fmt_amount(money)
    }

    /// A quantity without needless decimals.
    pub fn quantity(&self, quantity: Quantity) -> String {
        self.locale.fmt_quantity(quantity)
    }

    /// A unit price with at least the currency's decimals.
    pub fn unit_price(&self, price: UnitPrice, currency: Currency) -> String {
        self.locale.fmt_unit_price(price, currency)
    }

    /// A rate as a percentage.
    pub fn percent(&self, rate: Rate) -> String {
        self.locale.fmt_percent(rate)
    }

    /// A whole number, grouped.
    pub fn int(&self, n: i64) -> String {
        self.locale.fmt_int(n)
    }

    /// A day in words.
    pub fn date(&self, date: Date) -> String {
        self.locale.fmt_date(date)
    }

    /// The short name of a day's month, for the axis of a chart.
    pub fn month(&self, date: Date) -> String {
        self.locale.fmt_month(date)
    }

    /// The month of a date with its year, `Jan 2026`.
    #[must_use]
    pub fn month_of_year(&self, date: Date) -> String {
        self.locale.fmt_month_of_year(date)
    }

    /// A moment in the reader's time zone.
    pub fn timestamp(&self, moment: Timestamp) -> String {
        self.locale.fmt_timestamp(moment)
    }

    /// A name in the reader's language, or the nearest there is.
    pub fn text<'a>(&self, text: &'a Text) -> &'a str {
        text.get(self.lang())
    }

    /// The reader's language.
    pub fn lang(&self) -> Lang {
        self.locale.lang()
    }

    /// The writing direction, `rtl` or `ltr`.
    pub fn dir(&self) -> &'static str {
        self.locale.lang().dir()
    }

    /// The reader's locale.
    pub fn locale(&self) -> &Locale {
        &self.locale
    }

    /// All messages, for another reader (a mail to a customer).
    pub fn messages(&self) -> &Arc<Messages> {
        &self.messages
    }
}
