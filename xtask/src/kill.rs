//! `cargo xtask kill`: several clients sell, deliver, invoice and take money; in the middle the
//! program, its database, or both are killed with SIGKILL. After the restart everything that was
//! acknowledged must be there, everything that was in flight can be repeated with one effect,
//! the legal numbers have no gap, and `ledger verify` passes.

use std::fs;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use clap::Args;
use serde_json::{Value, json};

use crate::client::{Ask, Connection, Failure, get_status};

const PORT: u16 = 58_081;
const HOST: &str = "kill.localhost";
const CLIENTS: u64 = 4;

/// What is asked of the rounds.
#[derive(Args)]
pub struct Asked {
    /// How many times to kill
    #[arg(long, default_value_t = 10)]
    pub rounds: u64,
    /// Chooses the moments; printed, so that a failure can be looked for again
    #[arg(long)]
    pub seed: Option<u64>,
    /// The program; the debug build, made if needed, when not said
    #[arg(long)]
    pub program: Option<PathBuf>,
}

/// Runs the rounds.
///
/// # Errors
/// At the first broken promise.
pub fn run(asked: &Asked) -> Result<String, Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(rounds(asked))
}

async fn rounds(asked: &Asked) -> Result<String, Failure> {
    let program = match &asked.program {
        Some(program) => program.clone(),
        None => build()?,
    };
    let seed = asked.seed.unwrap_or_else(|| u64::from(std::process::id()) * 7919);
    println!("kill: seed {seed}");
    let data = std::env::temp_dir().join(format!("seaworthy-kill-{}", std::process::id()));
    fs::create_dir_all(&data)?;
    let mut installation = Installation { program, data, child: None };
    installation.start().await?;
    let mut world = World::build().await?;
    let mut orders = 0;
    for round in 0..asked.rounds {
        let after_ms = 300 + mix(seed, round) % 1500;
        let victim = ["the program", "the database", "both"][(mix(seed, round + 99) % 3) as usize];
        let (acknowledged, in_flight) =
            sell_until_killed(&world, &mut installation, victim, after_ms).await?;
        installation.start().await?;
        world.sign_in().await?;
        check_acknowledged(&world, &acknowledged).await?;
        let repeated = repeat(&world, &in_flight).await?;
        orders += acknowledged.iter().filter(|done| done.is_order()).count() + repeated;
        orders += 1;
        check_next_number(&world, orders).await?;
        installation.verify()?;
        println!(
            "round {}: killed {victim} after {after_ms} ms: {} acknowledged, {} in flight, \
             all well",
            round + 1,
            acknowledged.len(),
            in_flight.len()
        );
    }
    Ok(format!("kill: {} rounds, {orders} orders, nothing lost, nothing half-done", asked.rounds))
}

fn build() -> Result<PathBuf, Failure> {
    if !Command::new("cargo").args(["build", "-p", "seaworthy"]).status()?.success() {
        return Err("the build failed".into());
    }
    let target =
        std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| "target".into(), PathBuf::from);
    Ok(target.join("debug/seaworthy"))
}

fn mix(seed: u64, n: u64) -> u64 {
    let mut x = seed.wrapping_add(n.wrapping_mul(0x9E37_79B9_7F4A_7C15));
    x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    x ^ (x >> 27)
}

/// The program on a data folder of its own.
struct Installation {
    program: PathBuf,
    data: PathBuf,
    child: Option<Child>,
}

