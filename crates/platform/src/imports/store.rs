//! The SQL of imports.

use base::{Problem, Tx};
use serde_json::Value;
use uuid::Uuid;

use super::effects::PastEffect;
use super::importer::Effect;

pub(super) async fn insert_effects(
    tx: &mut Tx,
    import_id: Uuid,
    effects: &[Effect],
) -> Result<(), Problem> {
    let tenant = tx.tenant_id();
    let before: Vec<Option<Value>> = effects.iter().map(|e| e.before.clone()).collect();
    sqlx::query(
        "insert into import_effects (tenant_id, import_id, entity, entity_id, before,
            after_version)
         select $1, $2, e.entity, e.entity_id, e.before, e.after_version
         from unnest($3::text[], $4::uuid[], $5::jsonb[], $6::int[])
            as e(entity, entity_id, before, after_version)
         on conflict (tenant_id, import_id, entity, entity_id) do nothing",
    )
    .bind(tenant)
    .bind(import_id)
    .bind(effects.iter().map(|e| e.entity).collect::<Vec<_>>())
    .bind(effects.iter().map(|e| e.entity_id).collect::<Vec<_>>())
    .bind(before)
    .bind(effects.iter().map(|e| e.after_version).collect::<Vec<_>>())
    .execute(tx.conn())
    .await?;
    Ok(())
}

pub(super) async fn effects(
    tx: &mut Tx,
    import_id: Uuid,
    entity: &str,
    after: Option<Uuid>,
    most: i64,
) -> Result<Vec<PastEffect>, Problem> {
    let tenant = tx.tenant_id();
    Ok(sqlx::query_as(
        "select entity_id, before, after_version from import_effects
         where tenant_id = $1 and import_id = $2 and entity = $3
            and ($4::uuid is null or entity_id > $4)
         order by entity_id limit $5",
    )
    .bind(tenant)
    .bind(import_id)
    .bind(entity)
    .bind(after)
    .bind(most)
    .fetch_all(tx.conn())
    .await?)
}
