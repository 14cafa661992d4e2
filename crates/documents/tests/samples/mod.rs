//! Documents of invented firms, for the tests and for looking at.

use documents::*;

/// Every sample with its file name.
pub fn all() -> Vec<(&'static str, Document)> {
    vec![
        ("english", english()),
        ("saudi", saudi()),
        ("arabic", arabic()),
        ("bangla", bangla()),
        ("delivery", delivery()),
        ("long", long(300)),
        ("hostile", hostile()),
    ]
}

fn day() -> Option<Moment> {
    Some(Moment { year: 2026, month: 11, day: 21, hour: 9, minute: 30, second: 0 })
}

fn party(title: &str, name: &str, lines: &[&str], fields: &[(&str, &str)]) -> Party {
    Party {
        title: title.into(),
        name: name.into(),
        lines: lines.iter().map(|line| (*line).to_owned()).collect(),
        fields: fields.iter().map(|(label, value)| Field::new(*label, *value)).collect(),
    }
}

fn row<const N: usize>(cells: [Cell; N]) -> Vec<Cell> {
    cells.into()
}

/// An English invoice with two tax rates, a logo and a payment hint.
pub fn english() -> Document {
    Document {
        kind: "Tax invoice".into(),
        number: "INV-2026-000142".to_owned(),
        seller: party(
            "",
            "Harbour & Sons Trading Ltd",
            &["14 Quay Street", "Portsmouth PO1 3TX, United Kingdom", "accounts@harbour.example"],
            &[("VAT number", "GB 123 4567 89")],
        ),
        buyer: party(
            "Bill to",
            "Northwind Fish Market",
            &["Attn. Amelia Clarke", "7 Market Place", "Grimsby DN31 1AA"],
            &[("VAT number", "GB 987 6543 21")],
        ),
        meta: vec![
            Field::new("Invoice date", "21 November 2026"),
            Field::new("Supply date", "19 November 2026"),
            Field::new("Due date", "21 December 2026"),
            Field::new("Order", "SO-2026-00391"),
            Field::new("Currency", "GBP"),
        ],
        columns: vec![
            Column::number("#"),
            Column::text("Description", 1),
            Column::number("Quantity"),
            Column::number("Unit price"),
            Column::number("VAT"),
            Column::number("Net amount"),
        ],
        rows: english_rows(),
        taxes: Some(TaxTable {
            headings: ["VAT rate".into(), "Net".into(), "VAT".into()],
            groups: vec![
                TaxGroup { label: "20 %".into(), net: "4,140.00".into(), tax: "828.00".into() },
                TaxGroup { label: "0 %".into(), net: "9,253.70".into(), tax: "0.00".into() },
            ],
        }),
        totals: vec![
            Total::new("Subtotal", "13,393.70"),
            Total::new("VAT", "828.00"),
            Total::emphasised("Amount due", "GBP 14,221.70"),
        ],
        payment: vec![
            Field::new("Pay by bank transfer to", "Harbour & Sons Trading Ltd"),
            Field::new("IBAN", "GB33 BUKB 2020 1555 5555 55"),
            Field::new("Reference", "INV-2026-000142"),
        ],
        notes: vec![Field::new(
            "Terms",
            "Payable within 30 days of the invoice date. Goods remain our property until paid \
             in full.\nQuestions: accounts@harbour.example or +44 23 9200 1234.",
        )],
        footer: Footer {
            text: "Harbour & Sons Trading Ltd · Registered in England 01234567".to_owned(),
            page: "Page {n} of {m}".into(),
        },
        logo: Some(include_bytes!("logo.png").to_vec()),
        made_at: day(),
        ..Document::default()
    }
}

fn english_rows() -> Vec<Vec<Cell>> {
    vec![
        row([
            "1".into(),
            Cell::with_secondary("Insulated fish box, 40 l, white", "SKU BOX-40-W"),
            "120 pcs".into(),
            "18.50".into(),
            "20 %".into(),
            "2,220.00".into(),
        ]),
        row([
            "2".into(),
            Cell::with_secondary(
                "Waterproof deck jacket with reflective tape, hood and storm cuffs, \
                     orange, size L",
                "SKU JKT-OR-L · Batch 2026-09",
            ),
            "24 pcs".into(),
            "86.25".into(),
            "20 %".into(),
            "2,070.00".into(),
        ]),
        row([
            "3".into(),
            "Sea bream, whole, chilled".into(),
            "1,250.5 kg".into(),
            "7.40".into(),
            "0 %".into(),
            "9,253.70".into(),
        ]),
        row([
            "4".into(),
            "Discount for early collection".into(),
            "1".into(),
            "-150.00".into(),
            "20 %".into(),
            "-150.00".into(),
        ]),
    ]
}

