//! Keys as the DevTools protocol wants them: `Tab`, `Enter`, `Control+ArrowDown`, `a`.

use serde_json::{Value, json};

/// The two events, down and up, of a key with its modifiers.
pub(super) fn events(chord: &str) -> [Value; 2] {
    let (modifiers, key) = match chord.rsplit_once('+') {
        Some((before, key)) if !key.is_empty() => (mask(before), key),
        _ => (0, chord),
    };
    let (code, number) = known(key);
    let text = match key {
        "Enter" => "\r".to_owned(),
        "Space" => " ".to_owned(),
        _ if key.chars().count() == 1 && modifiers & 0b111 == 0 => key.to_owned(),
        _ => String::new(),
    };
    let key = if key == "Space" { " " } else { key };
    let kind = if text.is_empty() { "rawKeyDown" } else { "keyDown" };
    let event = |kind: &str| {
        json!({ "type": kind, "modifiers": modifiers, "key": key, "code": code,
            "windowsVirtualKeyCode": number })
    };
    let mut down = event(kind);
    if !text.is_empty() {
        down["text"] = text.into();
    }
    [down, event("keyUp")]
}

fn mask(modifiers: &str) -> u32 {
    let bit = |name| match name {
        "Alt" => 1,
        "Control" => 2,
        "Meta" => 4,
        "Shift" => 8,
        other => panic!("no such modifier: {other}"),
    };
    modifiers.split('+').map(bit).sum()
}

fn known(key: &str) -> (String, u32) {
    let number = match key {
        "Backspace" => 8,
        "Tab" => 9,
        "Enter" => 13,
        "Escape" => 27,
        "Space" => 32,
        "End" => 35,
        "Home" => 36,
        "ArrowLeft" => 37,
        "ArrowUp" => 38,
        "ArrowRight" => 39,
        "ArrowDown" => 40,
        "Delete" => 46,
        one => return of_char(one),
    };
    (key.to_owned(), number)
}

fn of_char(key: &str) -> (String, u32) {
    match key.chars().next() {
        Some(c) if key.len() > 1 && c.is_ascii() => panic!("no such key: {key}"),
        Some(c) if c.is_ascii_alphabetic() => {
            let upper = c.to_ascii_uppercase();
            (format!("Key{upper}"), upper.into())
        }
        Some(c) if c.is_ascii_digit() => (format!("Digit{c}"), c.into()),
        _ => (String::new(), 0),
    }
}
