//! What a printed business document says. Every string is ready to print: the caller has
//! translated the labels and formatted money, quantities and dates.

use serde::Serialize;

/// A printable document: a tax invoice, a credit note, a delivery note.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Document {
    /// The language of the first labels; it also gives the direction of the page.
    pub language: Language,
    /// The language of [`Label::second`], on a bilingual document.
    pub second_language: Option<Language>,
    /// Whether the page lies on its side, for tables of many columns.
    pub landscape: bool,
    /// The digits of the page numbers, the only text that the document makes by itself.
    pub digits: Digits,
    /// The digits of the page numbers in the second language.
    pub second_digits: Digits,
    /// What the document is, such as "Tax invoice".
    pub kind: Label,
    /// The number that the law or the firm knows it by.
    pub number: String,
    /// Who issues it.
    pub seller: Party,
    /// Whom it is made out to.
    pub buyer: Party,
    /// Where the goods go, when that needs saying.
    pub deliver_to: Option<Party>,
    /// Dates, order number, due date, currency.
    pub meta: Vec<Field>,
    /// The columns of the line table; without columns there is no table.
    pub columns: Vec<Column>,
    /// The lines, each with as many cells as there are columns.
    pub rows: Vec<Vec<Cell>>,
    /// Net and tax by rate.
    pub taxes: Option<TaxTable>,
    /// Subtotal, discount, tax, amount due.
    pub totals: Vec<Total>,
    /// How to pay: bank, account, reference.
    pub payment: Vec<Field>,
    /// Terms, reasons and other remarks; the label may be empty.
    pub notes: Vec<Field>,
    /// A QR code, as the tax law of Saudi Arabia asks for.
    pub qr: Option<Qr>,
    /// What stands at the foot of every page.
    pub footer: Footer,
    /// A word across every page: "DRAFT", "PAID", "CANCELLED".
    pub watermark: Option<String>,
    /// The seller's logo as the bytes of a PNG or JPEG file.
    #[serde(skip)]
    pub logo: Option<Vec<u8>>,
    /// Files inside the PDF, such as the e-invoice in XML.
    pub attachments: Vec<Attachment>,
    /// When the document was made (UTC), for its metadata.
    #[serde(skip)]
    pub made_at: Option<Moment>,
}

/// A language that documents are printed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// English.
    #[default]
    En,
    /// Arabic.
    Ar,
    /// Bangla.
    Bn,
}

/// The side on which a line of text begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Left to right.
    Ltr,
    /// Right to left.
    Rtl,
}

impl Language {
    /// The direction of a page in this language.
    pub fn direction(self) -> Direction {
        match self {
            Self::Ar => Direction::Rtl,
            Self::En | Self::Bn => Direction::Ltr,
        }
    }
}

/// A set of ten digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub enum Digits {
    /// 0123456789
    #[default]
    #[serde(rename = "0123456789")]
    Latin,
    /// ٠١٢٣٤٥٦٧٨٩
    #[serde(rename = "٠١٢٣٤٥٦٧٨٩")]
    Arabic,
    /// ০১২৩৪৫৬৭৮৯
    #[serde(rename = "০১২৩৪৫৬৭৮৯")]
    Bangla,
}

/// Words of the firm's own, in one language or two.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Label {
    /// In the document's language.
    pub text: String,
    /// In the second language.
    pub second: Option<String>,
}

impl Label {
    /// A label in both languages of a bilingual document.
    pub fn both(text: impl Into<String>, second: impl Into<String>) -> Self {
        Self { text: text.into(), second: Some(second.into()) }
    }
}

impl<T: Into<String>> From<T> for Label {
    fn from(text: T) -> Self {
        Self { text: text.into(), second: None }
    }
}

/// A label and what it says.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Field {
    /// "VAT number", "Due date".
    pub label: Label,
    /// The value; line breaks are kept.
    pub value: String,
}

impl Field {
    /// A field from its label and value.
    pub fn new(label: impl Into<Label>, value: impl Into<String>) -> Self {
        Self { label: label.into(), value: value.into() }
    }
}

/// A firm or person on the document.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Party {
    /// "Bill to"; not shown for the seller.
    pub title: Label,
    /// Its name, in one language or both.
    pub name: Label,
    /// Address and contact, a line each.
    pub lines: Vec<String>,
    /// Tax number, registration number.
    pub fields: Vec<Field>,
}

