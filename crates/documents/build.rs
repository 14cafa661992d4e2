//! Fetches the fonts that documents embed, as pinned in `package-lock.json`.
//!
//! They come from npm because their files are large, binary and versioned there.

use std::process::ExitCode;

const FONTS: [(&str, &str); 6] = [
    ("noto-sans/400Regular/NotoSans_400Regular.ttf", "latin-400.ttf"),
    ("noto-sans/700Bold/NotoSans_700Bold.ttf", "latin-700.ttf"),
    ("noto-naskh-arabic/400Regular/NotoNaskhArabic_400Regular.ttf", "arabic-400.ttf"),
    ("noto-naskh-arabic/700Bold/NotoNaskhArabic_700Bold.ttf", "arabic-700.ttf"),
    ("noto-sans-bengali/400Regular/NotoSansBengali_400Regular.ttf", "bengali-400.ttf"),
    ("noto-sans-bengali/700Bold/NotoSansBengali_700Bold.ttf", "bengali-700.ttf"),
];

fn main() -> ExitCode {
    npm::build(|| {
        let packages = npm::fetch("the fonts of printed documents", &[])?;
        for (from, to) in FONTS {
            packages.copy(&format!("@expo-google-fonts/{from}"), to)?;
        }
        // The packages carry every weight (17 MB); only six files are needed.
        packages.discard();
        Ok(())
    })
}
