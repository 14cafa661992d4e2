//! The pictures of a product: up to fifty, in an order, the first of which lists show.
//!
//! What arrives is never kept as it is: it is decoded and written anew, which takes away where
//! and by whom it was taken and whatever else was hidden in the file, together with a small
//! picture for lists. That is work for a processor, so it is done before the transaction begins
//! and off the threads that answer requests ([`Picture::read`]).
//!
//! Always true: a picture has both of its files; the places of a product's pictures count from 1
//! without gaps; every change of them is a change of the product and counts its version up.

pub(super) mod api;
pub(super) mod pages;
mod picture;

use base::{Problem, Tx};
use platform::files;
use serde_json::json;
use uuid::Uuid;

pub use picture::Picture;

use super::product::{Image, Product};
use super::store;

/// The largest upload, in bytes.
const MOST_BYTES: usize = 10_000_000;
/// Pictures of one product.
const MOST_IMAGES: usize = 50;
/// Letters of the text that stands in for a picture.
const MOST_ALT: usize = 300;

/// A picture to be added to a product.
#[derive(Debug)]
pub struct NewImage {
    /// A UUIDv7 of the client's choosing, so that a repeated command is the same command.
    pub id: Option<Uuid>,
    /// What it shows, for those who do not see it.
    pub alt: String,
    /// The picture itself.
    pub picture: Picture,
}

/// Adds a picture behind the others. One that the product has already, by its id, is not added
/// again.
///
/// # Errors
/// 404, or 422 when the text is too long or the product has too many pictures.
pub async fn add_image(tx: &mut Tx, product: Uuid, new: NewImage) -> Result<Product, Problem> {
    let product = store::lock(tx, product).await?.ok_or_else(Problem::not_found)?;
    if product.images.iter().any(|image| Some(image.id) == new.id) {
        return Ok(product);
    }
    let alt = super::change::tidy(&new.alt);
    if alt.chars().count() > MOST_ALT {
        return Err(Problem::invalid().field_with("alt", "too_long", &[("most", &MOST_ALT)]));
    }
    if product.images.len() >= MOST_IMAGES {
        return Err(Problem::refused("product_images").fact("most", MOST_IMAGES));
    }
    let Picture { name, large, small, width, height } = new.picture;
    let file_id = files::save(tx, &name, large.content_type, large.bytes).await?;
    let thumbnail_id = files::save(tx, &name, small.content_type, small.bytes).await?;
    let image = Image {
        id: new.id.unwrap_or_else(|| tx.new_id::<Image>().uuid()),
        file_id,
        thumbnail_id,
        position: i32::try_from(product.images.len() + 1).unwrap_or(i32::MAX),
        alt,
        width,
        height,
    };
    store::insert_image(tx, product.id, &image).await?;
    let facts = json!({"image_id": image.id, "name": name, "alt": image.alt});
    changed(tx, product.id, "catalog.add_image", facts).await
}

/// Takes a picture away, with its files.
///
/// # Errors
/// 404 when the product or the picture is not there.
pub async fn remove_image(tx: &mut Tx, product: Uuid, image: Uuid) -> Result<Product, Problem> {
    let (product, image) = lock(tx, product, image).await?;
    store::delete_image(tx, image.id).await?;
    files::delete(tx, &[image.file_id, image.thumbnail_id]).await?;
    let kept = product.images.iter().map(|kept| kept.id).filter(|id| *id != image.id);
    store::order_images(tx, product.id, &kept.collect::<Vec<_>>()).await?;
    let facts = json!({"image_id": image.id, "alt": image.alt});
    changed(tx, product.id, "catalog.remove_image", facts).await
}

/// Puts a picture before the others, so that lists show it.
///
/// # Errors
/// 404 when the product or the picture is not there.
pub async fn put_image_first(tx: &mut Tx, product: Uuid, image: Uuid) -> Result<Product, Problem> {
    let (product, image) = lock(tx, product, image).await?;
    if image.position == 1 {
        return Ok(product);
    }
    let others = product.images.iter().map(|other| other.id).filter(|id| *id != image.id);
    let order: Vec<Uuid> = std::iter::once(image.id).chain(others).collect();
    store::order_images(tx, product.id, &order).await?;
    let facts = json!({"image_id": image.id, "position": [image.position, 1]});
    changed(tx, product.id, "catalog.put_image_first", facts).await
}

async fn lock(tx: &mut Tx, product: Uuid, image: Uuid) -> Result<(Product, Image), Problem> {
    let product = store::lock(tx, product).await?.ok_or_else(Problem::not_found)?;
    let found = product.images.iter().find(|found| found.id == image).cloned();
    Ok((product, found.ok_or_else(Problem::not_found)?))
}

/// Counts the product's version up and tells everybody who wants to know.
async fn changed(
    tx: &mut Tx,
    product: Uuid,
    action: &'static str,
    facts: serde_json::Value,
) -> Result<Product, Problem> {
    store::count_up(tx, product).await?;
    tx.audit(action, "product", product, facts);
    tx.record("products.changed", product, json!({"product_id": product}));
    super::find(tx, product).await
}
