//! How a letter looks, as text and as a page. Pure.

use lettre::message::header::ContentType;
use lettre::message::{Attachment as File, Mailbox, Message, MultiPart};
use maud::{DOCTYPE, html};

use super::{Attachment, Mail};

/// Why a letter cannot be written.
#[derive(Debug, thiserror::Error)]
pub(super) enum LetterError {
    /// The sender or the reader has no address that mail can be sent to.
    #[error("{0} is no mail address")]
    Address(String),
    /// A file says that it is something that there is not.
    #[error("{0} is no media type")]
    MediaType(String),
    /// A header cannot be written.
    #[error("the letter cannot be written: {0}")]
    Format(#[from] lettre::error::Error),
}

/// The letter as it travels.
pub(super) fn write(
    from: &str,
    mail: &Mail,
    files: Vec<Attachment>,
) -> Result<Message, LetterError> {
    let address =
        |text: &str| text.parse::<Mailbox>().map_err(|_| LetterError::Address(text.to_owned()));
    let mut body = MultiPart::alternative_plain_html(text(mail), page(mail));
    if !files.is_empty() {
        body = MultiPart::mixed().multipart(body);
    }
    for file in files {
        let kind = ContentType::parse(&file.content_type);
        let kind = kind.map_err(|_| LetterError::MediaType(file.content_type))?;
        body = body.singlepart(File::new(file.name).body(file.bytes, kind));
    }
    let message = Message::builder()
        .from(address(from)?)
        .to(address(&mail.to)?)
        .subject(mail.subject.as_str())
        .multipart(body)?;
    Ok(message)
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
        let message = write("Seaworthy <no-reply@localhost>", &mail, Vec::new()).unwrap();
        let sent = String::from_utf8(message.formatted()).unwrap();
        assert!(sent.contains("To: amina@example.com"), "{sent}");
        assert!(write("nobody", &mail, Vec::new()).is_err());
        let file = |kind: &str| Attachment {
            name: "PO-1.pdf".to_owned(),
            content_type: kind.to_owned(),
            bytes: b"%PDF".to_vec(),
        };
        let from = "Seaworthy <no-reply@localhost>";
        let message = write(from, &mail, vec![file("application/pdf")]).unwrap();
        let sent = String::from_utf8(message.formatted()).unwrap();
        assert!(sent.contains("multipart/mixed") && sent.contains("PO-1.pdf"), "{sent}");
        assert!(write(from, &mail, vec![file("nothing")]).is_err());
    }
}
