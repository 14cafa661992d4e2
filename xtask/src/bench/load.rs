//! A closed loop over keep-alive connections: each sends its next request when the last was
//! answered.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use super::Failure;
use super::server::PORT;
use super::world::{Scenario, World};
use crate::client::Connection;

const WARM_UP: Duration = Duration::from_secs(2);

/// What a loop saw.
pub struct Load {
    /// Answers a second.
    pub per_second: f64,
    /// Half of the requests were answered within this many milliseconds.
    pub p50_ms: f64,
    /// Ninety-nine of a hundred were.
    pub p99_ms: f64,
    /// Answers in the measured time.
    pub requests: u64,
}

/// Runs a scenario on these companies by turns and counts. Any answer but the expected status
/// ends the bench.
pub async fn run(
    worlds: &[World],
    scenario: &Scenario,
    clients: usize,
    seconds: u64,
) -> Result<Load, Failure> {
    let (measuring, over) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicBool::new(false)));
    let mut loops = Vec::new();
    for client in 0..clients {
        let (measuring, over) = (measuring.clone(), over.clone());
        let (world, scenario) = (worlds[client % worlds.len()].clone(), *scenario);
        let mut connection = Connection::open(PORT, &world.host, &world.token).await?;
        loops.push(tokio::spawn(async move {
            let mut times_us: Vec<u64> = Vec::new();
            let mut n = client as u64 * 1_000_003;
            while !over.load(Ordering::Relaxed) {
                let ask = (scenario.ask)(&world, n);
                n += 1;
                let began = Instant::now();
                let (status, body) = connection.send(&ask).await?;
                if status != scenario.status {
                    let said = String::from_utf8_lossy(&body).into_owned();
                    return Err::<_, Failure>(format!("{}: {status}: {said}", ask.path).into());
                }
                if measuring.load(Ordering::Relaxed) {
                    times_us.push(u64::try_from(began.elapsed().as_micros())?);
                }
            }
            Ok(times_us)
        }));
    }
    tokio::time::sleep(WARM_UP).await;
    measuring.store(true, Ordering::Relaxed);
    let began = Instant::now();
    tokio::time::sleep(Duration::from_secs(seconds)).await;
    over.store(true, Ordering::Relaxed);
    let took = began.elapsed().as_secs_f64();
    let mut times_us = Vec::new();
    for one in loops {
        times_us.extend(one.await??);
    }
    times_us.sort_unstable();
    let at = |share: usize| {
        let n = (times_us.len() * share / 100).min(times_us.len().saturating_sub(1));
        times_us.get(n).copied().unwrap_or(0) as f64 / 1000.0
    };
    let requests = times_us.len() as u64;
    Ok(Load { per_second: requests as f64 / took, p50_ms: at(50), p99_ms: at(99), requests })
}
