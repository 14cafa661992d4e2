//! Pictures over the API, and reading an upload.

use axum::http::StatusCode;
use axum::response::Response;
use base::{Access, Cx, Path, Problem, Route, UploadForm};
use bytes::Bytes;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{MOST_BYTES, NewImage, Picture, add_image, picture, put_image_first, remove_image};
use crate::catalog::{Product, find};

const EDIT: Access = Access::Needs("catalog.edit");

pub(in crate::catalog) fn routes() -> Vec<Route> {
    vec![
        Route::post("/api/v1/products/{id}/images", EDIT, add)
            .summary("Adds a picture to a product, behind the others.")
            .upload::<Form>()
            .answers::<Product>(201),
        Route::delete("/api/v1/products/{id}/images/{image_id}", EDIT, remove)
            .summary("Deletes a picture of a product, with its files.")
            .answers::<Product>(200),
        Route::post("/api/v1/products/{id}/images/{image_id}/first", EDIT, first)
            .summary("Puts a picture before the others, so that lists show it.")
            .answers::<Product>(200),
    ]
}

/// The form with a picture, as the document of the API describes it.
#[derive(ToSchema)]
#[schema(as = NewPicture)]
#[expect(dead_code, reason = "the form is read part by part")]
struct Form {
    /// The picture: PNG, JPEG, WebP or GIF.
    #[schema(value_type = String, format = Binary)]
    file: Bytes,
    /// What it shows, for those who do not see it.
    alt: Option<String>,
    /// A UUIDv7 of the client's choosing; the same picture sent again is not added again.
    id: Option<Uuid>,
}

/// The form as it was sent.
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
    pub(super) async fn read(mut form: UploadForm) -> Result<Self, Problem> {
        let mut sent = Self { bytes: Some(Bytes::new()), ..Self::default() };
        while let Some(part) = form.next().await? {
            match part.name() {
                "file" => {
                    sent.name = part.file_name().to_owned();
                    sent.bytes = part.bytes(MOST_BYTES).await?;
                }
                "alt" => sent.alt = part.text().await?,
                "id" => {
                    let unknown = |_| Problem::invalid().field("id", "unknown");
                    sent.id = Some(part.text().await?.parse().map_err(unknown)?);
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

async fn add(cx: Cx, Path(id): Path<Uuid>, form: UploadForm) -> Result<Response, Problem> {
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
