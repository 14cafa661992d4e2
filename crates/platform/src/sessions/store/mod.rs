//! The SQL of signing in and of knowing who is there.

mod tokens;

use base::{Lang, Problem, Timestamp, Tx};
use sqlx::AssertSqlSafe;
use sqlx::postgres::PgRow;
use sqlx::{FromRow, Postgres, QueryBuilder, Row};
use uuid::Uuid;

pub(super) use tokens::{insert_reset, insert_token, revoke_token, tokens_of, use_reset};

/// A person with everything that an actor needs, in one row.
pub(super) struct PersonRow {
    pub id: Uuid,
    pub name: String,
    pub lang: Option<Lang>,
    pub is_owner: bool,
    pub permissions: Vec<String>,
    pub session_id: Option<Uuid>,
    pub expires_at: Option<Timestamp>,
    pub last_seen_at: Option<Timestamp>,
}

impl<'r> FromRow<'r, PgRow> for PersonRow {
    fn from_row(row: &'r PgRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            id: row.try_get("id")?,
            name: row.try_get("name")?,
            lang: row.try_get("lang")?,
            is_owner: row.try_get("is_owner")?,
            permissions: row.try_get("permissions")?,
            session_id: row.try_get("session_id").unwrap_or_default(),
            expires_at: row.try_get("expires_at").unwrap_or_default(),
            last_seen_at: row.try_get("last_seen_at").unwrap_or_default(),
        })
    }
}

const PERSON: &str = "u.id, u.name, u.lang,
    exists(select from user_roles m join roles r on r.tenant_id = m.tenant_id and r.id = m.role_id
        where m.tenant_id = $1 and m.user_id = u.id and r.slug = 'owner') as is_owner,
    array(select distinct p.permission from user_roles m
        join role_permissions p on p.tenant_id = m.tenant_id and p.role_id = m.role_id
        where m.tenant_id = $1 and m.user_id = u.id) as permissions";

pub(super) async fn by_session(
    tx: &mut Tx,
    token_hash: &[u8],
    idle_since: Timestamp,
) -> Result<Option<PersonRow>, Problem> {
    let (tenant, now) = (tx.tenant_id(), tx.now());
    let sql = format!(
        "select {PERSON}, s.id as session_id, s.expires_at, s.last_seen_at
         from sessions s join users u on u.tenant_id = s.tenant_id and u.id = s.user_id
         where s.tenant_id = $1 and s.token_hash = $2 and s.expires_at > $3
            and s.last_seen_at > $4 and u.active"
    );
    Ok(sqlx::query_as(AssertSqlSafe(sql))
        .bind(tenant)
        .bind(token_hash)
        .bind(now)
        .bind(idle_since)
        .fetch_optional(tx.conn())
        .await?)
}

pub(super) async fn by_api_token(
    tx: &mut Tx,
    token_hash: &[u8],
) -> Result<Option<PersonRow>, Problem> {
    let tenant = tx.tenant_id();
    let sql = format!(
        "select {PERSON} from api_tokens t
         join users u on u.tenant_id = t.tenant_id and u.id = t.user_id
         where t.tenant_id = $1 and t.token_hash = $2 and t.revoked_at is null and u.active"
    );
    Ok(sqlx::query_as(AssertSqlSafe(sql))
        .bind(tenant)
        .bind(token_hash)
        .fetch_optional(tx.conn())
        .await?)
}

/// What a person is known by.
pub(super) enum KnownBy<'a> {
    Id(Uuid),
    Email(&'a str),
}

pub(super) async fn person(tx: &mut Tx, by: KnownBy<'_>) -> Result<Option<PersonRow>, Problem> {
    let tenant = tx.tenant_id();
    let mut sql = QueryBuilder::<Postgres>::new(format!("select {PERSON} from users u where "));
    // The columns of a person name the company as $1, so it is bound first.
    sql.push("u.tenant_id = ").push_bind(tenant).push(" and u.active and ");
    match by {
        KnownBy::Id(id) => sql.push("u.id = ").push_bind(id),
        KnownBy::Email(email) => sql.push("u.email = ").push_bind(email.to_owned()),
    };
    Ok(sql.build_query_as().fetch_optional(tx.conn()).await?)
}

/// A person at the sign-in form.
#[derive(sqlx::FromRow)]
pub(super) struct Candidate {
    pub id: Uuid,
    pub name: String,
    pub email: String,
    pub lang: Option<Lang>,
    pub password_hash: Option<String>,
}

pub(super) async fn candidate(tx: &mut Tx, email: &str) -> Result<Option<Candidate>, Problem> {
    let tenant = tx.tenant_id();
    Ok(sqlx::query_as(
        "select id, name, email, lang, password_hash from users
         where tenant_id = $1 and email = $2 and active",
    )
    .bind(tenant)
    .bind(email)
    .fetch_optional(tx.conn())
    .await?)
}

/// A session about to begin.
pub(super) struct NewSession<'a> {
    pub user_id: Uuid,
    pub token_hash: Vec<u8>,
    pub expires_at: Timestamp,
    pub user_agent: Option<&'a str>,
}

