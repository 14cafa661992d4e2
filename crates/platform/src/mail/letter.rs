//! How a letter looks, as text and as a page. Pure.

use lettre::message::header::ContentType;
use lettre::message::{Attachment, Mailbox, Message, MultiPart};
use maud::{DOCTYPE, html};

use super::{Enclosed, EnclosedFile, Mail};

/// Why a letter cannot be written.
#[derive(Debug, thiserror::Error)]
pub(super) enum LetterError {
    /// The sender or the reader has no address that mail can be sent to.
    #[error("{0} is no mail address")]
    Address(String),
    /// A file is of no kind that mails know.
    #[error("{0} is no media type")]
    MediaType(String),
    /// A header cannot be written.
    #[error("the letter cannot be written: {0}")]
    Format(#[from] lettre::error::Error),
}

/// The letter as it travels.
pub(super) fn write(from: &str, mail: &Mail, enclosed: Enclosed) -> Result<Message, LetterError> {
    let address =
        |text: &str| text.parse::<Mailbox>().map_err(|_| LetterError::Address(text.to_owned()));
    let words = MultiPart::alternative_plain_html(text(mail), page(mail));
    let mut message = Message::builder()
        .from(address(from)?)
        .to(address(&mail.to)?)
        .subject(mail.subject.as_str());
    if let Some(reply_to) = enclosed.reply_to.and_then(|text| text.parse::<Mailbox>().ok()) {
        message = message.reply_to(reply_to);
    }
    if enclosed.files.is_empty() {
        return Ok(message.multipart(words)?);
    }
    let mut body = MultiPart::mixed().multipart(words);
    for EnclosedFile { name, media_type, bytes } in enclosed.files {
        let kind = ContentType::parse(media_type)
            .map_err(|_| LetterError::MediaType(media_type.to_owned()))?;
        body = body.singlepart(Attachment::new(name).body(bytes, kind));
    }
    Ok(message.multipart(body)?)
}

fn text(mail: &Mail) -> String {
    let mut text = mail.paragraphs.join("\n\n");
    if let Some((label, url)) = &mail.button {
        text.push_str(&format!("\n\n{label}:\n{url}"));
    }
    text.push_str(&format!("\n\n-- \n{}\n", mail.footer));
    text
}

/// Mail programs know few styles, and only those that stand on the element itself.
fn page(mail: &Mail) -> String {
    let body = "font-family:system-ui,sans-serif;font-size:16px;line-height:1.5;\
                max-width:36em;margin:2em auto;padding:0 1em;color:#1c2430";
    let button = "display:inline-block;padding:.6em 1.2em;border-radius:6px;\
                  background:#0b5c6b;color:#ffffff;text-decoration:none";
    let small = "font-size:13px;color:#5a6675";
    let page = html! {
        (DOCTYPE)
        html lang=(mail.lang.code()) dir=(mail.lang.dir()) {
            head { meta charset="utf-8"; title { (mail.subject) } }
            body style=(body) {
                @for paragraph in &mail.paragraphs { p { (paragraph) } }
                @if let Some((label, url)) = &mail.button {
                    p { a href=(url) style=(button) { (label) } }
                    p style=(small) dir="ltr" { (url) }
                }
                p style=(small) { (mail.footer) }
            }
        }
    };
    page.into_string()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use base::Lang;

    use super::*;

    #[test]
    fn a_letter_has_a_text_and_a_page_and_escapes_names() {
        let mail = Mail {
            to: "amina@example.com".to_owned(),
            lang: Lang::Ar,
            subject: "مرحبا".to_owned(),
            paragraphs: vec!["<b>Amina</b>".to_owned()],
            button: Some(("Open".to_owned(), "https://a.example/?a=1&b=2".to_owned())),
            footer: "Acme".to_owned(),
        };
        assert!(text(&mail).contains("Open:\nhttps://a.example/?a=1&b=2"));
        let page = page(&mail);
        assert!(page.contains("dir=\"rtl\"") && page.contains("&lt;b&gt;Amina"), "{page}");
        let from = "Seaworthy <no-reply@localhost>";
        let sent = write(from, &mail, Enclosed::default()).unwrap().formatted();
        let sent = String::from_utf8(sent).unwrap();
        assert!(sent.contains("To: amina@example.com"), "{sent}");
        assert!(!sent.contains("Reply-To") && !sent.contains("multipart/mixed"), "{sent}");
        assert!(write("nobody", &mail, Enclosed::default()).is_err());
    }

    #[test]
    fn a_letter_brings_its_files_and_says_whom_to_answer() {
        let mail = Mail {
            to: "amina@example.com".to_owned(),
            lang: Lang::En,
            subject: "Invoice".to_owned(),
            paragraphs: vec!["Hello".to_owned()],
            button: None,
            footer: "Acme".to_owned(),
        };
        let bring = |reply_to: &str, media_type| {
            let (name, bytes) = ("INV-1.pdf".to_owned(), b"%PDF-1.7".to_vec());
            let files = vec![EnclosedFile { name, media_type, bytes }];
            let enclosed = Enclosed { reply_to: Some(reply_to.to_owned()), files };
            write("no-reply@localhost", &mail, enclosed)
        };
        let sent = bring("books@acme.example", "application/pdf").unwrap().formatted();
        let sent = String::from_utf8(sent).unwrap();
        let wanted =
            ["Reply-To: books@acme.example", "multipart/mixed", "filename=\"INV-1.pdf\"", "Hello"];
        for part in wanted {
            assert!(sent.contains(part), "{part}: {sent}");
        }
        let sent = bring("nobody", "application/pdf").unwrap().formatted();
        assert!(!String::from_utf8(sent).unwrap().contains("Reply-To"));
        assert!(bring("books@acme.example", "no kind").is_err());
    }
}
