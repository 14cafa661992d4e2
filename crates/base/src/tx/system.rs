//! Why the installation itself opens a transaction.

/// A named reason: it stands in the audit log and in the transaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// A company signs up.
    SignUp,
    /// Finding the company of a host name.
    FindTenant,
    /// The worker takes and finishes jobs of every company.
    Worker,
    /// Schedules come due.
    Schedule,
    /// An operator at the command line or console.
    Operator,
    /// Health checks.
    Health,
}

impl Reason {
    /// The name in the audit log and in `app.system`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Reason::SignUp => "sign_up",
            Reason::FindTenant => "find_tenant",
            Reason::Worker => "worker",
            Reason::Schedule => "schedule",
            Reason::Operator => "operator",
            Reason::Health => "health",
        }
    }
}