/// A Saudi tax invoice: Arabic first, English beside it, with the QR code of the law.
pub fn saudi() -> Document {
    let both = |ar: &str, en: &str| Label::both(ar, en);
    let number = |ar: &str, en: &str| Column::number(both(ar, en));
    Document {
        language: Language::Ar,
        second_language: Some(Language::En),
        kind: both("فاتورة ضريبية", "Tax invoice"),
        number: "INV-2026-000871".to_owned(),
        seller: Party {
            title: Label::default(),
            name: both("شركة بحر الشرق للتجارة", "East Sea Trading Company"),
            lines: vec![
                "٣٧٤٥ شارع الملك فهد، حي العليا".to_owned(),
                "الرياض ١٢٢١٢، المملكة العربية السعودية".to_owned(),
            ],
            fields: vec![
                Field::new(both("الرقم الضريبي", "VAT number"), "310122393500003"),
                Field::new(both("السجل التجاري", "CR number"), "1010010000"),
            ],
        },
        buyer: Party {
            title: both("فاتورة إلى", "Bill to"),
            name: both("مؤسسة الواحة للأغذية", "Al Waha Foods Est."),
            lines: vec![
                "٢١٨ طريق المدينة، حي السلامة".to_owned(),
                "جدة ٢٣٤٣٧، المملكة العربية السعودية".to_owned(),
                "+966 12 345 6789".to_owned(),
            ],
            fields: vec![Field::new(both("الرقم الضريبي", "VAT number"), "399999999900003")],
        },
        meta: vec![
            Field::new(both("تاريخ الفاتورة", "Invoice date"), "21/11/2026"),
            Field::new(both("تاريخ التوريد", "Supply date"), "19/11/2026"),
            Field::new(both("تاريخ الاستحقاق", "Due date"), "21/12/2026"),
            Field::new(both("رقم الطلب", "Order number"), "SO-2026-00412"),
        ],
        columns: vec![
            Column::number("#"),
            Column::text(both("الوصف", "Description"), 1),
            number("الكمية", "Quantity"),
            number("سعر الوحدة", "Unit price"),
            number("الضريبة", "VAT"),
            number("الإجمالي", "Total"),
        ],
        rows: saudi_rows(),
        taxes: Some(saudi_taxes()),
        totals: vec![
            Total::new(both("الإجمالي قبل الضريبة", "Total excluding VAT"), "6,080.00"),
            Total::new(both("ضريبة القيمة المضافة", "VAT"), "912.00"),
            Total::emphasised(both("المبلغ المستحق", "Amount due"), "SAR 6,992.00"),
        ],
        payment: vec![Field::new(both("الحساب البنكي", "IBAN"), "SA03 8000 0000 6080 1016 7519")],
        notes: vec![Field::new(
            both("ملاحظات", "Notes"),
            "يُرجى ذكر رقم الفاتورة عند السداد خلال ٣٠ يومًا من تاريخ الفاتورة.",
        )],
        qr: Some(Qr { payload: "AQ1FYXN0IFNlYSBUcmFkZQIP".repeat(16), alt: "ZATCA QR".into() }),
        footer: saudi_footer(),
        attachments: vec![Attachment {
            name: "INV-2026-000871.xml".to_owned(),
            media_type: "application/xml".to_owned(),
            description: "The e-invoice in UBL 2.1".to_owned(),
            bytes: b"<Invoice/>".to_vec(),
        }],
        made_at: day(),
        ..Document::default()
    }
}

fn saudi_footer() -> Footer {
    Footer {
        text: "شركة بحر الشرق للتجارة · ص.ب. ١٢٣٤ الرياض".to_owned(),
        page: Label::both("صفحة {n} من {m}", "Page {n} of {m}"),
    }
}

