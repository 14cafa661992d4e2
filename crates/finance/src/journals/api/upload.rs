//! Reading an uploaded paper.

use base::{Problem, UploadForm};
use bytes::Bytes;
use utoipa::ToSchema;

use super::super::attach::too_large;
use super::super::{MOST_BYTES, NewPaper};

/// The form with a paper, as the document of the API describes it.
#[derive(ToSchema)]
#[schema(as = NewJournalPaper)]
#[expect(dead_code, reason = "the form is read part by part")]
pub(super) struct Form {
    /// The paper: a receipt, a contract, a calculation.
    #[schema(value_type = String, format = Binary)]
    file: Bytes,
}

/// A form with a paper as it was sent.
#[derive(Debug, Default)]
pub(in super::super) struct Sent {
    name: String,
    content_type: String,
    /// Nothing when it is larger than any paper may be.
    bytes: Option<Bytes>,
}

impl Sent {
    /// Reads the form.
    pub(in super::super) async fn read(mut form: UploadForm) -> Result<Self, Problem> {
        let mut sent = Self { bytes: Some(Bytes::new()), ..Self::default() };
        while let Some(part) = form.next().await? {
            if part.name() != "file" {
                continue;
            }
            sent.name = part.file_name().to_owned();
            sent.content_type =
                part.content_type().unwrap_or("application/octet-stream").to_owned();
            sent.bytes = part.bytes(MOST_BYTES).await?;
        }
        Ok(sent)
    }

    /// The paper.
    pub(in super::super) fn into_new(self) -> Result<NewPaper, Problem> {
        let bytes = self.bytes.ok_or_else(too_large)?;
        Ok(NewPaper { name: self.name, content_type: self.content_type, bytes: bytes.to_vec() })
    }
}
