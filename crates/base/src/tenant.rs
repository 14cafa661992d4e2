//! Who acts, and for which company: what every transaction and every request carries.

use std::collections::BTreeSet;
use std::net::IpAddr;
use std::sync::Arc;

use jiff::tz::TimeZone;
use uuid::Uuid;

use crate::{Country, Currency, Id, Lang, Locale, Timestamp};

/// A company on this installation.
#[derive(Debug, Clone)]
pub struct Tenant {
    /// Its id; the nil id is the installation itself.
    pub id: Id<Tenant>,
    /// Its subdomain.
    pub slug: String,
    /// Its name as people write it.
    pub name: String,
    /// Where it is established.
    pub country: Country,
    /// The currency of its books.
    pub currency: Currency,
    /// The language that its pages start in.
    pub lang: Lang,
    /// Where its business day begins and ends.
    pub time_zone: TimeZone,
    /// What it pays for.
    pub plan: String,
    /// When its trial ends, if it is on trial.
    pub trial_ends_at: Option<Timestamp>,
}

impl Tenant {
    /// The locale of this company in the given language.
    #[must_use]
    pub fn locale(&self, lang: Lang) -> Locale {
        Locale::new(lang, Some(self.country), self.time_zone.clone())
    }
}

/// A person of a company.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Who {
    /// Somebody who signed in.
    User {
        /// The user's id.
        id: Uuid,
        /// The user's name, as the audit log keeps it.
        name: String,
    },
    /// The program itself, by the name of the reason.
    System(&'static str),
}

/// Somebody acting for a company: goes into every transaction, audit row and entry.
#[derive(Debug, Clone)]
pub struct Actor {
    /// The company.
    pub tenant: Arc<Tenant>,
    /// The person or the program.
    pub who: Who,
    /// What they may do; the program itself may do everything.
    pub permissions: Arc<BTreeSet<String>>,
    /// Where the request came from.
    pub ip: Option<IpAddr>,
    /// The request that this belongs to.
    pub request_id: Option<String>,
}

impl Actor {
    /// The program acting for a company, for the reason named.
    #[must_use]
    pub fn system(tenant: Arc<Tenant>, reason: &'static str) -> Self {
        let permissions = Arc::default();
        Self { tenant, who: Who::System(reason), permissions, ip: None, request_id: None }
    }

    /// Whether the actor holds the permission, e.g. `orders.confirm`.
    #[must_use]
    pub fn may(&self, permission: &str) -> bool {
        matches!(self.who, Who::System(_)) || self.permissions.contains(permission)
    }

    /// The user's id; none for the program itself.
    #[must_use]
    pub fn user_id(&self) -> Option<Uuid> {
        match &self.who {
            Who::User { id, .. } => Some(*id),
            Who::System(_) => None,
        }
    }

    /// The name for the audit log.
    #[must_use]
    pub fn name(&self) -> &str {
        match &self.who {
            Who::User { name, .. } => name,
            Who::System(reason) => reason,
        }
    }
}
