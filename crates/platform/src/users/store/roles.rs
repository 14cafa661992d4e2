//! The SQL of roles.

use base::{Problem, Text, Tx};
use uuid::Uuid;

use crate::users::Role;

pub(in crate::users) async fn insert_built_in(
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

pub(in crate::users) async fn insert_permissions(
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

const ROLE: &str = "select r.id, r.slug, r.name, r.built_in, r.version,
        array(select p.permission from role_permissions p
            where p.tenant_id = $1 and p.role_id = r.id order by p.permission) as permissions,
        (select count(*) from user_roles m where m.tenant_id = $1 and m.role_id = r.id) as people
    from roles r where r.tenant_id = $1";

/// Every role; a company has a few dozen at most.
pub(in crate::users) async fn all(tx: &mut Tx) -> Result<Vec<Role>, Problem> {
    let tenant = tx.tenant_id();
    let sql = format!("{ROLE} order by r.built_in desc, r.id limit 500");
    Ok(sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(tenant).fetch_all(tx.conn()).await?)
}

pub(in crate::users) async fn find(tx: &mut Tx, id: Uuid) -> Result<Option<Role>, Problem> {
    let tenant = tx.tenant_id();
    let sql = format!("{ROLE} and r.id = $2");
    let query = sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(tenant).bind(id);
    Ok(query.fetch_optional(tx.conn()).await?)
}

pub(in crate::users) async fn insert(
    tx: &mut Tx,
    id: Uuid,
    slug: &str,
    name: &Text,
) -> Result<(), Problem> {
    let tenant = tx.tenant_id();
    sqlx::query("insert into roles (tenant_id, id, slug, name) values ($1, $2, $3, $4)")
        .bind(tenant)
        .bind(id)
        .bind(slug)
        .bind(name)
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// Those who change a role stand in line; false when there is none.
pub(in crate::users) async fn lock(tx: &mut Tx, id: Uuid) -> Result<bool, Problem> {
    let tenant = tx.tenant_id();
    let found: Option<Uuid> =
        sqlx::query_scalar("select id from roles where tenant_id = $1 and id = $2 for update")
            .bind(tenant)
            .bind(id)
            .fetch_optional(tx.conn())
            .await?;
    Ok(found.is_some())
}

/// The role's name; its version counts this change.
pub(in crate::users) async fn change(tx: &mut Tx, id: Uuid, name: &Text) -> Result<(), Problem> {
    let tenant = tx.tenant_id();
    sqlx::query(
        "update roles set name = $3, version = version + 1 where tenant_id = $1 and id = $2",
    )
    .bind(tenant)
    .bind(id)
    .bind(name)
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// The permissions of a role become exactly these.
pub(in crate::users) async fn set_permissions(
    tx: &mut Tx,
    id: Uuid,
    permissions: &[String],
) -> Result<(), Problem> {
    let tenant = tx.tenant_id();
    sqlx::query(
        "with gone as (delete from role_permissions
            where tenant_id = $1 and role_id = $2 and permission <> all($3))
         insert into role_permissions (tenant_id, role_id, permission)
         select $1, $2, permission from unnest($3::text[]) permission on conflict do nothing",
    )
    .bind(tenant)
    .bind(id)
    .bind(permissions)
    .execute(tx.conn())
    .await?;
    Ok(())
}

pub(in crate::users) async fn delete(tx: &mut Tx, id: Uuid) -> Result<(), Problem> {
    let tenant = tx.tenant_id();
    sqlx::query("delete from roles where tenant_id = $1 and id = $2 and not built_in")
        .bind(tenant)
        .bind(id)
        .execute(tx.conn())
        .await?;
    Ok(())
}
