//! The SQL of people and roles.

use base::{Lang, Problem, Text, Tx};
use sqlx::AssertSqlSafe;
use uuid::Uuid;

use super::User;

const USER: &str = "select u.id, u.email, u.name, u.lang, u.active, u.last_sign_in_at,
        u.created_at, u.version,
        array(select r.slug from user_roles m
            join roles r on r.tenant_id = m.tenant_id and r.id = m.role_id
            where m.tenant_id = $1 and m.user_id = u.id order by r.slug) as roles
    from users u where u.tenant_id = $1";

pub(super) async fn find(tx: &mut Tx, id: Uuid) -> Result<Option<User>, Problem> {
    let tenant = tx.tenant_id();
    let sql = format!("{USER} and u.id = $2");
    let query = sqlx::query_as(AssertSqlSafe(sql)).bind(tenant).bind(id);
    Ok(query.fetch_optional(tx.conn()).await?)
}

pub(super) async fn insert(
    tx: &mut Tx,
    id: Uuid,
    name: &str,
    email: &str,
    password_hash: Option<String>,
    lang: Option<Lang>,
) -> Result<(), Problem> {
    let (tenant, now) = (tx.tenant_id(), tx.now());
    let inserted = sqlx::query(
        "insert into users (tenant_id, id, email, name, password_hash, lang, created_at)
         values ($1, $2, $3, $4, $5, $6, $7) on conflict (tenant_id, email) do nothing",
    )
    .bind(tenant)
    .bind(id)
    .bind(email)
    .bind(name)
    .bind(password_hash)
    .bind(lang)
    .bind(now)
    .execute(tx.conn())
    .await?;
    match inserted.rows_affected() {
        0 => Err(Problem::conflict("email_taken").field("email", "email_taken")),
        _ => Ok(()),
    }
}

/// The roles of a person become exactly these.
pub(super) async fn set_roles(tx: &mut Tx, user: Uuid, roles: &[Uuid]) -> Result<(), Problem> {
    let tenant = tx.tenant_id();
    sqlx::query(
        "with gone as (delete from user_roles
            where tenant_id = $1 and user_id = $2 and role_id <> all($3))
         insert into user_roles (tenant_id, user_id, role_id)
         select $1, $2, role_id from unnest($3::uuid[]) role_id on conflict do nothing",
    )
    .bind(tenant)
    .bind(user)
    .bind(roles)
    .execute(tx.conn())
    .await?;
    Ok(())
}

pub(super) async fn role_ids(tx: &mut Tx, slugs: &[String]) -> Result<Vec<Uuid>, Problem> {
    let tenant = tx.tenant_id();
    Ok(sqlx::query_scalar(
        "select id from roles where tenant_id = $1 and slug = any($2) limit 1000",
    )
    .bind(tenant)
    .bind(slugs)
    .fetch_all(tx.conn())
    .await?)
}

pub(super) async fn insert_roles(
    tx: &mut Tx,
    ids: &[Uuid],
    slugs: &[&str],
    names: &[Text],
) -> Result<(), Problem> {
    let tenant = tx.tenant_id();
    sqlx::query(
        "insert into roles (tenant_id, id, slug, name, built_in)
         select $1, r.id, r.slug, r.name, true
         from unnest($2::uuid[], $3::text[], $4::jsonb[]) as r(id, slug, name)",
    )
    .bind(tenant)
    .bind(ids)
    .bind(slugs)
    .bind(names)
    .execute(tx.conn())
    .await?;
    Ok(())
}

pub(super) async fn insert_permissions(
    tx: &mut Tx,
    roles: &[Uuid],
    permissions: &[&str],
) -> Result<(), Problem> {
    let tenant = tx.tenant_id();
    sqlx::query(
        "insert into role_permissions (tenant_id, role_id, permission)
         select $1, r.role_id, r.permission
         from unnest($2::uuid[], $3::text[]) as r(role_id, permission) on conflict do nothing",
    )
    .bind(tenant)
    .bind(roles)
    .bind(permissions)
    .execute(tx.conn())
    .await?;
    Ok(())
}
