//! `ledger verify`: asks every check of every capability, company by company.

use std::process::ExitCode;
use std::sync::Arc;

use base::{Actor, App, Offender, Problem, Tenant, Tx};
use clap::Subcommand;
use serde::Serialize;

use super::database::Opened;
use super::{Done, Failure, Global, line, say};

#[derive(Subcommand)]
pub(super) enum LedgerCommand {
    /// Proves the books: balance, chain, stock against moves, value against ledger
    #[command(after_help = "The exit code is 1 if anything is wrong; then the first offender of \
                      each company is named.")]
    Verify {
        /// Only this company (its subdomain)
        #[arg(long, value_name = "SUBDOMAIN")]
        tenant: Option<String>,
        /// Answer in JSON
        #[arg(long)]
        json: bool,
    },
}

/// What the checks of one company found.
#[derive(Debug, Serialize)]
pub(crate) struct Verdict {
    /// The company.
    pub tenant: String,
    /// Whether everything is right.
    pub ok: bool,
    /// The checks that were asked.
    pub checks: Vec<&'static str>,
    /// The check that found something.
    pub failed: Option<&'static str>,
    /// What it found.
    pub offender: Option<Offender>,
}

impl LedgerCommand {
    pub(super) async fn run(self, global: &Global) -> Done {
        let LedgerCommand::Verify { tenant, json } = self;
        let opened = Opened::quietly(global).await?;
        let verdicts = verify(&opened.app, tenant.as_deref()).await;
        opened.close().await?;
        let verdicts = verdicts?;
        let ok = verdicts.iter().all(|verdict| verdict.ok);
        if json {
            say::json(&serde_json::json!({ "ok": ok, "tenants": verdicts }));
        } else {
            verdicts.iter().for_each(tell);
        }
        Ok(if ok { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}

async fn verify(app: &App, slug: Option<&str>) -> Result<Vec<Verdict>, Failure> {
    let tenants = match slug {
        None => base::tenants::all_tenants(app).await?,
        Some(slug) => match base::tenants::tenant_of_slug(app, slug).await? {
            Some(tenant) => vec![tenant],
            None => return Err(format!("there is no company {slug}").into()),
        },
    };
    let mut verdicts = Vec::new();
    for tenant in tenants {
        verdicts.push(judge(app, tenant).await?);
    }
    Ok(verdicts)
}

/// Asks every check of one company, up to the first that finds something.
pub(crate) async fn judge(app: &App, tenant: Arc<Tenant>) -> Result<Verdict, Problem> {
    let slug = tenant.slug.clone();
    let mut tx = Tx::read(app, &Actor::system(tenant, "ledger_verify")).await?;
    let mut verdict =
        Verdict { tenant: slug, ok: true, checks: Vec::new(), failed: None, offender: None };
    for check in base::all_checks(app.capabilities()) {
        verdict.checks.push(check.name);
        if let Some(offender) = (check.run)(&mut tx).await? {
            verdict.ok = false;
            verdict.failed = Some(check.name);
            verdict.offender = Some(offender);
            break;
        }
    }
    Ok(verdict)
}

/// The verdict in a line.
pub(crate) fn tell(verdict: &Verdict) {
    match (&verdict.failed, &verdict.offender) {
        (Some(check), Some(offender)) => line(&format!(
            "{}: {check} FAILED at {} {}: {}",
            verdict.tenant, offender.kind, offender.id, offender.detail
        )),
        _ => line(&format!("{}: ok ({} checks)", verdict.tenant, verdict.checks.len())),
    }
}
