//! The connections of documents of every day, and who takes them next.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use sqlx::PgPool;
use tokio::sync::oneshot;
use uuid::Uuid;

use crate::{Problem, db};

/// Nobody waits longer for a turn than for a connection.
const PATIENCE: Duration = Duration::from_secs(10);

/// Few connections, two for each processor: a document keeps the processor and not the disk busy,
/// and what a connection has planned is found in the processor's own memory only while few of them
/// take turns.
pub(crate) struct Documents {
    pool: PgPool,
    queue: Arc<Mutex<Queue>>,
}

impl Documents {
    /// Opens no connection yet. `most` is what the operator allows.
    pub(crate) fn beside(pool: &PgPool, most: u32) -> Self {
        let processors = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
        let two_each = u32::try_from(processors.saturating_mul(2)).unwrap_or(u32::MAX);
        let most = two_each.min(most).max(1);
        let pool = db::pool(pool.connect_options().as_ref().clone(), most);
        let queue = Queue::of(usize::try_from(most).unwrap_or(1));
        Self { pool, queue: Arc::new(Mutex::new(queue)) }
    }

    pub(crate) fn pool(&self) -> &PgPool {
        &self.pool
    }

    /// Waits until it is the company's turn.
    pub(super) async fn turn(&self, company: Uuid) -> Result<Turn, Problem> {
        let turn = tokio::time::timeout(PATIENCE, line_up(&self.queue, company)).await;
        turn.map_err(|_| sqlx::Error::PoolTimedOut)?.map_err(Problem::internal)
    }
}

/// Who has a connection, and who waits for one.
struct Queue {
    free: usize,
    /// What one company may have at most: half of them, since its documents wait for each other
    /// in the ledger, and a connection that waits is lost to all others.
    most: usize,
    running: HashMap<Uuid, usize>,
    waiting: VecDeque<(Uuid, oneshot::Sender<Turn>)>,
}

impl Queue {
    fn of(connections: usize) -> Self {
        let most = (connections / 2).max(1);
        Self { free: connections, most, running: HashMap::new(), waiting: VecDeque::new() }
    }

    fn running(&self, company: Uuid) -> usize {
        self.running.get(&company).copied().unwrap_or(0)
    }

    /// Who comes next, if there is a connection for anybody: of those whose companies have the
    /// fewest, the one who waits longest.
    fn next(&mut self) -> Option<(Uuid, oneshot::Sender<Turn>)> {
        if self.free == 0 {
            return None;
        }
        let running = self.waiting.iter().map(|(company, _)| self.running(*company)).enumerate();
        let fewest = running.filter(|(_, running)| *running < self.most);
        // The first of several that have the fewest.
        let (at, _) = fewest.min_by_key(|(_, running)| *running)?;
        let (company, sender) = self.waiting.remove(at)?;
        self.free -= 1;
        *self.running.entry(company).or_default() += 1;
        Some((company, sender))
    }

    fn give_back(&mut self, company: Uuid) {
        self.free += 1;
        if let Some(running) = self.running.get_mut(&company) {
            *running -= 1;
            if *running == 0 {
                self.running.remove(&company);
            }
        }
    }
}

// What is done to a queue cannot panic half-way, so a poisoned one is whole.
fn with<T>(queue: &Mutex<Queue>, act: impl FnOnce(&mut Queue) -> T) -> T {
    act(&mut queue.lock().unwrap_or_else(PoisonError::into_inner))
}

fn line_up(queue: &Arc<Mutex<Queue>>, company: Uuid) -> oneshot::Receiver<Turn> {
    let (sender, receiver) = oneshot::channel();
    with(queue, |queue| queue.waiting.push_back((company, sender)));
    hand_out(queue);
    receiver
}

fn hand_out(queue: &Arc<Mutex<Queue>>) {
    while let Some((company, sender)) = with(queue, Queue::next) {
        // Whoever gave up waiting drops the turn, which gives it back.
        let _ = sender.send(Turn { queue: queue.clone(), company });
    }
}

/// A company's turn at one connection, until it is dropped.
pub(super) struct Turn {
    queue: Arc<Mutex<Queue>>,
    company: Uuid,
}

impl Drop for Turn {
    fn drop(&mut self) {
        with(&self.queue, |queue| queue.give_back(self.company));
        hand_out(&self.queue);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(connections: usize) -> Arc<Mutex<Queue>> {
        Arc::new(Mutex::new(Queue::of(connections)))
    }

    fn wait(queue: &Arc<Mutex<Queue>>, company: u128) -> oneshot::Receiver<Turn> {
        line_up(queue, Uuid::from_u128(company))
    }

    fn turn(receiver: &mut oneshot::Receiver<Turn>) -> Turn {
        receiver.try_recv().expect("it is not its turn")
    }

    #[test]
    fn a_busy_company_has_half_of_the_connections() {
        let queue = line(4);
        let mut busy: Vec<_> = (0..9).map(|_| wait(&queue, 1)).collect();
        let turns: Vec<_> = busy.iter_mut().filter_map(|one| one.try_recv().ok()).collect();
        assert_eq!(turns.len(), 2);
        assert!(wait(&queue, 2).try_recv().is_ok());
    }

    #[test]
    fn the_company_with_the_fewest_comes_next_and_then_who_waits_longest() {
        let queue = line(4);
        let first: Vec<_> = [1, 1, 2, 3].map(|company| wait(&queue, company)).into();
        let mut turns: Vec<_> = first.into_iter().map(|mut one| turn(&mut one)).collect();
        let mut waiting = [1, 3, 2, 4, 4].map(|company| wait(&queue, company));
        assert!(waiting.iter_mut().all(|one| one.try_recv().is_err()), "nothing is free");
        // One of company 1 ends: 4 has none, 3 and 2 have one each, 1 has one.
        drop(turns.remove(0));
        let of_four = turn(&mut waiting[3]);
        // The other one of 1 ends: now 1 has none, and 4 has one.
        drop(turns.remove(0));
        let of_one = turn(&mut waiting[0]);
        // 2 ends: it has none and waits.
        drop(turns.remove(0));
        let of_two = turn(&mut waiting[2]);
        // 4 and 1 end: 4 waits and has none, then 3 is alone.
        drop((of_four, of_one));
        assert!(waiting[4].try_recv().is_ok() && waiting[1].try_recv().is_ok());
        drop((turns, of_two));
        assert_eq!(with(&queue, |queue| (queue.free, queue.running.len())), (4, 0));
    }

    #[test]
    fn who_gives_up_takes_no_connection_along() {
        let queue = line(1);
        let first = turn(&mut wait(&queue, 1));
        drop(wait(&queue, 2));
        let mut third = wait(&queue, 3);
        drop(first);
        assert!(third.try_recv().is_ok());
        assert_eq!(with(&queue, |queue| (queue.free, queue.waiting.len())), (1, 0));
    }
}
