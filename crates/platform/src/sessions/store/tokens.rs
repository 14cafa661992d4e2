//! The SQL of links for a new password and of API tokens.

use base::{Problem, Timestamp, Tx};
use uuid::Uuid;

use crate::sessions::ApiToken;

pub(in crate::sessions) async fn insert_reset(
    tx: &mut Tx,
    user: Uuid,
    token_hash: Vec<u8>,
    expires_at: Timestamp,
) -> Result<(), Problem> {
    let (tenant, now) = (tx.tenant_id(), tx.now());
    sqlx::query(
        "insert into password_resets (tenant_id, id, user_id, token_hash, created_at, expires_at)
         values ($1, $2, $3, $4, $5, $6)",
    )
    .bind(tenant)
    .bind(Uuid::now_v7())
    .bind(user)
    .bind(token_hash)
    .bind(now)
    .bind(expires_at)
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Uses a link up, and every other link of the same person with it.
pub(in crate::sessions) async fn use_reset(
    tx: &mut Tx,
    token_hash: &[u8],
) -> Result<Option<Uuid>, Problem> {
    let (tenant, now) = (tx.tenant_id(), tx.now());
    Ok(sqlx::query_scalar(
        "with used as (
            update password_resets r set used_at = $3 from users u
            where r.tenant_id = $1 and r.token_hash = $2 and r.used_at is null
                and r.expires_at > $3 and u.tenant_id = $1 and u.id = r.user_id and u.active
            returning r.id, r.user_id
        ), others as (
            update password_resets r set used_at = $3 from used
            where r.tenant_id = $1 and r.user_id = used.user_id and r.id <> used.id
                and r.used_at is null
        )
        select user_id from used",
    )
    .bind(tenant)
    .bind(token_hash)
    .bind(now)
    .fetch_optional(tx.conn())
    .await?)
}

/// Keeps a token's hash; false when the company has no such active person.
pub(in crate::sessions) async fn insert_token(
    tx: &mut Tx,
    id: Uuid,
    user: Uuid,
    name: &str,
    token_hash: Vec<u8>,
) -> Result<bool, Problem> {
    let (tenant, now) = (tx.tenant_id(), tx.now());
    let done = sqlx::query(
        "insert into api_tokens (tenant_id, id, user_id, name, token_hash, created_at)
         select u.tenant_id, $2, u.id, $4, $5, $6 from users u
         where u.tenant_id = $1 and u.id = $3 and u.active",
    )
    .bind(tenant)
    .bind(id)
    .bind(user)
    .bind(name)
    .bind(token_hash)
    .bind(now)
    .execute(tx.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

pub(in crate::sessions) async fn tokens_of(
    tx: &mut Tx,
    user: Uuid,
) -> Result<Vec<ApiToken>, Problem> {
    let tenant = tx.tenant_id();
    Ok(sqlx::query_as(
        "select id, name, created_at from api_tokens
         where tenant_id = $1 and user_id = $2 and revoked_at is null
         order by id desc limit 200",
    )
    .bind(tenant)
    .bind(user)
    .fetch_all(tx.conn())
    .await?)
}

pub(in crate::sessions) async fn revoke_token(
    tx: &mut Tx,
    user: Uuid,
    id: Uuid,
) -> Result<Option<String>, Problem> {
    let (tenant, now) = (tx.tenant_id(), tx.now());
    Ok(sqlx::query_scalar(
        "update api_tokens set revoked_at = $4
         where tenant_id = $1 and user_id = $2 and id = $3 and revoked_at is null
         returning name",
    )
    .bind(tenant)
    .bind(user)
    .bind(id)
    .bind(now)
    .fetch_optional(tx.conn())
    .await?)
}
