//! Pictures of the page, and how large the window is.

use std::path::PathBuf;

use serde_json::{Value, json};

use super::Browser;

/// The folder for pictures: `SEAWORTHY_SCREENSHOTS`, or `screenshots` in cargo's target folder.
fn folder() -> Option<PathBuf> {
    if let Some(named) = std::env::var_os("SEAWORTHY_SCREENSHOTS") {
        return Some(PathBuf::from(named));
    }
    // The test binary lies in target/debug/deps.
    let exe = std::env::current_exe().ok()?;
    Some(exe.ancestors().nth(3)?.join("screenshots"))
}

impl Browser {
    /// The window of a desk: 1280 × 800.
    pub async fn desktop(&self) {
        self.resize(1280, 800, false).await;
    }

    /// The window of a phone: 390 × 844.
    pub async fn phone(&self) {
        self.resize(390, 844, true).await;
    }

    async fn resize(&self, width: u32, height: u32, mobile: bool) {
        let size = json!({ "width": width, "height": height, "mobile": mobile,
            "deviceScaleFactor": 1 });
        self.call("Emulation.setDeviceMetricsOverride", size).await;
    }

    /// Whether the page scrolls sideways: on a phone nothing may stick out.
    pub async fn is_too_wide(&self) -> bool {
        let wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth";
        self.eval(wide).await == true
    }

    /// A picture of the whole page.
    pub async fn picture(&self, name: &str) {
        self.settle().await;
        self.eval("document.fonts.ready.then(() => 0)").await;
        if self.try_picture(name).await.is_none() {
            panic!("no picture “{name}” could be taken");
        }
    }

    /// A picture of what is in the window, as the bytes of a PNG file.
    pub async fn window_picture(&self) -> Vec<u8> {
        self.settle().await;
        self.eval("document.fonts.ready.then(() => 0)").await;
        let answer = self.call("Page.captureScreenshot", json!({ "format": "png" })).await;
        decode(&answer).unwrap_or_default()
    }

    pub(super) async fn try_picture(&self, name: &str) -> Option<PathBuf> {
        let metrics = self.pipe.call("Page.getLayoutMetrics", json!({})).await.ok()?;
        let size = &metrics["cssContentSize"];
        let height = size["height"].as_f64()?.min(6000.0);
        let clip = json!({ "x": 0, "y": 0, "width": size["width"], "height": height, "scale": 1 });
        let wanted = json!({ "format": "png", "captureBeyondViewport": true, "clip": clip });
        let answer = self.pipe.call("Page.captureScreenshot", wanted).await.ok()?;
        let path = folder()?.join(format!("{name}.png"));
        std::fs::create_dir_all(path.parent()?).ok()?;
        std::fs::write(&path, decode(&answer)?).ok()?;
        Some(path)
    }
}

fn decode(answer: &Value) -> Option<Vec<u8>> {
    use base64::Engine;
    base64::engine::general_purpose::STANDARD.decode(answer["data"].as_str()?).ok()
}
