//! base

pub mod assets;
pub mod ui;

mod column;
pub mod currency;
pub mod dates;
pub mod decimal;
pub mod digits;
pub mod id;
pub mod locale;
pub mod messages;
pub mod money;
pub mod quantity;
pub mod round;
pub mod text;

pub use currency::Currency;
pub use dates::{Clock, Date, TimeZone, Timestamp};
pub use id::Id;
pub use locale::{Country, Digits, Lang, Locale};
pub use messages::{Arg, Catalogue, L, Messages};
pub use money::{Money, MoneyError};
pub use quantity::{Quantity, Rate, UnitPrice};
pub use round::Rounding;
pub use text::Text;
