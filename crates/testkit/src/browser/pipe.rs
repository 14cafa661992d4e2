//! The wire to Chromium: the DevTools protocol over a pair of pipes (`--remote-debugging-pipe`),
//! one JSON message after another, each ended by a zero byte. Pipes rather than a socket: no port
//! to choose, no client library to compile, and the browser leaves by itself when its test dies.

use std::collections::HashMap;
use std::ffi::OsString;
use std::process::Stdio;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};
use tokio::sync::oneshot;

use super::seen::Seen;

type Waiting = Arc<Mutex<HashMap<u64, oneshot::Sender<Value>>>>;

/// A running Chromium and the commands that wait for its answer.
pub(super) struct Pipe {
    writer: tokio::sync::Mutex<ChildStdin>,
    waiting: Waiting,
    next: AtomicU64,
    session: String,
    _child: Child,
}

impl Pipe {
    /// Starts Chromium with these arguments and attaches to a fresh page.
    pub(super) async fn start(
        program: OsString,
        args: &[String],
        seen: Arc<Mutex<Seen>>,
    ) -> Result<Self, String> {
        // Chromium reads commands from descriptor 3 and answers on 4; a shell puts our pipes
        // there, since Rust can only hand down 0, 1 and 2 without unsafe code.
        let mut child = Command::new("/bin/sh")
            .args(["-c", "exec \"$@\" 3<&0 4>&1 </dev/null >/dev/null", "sh"])
            .arg(program)
            .args(args)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .map_err(|e| format!("Chromium could not be started: {e}"))?;
        let (Some(stdin), Some(stdout)) = (child.stdin.take(), child.stdout.take()) else {
            return Err("Chromium was started without pipes".to_owned());
        };
        let waiting = Waiting::default();
        tokio::spawn(read(BufReader::new(stdout), waiting.clone(), seen));
        let mut pipe = Self {
            writer: tokio::sync::Mutex::new(stdin),
            waiting,
            next: AtomicU64::new(1),
            session: String::new(),
            _child: child,
        };
        let page = pipe.call("Target.createTarget", json!({ "url": "about:blank" })).await?;
        let wanted = json!({ "targetId": page["targetId"], "flatten": true });
        let attached = pipe.call("Target.attachToTarget", wanted).await?;
        pipe.session = attached["sessionId"].as_str().unwrap_or_default().to_owned();
        Ok(pipe)
    }

    /// Sends one command and waits for its result.
    pub(super) async fn call(&self, method: &str, params: Value) -> Result<Value, String> {
        let id = self.next.fetch_add(1, Ordering::Relaxed);
        let mut message = json!({ "id": id, "method": method, "params": params });
        if !self.session.is_empty() {
            message["sessionId"] = self.session.as_str().into();
        }
        let (answer, answered) = oneshot::channel();
        if let Ok(mut waiting) = self.waiting.lock() {
            waiting.insert(id, answer);
        }
        let mut bytes = message.to_string().into_bytes();
        bytes.push(0);
        {
            let mut writer = self.writer.lock().await;
            writer.write_all(&bytes).await.map_err(|e| format!("Chromium is gone: {e}"))?;
            writer.flush().await.map_err(|e| format!("Chromium is gone: {e}"))?;
        }
        let mut answer = answered.await.map_err(|_| "Chromium is gone".to_owned())?;
        match answer.get("error") {
            Some(error) => Err(format!("{method}: {}", error["message"])),
            None => Ok(answer["result"].take()),
        }
    }
}

async fn read(mut from: BufReader<ChildStdout>, waiting: Waiting, seen: Arc<Mutex<Seen>>) {
    let mut bytes = Vec::new();
    while from.read_until(0, &mut bytes).await.is_ok_and(|n| n > 0) {
        bytes.pop();
        let message: Value = serde_json::from_slice(&bytes).unwrap_or_default();
        bytes.clear();
        if let Some(id) = message["id"].as_u64() {
            let answer = waiting.lock().ok().and_then(|mut waiting| waiting.remove(&id));
            if let Some(answer) = answer {
                let _ = answer.send(message);
            }
        } else if let (Some(method), Ok(mut seen)) = (message["method"].as_str(), seen.lock()) {
            seen.event(method, &message["params"]);
        }
    }
    // Whoever still waits learns that nobody will answer.
    if let Ok(mut waiting) = waiting.lock() {
        waiting.clear();
    }
}
