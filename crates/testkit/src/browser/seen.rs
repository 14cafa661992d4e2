//! What the page does by itself, gathered from Chromium's events: whether it is loading, what it
//! transferred, what it complained about.

use std::collections::HashMap;

use serde_json::Value;

/// The events so far.
#[derive(Debug, Default)]
pub(super) struct Seen {
    loading: bool,
    /// Requests under way: their address.
    under_way: HashMap<String, String>,
    /// Bytes over the wire, headers included, by address, since the count was last begun.
    pub(super) transferred: Vec<(String, u64)>,
    /// Errors of scripts, of the console, of the network and of the content security policy;
    /// requests that failed.
    pub(super) complaints: Vec<String>,
}

impl Seen {
    /// Whether a page is on its way or requests are unanswered.
    pub(super) fn is_busy(&self) -> bool {
        self.loading || !self.under_way.is_empty()
    }

    /// Whether a page is on its way.
    pub(super) fn is_loading(&self) -> bool {
        self.loading
    }

    /// Takes in one event.
    pub(super) fn event(&mut self, method: &str, params: &Value) {
        let request = || params["requestId"].as_str().unwrap_or_default().to_owned();
        match method {
            "Page.frameScheduledNavigation"
            | "Page.frameRequestedNavigation"
            | "Page.frameStartedLoading" => self.loading = true,
            "Page.frameStoppedLoading" | "Page.frameClearedScheduledNavigation" => {
                self.loading = false;
            }
            "Network.requestWillBeSent" if params["type"] != "EventSource" => {
                let url = params["request"]["url"].as_str().unwrap_or_default().to_owned();
                self.under_way.insert(request(), url);
            }
            "Network.loadingFinished" => {
                let bytes = params["encodedDataLength"].as_f64().unwrap_or_default();
                if let Some(url) = self.under_way.remove(&request()) {
                    self.transferred.push((url, bytes.max(0.0) as u64));
                }
            }
            "Network.loadingFailed" => {
                let url = self.under_way.remove(&request()).unwrap_or_default();
                // The page itself gave up on an answer that it no longer needs, or left.
                let given_up =
                    params["canceled"] == true || params["errorText"] == "net::ERR_ABORTED";
                if !given_up {
                    let text = params["errorText"].as_str().unwrap_or_default();
                    self.complain(&format!("no answer: {text} {url}"));
                }
            }
            "Runtime.exceptionThrown" => {
                let details = &params["exceptionDetails"];
                let thrown = &details["exception"];
                let text = thrown["description"].as_str().or(thrown["value"].as_str());
                self.complain(text.or(details["text"].as_str()).unwrap_or_default());
            }
            "Runtime.consoleAPICalled" if params["type"] == "error" => {
                let said = params["args"].as_array().into_iter().flatten();
                let said: Vec<_> = said.map(|a| a["value"].to_string()).collect();
                self.complain(&said.join(" "));
            }
            "Log.entryAdded" if params["entry"]["level"] == "error" => {
                let entry = &params["entry"];
                let text = entry["text"].as_str().unwrap_or_default();
                self.complain(&format!("{text} {}", entry["url"].as_str().unwrap_or_default()));
            }
            _ => {}
        }
    }

    fn complain(&mut self, text: &str) {
        self.complaints.push(text.trim().to_owned());
    }
}
