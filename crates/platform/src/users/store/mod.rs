//! The SQL of people; that of roles is beside it.

pub(super) mod roles;

use base::{Cursor, Lang, Problem, Sort, Tx};
use sqlx::{AssertSqlSafe, QueryBuilder};
use uuid::Uuid;

use super::{User, UserFilter};

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

/// The rows of [`list`], with the value that the cursor needs.
#[derive(sqlx::FromRow)]
pub(super) struct UserRow {
    #[sqlx(flatten)]
    pub user: User,
    pub sort_key: String,
}

pub(super) async fn list(
    tx: &mut Tx,
    filter: &UserFilter,
    sort: Sort,
    cursor: Option<&Cursor>,
    limit: i64,
) -> Result<Vec<UserRow>, Problem> {
    // The first value bound is $1, which the statement for a person names.
    let mut sql = QueryBuilder::new("with company as (select ");
    sql.push_bind(tx.tenant_id()).push("::uuid) select u.*, ").push(sort.as_text());
    sql.push(" as sort_key from (").push(USER).push(") u where true");
    if let Some(q) = filter.q.as_deref().map(str::trim).filter(|q| !q.is_empty()) {
        let like = format!("%{}%", q.replace(['%', '_', '\\'], ""));
        sql.push(" and (u.name ilike ").push_bind(like.clone());
        sql.push(" or u.email ilike ").push_bind(like).push(")");
    }
    if let Some(role) = filter.role.as_deref().filter(|role| !role.is_empty()) {
        sql.push(" and ").push_bind(role.to_owned()).push(" = any(u.roles)");
    }
    if let Some(active) = filter.active {
        sql.push(" and u.active = ").push_bind(active);
    }
    sort.finish(&mut sql, "u.id", cursor, limit);
    Ok(sql.build_query_as().fetch_all(tx.conn()).await?)
}

/// Locks a person's row until the end of the transaction.
pub(super) async fn lock(tx: &mut Tx, id: Uuid) -> Result<bool, Problem> {
    let tenant = tx.tenant_id();
    let found: Option<i32> =
        sqlx::query_scalar("select 1 from users where tenant_id = $1 and id = $2 for update")
            .bind(tenant)
            .bind(id)
            .fetch_optional(tx.conn())
            .await?;
    Ok(found.is_some())
}

/// Whether somebody else is an active owner. Owners are changed one at a time: the role's row is
/// locked, so that two owners cannot each take the other's role away.
pub(super) async fn another_owner(tx: &mut Tx, than: Uuid) -> Result<bool, Problem> {
    let tenant = tx.tenant_id();
    sqlx::query("select from roles where tenant_id = $1 and slug = 'owner' for update")
        .bind(tenant)
        .execute(tx.conn())
        .await?;
    Ok(sqlx::query_scalar(
        "select exists(select from users u
            join user_roles m on m.tenant_id = u.tenant_id and m.user_id = u.id
            join roles r on r.tenant_id = m.tenant_id and r.id = m.role_id
            where u.tenant_id = $1 and u.id <> $2 and u.active and r.slug = 'owner')",
    )
    .bind(tenant)
    .bind(than)
    .fetch_one(tx.conn())
    .await?)
}

pub(super) async fn update(tx: &mut Tx, user: &User) -> Result<(), Problem> {
    let tenant = tx.tenant_id();
    sqlx::query(
        "update users set name = $3, lang = $4, active = $5, version = version + 1
         where tenant_id = $1 and id = $2",
    )
    .bind(tenant)
    .bind(user.id)
    .bind(&user.name)
    .bind(user.lang)
    .bind(user.active)
    .execute(tx.conn())
    .await?;
    Ok(())
}

pub(crate) async fn set_password(tx: &mut Tx, id: Uuid, hash: &str) -> Result<(), Problem> {
    let tenant = tx.tenant_id();
    sqlx::query(
        "update users set password_hash = $3, version = version + 1
         where tenant_id = $1 and id = $2",
    )
    .bind(tenant)
    .bind(id)
    .bind(hash)
    .execute(tx.conn())
    .await?;
    Ok(())
}
