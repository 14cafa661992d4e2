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
        self.resize(1280, 800, 1.0).await;
    }

    /// The window of a phone: 390 × 844.
    pub async fn phone(&self) {
        self.resize(390, 844, 1.0).await;
    }

    /// A window of this size in CSS pixels, each made of `scale` × `scale` pixels of the picture.
    pub async fn resize(&self, width: u32, height: u32, scale: f64) {
        let size = json!({ "width": width, "height": height, "mobile": width < 600,
            "deviceScaleFactor": scale });
        self.call("Emulation.setDeviceMetricsOverride", size.clone()).await;
        *self.window.lock().unwrap() = size;
    }

    /// Whether the page scrolls sideways: on a phone nothing may stick out.
    pub async fn is_too_wide(&self) -> bool {
        let wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth";
        self.eval(wide).await == true
    }

    /// What stands outside of the window on its far side, for the message of a failing test.
    pub async fn sticking_out(&self) -> String {
        let found = self
            .eval(
                "[...document.querySelectorAll('main *')].filter(e => {
                    const box = e.getBoundingClientRect();
                    return box.width > 0 && (box.right > innerWidth + 1 || box.left < -1);
                 }).slice(0, 4).map(e => e.cloneNode().outerHTML).join(' ')",
            )
            .await;
        found.to_string()
    }

    /// A picture of the whole page.
    pub async fn picture(&self, name: &str) {
        self.come_to_rest().await;
        if self.try_picture(name).await.is_none() {
            panic!("no picture “{name}” could be taken");
        }
    }

    /// A picture of what is in the window, as the bytes of a PNG file.
    pub async fn window_picture(&self) -> Vec<u8> {
        self.come_to_rest().await;
        let answer = self.call("Page.captureScreenshot", json!({ "format": "png" })).await;
        decode(&answer).unwrap_or_default()
    }

    /// Waits until the page has its letters and nothing on it is on the way in or out.
    pub(super) async fn come_to_rest(&self) {
        self.settle().await;
        self.eval("document.fonts.ready.then(() => 0)").await;
        // What never ends (a turning wheel) is not waited for, nor what ends by being undone.
        let moving = "Promise.allSettled(document.getAnimations()
            .filter(one => Number.isFinite(one.effect?.getComputedTiming().endTime))
            .map(one => one.finished)).then(() => 0)";
        self.eval(moving).await;
    }

    pub(super) async fn try_picture(&self, name: &str) -> Option<PathBuf> {
        let metrics = self.pipe.call("Page.getLayoutMetrics", json!({})).await.ok()?;
        let window = self.window.lock().unwrap().clone();
        let height = metrics["cssContentSize"]["height"].as_f64()?.ceil().min(6000.0);
        // The window grows for the moment: pictures beyond it are drawn askew on pages that run
        // from right to left.
        let mut whole = window.clone();
        whole["height"] = json!(height.max(window["height"].as_f64()?) as u32);
        self.pipe.call("Emulation.setDeviceMetricsOverride", whole).await.ok()?;
        let taken = self.pipe.call("Page.captureScreenshot", json!({ "format": "png" })).await;
        self.pipe.call("Emulation.setDeviceMetricsOverride", window).await.ok()?;
        let answer = taken.ok()?;
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
