//! The products of a shop that does not exist, as a Shopify export: the same ones every time.

use std::fmt::Write;

/// A way to say something in the file's three languages.
type Word = [&'static str; 3];

const QUALITIES: [Word; 12] = [
    ["Classic", "كلاسيكي", "ক্লাসিক"],
    ["Light", "خفيف", "হালকা"],
    ["Heavy", "ثقيل", "ভারী"],
    ["Soft", "ناعم", "নরম"],
    ["Striped", "مخطط", "ডোরাকাটা"],
    ["Woven", "منسوج", "বোনা"],
    ["Winter", "شتوي", "শীতের"],
    ["Summer", "صيفي", "গ্রীষ্মের"],
    ["Festive", "احتفالي", "উৎসবের"],
    ["Plain", "سادة", "সাদামাটা"],
    ["Embroidered", "مطرز", "সূচিকর্ম"],
    ["Waterproof", "مقاوم للماء", "জলরোধী"],
];
const COLOURS: [Word; 10] = [
    ["Blue", "أزرق", "নীল"],
    ["Red", "أحمر", "লাল"],
    ["Green", "أخضر", "সবুজ"],
    ["White", "أبيض", "সাদা"],
    ["Black", "أسود", "কালো"],
    ["Yellow", "أصفر", "হলুদ"],
    ["Purple", "بنفسجي", "বেগুনি"],
    ["Silver", "فضي", "রুপালি"],
    ["Brown", "بني", "বাদামি"],
    ["Grey", "رمادي", "ধূসর"],
];
const THINGS: [Word; 25] = [
    ["Shirt", "قميص", "শার্ট"],
    ["Trousers", "بنطلون", "প্যান্ট"],
    ["Jacket", "سترة", "জ্যাকেট"],
    ["Panjabi", "بنجابي", "পাঞ্জাবি"],
    ["Scarf", "وشاح", "ওড়না"],
    ["Blanket", "بطانية", "কম্বল"],
    ["Curtain", "ستارة", "পর্দা"],
    ["Carpet", "سجادة", "গালিচা"],
    ["Cushion", "وسادة", "কুশন"],
    ["Handbag", "حقيبة يد", "হাতব্যাগ"],
    ["Belt", "حزام", "বেল্ট"],
    ["Sandals", "صندل", "স্যান্ডেল"],
    ["Lantern", "فانوس", "লণ্ঠন"],
    ["Teapot", "إبريق شاي", "চায়ের পাত্র"],
    ["Bowl", "وعاء", "বাটি"],
    ["Basket", "سلة", "ঝুড়ি"],
    ["Bracelet", "سوار", "ব্রেসলেট"],
    ["Necklace", "قلادة", "হার"],
    ["Umbrella", "مظلة", "ছাতা"],
    ["Notebook", "دفتر", "খাতা"],
    ["Lamp", "مصباح", "বাতি"],
    ["Mirror", "مرآة", "আয়না"],
    ["Towel", "منشفة", "তোয়ালে"],
    ["Apron", "مئزر", "এপ্রন"],
    ["Rope", "حبل", "দড়ি"],
];
const MAKERS: [&str; 8] = [
    "Qatif Weavers",
    "Narsingdi Mills",
    "Red Sea Trading",
    "Padma Crafts",
    "Najd Leather",
    "Sylhet Looms",
    "Harbour Goods",
    "Desert Light",
];
const SIZES: [&str; 3] = ["Small", "Medium", "Large"];

/// One in so many products has sizes and a second picture, each in a row of its own.
const SIZED: u32 = 10;

pub(super) const HEADINGS: &str = "Handle,Title,Title (ar),Title (bn),Body (HTML),Vendor,\
    Product Category,Type,Tags,Published,Option1 Name,Option1 Value,Variant SKU,Variant Grams,\
    Variant Inventory Tracker,Variant Inventory Qty,Variant Inventory Policy,\
    Variant Fulfillment Service,Variant Price,Variant Requires Shipping,Variant Taxable,\
    Variant Barcode,Image Src,Image Position,Cost per item,Status\n";

/// Writes product `n` with at most `most` rows; so many there are.
pub(super) fn write(into: &mut String, n: u32, most: u32) -> u32 {
    let [quality, colour, thing] = words(n);
    let title = |lang: usize| match lang {
        1 => format!("{} {} {} {n}", thing[1], colour[1], quality[1]),
        _ => format!("{} {} {} {n}", quality[lang], colour[lang], thing[lang]),
    };
    let sized = n.is_multiple_of(SIZED) && most > SIZES.len() as u32;
    let handle = format!("{}-{}-{}-{n}", quality[0], colour[0], thing[0]).to_lowercase();
    let (maker, price) = (MAKERS[n as usize % MAKERS.len()], 5 + n % 495);
    let body = format!(
        "<p>{} {} by {maker}.</p><ul><li>Made by hand &amp; checked twice</li>\
         <li>Delivered within five days</li></ul>",
        colour[0], thing[0]
    );
    let _ = write!(
        into,
        "{handle},{},{},{},\"{body}\",{maker},Goods > {},{},\"{}, {}\",true,",
        title(0),
        title(1),
        title(2),
        thing[0],
        quality[0],
        colour[0],
        thing[0]
    );
    if !sized {
        into.push_str("Title,Default Title,");
        variant(into, n, 0, price);
        let _ = writeln!(into, "https://shop.example/{handle}.jpg,1,{price}.00,active");
        return 1;
    }
    for (place, size) in (0..).zip(SIZES) {
        if place > 0 {
            let _ = write!(into, "{handle},,,,,,,,,,");
        }
        let _ = write!(into, "Size,{size},");
        variant(into, n, place, price + place);
        let _ = writeln!(into, "https://shop.example/{handle}.jpg,1,{price}.00,active");
    }
    let empty = ",".repeat(21);
    let _ = writeln!(into, "{handle}{empty},https://shop.example/{handle}-2.jpg,2,,");
    SIZES.len() as u32 + 1
}

fn variant(into: &mut String, n: u32, place: u32, price: u32) {
    let _ = write!(
        into,
        "{},{},shopify,{},deny,manual,{price}.{:02},true,true,629{n:08}{place:02},",
        sku(n, place),
        100 + n % 900,
        n % 40,
        n % 100
    );
}

/// The SKU of a variant.
pub(super) fn sku(n: u32, place: u32) -> String {
    format!("GD-{n:06}-{place}")
}

fn words(n: u32) -> [Word; 3] {
    let n = n as usize;
    let quality = QUALITIES[n % QUALITIES.len()];
    let colour = COLOURS[n / QUALITIES.len() % COLOURS.len()];
    [quality, colour, THINGS[n / 7 % THINGS.len()]]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_has_the_cells_of_the_headings() {
        let mut file = HEADINGS.to_owned();
        let rows: u32 = (0..40).map(|n| write(&mut file, n, 10)).sum();
        let columns = HEADINGS.trim().split(',').count();
        let mut seen = 0;
        for line in file.lines().skip(1) {
            // Commas within quotation marks divide nothing.
            let plain: String = line.split('"').step_by(2).collect();
            assert_eq!(plain.split(',').count(), columns, "{line}");
            seen += 1;
        }
        assert_eq!((seen, rows), (52, 52));
    }
}
