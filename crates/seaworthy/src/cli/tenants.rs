//! `tenant`: the companies of the installation.

use std::process::ExitCode;

use base::Tenant;
use clap::Subcommand;
use serde_json::{Value, json};

use super::database::Opened;
use super::{Done, Global, line, say};

#[derive(Subcommand)]
pub(super) enum TenantCommand {
    /// Lists the active companies
    List {
        /// Answer in JSON
        #[arg(long)]
        json: bool,
    },
}

impl TenantCommand {
    pub(super) async fn run(self, global: &Global) -> Done {
        let TenantCommand::List { json } = self;
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
}

fn row(tenant: &Tenant, url: &str) -> Value {
    json!({ "id": tenant.id.uuid(), "slug": tenant.slug, "name": tenant.name,
        "country": tenant.country.to_string(), "currency": tenant.currency.code(),
        "language": tenant.lang.code(), "plan": tenant.plan, "url": url })
}
