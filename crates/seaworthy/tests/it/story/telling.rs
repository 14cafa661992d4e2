//! The numbers of the story, in two countries. Every amount was worked out by hand; the sums stand
//! beside them.

use super::shop::Shop;

/// What differs between the two tellings.
pub(super) struct Telling {
    pub shop: Shop,
    /// The new price of the shirt.
    pub price: &'static str,
    /// Received of shirt, top and jumper: quantity and unit cost.
    pub received: [(&'static str, &'static str); 3],
    /// Ordered of each.
    pub ordered: [&'static str; 3],
    /// Delivered at first, of the shirt; all of the tops, no jumper.
    pub delivered_first: &'static str,
    /// The net of each line, then net, tax and gross of the invoice.
    pub lines: [&'static str; 3],
    pub sums: [&'static str; 3],
    /// What is paid first by bank, then in cash.
    pub paid: [&'static str; 2],
    /// The credit note of the third line: net, tax, gross.
    pub credited: [&'static str; 3],
    /// What is left on hand of each.
    pub left: [&'static str; 3],
    /// The trial balance: account and balance, debit above zero.
    pub balance: &'static [(&'static str, &'static str)],
}

/// 15 % VAT. Lines 3 × 49.95 = 149.85; 2 × 60.00 less 10 % = 108.00; 1 × 80.00; net 337.85,
/// tax 50.6775, rounded once on the group. Cost: 3 × 20.00 + 2 × 24.50 + 1 × 33.30 = 142.30 of
/// 455.70 received. The jumper is credited: 80.00 + 12.00.
pub(super) const RIYADH: Telling = Telling {
    shop: Shop { slug: "najd", name: "Najd Clothing", country: "SA", currency: "SAR", lang: "ar" },
    price: "49.95",
    received: [("10", "20"), ("5", "24.50"), ("4", "33.30")],
    ordered: ["3", "2", "1"],
    delivered_first: "2",
    lines: ["149.85", "108.00", "80.00"],
    sums: ["337.85", "50.68", "388.53"],
    paid: ["200.00", "188.53"],
    credited: ["80.00", "12.00", "92.00"],
    left: ["7", "3", "3"],
    balance: &[
        ("cash", "188.53"),
        ("bank", "200.00"),
        ("receivable", "-92.00"),
        ("inventory", "313.40"),
        ("grni", "-455.70"),
        ("output_tax", "-38.68"),
        ("sales", "-257.85"),
        ("cogs", "142.30"),
    ],
};

/// 15 % VAT. Lines 120 × 1,249.99 = 149,998.80; 7 × 60.00 less 10 % = 378.00; 3 × 80.00 = 240.00;
/// net 150,616.80, tax 22,592.52. Cost: 120 × 700.00 + 233.33 (7 of 50 pieces that cost 1,666.65)
/// + 3 × 41.00 = 84,356.33 of 143,306.65 received. All jumpers are credited: 240.00 + 36.00.
pub(super) const DHAKA: Telling = Telling {
    shop: Shop {
        slug: "rupsha",
        name: "Rupsha Fashion",
        country: "BD",
        currency: "BDT",
        lang: "bn",
    },
    price: "1249.99",
    received: [("200", "700"), ("50", "33.333"), ("40", "41")],
    ordered: ["120", "7", "3"],
    delivered_first: "70",
    lines: ["149998.80", "378.00", "240.00"],
    sums: ["150616.80", "22592.52", "173209.32"],
    paid: ["100000.00", "73209.32"],
    credited: ["240.00", "36.00", "276.00"],
    left: ["80", "43", "37"],
    balance: &[
        ("cash", "73209.32"),
        ("bank", "100000.00"),
        ("receivable", "-276.00"),
        ("inventory", "58950.32"),
        ("grni", "-143306.65"),
        ("output_tax", "-22556.52"),
        ("sales", "-150376.80"),
        ("cogs", "84356.33"),
    ],
};

/// The things that are traded: shirt, top and jumper.
pub(super) const SKUS: [&str; 3] =
    ["OCEAN-BLUE-SHIRT", "CLASSIC-VARSITY-TOP-SMALL", "YELLOW-WOOL-JUMPER"];

/// `12.50` is 1250.
pub(super) fn minor(amount: &str) -> i64 {
    amount.replace(['.', ','], "").parse().unwrap()
}