pub(super) async fn insert_session(tx: &mut Tx, new: NewSession<'_>) -> Result<(), Problem> {
    let (tenant, now) = (tx.tenant_id(), tx.now());
    let ip = tx.actor().ip.map(|ip| ip.to_string());
    sqlx::query(
        "insert into sessions (tenant_id, id, token_hash, user_id, created_at, last_seen_at,
            expires_at, ip, user_agent)
         values ($1, $2, $3, $4, $5, $5, $6, $7, left($8, 300))",
    )
    .bind(tenant)
    .bind(Uuid::now_v7())
    .bind(new.token_hash)
    .bind(new.user_id)
    .bind(now)
    .bind(new.expires_at)
    .bind(ip)
    .bind(new.user_agent)
    .execute(tx.conn())
    .await?;
    Ok(())
}

pub(super) async fn touch_user(tx: &mut Tx, user_id: Uuid) -> Result<(), Problem> {
    let (tenant, now) = (tx.tenant_id(), tx.now());
    sqlx::query("update users set last_sign_in_at = $3 where tenant_id = $1 and id = $2")
        .bind(tenant)
        .bind(user_id)
        .bind(now)
        .execute(tx.conn())
        .await?;
    Ok(())
}

pub(super) async fn touch_session(tx: &mut Tx, id: Uuid) -> Result<(), Problem> {
    let (tenant, now) = (tx.tenant_id(), tx.now());
    sqlx::query("update sessions set last_seen_at = $3 where tenant_id = $1 and id = $2")
        .bind(tenant)
        .bind(id)
        .bind(now)
        .execute(tx.conn())
        .await?;
    Ok(())
}

pub(super) async fn delete_session(tx: &mut Tx, id: Uuid) -> Result<(), Problem> {
    let tenant = tx.tenant_id();
    sqlx::query("delete from sessions where tenant_id = $1 and id = $2")
        .bind(tenant)
        .bind(id)
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// Ends every session and refresh token of a person.
pub(super) async fn end_all(tx: &mut Tx, user_id: Uuid) -> Result<(), Problem> {
    let (tenant, now) = (tx.tenant_id(), tx.now());
    sqlx::query(
        "with ended as (delete from sessions where tenant_id = $1 and user_id = $2)
         update refresh_tokens set revoked_at = $3
         where tenant_id = $1 and user_id = $2 and revoked_at is null",
    )
    .bind(tenant)
    .bind(user_id)
    .bind(now)
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// A refresh token about to be given out.
pub(super) struct NewRefresh {
    pub family_id: Uuid,
    pub user_id: Uuid,
    pub token_hash: Vec<u8>,
    pub expires_at: Timestamp,
}

pub(super) async fn insert_refresh(tx: &mut Tx, new: NewRefresh) -> Result<(), Problem> {
    let (tenant, now) = (tx.tenant_id(), tx.now());
    sqlx::query(
        "insert into refresh_tokens (tenant_id, id, family_id, user_id, token_hash, created_at,
            expires_at)
         values ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(tenant)
    .bind(Uuid::now_v7())
    .bind(new.family_id)
    .bind(new.user_id)
    .bind(new.token_hash)
    .bind(now)
    .bind(new.expires_at)
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// A refresh token as it was presented.
#[derive(sqlx::FromRow)]
pub(super) struct Refresh {
    pub id: Uuid,
    pub family_id: Uuid,
    pub user_id: Uuid,
    pub expires_at: Timestamp,
    pub used_at: Option<Timestamp>,
    pub revoked_at: Option<Timestamp>,
}

/// The lock makes two users of one token stand in line: the second sees it used.
pub(super) async fn lock_refresh(
    tx: &mut Tx,
    token_hash: &[u8],
) -> Result<Option<Refresh>, Problem> {
    let tenant = tx.tenant_id();
    Ok(sqlx::query_as(
        "select id, family_id, user_id, expires_at, used_at, revoked_at from refresh_tokens
         where tenant_id = $1 and token_hash = $2 for update",
    )
    .bind(tenant)
    .bind(token_hash)
    .fetch_optional(tx.conn())
    .await?)
}

pub(super) async fn mark_used(tx: &mut Tx, id: Uuid) -> Result<(), Problem> {
    let (tenant, now) = (tx.tenant_id(), tx.now());
    sqlx::query("update refresh_tokens set used_at = $3 where tenant_id = $1 and id = $2")
        .bind(tenant)
        .bind(id)
        .bind(now)
        .execute(tx.conn())
        .await?;
    Ok(())
}

pub(super) async fn revoke_family(tx: &mut Tx, family_id: Uuid) -> Result<(), Problem> {
    let (tenant, now) = (tx.tenant_id(), tx.now());
    sqlx::query(
        "update refresh_tokens set revoked_at = $3
         where tenant_id = $1 and family_id = $2 and revoked_at is null",
    )
    .bind(tenant)
    .bind(family_id)
    .bind(now)
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Throws away what has ended, at most ten thousand rows of each a time.
pub(super) async fn sweep(tx: &mut Tx) -> Result<(), Problem> {
    let (tenant, now) = (tx.tenant_id(), tx.now());
    for table in ["sessions", "refresh_tokens", "password_resets"] {
        let sql = format!(
            "delete from {table} where tenant_id = $1 and id = any(array(
                select id from {table} where tenant_id = $1 and expires_at < $2 limit 10000))"
        );
        sqlx::query(AssertSqlSafe(sql)).bind(tenant).bind(now).execute(tx.conn()).await?;
    }
    Ok(())
}
