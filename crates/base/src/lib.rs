//! What every storey of Seaworthy stands on and no business word is known in: values, the
//! transaction, capabilities as data, requests, jobs, lists, and the look.

mod app;
pub mod assets;
pub mod capability;
mod config;
pub mod db;
pub mod export;
pub mod forms;
pub mod jobs;
pub mod list;
pub mod problem;
pub mod request;
pub mod route;
mod tenant;
pub mod tenants;
mod tx;
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
mod parts;
pub mod quantity;
pub mod round;
pub mod text;
pub mod words;

pub use app::{App, AppError};
pub use capability::{
    BoxFuture, Capability, Check, CloseCheck, CloseFinding, CloseState, Days, Finder, Furnish, Hit,
    NavItem, Offender, Permission, Section, Source, all_checks,
};
pub use config::{Config, LogFormat, MailConfig, Profile};
pub use currency::Currency;
pub use dates::{Clock, Date, TimeZone, Timestamp};
pub use id::Id;
pub use jobs::{Every, Job, JobCx, JobError, JobKind, NewJob, Schedule, Subscription};
pub use list::{Cursor, Filtered, List, ListQuery, Sort};
pub use locale::{Country, Digits, Lang, Locale};
pub use messages::{Arg, Catalogue, L, Messages};
pub use money::{Money, MoneyError};
pub use problem::{FieldProblem, Problem};
pub use quantity::{Quantity, Rate, UnitPrice};
pub use request::{Cx, Flash, Form, FormData, Json, Part, Path, Query, UploadForm, Visit};
pub use round::Rounding;
pub use route::{Access, Doc, Route};
pub use tenant::{Actor, Tenant, Who};
pub use text::Text;
pub use tx::{Reason, Setup, Tx, Writes};
