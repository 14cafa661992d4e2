//! Rules.

use base::{Problem, Tx};
use uuid::Uuid;

use super::super::rules::{BankRule, NewRule};

pub(in super::super) async fn all(
    tx: &mut Tx,
    account: Option<Uuid>,
) -> Result<Vec<BankRule>, Problem> {
    let tenant = tx.tenant_id();
    let rows = sqlx::query_as(
        "select r.id, r.bank_account_id, r.contains, r.direction, r.account_id, a.code,
            r.party_id, r.cost_centre_id, r.project_id, r.memo, r.learnt, r.uses, r.version
        from bank_rules r join accounts a on a.tenant_id = $1 and a.id = r.account_id
        where r.tenant_id = $1
            and ($2::uuid is null or r.bank_account_id is null or r.bank_account_id = $2)
        order by length(r.contains) desc, r.learnt, r.contains, r.id limit 500",
    )
    .bind(tenant)
    .bind(account)
    .fetch_all(tx.conn())
    .await?;
    Ok(rows)
}

/// Writes a rule, or says an old one anew; what was learnt never replaces what was written.
pub(in super::super) async fn write(
    tx: &mut Tx,
    rule: &NewRule,
    contains: &str,
    learnt: bool,
) -> Result<Uuid, Problem> {
    let tenant = tx.tenant_id();
    let id = tx.new_id::<BankRule>().uuid();
    let id = sqlx::query_scalar(
        "insert into bank_rules (tenant_id, id, bank_account_id, contains, direction, account_id,
            party_id, cost_centre_id, project_id, memo, learnt, uses)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, case when $11 then 1 else 0 end)
        on conflict (tenant_id, bank_account_id, contains, direction) do update set
            account_id = case when excluded.learnt and not bank_rules.learnt
                then bank_rules.account_id else excluded.account_id end,
            party_id = case when excluded.learnt and not bank_rules.learnt
                then bank_rules.party_id else excluded.party_id end,
            cost_centre_id = case when excluded.learnt and not bank_rules.learnt
                then bank_rules.cost_centre_id else excluded.cost_centre_id end,
            project_id = case when excluded.learnt and not bank_rules.learnt
                then bank_rules.project_id else excluded.project_id end,
            memo = case when excluded.learnt then bank_rules.memo else excluded.memo end,
            learnt = bank_rules.learnt and excluded.learnt,
            uses = bank_rules.uses + excluded.uses, version = bank_rules.version + 1
        returning id",
    )
    .bind(tenant)
    .bind(id)
    .bind(rule.bank_account_id)
    .bind(contains)
    .bind(rule.direction.name())
    .bind(rule.account_id)
    .bind(rule.party_id)
    .bind(rule.cost_centre_id)
    .bind(rule.project_id)
    .bind(&rule.memo)
    .bind(learnt)
    .fetch_one(tx.conn())
    .await?;
    Ok(id)
}

pub(in super::super) async fn delete(tx: &mut Tx, id: Uuid) -> Result<Option<String>, Problem> {
    let tenant = tx.tenant_id();
    let words = sqlx::query_scalar(
        "delete from bank_rules where tenant_id = $1 and id = $2 returning contains",
    )
    .bind(tenant)
    .bind(id)
    .fetch_optional(tx.conn())
    .await?;
    Ok(words)
}
