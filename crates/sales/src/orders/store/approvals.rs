//! From when on orders need approval.

use std::collections::HashMap;

use base::{Problem, Rate, Tx};
use uuid::Uuid;

use crate::orders::approval::ApprovalRules;
use crate::orders::limits::NewRoleLimit;

pub(in crate::orders) async fn approval_rules(tx: &mut Tx) -> Result<ApprovalRules, Problem> {
    let tenant = tx.tenant_id();
    let row: Option<(Option<Rate>, bool)> = sqlx::query_as(
        "select discount_limit, below_cost from approval_rules where tenant_id = $1",
    )
    .bind(tenant)
    .fetch_optional(tx.conn())
    .await?;
    let rules =
        row.map(|(discount_limit, below_cost)| ApprovalRules { discount_limit, below_cost });
    Ok(rules.unwrap_or_default())
}

pub(in crate::orders) async fn set_approval_rules(
    tx: &mut Tx,
    rules: ApprovalRules,
) -> Result<(), Problem> {
    let tenant = tx.tenant_id();
    sqlx::query(
        "insert into approval_rules (tenant_id, discount_limit, below_cost) values ($1, $2, $3)
         on conflict (tenant_id) do update
            set discount_limit = excluded.discount_limit, below_cost = excluded.below_cost",
    )
    .bind(tenant)
    .bind(rules.discount_limit)
    .bind(rules.below_cost)
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// The limits of the roles that have one of their own.
pub(in crate::orders) async fn role_limits(tx: &mut Tx) -> Result<HashMap<Uuid, Rate>, Problem> {
    let tenant = tx.tenant_id();
    let rows: Vec<(Uuid, Rate)> = sqlx::query_as(
        "select role_id, discount_limit from discount_limits where tenant_id = $1 limit 1000",
    )
    .bind(tenant)
    .fetch_all(tx.conn())
    .await?;
    Ok(rows.into_iter().collect())
}

/// Sets limits, and takes those away that are null.
pub(in crate::orders) async fn set_role_limits(
    tx: &mut Tx,
    limits: &[NewRoleLimit],
) -> Result<(), Problem> {
    let tenant = tx.tenant_id();
    sqlx::query(
        "with wanted as (
            select * from unnest($2::uuid[], $3::bigint[]) as w(role_id, discount_limit)
         ), gone as (
            delete from discount_limits d using wanted w
            where d.tenant_id = $1 and d.role_id = w.role_id and w.discount_limit is null
         )
         insert into discount_limits (tenant_id, role_id, discount_limit)
         select $1, w.role_id, w.discount_limit from wanted w
         where w.discount_limit is not null
         on conflict (tenant_id, role_id) do update
            set discount_limit = excluded.discount_limit",
    )
    .bind(tenant)
    .bind(limits.iter().map(|limit| limit.role_id).collect::<Vec<_>>())
    .bind(limits.iter().map(|limit| limit.discount_limit).collect::<Vec<_>>())
    .execute(tx.conn())
    .await?;
    Ok(())
}
