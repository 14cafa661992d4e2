//! The SQL of finding companies.

use uuid::Uuid;

use crate::locale::time_zone;
use crate::{Currency, Id, Lang, Problem, Tenant, Timestamp, Tx};

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    slug: String,
    name: String,
    country: String,
    currency: String,
    lang: String,
    time_zone: String,
    plan_id: String,
    trial_ends_at: Option<Timestamp>,
}

impl Row {
    fn into_tenant(self) -> Result<Tenant, Problem> {
        Ok(Tenant {
            id: Id::from_uuid(self.id),
            slug: self.slug,
            name: self.name,
            country: self.country.parse().map_err(Problem::internal)?,
            currency: Currency::parse(&self.currency).map_err(Problem::internal)?,
            lang: self.lang.parse::<Lang>().map_err(Problem::internal)?,
            time_zone: time_zone(&self.time_zone).map_err(Problem::internal)?,
            plan: self.plan_id,
            trial_ends_at: self.trial_ends_at,
        })
    }
}

const COLUMNS: &str = "select t.id, t.slug, t.name, t.country, t.currency, t.lang, t.time_zone,
    t.plan_id, t.trial_ends_at from tenants t";

pub(super) async fn by_slug(tx: &mut Tx, slug: &str) -> Result<Option<Tenant>, Problem> {
    let sql = format!("{COLUMNS} where t.slug = $1 and t.state = 'active'");
    one(sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(slug).fetch_optional(tx.conn()).await?)
}

pub(super) async fn by_id(tx: &mut Tx, id: Uuid) -> Result<Option<Tenant>, Problem> {
    let sql = format!("{COLUMNS} where t.id = $1 and t.state = 'active'");
    one(sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(id).fetch_optional(tx.conn()).await?)
}

pub(super) async fn by_domain(tx: &mut Tx, host: &str) -> Result<Option<Tenant>, Problem> {
    let sql = format!(
        "{COLUMNS} join tenant_domains d on d.tenant_id = t.id
         where d.host = $1 and t.state = 'active'"
    );
    one(sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(host).fetch_optional(tx.conn()).await?)
}

pub(super) async fn all(tx: &mut Tx) -> Result<Vec<Tenant>, Problem> {
    let sql = format!("{COLUMNS} where t.state = 'active' order by t.slug limit 100000");
    let rows: Vec<Row> = sqlx::query_as(sqlx::AssertSqlSafe(sql)).fetch_all(tx.conn()).await?;
    rows.into_iter().map(Row::into_tenant).collect()
}

fn one(row: Option<Row>) -> Result<Option<Tenant>, Problem> {
    row.map(Row::into_tenant).transpose()
}
