//! Reading an uploaded paper.

use base::{Problem, UploadForm};
use utoipa::ToSchema;

use super::super::attach::too_large;
use super::super::{MOST_BYTES, NewPaper};

/// The form with a paper, as the document of the API describes it.
#[derive(ToSchema)]
#[schema(as = NewJournalPaper)]
#[expect(dead_code, reason = "the form is read part by part")]
pub(super) struct Form {
    /// The paper: a scan, a PDF, a spreadsheet.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
}

/// The form as it was sent.
#[derive(Debug, Default)]
pub(in super::super) struct Sent {
    name: String,
    /// Nothing when it is larger than any paper may be.
    bytes: Option<Vec<u8>>,
}

impl Sent {
    /// Reads the form to its end.
    pub(in super::super) async fn read(mut form: UploadForm) -> Result<Self, Problem> {
        let mut sent = Self { bytes: Some(Vec::new()), ..Self::default() };
        while let Some(part) = form.next().await? {
            if part.name() == "file" {
                sent.name = part.file_name().to_owned();
                sent.bytes = part.bytes(MOST_BYTES).await?.map(|bytes| bytes.to_vec());
            }
        }
        Ok(sent)
    }

    /// The paper.
    pub(in super::super) fn into_new(self) -> Result<NewPaper, Problem> {
        let bytes = self.bytes.ok_or_else(too_large)?;
        Ok(NewPaper { content_type: kind_of(&self.name).to_owned(), name: self.name, bytes })
    }
}

/// What a file of this name holds. Only what a browser shows by itself is told from the rest,
/// which it saves.
fn kind_of(name: &str) -> &'static str {
    let ending = name.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    match ending.as_str() {
        "pdf" => "application/pdf",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "gif" => "image/gif",
        _ => "application/octet-stream",
    }
}