/// A column of the line table.
#[derive(Debug, Clone, Serialize)]
pub struct Column {
    /// Its heading.
    pub heading: Label,
    /// How its cells stand.
    pub align: Align,
    /// Its share of the width that is left; none means as wide as its contents.
    pub share: Option<u8>,
}

impl Column {
    /// A column of words that takes a share of the free width.
    pub fn text(heading: impl Into<Label>, share: u8) -> Self {
        Self { heading: heading.into(), align: Align::Start, share: Some(share) }
    }

    /// A column of numbers, as wide as they are.
    pub fn number(heading: impl Into<Label>) -> Self {
        Self { heading: heading.into(), align: Align::Number, share: None }
    }
}

/// How the cells of a column stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Align {
    /// Where a line of text begins.
    #[default]
    Start,
    /// In the middle.
    Center,
    /// Flush right in every language, unbroken, so that decimal points stand in line.
    Number,
}

/// A cell of the line table.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Cell {
    /// Its text.
    pub text: String,
    /// A second, smaller line, such as the SKU below the description.
    pub secondary: Option<String>,
    /// Whether it is set in bold: headings and sums inside a table.
    pub strong: bool,
}

impl Cell {
    /// A cell in bold.
    pub fn strong(text: impl Into<String>) -> Self {
        Self { strong: true, ..Self::from(text) }
    }

    /// A cell with a smaller second line.
    pub fn with_secondary(text: impl Into<String>, secondary: impl Into<String>) -> Self {
        Self { secondary: Some(secondary.into()), ..Self::from(text) }
    }
}

impl<T: Into<String>> From<T> for Cell {
    fn from(text: T) -> Self {
        Self { text: text.into(), secondary: None, strong: false }
    }
}

/// Net and tax by rate.
#[derive(Debug, Clone, Default, Serialize)]
pub struct TaxTable {
    /// The headings: rate, net, tax.
    pub headings: [Label; 3],
    /// One row a rate.
    pub groups: Vec<TaxGroup>,
}

/// What was taxed at one rate.
#[derive(Debug, Clone, Default, Serialize)]
pub struct TaxGroup {
    /// "VAT 15 %".
    pub label: Label,
    /// The amount that the tax is computed on.
    pub net: String,
    /// The tax.
    pub tax: String,
}

/// A row of the totals.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Total {
    /// "Subtotal", "Amount due".
    pub label: Label,
    /// The amount.
    pub amount: String,
    /// Whether it is the row that the reader looks for.
    pub emphasised: bool,
}

impl Total {
    /// An ordinary row.
    pub fn new(label: impl Into<Label>, amount: impl Into<String>) -> Self {
        Self { label: label.into(), amount: amount.into(), emphasised: false }
    }

    /// The row that the reader looks for.
    pub fn emphasised(label: impl Into<Label>, amount: impl Into<String>) -> Self {
        Self { emphasised: true, ..Self::new(label, amount) }
    }
}

/// A QR code.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Qr {
    /// The text that a scanner reads (for ZATCA the base64 of its TLV bytes).
    #[serde(skip)]
    pub payload: String,
    /// What the code is, for those who cannot see it.
    pub alt: String,
}

/// What stands at the foot of every page.
#[derive(Debug, Clone, Serialize)]
pub struct Footer {
    /// The firm's name, web address, registration.
    pub text: String,
    /// The page label; `{n}` is the page and `{m}` the number of pages.
    pub page: Label,
}

impl Default for Footer {
    fn default() -> Self {
        Self { text: String::new(), page: "{n} / {m}".into() }
    }
}

/// A file inside the PDF (PDF/A-3 allows any type).
#[derive(Debug, Clone, Serialize)]
pub struct Attachment {
    /// Its file name: letters, digits, `.`, `-` and `_`.
    pub name: String,
    /// Its media type, such as `application/xml`.
    pub media_type: String,
    /// What it is, in words.
    pub description: String,
    /// Its bytes.
    #[serde(skip)]
    pub bytes: Vec<u8>,
}

/// A moment in UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// The year.
    pub year: i32,
    /// The month, 1 to 12.
    pub month: u8,
    /// The day of the month, from 1.
    pub day: u8,
    /// The hour, 0 to 23.
    pub hour: u8,
    /// The minute.
    pub minute: u8,
    /// The second.
    pub second: u8,
}
