//! Documents are printed and read back.

#![allow(clippy::unwrap_used)]

mod samples;

use documents::{Attachment, Cell, Digits, Document, Qr, RenderError, render};
use hayro_interpret::font::Glyph;
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::hayro_syntax::page::Page;
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, GlyphDrawMode, Image, InterpreterCache,
    InterpreterSettings, Paint, PathDrawMode, SoftMask, interpret_page,
};
use kurbo::{Affine, BezPath, Rect};

/// A device that keeps the characters of the glyphs in the order of drawing.
#[derive(Default)]
struct Characters(String);

impl<'a> Device<'a> for Characters {
    fn set_soft_mask(&mut self, _: Option<SoftMask<'a>>) {}
    fn set_blend_mode(&mut self, _: BlendMode) {}
    fn draw_path(&mut self, _: &BezPath, _: Affine, _: &Paint<'a>, _: &PathDrawMode) {}
    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}
    fn draw_glyph(
        &mut self,
        glyph: &Glyph<'a>,
        _: Affine,
        _: Affine,
        _: &Paint<'a>,
        _: &GlyphDrawMode,
    ) {
        match glyph.as_unicode() {
            Some(BfString::Char(c)) => self.0.push(c),
            Some(BfString::String(s)) => self.0.push_str(&s),
            None => {}
        }
    }
    fn draw_image(&mut self, _: Image<'a, '_>, _: Affine) {}
    fn pop_clip_path(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}

fn text_of(page: &Page<'_>) -> String {
    let mut characters = Characters::default();
    let cache = InterpreterCache::new();
    let mut context = Context::new(
        Affine::IDENTITY,
        Rect::new(0.0, 0.0, 600.0, 850.0),
        &cache,
        page.xref(),
        InterpreterSettings::default(),
    );
    interpret_page(page, &mut context, &mut characters);
    characters.0.replace('\u{a0}', " ")
}

/// The text of each page.
fn read(pdf: Vec<u8>) -> Vec<String> {
    let pdf = Pdf::new(pdf).unwrap();
    pdf.pages().iter().map(text_of).collect()
}

fn archivable(pdf: &[u8]) -> bool {
    pdf.windows(18).any(|bytes| bytes == b"<pdfaid:part>3</pd")
}

fn printed(document: &Document) -> String {
    let pdf = render(document).unwrap();
    assert!(pdf.starts_with(b"%PDF-1.7"));
    assert!(archivable(&pdf), "not PDF/A-3");
    let pages = read(pdf);
    assert_eq!(pages.len(), 1);
    pages[0].clone()
}

#[test]
fn an_english_invoice_shows_its_number_and_totals() {
    let text = printed(&samples::english());
    for wanted in ["INV-2026-000142", "GBP 14,221.70", "-150.00", "Northwind", "Page 1 of 1"] {
        assert!(text.contains(wanted), "{wanted} is missing in {text}");
    }
}

#[test]
fn a_saudi_invoice_shows_both_languages() {
    let text = printed(&samples::saudi());
    for wanted in ["INV-2026-000871", "SAR 6,992.00", "Tax invoice", "Amount due", "ملا"] {
        // Arabic is drawn from right to left, so its letters are read back in reverse.
        let reverse: String = wanted.chars().rev().collect();
        assert!(text.contains(wanted) || text.contains(&reverse), "{wanted} is missing in {text}");
    }
}

#[test]
fn an_arabic_credit_note_uses_arabic_digits() {
    let text = printed(&samples::arabic());
    for wanted in ["CN-2026-000017", "٣٧٩٫٥٠"] {
        assert!(text.contains(wanted), "{wanted} is missing in {text}");
    }
}

#[test]
fn each_half_of_a_bilingual_footer_has_the_digits_of_its_language() {
    let text = printed(&Document { digits: Digits::Arabic, ..samples::saudi() });
    assert!(text.contains("Page 1 of 1") && text.contains('١'), "{text}");
}

#[test]
fn a_bangla_invoice_uses_bangla_digits() {
    let text = printed(&samples::bangla());
    for wanted in ["২০২৬-০০০৩৪", "৳১,৪৫,০৮৪.০০", "পদ্মা"]
    {
        assert!(text.contains(wanted), "{wanted} is missing in {text}");
    }
}

#[test]
fn three_hundred_lines_flow_over_pages_under_a_repeated_heading() {
    let pages = read(render(&samples::long(300)).unwrap());
    assert!((8..=14).contains(&pages.len()), "{} pages", pages.len());
    for (i, text) in pages.iter().enumerate() {
        let label = format!("Page {} of {}", i + 1, pages.len());
        assert!(text.contains(&label), "{label} is missing");
        assert!(text.contains("INV-2026-000142"));
    }
    assert!(pages[1].contains("Unit price"));
    assert!(pages[pages.len() - 1].contains("GBP 14,221.70"));
}

#[test]
fn markup_in_the_data_is_only_text() {
    let pages = read(render(&samples::hostile()).unwrap());
    let all = pages.concat();
    for wanted in ["#panic(\"x\") $x^2$ *b* _i_ @ref <label> `raw`", "[c] // = - + ~", "#(1+2)"] {
        assert!(all.contains(wanted), "{wanted} is missing in {}", pages[0]);
    }
    assert!(all.contains("#read(\"document.json\")"));
}

#[test]
fn a_character_outside_our_fonts_costs_the_archive_mark_but_not_the_invoice() {
    let mut document = samples::english();
    assert!(archivable(&render(&document).unwrap()));
    document.buyer.name = "魚市場 \u{1F41F}".into();
    let pdf = render(&document).unwrap();
    assert!(!archivable(&pdf));
    assert!(read(pdf)[0].contains("GBP 14,221.70"));
}

#[test]
fn equal_documents_give_equal_bytes() {
    assert_eq!(render(&samples::saudi()).unwrap(), render(&samples::saudi()).unwrap());
}

#[test]
fn every_sample_prints_on_as_many_pages_as_it_needs() {
    for (name, document) in samples::all() {
        let pages = read(render(&document).unwrap()).len();
        assert_eq!(pages > 1, matches!(name, "long" | "hostile"), "{name}: {pages} pages");
    }
}

#[test]
fn an_empty_document_is_a_page() {
    assert_eq!(read(render(&Document::default()).unwrap()).len(), 1);
}

#[test]
fn what_cannot_be_printed_is_named() {
    let mut ragged = samples::english();
    ragged.rows[2] = vec![Cell::from("alone")];
    let refused = render(&ragged);
    assert!(matches!(refused, Err(RenderError::RaggedLine { line: 3, cells: 1, columns: 6 })));

    let qr = Some(Qr { payload: "x".repeat(4_000), alt: String::new() });
    let refused = render(&Document { qr, ..Document::default() });
    assert!(matches!(refused, Err(RenderError::QrTooLong { bytes: 4_000 })));

    let logo = Some(b"GIF89a".to_vec());
    let refused = render(&Document { logo, ..Document::default() });
    assert!(matches!(refused, Err(RenderError::LogoFormat)));

    let logo = Some(b"\x89PNG\r\n\x1a\nbroken".to_vec());
    let refused = render(&Document { logo, ..Document::default() });
    assert!(matches!(refused, Err(RenderError::Layout(_))));

    let outside = Attachment {
        name: "../etc/passwd".to_owned(),
        media_type: "application/xml".to_owned(),
        description: String::new(),
        bytes: Vec::new(),
    };
    let refused = render(&Document { attachments: vec![outside], ..Document::default() });
    assert!(matches!(refused, Err(RenderError::AttachmentName { .. })));
}
