//! Names that are made when nobody gives one: handles of names, SKUs of handles and options.

use uuid::Uuid;

/// The longest handle.
pub(super) const LONGEST_HANDLE: usize = 120;
/// The longest SKU.
pub(super) const LONGEST_SKU: usize = 64;

/// `Ocean Blue Shirt!` is `ocean-blue-shirt`. Letters of every script stay, with their marks.
pub(super) fn handle_of(name: &str) -> String {
    let joined = words(name, |c| c.is_alphanumeric() || is_mark(c));
    cut(&joined.to_lowercase(), LONGEST_HANDLE - 4)
}

/// `ocean-blue-shirt` with `["M"]` is `OCEAN-BLUE-SHIRT-M`: plain letters only, since SKUs are
/// printed as barcodes. A handle without any gives one of the id.
pub(super) fn sku_of(handle: &str, options: &[String], product: Uuid) -> String {
    let plain = |text: &str| words(text, |c| c.is_ascii_alphanumeric()).to_uppercase();
    let mut base = plain(handle);
    if base.is_empty() {
        base = format!("P-{}", &product.simple().to_string()[24..]).to_uppercase();
    }
    // The options tell the variants apart, so it is the handle that is cut.
    let tail: String = options.iter().map(|o| plain(o)).filter(|o| !o.is_empty()).fold(
        String::new(),
        |mut tail, option| {
            tail.push('-');
            tail.push_str(&cut(&option, 16));
            tail
        },
    );
    let room = (LONGEST_SKU - 4).saturating_sub(tail.len()).max(8);
    format!("{}{tail}", cut(&base, room))
}

/// The name itself, then with `-2`, `-3` … behind it, for when it is taken.
pub(super) fn candidates(base: &str, most: u32) -> impl Iterator<Item = String> {
    (1..=most).map(move |n| if n == 1 { base.to_owned() } else { format!("{base}-{n}") })
}

fn words(text: &str, keep: impl Fn(char) -> bool) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.trim().chars() {
        if keep(c) {
            out.push(c);
        } else if !out.is_empty() && !out.ends_with('-') && c != '\'' && c != '’' {
            out.push('-');
        }
    }
    out.trim_end_matches('-').to_owned()
}

/// Vowel signs and the virama of Bangla, and the marks of Arabic, are no letters to Unicode.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{981}'..='\u{983}' | '\u{9bc}'..='\u{9cd}' | '\u{9d7}' | '\u{64b}'..='\u{65f}')
}

fn cut(text: &str, most: usize) -> String {
    text.chars().take(most).collect::<String>().trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn handles_keep_the_letters_of_every_script() {
        assert_eq!(handle_of("  Ocean Blue Shirt! (M) "), "ocean-blue-shirt-m");
        assert_eq!(handle_of("Fisherman's net"), "fishermans-net");
        assert_eq!(handle_of("سمك هامور"), "سمك-هامور");
        assert_eq!(handle_of("ইলিশ মাছ"), "ইলিশ-মাছ");
        assert_eq!(handle_of("!!!"), "");
        assert!(handle_of(&"long ".repeat(100)).chars().count() < LONGEST_HANDLE);
    }

    #[test]
    fn skus_are_made_of_the_handle_and_the_options() {
        let id = Uuid::from_u128(0xabcd_1234);
        let options = |list: &[&str]| list.iter().map(|o| (*o).to_owned()).collect::<Vec<_>>();
        assert_eq!(sku_of("ocean-blue-shirt", &options(&["M"]), id), "OCEAN-BLUE-SHIRT-M");
        assert_eq!(sku_of("rope", &options(&["8 mm", "Blue"]), id), "ROPE-8-MM-BLUE");
        assert_eq!(sku_of("سمك", &[], id), "P-ABCD1234");
        let long = sku_of(&"a".repeat(120), &options(&["Extra large", "Red"]), id);
        assert!(long.len() <= LONGEST_SKU && long.ends_with("-EXTRA-LARGE-RED"), "{long}");
    }

    #[test]
    fn a_taken_name_is_counted() {
        assert_eq!(candidates("rope", 3).collect::<Vec<_>>(), ["rope", "rope-2", "rope-3"]);
    }
}
