//! Printed business documents: data in, PDF out. A leaf: no SQL, no HTTP, no other crate of ours.
//!
//! [`render`] sets a [`Document`] on A4 pages with typst: Latin, Arabic and Bangla are shaped
//! properly, Arabic pages run from right to left, a bilingual document (as in Saudi Arabia)
//! shows each label in both languages, long tables flow over pages under a repeated heading.
//!
//! - **The caller formats.** Amounts, quantities and dates arrive as strings in the reader's
//!   digits; labels arrive translated. This crate adds only page numbers.
//! - **Text is data.** Strings reach the template as JSON values and are shown as they are;
//!   typst markup or code in a customer's name is just odd text.
//! - **The PDF** is PDF/A-3b (archivable, may carry the e-invoice XML) and tagged for screen
//!   readers. Should a text hold a character that none of our fonts has, PDF/A is impossible
//!   and an ordinary tagged PDF is made instead: the customer gets the invoice.
//! - **It computes.** Call it off the request threads (`spawn_blocking` or a job). Measured in
//!   an unoptimised build on two cores: 250 ms for an invoice of one page, 2.3 s for 300 lines
//!   on 12 pages; memory stays level (77 MB for the whole process over 160 renders).
//!
//! Fonts and their licence are described in `FONTS.md` beside this crate's manifest.

mod document;
mod qr;
mod world;

pub use document::{
    Align, Attachment, Cell, Column, Digits, Direction, Document, Field, Footer, Label, Language,
    Moment, Party, Qr, TaxGroup, TaxTable, Total,
};

use typst::diag::SourceDiagnostic;
use typst::foundations::{Bytes, Datetime, Smart};
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};
use world::{DocumentWorld, Files};

/// How many later renders keep the intermediate results of this one. What all documents share
/// (the parsed template, its functions) is used by each and so stays; the rest is let go.
const KEPT_RENDERS: usize = 2;

/// Why a document could not be printed.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    /// A line has more or fewer cells than the table has columns.
    #[error("line {line} has {cells} cells, but the table has {columns} columns")]
    RaggedLine {
        /// The line, counted from 1.
        line: usize,
        /// Its cells.
        cells: usize,
        /// The table's columns.
        columns: usize,
    },
    /// The QR payload is longer than any QR code can hold.
    #[error("the QR payload of {bytes} bytes does not fit into a QR code")]
    QrTooLong {
        /// The payload's length.
        bytes: usize,
    },
    /// The logo is neither PNG nor JPEG.
    #[error("the logo is neither a PNG nor a JPEG picture")]
    LogoFormat,
    /// An attachment's file name is empty, too long, or holds a character that is not allowed.
    #[error("the attachment name {name:?} is not a plain file name")]
    AttachmentName {
        /// The name.
        name: String,
    },
    /// The creation time is not on the calendar.
    #[error("the creation time {0:?} does not exist")]
    NoSuchMoment(Moment),
    /// The data could not be handed to the template.
    #[error("the document's data could not be written as JSON")]
    Data(#[from] serde_json::Error),
    /// The template failed, for instance on a picture that is damaged.
    #[error("the document could not be laid out: {0}")]
    Layout(String),
    /// The pages could not be written as PDF.
    #[error("the pages could not be written as PDF: {0}")]
    Export(String),
}

/// What the template reads beside the document itself.
#[derive(serde::Serialize)]
struct Page<'a> {
    #[serde(flatten)]
    document: &'a Document,
    has_logo: bool,
    /// The width of the QR code in modules, with its quiet zone; 0 without a code.
    qr_modules: usize,
}

/// Sets a document and returns its PDF. Equal documents give equal bytes.
///
/// CPU-bound: call it off the request threads.
pub fn render(document: &Document) -> Result<Vec<u8>, RenderError> {
    check(document)?;
    let made_at = document.made_at.map(timestamp).transpose()?;
    let world = DocumentWorld::new(files(document)?);
    let pdf = set(&world, made_at);
    typst::comemo::evict(KEPT_RENDERS);
    pdf
}

fn set(world: &DocumentWorld, made_at: Option<Timestamp>) -> Result<Vec<u8>, RenderError> {
    let pages = typst::compile(world).output.map_err(|e| RenderError::Layout(sentences(&e)))?;
    let mut options = PdfOptions {
        creator: Smart::Custom(Some("Seaworthy".to_owned())),
        timestamp: made_at,
        standards: PdfStandards::new(&[PdfStandard::A_3b]).unwrap_or_default(),
        ..PdfOptions::default()
    };
    typst_pdf::pdf(&pages, &options)
        .or_else(|_| {
            options.standards = PdfStandards::default();
            typst_pdf::pdf(&pages, &options)
        })
        .map_err(|e| RenderError::Export(sentences(&e)))
}

fn check(document: &Document) -> Result<(), RenderError> {
    let columns = document.columns.len();
    if let Some(i) = document.rows.iter().position(|row| row.len() != columns) {
        return Err(RenderError::RaggedLine {
            line: i + 1,
            cells: document.rows[i].len(),
            columns,
        });
    }
    for Attachment { name, .. } in &document.attachments {
        let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
        if name.is_empty()
            || name.len() > 100
            || name.starts_with('.')
            || !name.chars().all(allowed)
        {
            return Err(RenderError::AttachmentName { name: name.clone() });
        }
    }
    Ok(())
}

/// The virtual files of a document. Their names are few and fixed, because typst remembers
/// every file name for the life of the program.
fn files(document: &Document) -> Result<Files, RenderError> {
    let mut files = Files::new();
    if let Some(logo) = &document.logo {
        let known = logo.starts_with(b"\x89PNG\r\n\x1a\n") || logo.starts_with(b"\xff\xd8\xff");
        if !known {
            return Err(RenderError::LogoFormat);
        }
        files.push(("logo".to_owned(), Bytes::new(logo.clone())));
    }
    let mut qr_modules = 0;
    if let Some(qr) = &document.qr {
        let drawn = qr::svg(&qr.payload);
        let (svg, side) = drawn.ok_or(RenderError::QrTooLong { bytes: qr.payload.len() })?;
        qr_modules = side;
        files.push(("qr.svg".to_owned(), Bytes::from_string(svg)));
    }
    for (i, attachment) in document.attachments.iter().enumerate() {
        files.push((format!("attachment-{i}"), Bytes::new(attachment.bytes.clone())));
    }
    let page = Page { document, has_logo: document.logo.is_some(), qr_modules };
    files.push(("document.json".to_owned(), Bytes::new(serde_json::to_vec(&page)?)));
    Ok(files)
}

fn timestamp(at: Moment) -> Result<Timestamp, RenderError> {
    Datetime::from_ymd_hms(at.year, at.month, at.day, at.hour, at.minute, at.second)
        .map(Timestamp::new_utc)
        .ok_or(RenderError::NoSuchMoment(at))
}

fn sentences(diagnostics: &[SourceDiagnostic]) -> String {
    diagnostics.iter().map(|d| d.message.as_str()).collect::<Vec<_>>().join("; ")
}
