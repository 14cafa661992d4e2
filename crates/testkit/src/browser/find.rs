//! Finding things by role and name, pressing them, typing into them.

use std::path::Path;

use serde_json::{Value, json};

use super::{Browser, keys};

/// The roles of what can be typed into or chosen from.
const FIELDS: [&str; 9] = [
    "textbox",
    "searchbox",
    "combobox",
    "spinbutton",
    "checkbox",
    "radio",
    "switch",
    "listbox",
    "Date",
];

/// A thing on the page; it is good until the page changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Thing(i64);

impl Browser {
    /// Presses the first link of this name.
    pub async fn follow(&self, name: &str) {
        self.click("link", name).await;
    }

    /// Presses the first button of this name.
    pub async fn press_button(&self, name: &str) {
        self.click("button", name).await;
    }

    /// Presses the first thing of this role and name, and waits for the page that follows.
    pub async fn click(&self, role: &str, name: &str) {
        let what = format!("the {role} “{name}” to be pressed");
        let pressed = async || {
            let thing = self.all(&[role], name).await.into_iter().next()?;
            self.try_click(thing).await
        };
        self.until(&what, pressed).await;
        self.after_action().await;
    }

    /// Presses a thing found before.
    pub async fn click_on(&self, thing: Thing) {
        self.until("a thing to be pressed", async || self.try_click(thing).await).await;
        self.after_action().await;
    }

    /// How many things of this role and name there are.
    pub async fn count(&self, role: &str, name: &str) -> usize {
        self.all(&[role], name).await.len()
    }

    /// Types into the first field of this label, in place of what stands there.
    pub async fn fill(&self, label: &str, text: &str) {
        self.fill_nth(label, 0, text).await;
    }

    /// Types into the nth field of this label, counted from 0: a cell of a grid.
    pub async fn fill_nth(&self, label: &str, n: usize, text: &str) {
        let field = self.field(label, n).await;
        self.focus(field).await;
        self.eval("document.activeElement.select && document.activeElement.select()").await;
        self.call("Input.insertText", json!({ "text": text })).await;
        // What a person does by leaving the field; listeners of `change` rely on it.
        let leave = "function () { this.dispatchEvent(new Event('change', { bubbles: true })) }";
        self.run_on(field, leave, json!([])).await;
    }

    /// Clicks into the nth field of this label and types, key by key, in place of what is there.
    pub async fn write_nth(&self, label: &str, n: usize, text: &str) {
        let field = self.field(label, n).await;
        self.click_on(field).await;
        self.eval("document.activeElement.select && document.activeElement.select()").await;
        match text {
            "" => self.key("Delete").await,
            text => self.keys(text).await,
        }
    }

    /// Types a day, `2026-02-28`, into the first field for days of this label, digit by digit as
    /// the field asks for them: month, day, year.
    pub async fn write_date(&self, label: &str, day: &str) {
        let field = self.field(label, 0).await;
        self.focus(field).await;
        let [year, month, date] = day.splitn(3, '-').collect::<Vec<_>>()[..] else {
            panic!("{day} is no day");
        };
        self.keys(&format!("{month}{date}{year}")).await;
        let value = self.run_on(field, "function () { return this.value }", json!([])).await;
        assert_eq!(value, day, "what was typed into “{label}”");
    }

    /// Types into the nth type-ahead of this label and clicks the first choice that begins so.
    pub async fn pick_nth(&self, label: &str, n: usize, typed: &str, choice: &str) {
        self.write_nth(label, n, typed).await;
        let option = self.option(choice).await;
        self.click_on(option).await;
    }

    /// Waits until a choice that begins so is offered.
    pub async fn option(&self, choice: &str) -> Thing {
        let offered = async || self.beginning("option", choice).await.into_iter().next();
        self.until(&format!("the choice “{choice}”"), offered).await
    }

    /// Chooses an option of a select by its text.
    pub async fn choose(&self, label: &str, option: &str) {
        let field = self.field(label, 0).await;
        let pick = "function (wanted) { const found = [...this.options].find(o => \
             o.text.trim() === wanted); if (!found) return [...this.options].map(o => o.text); \
             this.value = found.value; this.dispatchEvent(new Event('input', { bubbles: true })); \
             this.dispatchEvent(new Event('change', { bubbles: true })); return null; }";
        let others = self.run_on(field, pick, json!([{ "value": option }])).await;
        assert!(others.is_null(), "{label} has no option “{option}”: {others}");
        self.after_action().await;
    }

    /// Ticks or unticks a checkbox, or takes a radio button.
    pub async fn tick(&self, label: &str) {
        let field = self.field(label, 0).await;
        self.click_on(field).await;
    }

    /// Puts a file into the page's first file field.
    pub async fn attach(&self, file: &Path) {
        let found = async || {
            let wanted = json!({ "expression": "document.querySelector('input[type=file]')" });
            let answer = self.pipe.call("Runtime.evaluate", wanted).await.ok()?;
            Some(answer["result"]["objectId"].as_str()?.to_owned())
        };
        let object = self.until("a field for a file", found).await;
        let wanted = json!({ "objectId": object, "files": [file.display().to_string()] });
        self.call("DOM.setFileInputFiles", wanted).await;
        self.after_action().await;
    }

    /// What stands in the first field of this label.
    pub async fn value(&self, label: &str) -> String {
        let field = self.field(label, 0).await;
        let value = self.run_on(field, "function () { return this.value }", json!([])).await;
        value.as_str().unwrap_or_default().to_owned()
    }

    /// Types on the keyboard, key by key, wherever the focus is.
    pub async fn keys(&self, text: &str) {
        for c in text.chars() {
            self.key(if c == ' ' { "Space".to_owned() } else { c.to_string() }.as_str()).await;
        }
    }

