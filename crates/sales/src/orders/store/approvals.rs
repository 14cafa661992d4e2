//! From when on orders need approval.

use base::{Problem, Rate, Tx};

use crate::orders::approval::ApprovalRules;

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
