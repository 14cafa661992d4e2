//! What lists are asked in their address.

pub(crate) use base::list::filter;

/// The pattern of everything that contains the text, for `ilike`.
pub(crate) fn contains(text: &str) -> String {
    let plain = text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    format!("%{plain}%")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_of_the_pattern_are_only_signs() {
        assert_eq!(contains("50%_\\"), "%50\\%\\_\\\\%");
    }
}
