//! A company is made: sign-up, people, branch, products; everything but its history.

use std::sync::Arc;

use base::tenants::tenant_of_slug;
use base::{Actor, App, Lang, Problem, Tenant, Text, Tx};
use platform::sessions;
use platform::settings::{self, CompanyChange};
use platform::sign_up::{NewCompany, sign_up};
use platform::users::{self, NewUser};
use secrecy::SecretString;
use supply::inventory::{self, NewWarehouse};

use super::companies::Company;
use super::store::{self, Mark};
use super::{DemoError, products};

/// Makes what is not there yet, and says how far the company's history has come.
pub(super) async fn set_up(
    app: &App,
    company: &'static Company,
    password: &str,
    fresh: Mark,
) -> Result<(Arc<Tenant>, Mark), DemoError> {
    let tenant = match tenant_of_slug(app, company.slug).await? {
        Some(tenant) => tenant,
        None => sign_up(app, new_company(company, password)?).await?.tenant,
    };
    let owner = owner(app, &tenant, company).await?;
    let mut tx = Tx::begin(app, &owner).await?;
    let mark = match store::mark(&mut tx).await? {
        Some(mark) => mark,
        None => {
            store::end_trial(&mut tx).await?;
            say_who(&mut tx, company).await?;
            hire(&mut tx, company, password).await?;
            open_branch(&mut tx, company).await?;
            store::set_mark(&mut tx, &fresh).await?;
            fresh
        }
    };
    let has_products = store::has_products(&mut tx).await?;
    tx.commit().await?;
    if !has_products {
        products::import(app, &owner, company).await?;
    }
    Ok((tenant, mark))
}

/// The owner, as somebody who may do everything.
pub(super) async fn owner(
    app: &App,
    tenant: &Arc<Tenant>,
    company: &Company,
) -> Result<Actor, DemoError> {
    let found = sessions::actor_of(app, tenant, &company.email("owner")).await;
    found.map_err(|_| DemoError::Taken { slug: company.slug })
}

fn new_company(company: &Company, password: &str) -> Result<NewCompany, Problem> {
    Ok(NewCompany {
        company: company.name.to_owned(),
        subdomain: company.slug.to_owned(),
        country: company.country.parse().map_err(Problem::internal)?,
        currency: Some(base::Currency::parse(company.currency).map_err(Problem::internal)?),
        language: Some(company.lang),
        time_zone: Some(company.time_zone.to_owned()),
        name: company.people.first().map_or("", |(_, name)| name).to_owned(),
        email: company.email("owner"),
        password: SecretString::from(password),
    })
}

/// What stands on the company's papers.
async fn say_who(tx: &mut Tx, company: &Company) -> Result<(), Problem> {
    let seat = &company.seat;
    let change = CompanyChange {
        address: Some(seat.address.to_owned()),
        city: Some(seat.city.to_owned()),
        tax_number: Some(seat.tax_number.to_owned()),
        email: Some(company.email("info")),
        phone: Some(seat.phone.to_owned()),
        ..CompanyChange::default()
    };
    settings::edit(tx, change).await.map(|_| ())
}

/// One person for each role beside the owner.
async fn hire(tx: &mut Tx, company: &Company, password: &str) -> Result<(), Problem> {
    for (role, name) in company.people.iter().skip(1) {
        let person = NewUser {
            name: (*name).to_owned(),
            email: company.email(role),
            password: Some(SecretString::from(password)),
            roles: vec![(*role).to_owned()],
            lang: None,
        };
        users::create(tx, person).await?;
    }
    Ok(())
}

async fn open_branch(tx: &mut Tx, company: &Company) -> Result<(), Problem> {
    let branch = &company.branch;
    let names = [(Lang::En, branch.en), (company.lang, branch.local)];
    let new = NewWarehouse {
        id: None,
        code: branch.code.to_owned(),
        name: Some(Text::from_parts(names).map_err(Problem::internal)?),
        address: branch.address.to_owned(),
    };
    inventory::create_warehouse(tx, new).await.map(|_| ())
}