fn saudi_taxes() -> TaxTable {
    let both = |ar: &str, en: &str| Label::both(ar, en);
    TaxTable {
        headings: [
            both("نسبة الضريبة", "VAT rate"),
            both("المبلغ الخاضع للضريبة", "Taxable amount"),
            both("مبلغ الضريبة", "VAT amount"),
        ],
        groups: vec![TaxGroup {
            label: "15 %".into(),
            net: "6,080.00".into(),
            tax: "912.00".into(),
        }],
    }
}

fn saudi_rows() -> Vec<Vec<Cell>> {
    vec![
        row([
            "1".into(),
            Cell::with_secondary("قميص قطني رجالي، أزرق، مقاس L", "Men's cotton shirt · SH-BL-L"),
            "40".into(),
            "85.00".into(),
            "510.00".into(),
            "3,910.00".into(),
        ]),
        row([
            "2".into(),
            Cell::with_secondary("حذاء رياضي (نسائي) مقاس 38", "Trainers, women, 38 · TR-W-38"),
            "12".into(),
            "240.00".into(),
            "432.00".into(),
            "3,312.00".into(),
        ]),
        row([
            "3".into(),
            "خصم الكمية".into(),
            "1".into(),
            "-200.00".into(),
            "-30.00".into(),
            "-230.00".into(),
        ]),
    ]
}

/// A credit note in Arabic alone, with Arabic digits and amounts as ICU writes them.
pub fn arabic() -> Document {
    Document {
        language: Language::Ar,
        digits: Digits::Arabic,
        kind: "إشعار دائن".into(),
        number: "CN-2026-000017".to_owned(),
        seller: party(
            "",
            "شركة بحر الشرق للتجارة",
            &["٣٧٤٥ شارع الملك فهد، الرياض ١٢٢١٢"],
            &[("الرقم الضريبي", "٣١٠١٢٢٣٩٣٥٠٠٠٠٣")],
        ),
        buyer: party("إلى", "مؤسسة الواحة للأغذية", &["جدة ٢٣٤٣٧"], &[]),
        meta: vec![
            Field::new("التاريخ", "٢١ نوفمبر ٢٠٢٦"),
            Field::new("الفاتورة الأصلية", "INV-2026-000871"),
        ],
        columns: vec![
            Column::text("الوصف", 1),
            Column::number("الكمية"),
            Column::number("السعر"),
            Column::number("المبلغ"),
        ],
        rows: vec![
            row(["إرجاع قميص قطني رجالي".into(), "٤".into(), "٨٥٫٠٠".into(), "٣٤٠٫٠٠".into()]),
            row(["خصم".into(), "١".into(), "؜-١٠٫٠٠".into(), "؜-١٠٫٠٠".into()]),
        ],
        totals: vec![
            Total::new("الإجمالي قبل الضريبة", "٣٣٠٫٠٠ ر.س.‏"),
            Total::new("ضريبة القيمة المضافة ١٥٪؜", "٤٩٫٥٠ ر.س.‏"),
            Total::emphasised("الإجمالي", "٣٧٩٫٥٠ ر.س.‏"),
        ],
        notes: vec![Field::new("السبب", "بضاعة مرتجعة حسب طلب العميل (SO-2026-00412).")],
        footer: Footer { text: String::new(), page: "صفحة {n} من {m}".into() },
        watermark: Some("مسودة".to_owned()),
        made_at: day(),
        ..Document::default()
    }
}

