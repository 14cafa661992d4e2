//! A real Chromium, driven as a person would drive it: things are found by their role and name in
//! the accessibility tree, so a button that a screen reader cannot find cannot be pressed here
//! either. Every step waits, up to a deadline, until it can be done; nothing sleeps for a fixed
//! time. Errors of scripts, of the network and of the content security policy fail the test.
//!
//! Where no Chromium is found a test says so and is skipped, unless `SEAWORTHY_DEMAND_BROWSER` is
//! set. Pictures go to the folder `SEAWORTHY_SCREENSHOTS`, by default `target/screenshots`.

mod axe;
mod chromium;
mod find;
mod keys;
mod picture;
mod pipe;
mod read;
mod seen;

use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

pub use find::Thing;
use pipe::Pipe;
use seen::Seen;

/// How long a step may take; generous, because a test machine may be busy building.
const PATIENCE: Duration = Duration::from_secs(30);
const PAUSE: Duration = Duration::from_millis(20);

static NEXT: AtomicU32 = AtomicU32::new(0);

/// A browser with one page. It is closed when it is dropped.
pub struct Browser {
    pipe: Pipe,
    seen: Arc<Mutex<Seen>>,
    profile: PathBuf,
    /// The size of the window, as the protocol wants it.
    window: Mutex<Value>,
}

impl Browser {
    /// A browser at desktop size; `None`, said on the console, where there is no Chromium.
    pub async fn start() -> Option<Self> {
        let Some(program) = chromium::find() else {
            assert!(!chromium::is_demanded(), "no Chromium found, and SEAWORTHY_DEMAND_BROWSER");
            println!("skipped: no Chromium found");
            return None;
        };
        let n = NEXT.fetch_add(1, Ordering::Relaxed);
        let profile = format!("seaworthy-test-browser-{}-{n}", std::process::id());
        let profile = std::env::temp_dir().join(profile);
        let seen = Arc::new(Mutex::new(Seen::default()));
        let pipe = Pipe::start(program, &chromium::arguments(&profile), seen.clone()).await;
        let browser = Self { pipe: pipe.unwrap(), seen, profile, window: Mutex::default() };
        for domain in ["Page", "Runtime", "Log", "Network", "DOM", "Accessibility"] {
            browser.call(&format!("{domain}.enable"), json!({})).await;
        }
        browser.desktop().await;
        Some(browser)
    }

    /// Opens an address and waits until the page has loaded.
    pub async fn open(&self, url: &str) {
        self.seen().transferred.clear();
        let answer = self.call("Page.navigate", json!({ "url": url })).await;
        assert!(answer.get("errorText").is_none(), "{url}: {}", answer["errorText"]);
        self.settle().await;
    }

    /// Waits until the page has loaded and its requests are answered.
    pub async fn settle(&self) {
        let loaded = |browser: &Self| !browser.seen().is_loading();
        self.until("the page to load", async || loaded(self).then_some(())).await;
        let begun = Instant::now();
        // A request may stay open for good (a stream of progress), so this wait is short.
        while self.seen().is_busy() && begun.elapsed() < Duration::from_secs(2) {
            tokio::time::sleep(PAUSE).await;
        }
    }

    /// The address of the page.
    pub async fn url(&self) -> String {
        self.eval("location.href").await.as_str().unwrap_or_default().to_owned()
    }

    /// The text of the page as it is seen.
    pub async fn text(&self) -> String {
        let text = self.eval("document.body ? document.body.innerText : ''").await;
        text.as_str().unwrap_or_default().to_owned()
    }

    /// Waits until the page shows this text.
    pub async fn wait_for_text(&self, text: &str) {
        let shown = async || self.text().await.contains(text).then_some(());
        self.until(&format!("the text “{text}”"), shown).await;
    }

    /// Waits until the page's address contains this.
    pub async fn wait_for_url(&self, part: &str) {
        let there = async || self.url().await.contains(part).then_some(());
        self.until(&format!("an address with “{part}”"), there).await;
        self.settle().await;
    }

    /// The value of an expression on the page; a promise is awaited, an element is null.
    pub async fn eval(&self, expression: &str) -> Value {
        self.until("the page to answer", async || self.try_eval(expression).await).await
    }

    async fn try_eval(&self, expression: &str) -> Option<Value> {
        let wanted = json!({ "expression": expression, "returnByValue": true,
            "awaitPromise": true });
        // An error of the protocol: the page went away under the question. Ask the next one.
        let mut answer = self.pipe.call("Runtime.evaluate", wanted).await.ok()?;
        if let Some(thrown) = answer.get("exceptionDetails") {
            panic!("{expression:.200}: {thrown}");
        }
        Some(answer["result"]["value"].take())
    }

    /// Bytes over the wire since the last [`open`](Self::open), headers included, by address.
    #[must_use]
    pub fn transferred(&self) -> Vec<(String, u64)> {
        self.seen().transferred.clone()
    }

    /// Fetches everything anew from now on, as at somebody's first visit.
    pub async fn forget_cache(&self) {
        self.call("Network.setCacheDisabled", json!({ "cacheDisabled": true })).await;
    }

    /// Forgets who was signed in: somebody else sits down at the machine.
    pub async fn forget_cookies(&self) {
        self.call("Network.clearBrowserCookies", json!({})).await;
    }

    /// The complaints so far, which are thereby looked at: they no longer fail the test.
    pub fn take_complaints(&self) -> Vec<String> {
        std::mem::take(&mut self.seen().complaints)
    }

    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap()
    }

    async fn call(&self, method: &str, params: Value) -> Value {
        self.pipe.call(method, params).await.unwrap_or_else(|e| panic!("{e}"))
    }

    /// Tries until there is an answer, or fails with a picture of the page.
    async fn until<T>(&self, what: &str, mut attempt: impl AsyncFnMut() -> Option<T>) -> T {
        let begun = Instant::now();
        loop {
            if let Some(found) = attempt().await {
                return found;
            }
            if begun.elapsed() > PATIENCE {
                self.give_up(what).await;
            }
            tokio::time::sleep(PAUSE).await;
        }
    }

    async fn give_up(&self, what: &str) -> ! {
        let n = NEXT.fetch_add(1, Ordering::Relaxed);
        let picture = self.try_picture(&format!("failed-{}-{n}", std::process::id())).await;
        let picture = picture.map_or("no picture".to_owned(), |p| p.display().to_string());
        let state = Box::pin(self.try_eval("location.href + '\\n' + document.body.innerText"));
        let state = state.await.unwrap_or_default();
        let page = state.as_str().unwrap_or("no page");
        let complaints = self.take_complaints();
        panic!("waited in vain for {what} on {page}\ncomplaints: {complaints:?}\nsee {picture}");
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.profile);
        if !std::thread::panicking() {
            let complaints = self.take_complaints();
            assert!(complaints.is_empty(), "the browser complained: {complaints:#?}");
        }
    }
}
