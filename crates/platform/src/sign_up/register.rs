//! The verb.

use std::sync::Arc;

use base::tenants::forget_tenants;
use base::{App, Id, Problem, Reason, Tenant, Tx};

use super::company::{Judged, NewCompany};
use super::store;
use crate::mail::{self, Mail};
use crate::passwords;
use crate::users::{self, User};

/// The plan that every company starts with.
const PLAN: &str = "trial";

/// A company with its owner.
#[derive(Debug, Clone)]
pub struct SignedUp {
    /// The company.
    pub tenant: Arc<Tenant>,
    /// Its owner.
    pub owner: User,
}

/// Makes a company with its owner, roles and everything that the capabilities furnish.
///
/// # Errors
/// 422 with the fields that cannot be; 409 `subdomain_taken`.
pub async fn sign_up(app: &App, new: NewCompany) -> Result<SignedUp, Problem> {
    let new = new.judge()?;
    // Before the transaction: hashing takes longer than everything in it.
    let hash = passwords::hash(&new.password).await?;
    let mut tx = Tx::system(app, Reason::SignUp).await?;
    let tenant = Arc::new(make_tenant(&mut tx, &new).await?);
    tx.enter(tenant.clone()).await?;
    let roles = users::furnish_roles(&mut tx).await?;
    let owner_role: Vec<_> = roles.get("owner").copied().into_iter().collect();
    let lang = Some(new.lang);
    let owner =
        users::insert(&mut tx, &new.person, &new.email, Some(hash), lang, &owner_role).await?;
    for furnish in app.capabilities().iter().filter_map(|c| c.furnish) {
        furnish(&mut tx).await?;
    }
    welcome(&mut tx, &tenant, &owner)?;
    let id = tenant.id.uuid();
    let facts = serde_json::json!({"name": tenant.name, "slug": tenant.slug, "plan": PLAN});
    tx.audit("sign_up.company", "tenant", id, facts.clone());
    tx.record("sign_up.company_signed_up", id, facts);
    tx.commit().await?;
    // The host may have been asked for before there was a company.
    forget_tenants(app);
    tracing::info!(tenant = %tenant.slug, country = %tenant.country, "a company signed up");
    Ok(SignedUp { tenant, owner })
}

fn welcome(tx: &mut Tx, tenant: &Tenant, owner: &User) -> Result<(), Problem> {
    let app = tx.app().clone();
    let l = app.l(tenant, tenant.lang);
    let company = [("company", tenant.name.as_str().into())];
    let hello = l.with("sign-up-mail-hello", &[("name", owner.name.as_str().into())]);
    let url = app.config().tenant_url(&tenant.slug);
    let letter = Mail {
        to: owner.email.clone(),
        lang: tenant.lang,
        subject: l.with("sign-up-mail-subject", &company),
        paragraphs: vec![hello, l.with("sign-up-mail-text", &company)],
        button: Some((l.with("sign-up-mail-button", &company), url)),
        footer: l.with("mail-footer", &company),
    };
    mail::send(tx, letter)
}

async fn make_tenant(tx: &mut Tx, new: &Judged) -> Result<Tenant, Problem> {
    let id: Id<Tenant> = tx.new_id();
    let trial_ends_at = store::trial_end(tx, PLAN).await?;
    let tenant = Tenant {
        id,
        slug: new.subdomain.clone(),
        name: new.company.clone(),
        country: new.country,
        currency: new.currency,
        lang: new.lang,
        time_zone: base::locale::time_zone(&new.time_zone).map_err(Problem::internal)?,
        plan: PLAN.to_owned(),
        trial_ends_at,
    };
    if !store::insert_tenant(tx, &tenant, &new.time_zone).await? {
        let taken = Problem::conflict("subdomain_taken").fact("subdomain", &tenant.slug);
        return Err(taken.field("subdomain", "subdomain_taken"));
    }
    Ok(tenant)
}
