//! `admin`: a way in for the people who run a company.

use std::process::ExitCode;

use base::{Actor, App, Tx};
use clap::{Args, Subcommand};
use platform::users::{self, NewUser, User};
use serde_json::json;

use super::database::Opened;
use super::secret::Password;
use super::{Done, Failure, Global, line, refused, say};

#[derive(Subcommand)]
pub(super) enum AdminCommand {
    /// Makes another owner of a company, for instance when the only one has left
    #[command(after_help = "Example:\n  seaworthy admin create --tenant acme \
                      --email amina@acme.example --name \"Amina Saleh\"")]
    Create(Create),
}

#[derive(Args)]
pub(super) struct Create {
    /// The company's subdomain
    #[arg(long, value_name = "SUBDOMAIN")]
    tenant: String,
    /// The mail address to sign in with
    #[arg(long)]
    email: String,
    /// The person's name
    #[arg(long)]
    name: String,
    /// Reads the password from standard input; else one is made up and printed once
    #[arg(long)]
    password_stdin: bool,
    /// Answer in JSON
    #[arg(long)]
    json: bool,
}

impl AdminCommand {
    pub(super) async fn run(self, global: &Global) -> Done {
        let AdminCommand::Create(wanted) = self;
        let password = Password::take(wanted.password_stdin)?;
        let opened = Opened::quietly(global).await?;
        let made = create(&opened.app, &wanted, &password).await;
        let url = opened.app.config().tenant_url(&wanted.tenant);
        opened.close().await?;
        let user = made?;
        if wanted.json {
            say::json(&json!({ "user": user, "url": url, "password": password.fresh }));
            return Ok(ExitCode::SUCCESS);
        }
        line(&format!("{} owns {} now: {url}", user.name, wanted.tenant));
        password.say(&user.email);
        Ok(ExitCode::SUCCESS)
    }
}

async fn create(app: &App, wanted: &Create, password: &Password) -> Result<User, Failure> {
    let tenant = base::tenants::tenant_of_slug(app, &wanted.tenant).await?;
    let tenant = tenant.ok_or_else(|| format!("there is no company {}", wanted.tenant))?;
    let mut tx = Tx::begin(app, &Actor::system(tenant, "admin_create")).await?;
    let person = NewUser {
        name: wanted.name.clone(),
        email: wanted.email.clone(),
        password: Some(password.secret.clone()),
        roles: vec!["owner".to_owned()],
        lang: None,
    };
    let made = users::create(&mut tx, person).await.map_err(|problem| refused(app, &problem))?;
    tx.commit().await?;
    Ok(made)
}
