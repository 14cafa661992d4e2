//! Prints sample documents into a folder, for looking at:
//! `cargo run -p documents --example samples -- FOLDER`

use std::path::PathBuf;

#[path = "../tests/samples/mod.rs"]
mod samples;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).unwrap_or_else(|| ".".to_owned()));
    std::fs::create_dir_all(&folder)?;
    for (name, document) in samples::all() {
        let started = std::time::Instant::now();
        let pdf = documents::render(&document)?;
        let path = folder.join(name).with_extension("pdf");
        println!("{} ms, {} bytes: {}", started.elapsed().as_millis(), pdf.len(), path.display());
        std::fs::write(path, pdf)?;
    }
    Ok(())
}
