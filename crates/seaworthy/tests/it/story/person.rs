//! Somebody at a browser who reads one language: presses what is called so, types, and looks.

use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};

use base::{Arg, Currency, L, Lang, Money, Quantity};
use testkit::{Browser, PASSWORD, TestApp};

/// The person, and what stood in their way so far.
pub(super) struct Person<'a> {
    pub b: &'a Browser,
    pub l: L,
    story: &'static str,
    scenes: AtomicU32,
    found: Mutex<Vec<String>>,
}

impl<'a> Person<'a> {
    /// Somebody who reads as people of acme's country do.
    pub async fn new(t: &TestApp, b: &'a Browser, story: &'static str, lang: Lang) -> Self {
        let l = t.app.l(&t.system("acme").await.tenant, lang);
        Self { b, l, story, scenes: AtomicU32::default(), found: Mutex::default() }
    }

    /// Somebody of acme sits down at the browser and signs in with the keys.
    pub async fn sit_down(&self, t: &TestApp, role: &str) {
        let b = self.b;
        b.forget_cookies().await;
        b.open(&format!("{}/language/{}?next=/login", t.url("acme"), self.l.lang().code())).await;
        b.wait_for_focus(&self.t("sessions-email")).await;
        b.keys(&format!("{role}@acme.example")).await;
        b.key("Tab").await;
        b.wait_for_focus(&self.t("sessions-password")).await;
        b.keys(PASSWORD).await;
        b.key("Enter").await;
        b.wait_for_url("/admin").await;
        self.listening().await;
    }

    /// Waits until the scripts of the page listen to keys.
    pub async fn listening(&self) {
        let loaded = "new Promise(done => document.readyState === 'complete' ? done(0)
            : addEventListener('load', () => done(0)))";
        self.b.eval(loaded).await;
    }

    pub fn t(&self, key: &str) -> String {
        self.l.t(key)
    }

    /// A sentence about something of this name.
    pub fn about(&self, key: &str, name: &str) -> String {
        self.l.with(key, &[("name", Arg::from(name))])
    }

    pub fn money(&self, amount: &str) -> String {
        self.l.money(Money::parse_local(amount, Currency::SAR).unwrap())
    }

    pub fn amount(&self, amount: &str) -> String {
        self.l.amount(Money::parse_local(amount, Currency::SAR).unwrap())
    }

    pub fn quantity(&self, quantity: &str) -> String {
        self.l.quantity(Quantity::parse_local(quantity).unwrap())
    }

    pub async fn follow(&self, key: &str) {
        self.b.follow(&self.t(key)).await;
    }

    pub async fn press(&self, key: &str) {
        self.b.press_button(&self.t(key)).await;
    }

    pub async fn write(&self, key: &str, text: &str) {
        self.write_nth(key, 0, text).await;
    }

    pub async fn write_nth(&self, key: &str, n: usize, text: &str) {
        self.b.write_nth(&self.t(key), n, text).await;
    }

    pub async fn choose(&self, key: &str, option: &str) {
        self.b.choose(&self.t(key), &self.t(option)).await;
    }

    /// Waits until the page says this.
    pub async fn see(&self, text: &str) {
        self.b.wait_for_text(text).await;
    }

    /// What the sums of the page are.
    pub async fn sums(&self) -> Vec<String> {
        self.b.texts(".totals dd").await
    }

    /// The rows of the table that is called so.
    pub async fn table(&self, key: &str) -> Vec<Vec<String>> {
        self.b.table(&self.t(key)).await
    }

    /// Takes a picture of the page and notes what would stand in somebody's way on it.
    pub async fn look(&self, scene: &str) {
        let n = self.scenes.fetch_add(1, Ordering::Relaxed) + 1;
        let (b, lang) = (self.b, self.l.lang().code());
        b.picture(&format!("{}/{lang}/{n:02}-{scene}", self.story)).await;
        let mut found = b.axe().await;
        found.extend(b.take_complaints());
        if b.is_too_wide().await {
            found.push(format!("wider than the window: {}", b.sticking_out().await));
        }
        let found = found.into_iter().map(|what| format!("{lang} {scene}: {what}"));
        self.found.lock().unwrap().extend(found);
    }

    /// Fails if anything was noted: an error on the console, a request that failed, a page that
    /// breaks WCAG 2.2 AA or scrolls sideways.
    pub fn assert_nothing_in_the_way(&self) {
        let mut found = self.found.lock().unwrap();
        found.extend(self.b.take_complaints());
        assert!(found.is_empty(), "{} things in the way:\n{}", found.len(), found.join("\n"));
    }
}
