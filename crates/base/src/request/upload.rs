//! An uploaded form, read part by part as it arrives. What a handler sees of it goes into the
//! hash of the command's key, so the same key with another file is another command.

use axum::extract::multipart::{Field, Multipart};
use axum::extract::{FromRequest, Request};
use bytes::{Bytes, BytesMut};

use super::IdempotencyKey;
use crate::{App, Problem};

/// A form with files. It must be read to its end before the command begins.
pub struct UploadForm {
    form: Multipart,
    seen: Option<Seen>,
}

/// One field of the form.
pub struct Part<'a> {
    field: Field<'a>,
    seen: Option<&'a mut Seen>,
}

/// What was seen so far. Boundaries are left out: a client chooses new ones for every try.
struct Seen {
    key: IdempotencyKey,
    form: blake3::Hasher,
    part: Option<blake3::Hasher>,
}

impl FromRequest<App> for UploadForm {
    type Rejection = Problem;

    async fn from_request(request: Request, app: &App) -> Result<Self, Problem> {
        let key = request.extensions().get::<IdempotencyKey>().cloned();
        let seen = key.map(|key| Seen { form: key.hasher(), part: None, key });
        let form = Multipart::from_request(request, app).await.map_err(|e| unreadable(&e))?;
        Ok(Self { form, seen })
    }
}

fn unreadable(error: &dyn std::fmt::Display) -> Problem {
    Problem::bad_request("form_unreadable").fact("reason", error)
}

impl UploadForm {
    /// The next field, or nothing at the end.
    ///
    /// # Errors
    /// 400 when the form breaks off.
    pub async fn next(&mut self) -> Result<Option<Part<'_>>, Problem> {
        let Self { form, seen } = self;
        let field = form.next_field().await.map_err(|e| unreadable(&e))?;
        if let Some(seen) = seen {
            seen.turn(field.as_ref());
        }
        Ok(field.map(|field| Part { field, seen: seen.as_mut() }))
    }
}

impl Seen {
    /// Ends one field and begins the next.
    fn turn(&mut self, next: Option<&Field<'_>>) {
        if let Some(part) = self.part.take() {
            self.form.update(part.finalize().as_bytes());
        }
        let Some(field) = next else { return self.key.finish(&self.form) };
        for name in [field.name(), field.file_name()].map(Option::unwrap_or_default) {
            self.form.update(&(name.len() as u64).to_le_bytes());
            self.form.update(name.as_bytes());
        }
        self.part = Some(blake3::Hasher::new());
    }
}

impl Part<'_> {
    /// The name of the field.
    #[must_use]
    pub fn name(&self) -> &str {
        self.field.name().unwrap_or_default()
    }

    /// The name of the file, as its owner calls it.
    #[must_use]
    pub fn file_name(&self) -> &str {
        self.field.file_name().unwrap_or_default()
    }

    /// What its sender says that it is.
    #[must_use]
    pub fn content_type(&self) -> Option<&str> {
        self.field.content_type()
    }

    /// The next piece of it, or nothing at the end.
    ///
    /// # Errors
    /// 400 when the form breaks off.
    pub async fn piece(&mut self) -> Result<Option<Bytes>, Problem> {
        let piece = self.field.chunk().await.map_err(|e| unreadable(&e))?;
        if let (Some(piece), Some(seen)) = (&piece, &mut self.seen)
            && let Some(part) = &mut seen.part
        {
            part.update(piece);
        }
        Ok(piece)
    }

    /// All of it; nothing when there is more than `most`. Even then all is read, since a browser
    /// that is still sending does not see the answer.
    ///
    /// # Errors
    /// 400 when the form breaks off.
    pub async fn bytes(mut self, most: usize) -> Result<Option<Bytes>, Problem> {
        let (mut bytes, mut fits) = (BytesMut::new(), true);
        while let Some(piece) = self.piece().await? {
            fits = fits && bytes.len() + piece.len() <= most;
            if fits {
                bytes.extend_from_slice(&piece);
            } else {
                bytes = BytesMut::new();
            }
        }
        Ok(fits.then(|| bytes.freeze()))
    }

    /// All of it as a text of at most 100 kB.
    ///
    /// # Errors
    /// 400 when it is longer or no UTF-8, or the form breaks off.
    pub async fn text(self) -> Result<String, Problem> {
        let name = self.name().to_owned();
        let bytes = self.bytes(100_000).await?.ok_or_else(|| unreadable(&name))?;
        String::from_utf8(bytes.to_vec()).map_err(|_| unreadable(&name))
    }
}
