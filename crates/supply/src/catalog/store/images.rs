//! The rows of pictures; the product is locked whenever they change.

use base::{Problem, Tx};
use uuid::Uuid;

use crate::catalog::product::Image;

pub(in crate::catalog) async fn insert_image(
    tx: &mut Tx,
    product: Uuid,
    image: &Image,
) -> Result<(), Problem> {
    let tenant = tx.tenant_id();
    sqlx::query(
        "insert into product_images (tenant_id, id, product_id, file_id, thumbnail_id, position,
            alt, width, height)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(tenant)
    .bind(image.id)
    .bind(product)
    .bind(image.file_id)
    .bind(image.thumbnail_id)
    .bind(image.position)
    .bind(&image.alt)
    .bind(image.width)
    .bind(image.height)
    .execute(tx.conn())
    .await?;
    Ok(())
}

pub(in crate::catalog) async fn delete_image(tx: &mut Tx, id: Uuid) -> Result<(), Problem> {
    let tenant = tx.tenant_id();
    let sql = "delete from product_images where tenant_id = $1 and id = $2";
    sqlx::query(sql).bind(tenant).bind(id).execute(tx.conn()).await?;
    Ok(())
}

/// Gives the pictures of a product the places in which they are named, from 1.
pub(in crate::catalog) async fn order_images(
    tx: &mut Tx,
    product: Uuid,
    ids: &[Uuid],
) -> Result<(), Problem> {
    let tenant = tx.tenant_id();
    sqlx::query(
        "update product_images i set position = n.position
         from unnest($3::uuid[]) with ordinality as n (id, position)
         where i.tenant_id = $1 and i.product_id = $2 and i.id = n.id",
    )
    .bind(tenant)
    .bind(product)
    .bind(ids)
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Counts the version of a product up.
pub(in crate::catalog) async fn count_up(tx: &mut Tx, product: Uuid) -> Result<(), Problem> {
    let (tenant, now) = (tx.tenant_id(), tx.now());
    sqlx::query(
        "update products set version = version + 1, updated_at = $3
         where tenant_id = $1 and id = $2",
    )
    .bind(tenant)
    .bind(product)
    .bind(now)
    .execute(tx.conn())
    .await?;
    Ok(())
}
