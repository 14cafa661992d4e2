//! Reading an uploaded paper.

use axum::extract::Multipart;
use axum::extract::multipart::MultipartRejection;
use base::Problem;

use super::super::attach::too_large;
use super::super::{MOST_BYTES, NewPaper};

/// A form with a paper as it was sent.
#[derive(Debug, Default)]
pub(in super::super) struct Sent {
    name: String,
    content_type: String,
    /// Nothing when it is larger than any paper may be.
    bytes: Option<Vec<u8>>,
}

impl Sent {
    /// Reads the form. A file that is too large is read to its end nevertheless, since a browser
    /// that is still sending does not see the answer.
    pub(in super::super) async fn read(
        form: Result<Multipart, MultipartRejection>,
    ) -> Result<Self, Problem> {
        let broken = || Problem::bad_request("body_unreadable");
        let mut form = form.map_err(|_| broken())?;
        let mut sent = Self { bytes: Some(Vec::new()), ..Self::default() };
        while let Some(mut field) = form.next_field().await.map_err(|_| broken())? {
            if field.name() != Some("file") {
                continue;
            }
            sent.name = field.file_name().unwrap_or_default().to_owned();
            sent.content_type =
                field.content_type().unwrap_or("application/octet-stream").to_owned();
            let mut bytes = Vec::new();
            let mut fits = true;
            while let Some(piece) = field.chunk().await.map_err(|_| broken())? {
                fits = fits && bytes.len() + piece.len() <= MOST_BYTES;
                match fits {
                    true => bytes.extend_from_slice(&piece),
                    false => bytes = Vec::new(),
                }
            }
            sent.bytes = fits.then_some(bytes);
        }
        Ok(sent)
    }

    /// The paper.
    pub(in super::super) fn into_new(self) -> Result<NewPaper, Problem> {
        let bytes = self.bytes.ok_or_else(too_large)?;
        Ok(NewPaper { name: self.name, content_type: self.content_type, bytes })
    }
}
