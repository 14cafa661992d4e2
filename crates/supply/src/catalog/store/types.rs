//! Product types.

use base::{Problem, Text, Tx};
use sqlx::types::Json;
use uuid::Uuid;

use crate::catalog::product_type::{Attribute, ProductType};

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    name: Text,
    attributes: Json<Vec<Attribute>>,
    version: i32,
}

impl From<Row> for ProductType {
    fn from(row: Row) -> Self {
        Self { id: row.id, name: row.name, attributes: row.attributes.0, version: row.version }
    }
}

pub(in crate::catalog) async fn product_type(
    tx: &mut Tx,
    id: Uuid,
) -> Result<Option<ProductType>, Problem> {
    let tenant = tx.tenant_id();
    let sql = "select id, name, attributes, version from product_types
        where tenant_id = $1 and id = $2";
    let row: Option<Row> =
        sqlx::query_as(sql).bind(tenant).bind(id).fetch_optional(tx.conn()).await?;
    Ok(row.map(ProductType::from))
}