    /// Presses one key: `Tab`, `Enter`, `Control+ArrowDown`.
    pub async fn key(&self, chord: &str) {
        for event in keys::events(chord) {
            self.call("Input.dispatchKeyEvent", event).await;
        }
        if matches!(chord, "Enter" | "Space") {
            self.after_action().await;
        }
    }

    /// Walks with Tab until this role and name has the focus: it must be within reach.
    pub async fn tab_to(&self, role: &str, name: &str) {
        self.tab_to_one_of(&[role], name).await;
    }

    /// Walks with Tab until the field of this label has the focus.
    pub async fn tab_to_field(&self, label: &str) {
        self.tab_to_one_of(&FIELDS, label).await;
    }

    /// Waits until something of this name has the focus.
    pub async fn wait_for_focus(&self, name: &str) {
        let there = async || (self.focused().await.1 == name).then_some(());
        self.until(&format!("“{name}” to have the focus"), there).await;
    }

    async fn tab_to_one_of(&self, roles: &[&str], name: &str) {
        let mut passed = Vec::new();
        for _ in 0..120 {
            let (found_role, found_name) = self.focused().await;
            if roles.contains(&found_role.as_str()) && found_name == name {
                return;
            }
            passed.push(format!("{found_role} “{found_name}”"));
            self.key("Tab").await;
        }
        panic!("Tab never reached the {roles:?} “{name}”; it passed {passed:?}");
    }

    /// The role and name of what has the focus.
    pub async fn focused(&self) -> (String, String) {
        let wanted = json!({ "expression": "document.activeElement || document.body" });
        let found = async || {
            let answer = self.pipe.call("Runtime.evaluate", wanted.clone()).await.ok()?;
            let object = answer["result"]["objectId"].as_str()?;
            let wanted = json!({ "objectId": object, "fetchRelatives": false });
            let tree = self.pipe.call("Accessibility.getPartialAXTree", wanted).await.ok()?;
            let node = &tree["nodes"][0];
            let part = |key: &str| node[key]["value"].as_str().unwrap_or_default().to_owned();
            Some((part("role"), part("name")))
        };
        self.until("something to have the focus", found).await
    }

    async fn field(&self, label: &str, n: usize) -> Thing {
        let found = async || self.all(&FIELDS, label).await.get(n).copied();
        self.until(&format!("the field “{label}” ({n})"), found).await
    }

    /// The things of one of these roles with this name, in the order of the page.
    async fn all(&self, roles: &[&str], name: &str) -> Vec<Thing> {
        let found = self.query("accessibleName", name).await.unwrap_or_default();
        let nodes = found["nodes"].as_array().into_iter().flatten();
        let wanted = nodes.filter(|node| {
            let role = node["role"]["value"].as_str().unwrap_or_default();
            node["ignored"] != true && roles.contains(&role)
        });
        wanted.filter_map(|node| node["backendDOMNodeId"].as_i64()).map(Thing).collect()
    }

    /// The things of this role whose name begins so.
    async fn beginning(&self, role: &str, name: &str) -> Vec<Thing> {
        let found = self.query("role", role).await.unwrap_or_default();
        let nodes = found["nodes"].as_array().into_iter().flatten();
        let wanted = nodes.filter(|node| {
            let named = node["name"]["value"].as_str().unwrap_or_default();
            node["ignored"] != true && named.starts_with(name)
        });
        wanted.filter_map(|node| node["backendDOMNodeId"].as_i64()).map(Thing).collect()
    }

    async fn query(&self, by: &str, value: &str) -> Option<Value> {
        let wanted = json!({ "expression": "document" });
        let answer = self.pipe.call("Runtime.evaluate", wanted).await.ok()?;
        let object = answer["result"]["objectId"].as_str()?.to_owned();
        let wanted = json!({ "objectId": object, by: value });
        self.pipe.call("Accessibility.queryAXTree", wanted).await.ok()
    }

    async fn try_click(&self, Thing(node): Thing) -> Option<()> {
        let node = json!({ "backendNodeId": node });
        self.pipe.call("DOM.scrollIntoViewIfNeeded", node.clone()).await.ok()?;
        let quads = self.pipe.call("DOM.getContentQuads", node).await.ok()?;
        let corners: Vec<f64> =
            quads["quads"][0].as_array()?.iter().filter_map(Value::as_f64).collect();
        let [x1, y1, _, _, x3, y3, _, _] = corners[..] else { return None };
        let (x, y) = ((x1 + x3) / 2.0, (y1 + y3) / 2.0);
        for kind in ["mouseMoved", "mousePressed", "mouseReleased"] {
            let button = if kind == "mouseMoved" { "none" } else { "left" };
            let event = json!({ "type": kind, "x": x, "y": y, "button": button, "clickCount": 1 });
            self.pipe.call("Input.dispatchMouseEvent", event).await.ok()?;
        }
        Some(())
    }

    async fn focus(&self, Thing(node): Thing) {
        self.call("DOM.focus", json!({ "backendNodeId": node })).await;
    }

    async fn run_on(&self, Thing(node): Thing, function: &str, arguments: Value) -> Value {
        let object = self.call("DOM.resolveNode", json!({ "backendNodeId": node })).await;
        let wanted = json!({ "objectId": object["object"]["objectId"], "arguments": arguments,
            "functionDeclaration": function, "returnByValue": true });
        self.call("Runtime.callFunctionOn", wanted).await["result"]["value"].take()
    }

    /// A press may begin a navigation: one question to the page makes sure that we heard of it.
    async fn after_action(&self) {
        let _ = self.try_eval("0").await;
        self.settle().await;
    }
}
