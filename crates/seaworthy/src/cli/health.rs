//! `healthcheck`: asks the running server over HTTP, as a load balancer would.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::process::ExitCode;
use std::time::Duration;

use clap::Args;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::{Done, Failure, Global, line};

const PATIENCE: Duration = Duration::from_secs(5);

#[derive(Args)]
pub(super) struct Healthcheck {
    /// Only whether the process answers, not whether it is ready
    #[arg(long)]
    live: bool,
    /// The server's address [default: where the configuration listens]
    #[arg(long, value_name = "ADDRESS")]
    address: Option<SocketAddr>,
}

impl Healthcheck {
    pub(super) async fn run(self, global: &Global) -> Done {
        let address = match self.address {
            Some(address) => address,
            None => reachable(global.load()?.config.listen),
        };
        let path = if self.live { "/livez" } else { "/readyz" };
        let asked = tokio::time::timeout(PATIENCE, ask(address, path)).await;
        let (status, said) = asked.map_err(|_| format!("{address} did not answer in time"))??;
        line(&said);
        Ok(if status == 200 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}

/// Who listens everywhere is reached at home.
fn reachable(mut listen: SocketAddr) -> SocketAddr {
    if listen.ip().is_unspecified() {
        listen.set_ip(match listen.ip() {
            IpAddr::V4(_) => IpAddr::V4(Ipv4Addr::LOCALHOST),
            IpAddr::V6(_) => IpAddr::V6(Ipv6Addr::LOCALHOST),
        });
    }
    listen
}

/// One request needs no HTTP library: the server closes the connection after its answer.
async fn ask(address: SocketAddr, path: &str) -> Result<(u16, String), Failure> {
    let reached = TcpStream::connect(address).await;
    let mut stream = reached.map_err(|e| format!("{address} does not answer: {e}"))?;
    let request = format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await?;
    let mut answer = String::new();
    stream.take(64 * 1024).read_to_string(&mut answer).await?;
    let status = answer.split_whitespace().nth(1).and_then(|status| status.parse().ok());
    let body = answer.split_once("\r\n\r\n").map_or("", |(_, body)| body);
    let status = status.ok_or_else(|| format!("{address} is no web server"))?;
    Ok((status, body.trim().to_owned()))
}