/// An invoice in Bangla with Bangla digits.
pub fn bangla() -> Document {
    Document {
        language: Language::Bn,
        digits: Digits::Bangla,
        kind: "কর চালান".into(),
        number: "চা-২০২৬-০০০৩৪".to_owned(),
        seller: party(
            "",
            "পদ্মা মৎস্য খামার লিমিটেড",
            &["১২/ক কাজী নজরুল ইসলাম অ্যাভিনিউ", "ঢাকা ১২১৫, বাংলাদেশ"],
            &[("বিআইএন", "০০১২৩৪৫৬৭-০১০১")],
        ),
        buyer: party(
            "ক্রেতা",
            "কক্সবাজার সামুদ্রিক খাদ্য সরবরাহ",
            &["৫ সৈকত সড়ক, কক্সবাজার ৪৭০০", "+৮৮০ ১৭১২-৩৪৫৬৭৮"],
            &[],
        ),
        meta: vec![
            Field::new("তারিখ", "২১ নভেম্বর ২০২৬"),
            Field::new("পরিশোধের শেষ তারিখ", "২১ ডিসেম্বর ২০২৬"),
            Field::new("অর্ডার নম্বর", "SO-2026-00077"),
        ],
        columns: vec![
            Column::text("বিবরণ", 1),
            Column::number("পরিমাণ"),
            Column::number("একক মূল্য"),
            Column::number("মোট"),
        ],
        rows: vec![
            row([
                Cell::with_secondary("তাজা রুই মাছ, বড়, বরফে সংরক্ষিত", "ব্যাচ: পুকুর ৩, অক্টোবর"),
                "২৫০.৫ কেজি".into(),
                "৩২০.০০".into(),
                "৮০,১৬০.০০".into(),
            ]),
            row([
                "গলদা চিংড়ি, প্রক্রিয়াজাত (র‍্যাকে)".into(),
                "৪০ কেজি".into(),
                "১,১৫০.০০".into(),
                "৪৬,০০০.০০".into(),
            ]),
        ],
        taxes: Some(TaxTable {
            headings: ["মূসক হার".into(), "নিট".into(), "মূসক".into()],
            groups: vec![TaxGroup {
                label: "১৫%".into(),
                net: "১,২৬,১৬০.০০".into(),
                tax: "১৮,৯২৪.০০".into(),
            }],
        }),
        totals: vec![
            Total::new("উপমোট", "১,২৬,১৬০.০০"),
            Total::new("মূসক", "১৮,৯২৪.০০"),
            Total::emphasised("সর্বমোট", "৳১,৪৫,০৮৪.০০"),
        ],
        payment: vec![Field::new("বিকাশ মার্চেন্ট", "০১৭১২-৩৪৫৬৭৮")],
        notes: vec![Field::new("", "ধন্যবাদ। পণ্য বুঝে নেওয়ার পর অভিযোগ গ্রহণযোগ্য নয়।")],
        footer: Footer {
            text: "পদ্মা মৎস্য খামার লিমিটেড".to_owned(), page: "পৃষ্ঠা {n} / {m}".into()
        },
        watermark: Some("পরিশোধিত".to_owned()),
        made_at: day(),
        ..Document::default()
    }
}

/// A delivery note: no money, another place of delivery.
pub fn delivery() -> Document {
    Document {
        kind: "Delivery note".into(),
        number: "DN-2026-00058".to_owned(),
        deliver_to: Some(party(
            "Deliver to",
            "Northwind cold store",
            &["Dock 4, Fish Dock Road", "Grimsby DN31 3NB"],
            &[],
        )),
        columns: vec![
            Column::text("Description", 3),
            Column::text("Batch", 1),
            Column::number("Quantity"),
        ],
        rows: vec![row([
            "Sea bream, whole, chilled".into(),
            "P3-0926".into(),
            "1,250.5 kg".into(),
        ])],
        taxes: None,
        totals: Vec::new(),
        payment: Vec::new(),
        notes: vec![Field::new("Received by", "\n\n____________________________")],
        watermark: Some("DRAFT".to_owned()),
        ..english()
    }
}

/// An English invoice of many lines.
pub fn long(lines: usize) -> Document {
    let mut document = english();
    let pattern = document.rows.clone();
    document.rows = (0..lines)
        .map(|i| {
            let mut cells = pattern[i % pattern.len()].clone();
            cells[0] = (i + 1).to_string().into();
            cells
        })
        .collect();
    document
}

/// Text that would be markup or code in typst, and text that has no room.
pub fn hostile() -> Document {
    let mut document = english();
    let code = "#panic(\"x\") $x^2$ *b* _i_ @ref <label> `raw` \\ [c] // = - + ~ \u{1F600}";
    document.buyer.name = code.into();
    document.number = "#(1+2)".to_owned();
    document.rows[0][1] = Cell::with_secondary(code, "0123456789abcdef".repeat(20));
    document.rows[1][1] = "long words of a patient writer ".repeat(400).into();
    document.notes[0].value = format!("{code}\n#read(\"document.json\")\t#import \"x\"");
    document
}
