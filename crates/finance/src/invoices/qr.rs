//! The code that the law of Saudi Arabia wants on a tax invoice: seller, tax number, time,
//! total and tax as tag, length and value, in base64.

use base::{Country, Currency, Timestamp};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::Invoice;

/// The most bytes of a value: its length is one byte.
const MOST: usize = 255;

/// What a scanner reads; nothing for a seller who is not registered for tax there.
pub(super) fn payload(invoice: &Invoice) -> Option<String> {
    let seller = &invoice.seller;
    // In riyals, whatever the invoice is in: that is what the tax office counts.
    let wanted = seller.country == Country::SA && invoice.gross_base.currency == Currency::SAR;
    if !wanted || seller.tax_number.is_empty() {
        return None;
    }
    let values = [
        seller.name.clone(),
        seller.tax_number.clone(),
        moment(invoice.recorded_at),
        invoice.gross_base.to_decimal_string(),
        invoice.tax_base.to_decimal_string(),
    ];
    Some(STANDARD.encode(tagged(&values)))
}

fn moment(at: Timestamp) -> String {
    at.instant().strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// The values with their tags, counted from one.
fn tagged(values: &[String]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for (tag, value) in (1_u8..).zip(values) {
        let value = &value[..value.floor_char_boundary(MOST)];
        // At most 255 bytes are left.
        let length = u8::try_from(value.len()).unwrap_or(u8::MAX);
        bytes.extend([tag, length]);
        bytes.extend(value.as_bytes());
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_stand_behind_their_tag_and_length() {
        let values = ["سمك".to_owned(), "300000000000003".to_owned()];
        let bytes = tagged(&values);
        assert_eq!(bytes[..2], [1, 6]);
        assert_eq!(bytes[2..8], *"سمك".as_bytes());
        assert_eq!(bytes[8..10], [2, 15]);
        assert_eq!(bytes.len(), 25);
    }

    #[test]
    fn a_long_name_is_cut_between_letters() {
        let bytes = tagged(&["س".repeat(200)]);
        assert_eq!(bytes[..2], [1, 254]);
        assert_eq!(bytes.len(), 256);
    }
}
