//! The whole program with its own PostgreSQL: starting, surviving, stopping.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use base::{Config, Profile};
use seaworthy::serve::{self, Running, ServeError};
use secrecy::SecretString;

/// A data folder that goes with its test. PostgreSQL's own user must be able to enter it.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let name = format!("seaworthy-serve-{name}-{}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    fn config(&self) -> Config {
        let secret = SecretString::from("for this test only, 64 characters or more ".repeat(2));
        let mut config = Config::new(Profile::Dev, self.0.clone(), secret);
        config.listen = ([127, 0, 0, 1], 0).into();
        config.public_url = "http://localhost:0".to_owned();
        config.database_connections = 4;
        config
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

async fn status(running: &Running, path: &str) -> u16 {
    let url = format!("http://{}{path}", running.address());
    reqwest::get(url).await.map_or(0, |answer| answer.status().as_u16())
}

/// Asks until the answer is as wanted: how long it took.
async fn until(running: &Running, path: &str, wanted: u16) -> Duration {
    let begun = Instant::now();
    while status(running, path).await != wanted {
        assert!(begun.elapsed() < Duration::from_secs(60), "{path} is never {wanted}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    begun.elapsed()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_starts_survives_its_database_and_stops() {
    let folder = Folder::new("life");
    let running = serve::start(folder.config()).await.unwrap();
    // The door is open before anything is behind it.
    assert_eq!(status(&running, "/livez").await, 200);
    assert_eq!(status(&running, "/readyz").await, 503);
    assert_eq!(status(&running, "/api/v1/products").await, 503);
    running.ready().await.unwrap();
    assert_eq!(status(&running, "/readyz").await, 200);
    assert_eq!(status(&running, "/login").await, 404);

    let again = serve::start(folder.config()).await.unwrap();
    assert!(again.ready().await.is_err());
    let refused = again.stop().await.unwrap_err().to_string();
    assert!(refused.contains("another Seaworthy"), "{refused}");

    let pid = std::fs::read_to_string(folder.0.join("postgres/cluster/postmaster.pid")).unwrap();
    let pid = pid.lines().next().unwrap().to_owned();
    assert!(std::process::Command::new("kill").args(["-9", &pid]).status().unwrap().success());
    until(&running, "/readyz", 503).await;
    assert_eq!(status(&running, "/livez").await, 200);
    until(&running, "/readyz", 200).await;

    let address = running.address();
    running.stop().await.unwrap();
    assert!(tokio::net::TcpStream::connect(address).await.is_err());
    assert!(!folder.0.join("postgres/cluster/postmaster.pid").exists());
}

#[tokio::test]
async fn a_port_in_use_is_one_clear_sentence() {
    let folder = Folder::new("port");
    let taken = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let mut config = folder.config();
    config.listen = taken.local_addr().unwrap();
    let refused = serve::start(config).await.err().unwrap();
    assert!(matches!(refused, ServeError::PortInUse(_)));
    assert!(refused.to_string().contains("is in use by another program"));
}
