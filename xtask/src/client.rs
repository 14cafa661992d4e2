//! A keep-alive connection to the program, for the bench and for the kill rounds.

use http_body_util::{BodyExt, Full};
use hyper::body::Bytes;
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper::{Method, Request};
use hyper_util::rt::TokioIo;
use serde_json::Value;
use tokio::net::TcpStream;

/// Whatever went wrong, as a sentence.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;

/// One request.
#[derive(Clone)]
pub struct Ask {
    /// The method.
    pub method: Method,
    /// Path and query.
    pub path: String,
    /// The JSON, empty for none.
    pub body: String,
    /// The idempotency key, empty for none.
    pub key: String,
    /// What the body is.
    pub content_type: String,
}

const JSON: &str = "application/json";

impl Ask {
    /// `GET`.
    pub fn get(path: impl Into<String>) -> Self {
        let (body, key) = (String::new(), String::new());
        Self { method: Method::GET, path: path.into(), body, key, content_type: JSON.into() }
    }

    /// `POST` with a key of its own.
    pub fn post(path: impl Into<String>, body: &Value) -> Self {
        let key = format!("k-{}", uuid::Uuid::new_v4());
        let (body, content_type) = (body.to_string(), JSON.into());
        Self { method: Method::POST, path: path.into(), body, key, content_type }
    }

    /// `POST` of a form with a CSV file.
    pub fn upload(path: impl Into<String>, fields: &[(&str, &str)], csv: &str) -> Self {
        const EDGE: &str = "edge-of-a-part";
        let mut body = String::new();
        for (name, value) in fields {
            body += &format!(
                "--{EDGE}\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
            );
        }
        body += &format!(
            "--{EDGE}\r\ncontent-disposition: form-data; name=\"file\"; filename=\"list.csv\"\r\n\
             content-type: text/csv\r\n\r\n{csv}\r\n--{EDGE}--\r\n"
        );
        let content_type = format!("multipart/form-data; boundary={EDGE}");
        Self { method: Method::POST, path: path.into(), body, key: String::new(), content_type }
    }
}

/// A connection to the program.
pub struct Connection {
    sender: SendRequest<Full<Bytes>>,
    host: String,
    token: String,
}

impl Connection {
    /// Connects as a company's API client; an empty token is nobody's.
    pub async fn open(port: u16, host: &str, token: &str) -> Result<Self, Failure> {
        let stream = TcpStream::connect(("127.0.0.1", port)).await?;
        stream.set_nodelay(true)?;
        let (sender, connection) = handshake(TokioIo::new(stream)).await?;
        tokio::spawn(connection);
        Ok(Self { sender, host: format!("{host}:{port}"), token: token.to_owned() })
    }

    /// Sends a request; its status and body.
    pub async fn send(&mut self, ask: &Ask) -> Result<(u16, Bytes), Failure> {
        let mut request = Request::builder()
            .method(ask.method.clone())
            .uri(&ask.path)
            .header("host", &self.host)
            .header("content-type", &ask.content_type);
        if !self.token.is_empty() {
            request = request.header("authorization", format!("Bearer {}", self.token));
        }
        if !ask.key.is_empty() {
            request = request.header("idempotency-key", &ask.key);
        }
        let request = request.body(Full::new(Bytes::from(ask.body.clone())))?;
        self.sender.ready().await?;
        let answer = self.sender.send_request(request).await?;
        let status = answer.status().as_u16();
        Ok((status, answer.into_body().collect().await?.to_bytes()))
    }

    /// Sends a request and reads JSON; anything but a success is an error.
    pub async fn json(&mut self, ask: &Ask) -> Result<Value, Failure> {
        let (status, said) = self.send(ask).await?;
        if status >= 300 {
            let said = String::from_utf8_lossy(&said).into_owned();
            return Err(format!("{}: {status}: {said}", ask.path).into());
        }
        Ok(serde_json::from_slice(&said)?)
    }
}

/// The status of a GET without a token.
pub async fn get_status(port: u16, host: &str, path: &str) -> Result<u16, Failure> {
    let mut connection = Connection::open(port, host, "").await?;
    Ok(connection.send(&Ask::get(path)).await?.0)
}
