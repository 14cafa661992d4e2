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

/// The product type, locked until the transaction ends.
pub(in crate::catalog) async fn lock_type(
    tx: &mut Tx,
    id: Uuid,
) -> Result<Option<ProductType>, Problem> {
    let tenant = tx.tenant_id();
    let sql = "select id, name, attributes, version from product_types
        where tenant_id = $1 and id = $2 for update";
    let row: Option<Row> =
        sqlx::query_as(sql).bind(tenant).bind(id).fetch_optional(tx.conn()).await?;
    Ok(row.map(ProductType::from))
}

pub(in crate::catalog) async fn product_types(tx: &mut Tx) -> Result<Vec<ProductType>, Problem> {
    let tenant = tx.tenant_id();
    let sql = "select id, name, attributes, version from product_types
        where tenant_id = $1 order by id limit 500";
    let rows: Vec<Row> = sqlx::query_as(sql).bind(tenant).fetch_all(tx.conn()).await?;
    Ok(rows.into_iter().map(ProductType::from).collect())
}

/// Writes a type, new or changed; the caller has locked a changed one.
pub(in crate::catalog) async fn put_type(tx: &mut Tx, put: &ProductType) -> Result<(), Problem> {
    let tenant = tx.tenant_id();
    let sql = if put.version == 1 {
        "insert into product_types (tenant_id, id, name, attributes, version)
         values ($1, $2, $3, $4, $5)"
    } else {
        "update product_types set name = $3, attributes = $4, version = $5
         where tenant_id = $1 and id = $2"
    };
    sqlx::query(sql)
        .bind(tenant)
        .bind(put.id)
        .bind(&put.name)
        .bind(Json(&put.attributes))
        .bind(put.version)
        .execute(tx.conn())
        .await?;
    Ok(())
}
