//! Descriptions come as HTML and are kept as plain text: nothing of a foreign page may run here.

/// The text of a piece of HTML: tags are dropped, ends of paragraphs become ends of lines.
pub(super) fn plain(html: &str) -> String {
    if !html.contains(['<', '&']) {
        return html.trim().to_owned();
    }
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        text.push_str(&rest[..at]);
        let tag = &rest[at + 1..];
        // A "<" that opens no tag, as in "5 < 6".
        if !tag.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '!') {
            text.push('<');
            rest = tag;
            continue;
        }
        let end = tag.find('>').unwrap_or(tag.len());
        let name = tag[..end].trim_start_matches('/').to_ascii_lowercase();
        let name = name.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        if matches!(name, "br" | "p" | "div" | "li" | "tr" | "h1" | "h2" | "h3" | "h4" | "ul") {
            text.push('\n');
        }
        rest = tag.get(end + 1..).unwrap_or_default();
        if matches!(name, "script" | "style") && !tag.starts_with('/') {
            let close = format!("</{name}");
            let at = rest.to_ascii_lowercase().find(&close);
            rest = at.map_or("", |at| &rest[at..]);
        }
    }
    text.push_str(rest);
    let lines = entities(&text);
    let lines: Vec<&str> = lines.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    lines.join("\n")
}

fn entities(text: &str) -> String {
    let pairs = [("&nbsp;", " "), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'")];
    let text = pairs.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to));
    // The ampersand last, so that "&amp;lt;" stays "&lt;".
    text.replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_becomes_lines_of_text() {
        let html = "<p class=\"x\">Fresh &amp; local</p><ul><li>1 kg</li><li>5 < 6</li></ul>";
        assert_eq!(plain(html), "Fresh & local\n1 kg\n5 < 6");
        assert_eq!(plain(" plain "), "plain");
        assert_eq!(plain("<SCRIPT>alert(1)</script>safe"), "safe");
        assert_eq!(plain("broken <b"), "broken");
        assert_eq!(plain("&amp;lt;b&amp;gt;"), "&lt;b&gt;");
    }
}
