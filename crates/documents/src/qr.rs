//! A QR code as a small SVG, so that it stays sharp on paper.

use qrcode::{Color, EcLevel, QrCode};
use std::fmt::Write;

/// Modules of white around the code; the standard (ISO/IEC 18004) asks for four.
const QUIET: usize = 4;

impl crate::Qr {
    /// The code as SVG, for a page: a square of so many pixels. Nothing when the text is too
    /// long for any code.
    #[must_use]
    pub fn svg(&self, pixels: usize) -> Option<String> {
        let (path, side) = path(&self.payload)?;
        Some(framed(&path, side, pixels))
    }
}

/// The code as SVG and its width in modules, or nothing when the text is too long for any code.
pub(crate) fn svg(payload: &str) -> Option<(String, usize)> {
    let (path, side) = path(payload)?;
    Some((framed(&path, side, side), side))
}

/// The dark modules as a path, and the width with the white around.
fn path(payload: &str) -> Option<(String, usize)> {
    let code = QrCode::with_error_correction_level(payload, EcLevel::M).ok()?;
    let width = code.width();
    let side = width + 2 * QUIET;
    let mut path = String::new();
    for (y, row) in code.to_colors().chunks(width).enumerate() {
        let mut x = 0;
        for run in row.chunk_by(|a, b| a == b) {
            if run[0] == Color::Dark {
                let (left, top, run) = (x + QUIET, y + QUIET, run.len());
                // Writing to a string cannot fail.
                let _ = write!(path, "M{left} {top}h{run}v1h-{run}z");
            }
            x += run.len();
        }
    }
    Some((path, side))
}

fn framed(path: &str, side: usize, shown: usize) -> String {
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\" \
         width=\"{shown}\" height=\"{shown}\" shape-rendering=\"crispEdges\">\
         <path fill=\"#fff\" d=\"M0 0h{side}v{side}h-{side}z\"/>\
         <path fill=\"#000\" d=\"{path}\"/></svg>"
    )
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_payload_beyond_the_largest_code_is_refused() {
        assert!(super::svg(&"x".repeat(2_331)).is_some());
        assert!(super::svg(&"x".repeat(2_332)).is_none());
    }
}
