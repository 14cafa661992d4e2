//! Requests as a client elsewhere would send them: over a socket, each on a connection of its own.

use std::net::SocketAddr;

use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::super::Failure;

/// An answer of the API is never longer.
const MOST_BYTES: u64 = 1024 * 1024;

/// Somebody at a host of the installation.
#[derive(Clone)]
pub(super) struct Client {
    pub address: SocketAddr,
    pub host: String,
    pub token: Option<String>,
}

/// What came back.
pub(super) struct Answer {
    pub status: u16,
    pub body: Value,
}

impl Client {
    /// A connection on which nothing was asked yet.
    pub async fn connect(&self) -> Result<TcpStream, Failure> {
        let stream = TcpStream::connect(self.address).await?;
        stream.set_nodelay(true)?;
        Ok(stream)
    }

    /// `POST` of JSON; the connection ends with the answer.
    pub async fn post_on(
        &self,
        mut stream: TcpStream,
        path: &str,
        body: &Value,
    ) -> Result<Answer, Failure> {
        let body = body.to_string();
        // HTTP/1.0: the answer comes in one piece and ends with the connection.
        let mut request = format!(
            "POST {path} HTTP/1.0\r\nHost: {}\r\nContent-Type: application/json\r\n\
             Content-Length: {}\r\n",
            self.host,
            body.len()
        );
        if let Some(token) = &self.token {
            request.push_str(&format!("Authorization: Bearer {token}\r\n"));
        }
        request.push_str("\r\n");
        request.push_str(&body);
        stream.write_all(request.as_bytes()).await?;
        let mut answer = String::new();
        stream.take(MOST_BYTES).read_to_string(&mut answer).await?;
        read(&answer).ok_or_else(|| format!("POST {path} was not answered in HTTP").into())
    }

    /// `POST` of JSON that has to make something: what was made.
    pub async fn make(&self, path: &str, body: &Value) -> Result<Value, Failure> {
        let answer = self.post_on(self.connect().await?, path, body).await?;
        match answer.status {
            201 => Ok(answer.body),
            status => Err(format!("POST {path} was answered {status}: {}", answer.body).into()),
        }
    }
}

fn read(answer: &str) -> Option<Answer> {
    let (head, body) = answer.split_once("\r\n\r\n")?;
    let status = head.strip_prefix("HTTP/1.")?.split(' ').nth(1)?.parse().ok()?;
    Some(Answer { status, body: serde_json::from_str(body).unwrap_or_default() })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn an_answer_is_read_and_what_is_none_is_not() {
        let answer = read("HTTP/1.0 422 Unprocessable\r\na: b\r\n\r\n{\"code\":\"x\"}").unwrap();
        assert_eq!((answer.status, answer.body["code"].as_str()), (422, Some("x")));
        assert!(read("HTTP/1.0 200 OK\r\n\r\n").unwrap().body.is_null());
        assert!(read("").is_none());
        assert!(read("SSH-2.0-OpenSSH\r\n\r\n").is_none());
    }
}
