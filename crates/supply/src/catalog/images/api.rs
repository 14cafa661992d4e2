//! Pictures over the API, and reading an upload.

use axum::extract::Multipart;
use axum::extract::multipart::{Field, MultipartRejection};
use axum::http::StatusCode;
use axum::response::Response;
use base::{Access, Cx, Path, Problem, Route};
use bytes::{Bytes, BytesMut};
use uuid::Uuid;

use super::{MOST_BYTES, NewImage, Picture, add_image, picture, put_image_first, remove_image};
use crate::catalog::{Product, find};

const EDIT: Access = Access::Needs("catalog.edit");

pub(in crate::catalog) fn routes() -> Vec<Route> {
    vec![
        Route::post("/api/v1/products/{id}/images", EDIT, add)
            .summary("Adds a picture: PNG, JPEG, WebP or GIF as `file`, what it shows as `alt`.")
            .upload()
            .answers::<Product>(201),
        Route::delete("/api/v1/products/{id}/images/{image_id}", EDIT, remove)
            .summary("Deletes a picture of a product, with its files.")
            .answers::<Product>(200),
        Route::post("/api/v1/products/{id}/images/{image_id}/first", EDIT, first)
            .summary("Puts a picture before the others, so that lists show it.")
            .answers::<Product>(200),
    ]
}

/// A form with a picture as it was sent.
#[derive(Debug, Default)]
pub(super) struct Sent {
    id: Option<Uuid>,
    pub alt: String,
    name: String,
    /// Nothing when it is larger than any picture may be.
    bytes: Option<Bytes>,
}

impl Sent {
    /// Reads the form.
    pub(super) async fn read(form: Result<Multipart, MultipartRejection>) -> Result<Self, Problem> {
        let mut form = form.map_err(|_| broken())?;
        let mut sent = Self { bytes: Some(Bytes::new()), ..Self::default() };
        while let Some(field) = form.next_field().await.map_err(|_| broken())? {
            match field.name() {
                Some("file") => {
                    sent.name = field.file_name().unwrap_or_default().to_owned();
                    sent.bytes = whole(field, MOST_BYTES).await?;
                }
                Some("alt") => sent.alt = text(field).await?,
                Some("id") => {
                    let id = text(field).await?;
                    let unknown = || Problem::invalid().field("id", "unknown");
                    sent.id = Some(id.parse().map_err(|_| unknown())?);
                }
                // Whatever else a form carries is passed over.
                _ => {}
            }
        }
        Ok(sent)
    }

    /// Decodes the picture, which takes a while.
    pub(super) async fn into_new(self) -> Result<NewImage, Problem> {
        let bytes = self.bytes.ok_or_else(picture::too_large)?;
        let picture = Picture::read(&self.name, bytes).await?;
        Ok(NewImage { id: self.id, alt: self.alt, picture })
    }
}

fn broken() -> Problem {
    Problem::bad_request("body_unreadable")
}

/// The bytes of a field; nothing when there are more than `most`. Even then all is read, since a
/// browser that is still sending does not see the answer.
async fn whole(mut field: Field<'_>, most: usize) -> Result<Option<Bytes>, Problem> {
    let mut bytes = BytesMut::new();
    let mut fits = true;
    while let Some(piece) = field.chunk().await.map_err(|_| broken())? {
        fits = fits && bytes.len() + piece.len() <= most;
        if fits {
            bytes.extend_from_slice(&piece);
        } else {
            bytes = BytesMut::new();
        }
    }
    Ok(fits.then(|| bytes.freeze()))
}

async fn text(field: Field<'_>) -> Result<String, Problem> {
    let bytes = whole(field, 10_000).await?.ok_or_else(broken)?;
    String::from_utf8(bytes.to_vec()).map_err(|_| broken())
}

async fn add(
    cx: Cx,
    Path(id): Path<Uuid>,
    form: Result<Multipart, MultipartRejection>,
) -> Result<Response, Problem> {
    let sent = Sent::read(form).await?;
    // No work is done for a product that is not there.
    find(&mut cx.read().await?, id).await?;
    let new = sent.into_new().await?;
    let mut tx = cx.begin().await?;
    let product = add_image(&mut tx, id, new).await?;
    tx.reply_versioned(StatusCode::CREATED, product.version, &product).await
}

async fn remove(cx: Cx, Path((id, image)): Path<(Uuid, Uuid)>) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    let product = remove_image(&mut tx, id, image).await?;
    tx.reply_versioned(StatusCode::OK, product.version, &product).await
}

async fn first(cx: Cx, Path((id, image)): Path<(Uuid, Uuid)>) -> Result<Response, Problem> {
    let mut tx = cx.begin().await?;
    let product = put_image_first(&mut tx, id, image).await?;
    tx.reply_versioned(StatusCode::OK, product.version, &product).await
}