impl Installation {
    async fn start(&mut self) -> Result<(), Failure> {
        let gone = match &mut self.child {
            Some(child) => child.try_wait()?.is_some(),
            None => true,
        };
        if gone {
            let log = fs::File::options().create(true).append(true).open(self.data.join("log"))?;
            let child = Command::new(&self.program)
                .args(["serve", "--data-dir"])
                .arg(&self.data)
                .env("SEAWORTHY_LISTEN", format!("127.0.0.1:{PORT}"))
                .env("SEAWORTHY_PUBLIC_URL", format!("http://localhost:{PORT}"))
                .stdin(Stdio::null())
                .stdout(log.try_clone()?)
                .stderr(log)
                .spawn()?;
            self.child = Some(child);
        }
        for _ in 0..900 {
            if get_status(PORT, "localhost", "/readyz").await.is_ok_and(|status| status == 200) {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        let log = fs::read_to_string(self.data.join("log")).unwrap_or_default();
        Err(format!("the program was not ready within 90 s of a restart:\n{log}").into())
    }

    fn kill(&mut self, victim: &str) -> Result<(), Failure> {
        if victim != "the program" {
            let file = self.data.join("postgres/cluster/postmaster.pid");
            let text = fs::read_to_string(file)?;
            let postmaster = text.lines().next().unwrap_or_default();
            // The postmaster alone: its children notice and end by themselves.
            Command::new("kill").args(["-9", postmaster]).status()?;
        }
        if victim == "the database" {
            return Ok(());
        }
        if let Some(mut child) = self.child.take() {
            child.kill()?;
            child.wait()?;
        }
        Ok(())
    }

    fn verify(&self) -> Result<(), Failure> {
        let output = Command::new(&self.program)
            .args(["ledger", "verify", "--json", "--data-dir"])
            .arg(&self.data)
            .output()?;
        if output.status.success() {
            return Ok(());
        }
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        let errors = String::from_utf8_lossy(&output.stderr).into_owned();
        Err(format!("ledger verify: {said}{errors}").into())
    }
}

impl Drop for Installation {
    fn drop(&mut self) {
        if let Some(child) = &mut self.child {
            let _ = Command::new("kill").args(["-TERM", &child.id().to_string()]).status();
            let _ = child.wait();
        }
        let _ = fs::remove_dir_all(&self.data);
    }
}

/// The company that sells.
#[derive(Clone)]
struct World {
    token: String,
    customer: String,
    variants: Vec<String>,
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

impl World {
    async fn build() -> Result<Self, Failure> {
        let mut root = Connection::open(PORT, "localhost", "").await?;
        let wanted = json!({ "company": "Kill", "subdomain": "kill", "country": "SA",
            "currency": "SAR", "language": "en", "name": "Owner",
            "email": "owner@kill.example", "password": "a long quiet river 7" });
        root.json(&Ask::post("/api/v1/auth/register", &wanted)).await?;
        let mut world = Self { token: String::new(), customer: String::new(), variants: vec![] };
        world.sign_in().await?;
        let mut client = world.connect().await?;
        let customer =
            client.json(&Ask::post("/api/v1/customers", &json!({ "name": "K" }))).await?;
        world.customer = text(&customer["id"]);
        for sku in ["A", "B", "C"] {
            let product = json!({ "name": { "en": sku },
                "variants": [{ "sku": sku, "price": "10.00" }] });
            let product = client.json(&Ask::post("/api/v1/products", &product)).await?;
            world.variants.push(text(&product["variants"][0]["id"]));
            let line = json!({ "sku": sku, "quantity": "100000", "unit_cost": "3.33" });
            client.json(&Ask::post("/api/v1/stock/receipts", &json!({ "lines": [line] }))).await?;
        }
        Ok(world)
    }

    async fn sign_in(&mut self) -> Result<(), Failure> {
        let login = json!({ "email": "owner@kill.example", "password": "a long quiet river 7" });
        let mut client = Connection::open(PORT, HOST, "").await?;
        let said = client.json(&Ask::post("/api/v1/auth/login", &login)).await?;
        self.token = text(&said["access_token"]);
        Ok(())
    }

    async fn connect(&self) -> Result<Connection, Failure> {
        Connection::open(PORT, HOST, &self.token).await
    }

    fn order(&self, n: u64) -> Ask {
        let line = |k: u64| {
            let variant = &self.variants[((n + k) % 3) as usize];
            json!({ "variant_id": variant, "quantity": (1 + (n + k) % 3).to_string() })
        };
        let body = json!({ "id": uuid::Uuid::now_v7(), "customer_id": self.customer,
            "confirm": true, "lines": [line(0), line(1)] });
        Ask::post("/api/v1/orders", &body)
    }
}

/// A command that was answered with success, and the answer.
struct Done {
    ask: Ask,
    answer: Value,
}

impl Done {
    fn is_order(&self) -> bool {
        self.ask.path == "/api/v1/orders"
    }
}

async fn sell_until_killed(
    world: &World,
    installation: &mut Installation,
    victim: &str,
    after_ms: u64,
) -> Result<(Vec<Done>, Vec<Ask>), Failure> {
    let over = Arc::new(AtomicBool::new(false));
    let sellers: Vec<_> =
        (0..CLIENTS).map(|n| tokio::spawn(sell(world.clone(), n * 1000, over.clone()))).collect();
    tokio::time::sleep(Duration::from_millis(after_ms)).await;
    installation.kill(victim)?;
    over.store(true, Ordering::Relaxed);
    let (mut acknowledged, mut in_flight) = (Vec::new(), Vec::new());
    for seller in sellers {
        let (done, left) = seller.await?;
        acknowledged.extend(done);
        in_flight.extend(left);
    }
    Ok((acknowledged, in_flight))
}

/// Sells until an answer does not come or is no success; that request is left in flight.
async fn sell(world: World, from: u64, over: Arc<AtomicBool>) -> (Vec<Done>, Option<Ask>) {
    let mut done: Vec<Done> = Vec::new();
    let Ok(mut connection) = world.connect().await else { return (done, None) };
    let mut n = from;
    while !over.load(Ordering::Relaxed) {
        let ask = next(&world, done.last(), n);
        n += 1;
        match connection.json(&ask).await {
            Ok(answer) => done.push(Done { ask, answer }),
            Err(_) => return (done, Some(ask)),
        }
    }
    (done, None)
}

/// An order, its delivery, its invoice, its payment, and the next order.
fn next(world: &World, last: Option<&Done>, n: u64) -> Ask {
    let Some(last) = last else { return world.order(n) };
    let (path, answer) = (last.ask.path.as_str(), &last.answer);
    if last.is_order() {
        return Ask::post(format!("{path}/{}/deliveries", text(&answer["id"])), &json!({}));
    }
    if path.ends_with("/deliveries") {
        return Ask::post(path.replace("/deliveries", "/invoices"), &json!({}));
    }
    if path.ends_with("/invoices") {
        let body = json!({ "method": "cash", "amount": answer["gross"] });
        return Ask::post(format!("/api/v1/invoices/{}/payments", text(&answer["id"])), &body);
    }
    world.order(n)
}

/// Sends a request until it is answered: while the database comes back, the answer is 503.
async fn patient(world: &World, ask: &Ask) -> Result<Value, Failure> {
    for _ in 0..200 {
        if let Ok(mut connection) = world.connect().await
            && let Ok((status, said)) = connection.send(ask).await
            && status != 503
        {
            if status < 300 {
                return Ok(serde_json::from_slice(&said)?);
            }
            let said = String::from_utf8_lossy(&said).into_owned();
            return Err(format!("{}: {status}: {said}", ask.path).into());
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    Err(format!("{}: no answer within 20 s", ask.path).into())
}

/// Everything that was acknowledged is there; a repetition gives the very same answer.
async fn check_acknowledged(world: &World, acknowledged: &[Done]) -> Result<(), Failure> {
    for done in acknowledged {
        let again = patient(world, &done.ask).await?;
        if again != done.answer {
            let wanted = &done.answer;
            return Err(format!("{} answered {wanted}, and now {again}", done.ask.path).into());
        }
        if done.is_order() {
            let id = text(&done.answer["id"]);
            let found = patient(world, &Ask::get(format!("/api/v1/orders/{id}"))).await?;
            if found["number"] != done.answer["number"] {
                return Err(format!("order {id} was acknowledged and is now {found}").into());
            }
        }
    }
    Ok(())
}

/// Repeats what was in flight, twice: the second time must answer like the first. Returns how
/// many orders that made.
async fn repeat(world: &World, in_flight: &[Ask]) -> Result<usize, Failure> {
    let mut orders = 0;
    for ask in in_flight {
        let first = patient(world, ask).await?;
        let second = patient(world, ask).await?;
        if first != second {
            return Err(format!("{} twice: {first}, then {second}", ask.path).into());
        }
        orders += usize::from(ask.path == "/api/v1/orders");
    }
    Ok(orders)
}

/// The next order has the next number: every order counted once, and none is missing.
async fn check_next_number(world: &World, orders: usize) -> Result<(), Failure> {
    let order = patient(world, &world.order(7)).await?;
    let number = text(&order["number"]);
    let counted: usize = number.rsplit('-').next().unwrap_or_default().parse()?;
    if counted == orders {
        return Ok(());
    }
    Err(format!("the next order is {number}, but {orders} orders were placed").into())
}
