//! `tenant`: the companies of the installation.

use std::process::ExitCode;

use base::{Country, Currency, Lang, Tenant};
use clap::{Args, Subcommand};
use platform::sign_up::{NewCompany, SignedUp, sign_up};
use serde_json::{Value, json};

use super::database::Opened;
use super::secret::Password;
use super::{Done, Global, line, refused, say};

#[derive(Subcommand)]
pub(super) enum TenantCommand {
    /// Lists the active companies
    List {
        /// Answer in JSON
        #[arg(long)]
        json: bool,
    },
    /// Signs a company up, with its owner
    #[command(after_help = "Example:\n  seaworthy tenant create --company \"Acme Trading\" \
                      --subdomain acme --country SA --name \"Amina Saleh\" \
                      --email amina@acme.example")]
    Create(Box<Create>),
}

#[derive(Args)]
pub(super) struct Create {
    /// The company's name, as people write it
    #[arg(long)]
    company: String,
    /// Its subdomain: 3 to 40 small letters, digits and dashes
    #[arg(long)]
    subdomain: String,
    /// Where it is established, such as SA: decides chart of accounts and taxes
    #[arg(long)]
    country: Country,
    /// The currency of its books, such as SAR [default: the country's]
    #[arg(long, value_parser = Currency::parse)]
    currency: Option<Currency>,
    /// The language that its pages start in: en, ar or bn [default: the country's]
    #[arg(long)]
    language: Option<Lang>,
    /// Where its business day begins, such as Asia/Riyadh [default: the country's]
    #[arg(long)]
    time_zone: Option<String>,
    /// The owner's name
    #[arg(long)]
    name: String,
    /// The owner's mail address, to sign in with
    #[arg(long)]
    email: String,
    /// Reads the owner's password from standard input; else one is made up and printed once
    #[arg(long)]
    password_stdin: bool,
    /// Answer in JSON
    #[arg(long)]
    json: bool,
}

impl TenantCommand {
    pub(super) async fn run(self, global: &Global) -> Done {
        match self {
            TenantCommand::List { json } => list(global, json).await,
            TenantCommand::Create(wanted) => wanted.run(global).await,
        }
    }
}

async fn list(global: &Global, json: bool) -> Done {
    let opened = Opened::quietly(global).await?;
    let tenants = base::tenants::all_tenants(&opened.app).await;
    let config = opened.app.config().clone();
    opened.close().await?;
    let tenants = tenants?;
    if json {
        let rows: Vec<Value> =
            tenants.iter().map(|t| row(t, &config.tenant_url(&t.slug))).collect();
        say::json(&rows);
        return Ok(ExitCode::SUCCESS);
    }
    for tenant in &tenants {
        let url = config.tenant_url(&tenant.slug);
        let (country, currency) = (tenant.country.to_string(), tenant.currency.code());
        line(&format!("{:<20} {country} {currency} {} ({url})", tenant.slug, tenant.name));
    }
    if tenants.is_empty() {
        line("There are no companies yet: seaworthy tenant create --help");
    }
    Ok(ExitCode::SUCCESS)
}

impl Create {
    async fn run(self, global: &Global) -> Done {
        let password = Password::take(self.password_stdin)?;
        let opened = Opened::quietly(global).await?;
        let new = NewCompany {
            company: self.company,
            subdomain: self.subdomain,
            country: self.country,
            currency: self.currency,
            language: self.language,
            time_zone: self.time_zone,
            name: self.name,
            email: self.email,
            password: password.secret.clone(),
        };
        let made = sign_up(&opened.app, new).await;
        let made = made.map_err(|problem| refused(&opened.app, &problem));
        let config = opened.app.config().clone();
        opened.close().await?;
        let SignedUp { tenant, owner } = made?;
        let url = config.tenant_url(&tenant.slug);
        if self.json {
            let tenant = row(&tenant, &url);
            say::json(&json!({ "tenant": tenant, "owner": owner, "password": password.fresh }));
        } else {
            line(&format!("{} is signed up: {url}", tenant.name));
            password.say(&owner.email);
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn row(tenant: &Tenant, url: &str) -> Value {
    json!({ "id": tenant.id.uuid(), "slug": tenant.slug, "name": tenant.name,
        "country": tenant.country.to_string(), "currency": tenant.currency.code(),
        "language": tenant.lang.code(), "plan": tenant.plan, "url": url })
}
