//! The server against real crashes: every kill here is a real `kill -9`.
#![allow(clippy::unwrap_used)]

use std::os::unix::fs::{PermissionsExt, chown};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};
use std::{env, fs, io};

use pg::testing::{TestCluster, shared_test_server, test_binaries};
use pg::{Endpoint, Options, Server, Settings, StartError};
use rustix::process::{Pid, Signal, kill_process};
use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{ConnectOptions, Connection};

/// A data folder that is removed at the end.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let path = env::temp_dir().join(format!("pg-it-{}-{number}", std::process::id()));
        fs::create_dir(&path).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
        Self(path)
    }

    fn cluster(&self) -> PathBuf {
        self.0.join("postgres/cluster")
    }

    fn pid_file(&self) -> String {
        fs::read_to_string(self.cluster().join("postmaster.pid")).unwrap()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if let Ok(text) = fs::read_to_string(self.cluster().join("postmaster.pid"))
            && let Ok(pid) = text.lines().next().unwrap_or_default().parse()
            && pid != std::process::id() as i32
        {
            kill(pid, Signal::QUIT);
            wait_for(|| !self.cluster().join("postmaster.pid").exists());
        }
        let _ = fs::remove_dir_all(&self.0);
    }
}

async fn options(folder: &Path) -> Options {
    // Safe settings, since these tests crash on purpose; the shared binaries save unpacking.
    let settings = Settings { memory_mb: 256, max_connections: 20, fsync: true };
    let bin = test_binaries().await.unwrap();
    Options { data_dir: folder.to_owned(), pg_bin: Some(bin), settings }
}

async fn start(folder: &Folder) -> Server {
    Server::start(options(&folder.0).await).await.unwrap()
}

fn kill(pid: i32, signal: Signal) {
    if let Some(pid) = Pid::from_raw(pid) {
        let _ = kill_process(pid, signal);
    }
}

fn wait_for(condition: impl Fn() -> bool) {
    let start = Instant::now();
    while !condition() {
        assert!(start.elapsed() < Duration::from_secs(60), "waited in vain");
        std::thread::sleep(Duration::from_millis(5));
    }
}

async fn connect(to: &Endpoint) -> sqlx::Result<PgConnection> {
    PgConnectOptions::new()
        .socket(to.socket_dir())
        .port(to.port())
        .username(to.superuser())
        .password(to.password())
        .database("postgres")
        .disable_statement_logging()
        .connect()
        .await
}

async fn ask(to: &Endpoint, question: &'static str) -> String {
    let mut connection = connect(to).await.unwrap();
    let answer = sqlx::query_scalar(question).fetch_one(&mut connection).await.unwrap();
    connection.close().await.unwrap();
    answer
}

async fn run(to: &Endpoint, statement: &'static str) {
    let mut connection = connect(to).await.unwrap();
    sqlx::raw_sql(statement).execute(&mut connection).await.unwrap();
}

/// Another process of this test binary that starts a server and holds it until it is killed.
fn holder(folder: &Folder) -> Child {
    let child = spawn_holder(folder);
    wait_for(|| folder.0.join("holder-ready").exists());
    child
}

fn spawn_holder(folder: &Folder) -> Child {
    spawn_test("after_kill_9_of_the_program_the_next_one_takes_over", folder)
}

fn spawn_stepper(folder: &Folder) -> Child {
    spawn_test("what_was_committed_survives_every_kill", folder)
}

/// Runs a test as a process of its own, which plays the program that the test kills.
fn spawn_test(name: &str, folder: &Folder) -> Child {
    Command::new(env::current_exe().unwrap())
        .args(["--exact", name])
        .env("PG_IT_FOLDER", &folder.0)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// The folder of the test that started this process, if one did.
fn as_program() -> Option<PathBuf> {
    env::var_os("PG_IT_FOLDER").map(PathBuf::from)
}

async fn hold_until_killed(folder: &Path) {
    let server = Server::start(options(folder).await).await.unwrap();
    run(server.endpoint(), "create table kept (word text); insert into kept values ('safe')").await;
    fs::write(folder.join("holder-ready"), "").unwrap();
    std::future::pending::<()>().await;
}

/// Commits numbers, and notes each only after its commit was acknowledged.
async fn step_until_killed(folder: &Path) {
    use std::io::Write;
    let server = Server::start(options(folder).await).await.unwrap();
    let mut notes =
        fs::File::options().create(true).append(true).open(folder.join("acknowledged")).unwrap();
    let mut connection = connect(server.endpoint()).await.unwrap();
    let step = "insert into steps select coalesce(max(n), 0) + 1 from steps";
    while sqlx::query(step).execute(&mut connection).await.is_ok() {
        notes.write_all(b"committed\n").unwrap();
    }
}

fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}

#[tokio::test]
async fn a_server_starts_answers_stops_and_keeps_its_data() {
    let folder = Folder::new();
    let server = start(&folder).await;
    let to = server.endpoint().clone();
    run(&to, "create table t (word text); insert into t values ('kept')").await;
    assert!(pg::running(&folder.0).unwrap().is_some());
    server.stop().await.unwrap();
    assert!(connect(&to).await.is_err());
    assert!(pg::running(&folder.0).unwrap().is_none());

    let server = start(&folder).await;
    assert_eq!(server.password(), to.password());
    assert_eq!(ask(&to, "select word from t").await, "kept");
    server.stop().await.unwrap();
}

#[tokio::test]
async fn commits_are_safe_and_only_the_socket_with_the_password_is_open() {
    let folder = Folder::new();
    let server = start(&folder).await;
    let to = server.endpoint();
    for (question, answer) in [
        ("show fsync", "on"),
        ("show full_page_writes", "on"),
        ("show synchronous_commit", "on"),
        ("show data_checksums", "on"),
        ("show listen_addresses", ""),
        ("show password_encryption", "scram-sha-256"),
        ("show server_encoding", "UTF8"),
    ] {
        assert_eq!(ask(to, question).await, answer, "{question}");
    }
    let guessed = PgConnectOptions::new()
        .socket(to.socket_dir())
        .username(to.superuser())
        .password("guessed")
        .connect()
        .await;
    assert!(guessed.unwrap_err().to_string().contains("password authentication failed"));
    let mode = |path: &str| {
        let path = folder.0.join("postgres").join(path);
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    };
    assert_eq!((mode("run"), mode("password"), mode("cluster")), (0o700, 0o600, 0o700));
    assert_eq!(mode("") & 0o007, 0);
    assert!(!format!("{server:?}").contains(server.password()));
    server.stop().await.unwrap();
}

#[tokio::test]
async fn the_extensions_are_there_and_know_arabic_and_bangla_letters() {
    let server = shared_test_server().await.unwrap();
    let mut connection = connect(&server).await.unwrap();
    let name = format!("pg_it_{}", std::process::id());
    sqlx::query(sqlx::AssertSqlSafe(format!("create database {name}")))
        .execute(&mut connection)
        .await
        .unwrap();
    let mut inside = PgConnectOptions::new()
        .socket(server.socket_dir())
        .username(server.superuser())
        .password(server.password())
        .database(&name)
        .connect()
        .await
        .unwrap();
    sqlx::raw_sql(
        "create extension pg_trgm; create extension btree_gin; create extension pgcrypto; \
         create extension btree_gist; create extension unaccent; \
         create collation arabic (provider = icu, locale = 'ar')",
    )
    .execute(&mut inside)
    .await
    .unwrap();
    for word in ["قميص", "শার্ট", "shirt"] {
        let found: bool = sqlx::query_scalar("select cardinality(show_trgm($1)) > 0")
            .bind(word)
            .fetch_one(&mut inside)
            .await
            .unwrap();
        assert!(found, "{word}");
    }
    inside.close().await.unwrap();
    sqlx::query(sqlx::AssertSqlSafe(format!("drop database {name}")))
        .execute(&mut connection)
        .await
        .unwrap();
}

#[tokio::test]
async fn a_killed_server_is_noticed_and_restarted_on_the_same_socket() {
    let mut cluster = TestCluster::start().await.unwrap();
    let to = cluster.endpoint().clone();
    assert!(cluster.server().is_running());
    kill(cluster.server().process_id(), Signal::KILL);
    cluster.server().exited().await;
    assert!(!cluster.server().is_running());
    cluster.server().restart().await.unwrap();
    assert_eq!(ask(&to, "select 'back'").await, "back");
}

#[tokio::test]
async fn a_restart_of_a_running_server_works_too() {
    let mut cluster = TestCluster::start().await.unwrap();
    let to = cluster.endpoint().clone();
    let before = cluster.server().process_id();
    cluster.server().restart().await.unwrap();
    assert_ne!(cluster.server().process_id(), before);
    assert_eq!(ask(&to, "select 'back'").await, "back");
}

#[tokio::test]
async fn after_kill_9_of_the_program_the_next_one_takes_over() {
    if let Some(folder) = as_program() {
        return hold_until_killed(&folder).await;
    }
    let folder = Folder::new();
    let mut program = holder(&folder);
    let left_over = folder.pid_file().lines().next().unwrap().to_owned();
    program.kill().unwrap();
    program.wait().unwrap();
    assert!(pg::running(&folder.0).unwrap().is_some(), "the server outlives the program");

    let server = start(&folder).await;
    assert_ne!(server.process_id().to_string(), left_over);
    assert_eq!(ask(server.endpoint(), "select word from kept").await, "safe");
    server.stop().await.unwrap();
}

#[tokio::test]
async fn after_kill_9_of_the_program_and_the_server_nothing_committed_is_lost() {
    let folder = Folder::new();
    let mut program = holder(&folder);
    program.kill().unwrap();
    program.wait().unwrap();
    kill(folder.pid_file().lines().next().unwrap().parse().unwrap(), Signal::KILL);

    let server = start(&folder).await;
    assert_eq!(ask(server.endpoint(), "select word from kept").await, "safe");
    server.stop().await.unwrap();
}

#[tokio::test]
async fn a_zombie_server_does_not_hinder_a_start() {
    // The holder is stopped, so it does not collect its killed child: a zombie, as in a
    // container whose process 1 collects nothing. Its lock is handed on by killing it last.
    let folder = Folder::new();
    let mut program = holder(&folder);
    let zombie: i32 = folder.pid_file().lines().next().unwrap().parse().unwrap();
    kill(program.id() as i32, Signal::STOP);
    kill(zombie, Signal::KILL);
    #[cfg(target_os = "linux")]
    wait_for(|| fs::read_to_string(format!("/proc/{zombie}/stat")).unwrap().contains(") Z "));
    fs::remove_file(folder.0.join("postgres/lock")).unwrap();

    let server = start(&folder).await;
    assert_eq!(ask(server.endpoint(), "select word from kept").await, "safe");
    server.stop().await.unwrap();
    program.kill().unwrap();
    program.wait().unwrap();
}

#[tokio::test]
async fn a_process_number_used_again_does_not_hinder_a_start() {
    let folder = Folder::new();
    let mut program = holder(&folder);
    let text = folder.pid_file();
    kill(text.lines().next().unwrap().parse().unwrap(), Signal::KILL);
    program.kill().unwrap();
    program.wait().unwrap();
    // A stranger of the server's own user now has the number; so has the socket's lock.
    let mut stranger = as_owner_of(&folder.cluster(), "sleep").arg("600").spawn().unwrap();
    let rest = text.split_once('\n').unwrap().1;
    let text = format!("{}\n{rest}", stranger.id());
    fs::write(folder.cluster().join("postmaster.pid"), &text).unwrap();
    fs::write(folder.0.join("postgres/run/.s.PGSQL.5432.lock"), &text).unwrap();

    let server = start(&folder).await;
    assert_eq!(ask(server.endpoint(), "select word from kept").await, "safe");
    server.stop().await.unwrap();
    assert!(stranger.try_wait().unwrap().is_none(), "the stranger lives");
    stranger.kill().unwrap();
    stranger.wait().unwrap();
}

fn as_owner_of(path: &Path, program: &str) -> Command {
    use std::os::unix::fs::MetadataExt;
    use std::os::unix::process::CommandExt;
    let mut command = Command::new(program);
    if is_root() {
        let meta = fs::metadata(path).unwrap();
        command.uid(meta.uid()).gid(meta.gid());
    }
    command
}

#[tokio::test]
async fn a_start_that_is_killed_at_any_moment_can_be_repeated() {
    // From before the first file to after the server is ready.
    for delay_ms in [5, 40, 90, 150, 220, 300, 400, 520, 660, 900] {
        let folder = Folder::new();
        let mut program = spawn_holder(&folder);
        std::thread::sleep(Duration::from_millis(delay_ms));
        program.kill().unwrap();
        program.wait().unwrap();
        let server = start(&folder).await;
        assert_eq!(ask(server.endpoint(), "select 'whole'").await, "whole", "{delay_ms} ms");
        server.stop().await.unwrap();
        // An initdb that outlived its program may still write; the folder goes when it is done.
        wait_for(|| fs::remove_dir_all(&folder.0).is_ok());
    }
}

#[tokio::test]
async fn what_was_committed_survives_every_kill() {
    if let Some(folder) = as_program() {
        return step_until_killed(&folder).await;
    }
    let folder = Folder::new();
    let server = start(&folder).await;
    run(server.endpoint(), "create table steps (n bigint primary key)").await;
    server.stop().await.unwrap();
    let mut known = 0;
    for (round, who) in ["program", "server", "both"].into_iter().cycle().take(9).enumerate() {
        let mut program = spawn_stepper(&folder);
        let acknowledged = folder.0.join("acknowledged");
        let read = || fs::read_to_string(&acknowledged).map_or(0, |t| t.lines().count() as i64);
        wait_for(|| read() > known + 20 * round as i64);
        let server = folder.pid_file().lines().next().unwrap().parse().unwrap();
        if who != "program" {
            kill(server, Signal::KILL);
        }
        if who != "server" {
            program.kill().unwrap();
        }
        // A stepper whose server is gone fails and ends.
        program.wait().unwrap();
        known = read();
        let server = start(&folder).await;
        let kept: i64 =
            ask(server.endpoint(), "select count(*)::text from steps").await.parse().unwrap();
        assert!(kept >= known, "{who}: {known} acknowledged, {kept} kept");
        server.stop().await.unwrap();
    }
}

#[tokio::test]
async fn a_second_program_on_one_data_folder_is_refused_and_the_first_goes_on() {
    let folder = Folder::new();
    let mut program = holder(&folder);
    let refused = Server::start(options(&folder.0).await).await.unwrap_err().to_string();
    assert_eq!(
        refused,
        format!(
            "another Seaworthy (process {}) uses {}; stop it or choose another folder",
            program.id(),
            fs::canonicalize(&folder.0).unwrap().display()
        )
    );
    let to = pg::running(&folder.0).unwrap().unwrap();
    assert_eq!(ask(&to, "select word from kept").await, "safe");
    program.kill().unwrap();
    program.wait().unwrap();
}

#[tokio::test]
async fn a_half_unpacked_or_half_created_folder_is_done_again() {
    let folder = Folder::new();
    for half in ["postgres/half-cluster-1/base", "postgres/half-bin-old/bin"] {
        fs::create_dir_all(folder.0.join(half)).unwrap();
    }
    fs::write(folder.0.join("postgres/half-cluster-1/PG_VERSION"), "18\n").unwrap();
    // The bundle of the program itself this time.
    let options = Options { pg_bin: None, ..options(&folder.0).await };
    let server = Server::start(options).await.unwrap();
    assert_eq!(ask(server.endpoint(), "select 'whole'").await, "whole");
    server.stop().await.unwrap();
    assert!(!folder.0.join("postgres/half-cluster-1").exists());
    assert!(!folder.0.join("postgres/half-bin-old").exists());
}

#[tokio::test]
async fn a_data_folder_with_a_long_and_odd_name_works() {
    let folder = Folder::new();
    let long = folder.0.join(format!("a,b \"c\" 'd' {}", "long".repeat(25)));
    let server = Server::start(options(&long).await).await.unwrap();
    assert!(!server.socket_dir().starts_with(&folder.0));
    assert_eq!(ask(server.endpoint(), "select 'short'").await, "short");
    let socket_dir = server.socket_dir().to_owned();
    server.stop().await.unwrap();
    fs::remove_dir(socket_dir).unwrap();

    let odd = folder.0.join("a,b \"c\" 'd'");
    let server = Server::start(options(&odd).await).await.unwrap();
    assert_eq!(ask(server.endpoint(), "select 'odd'").await, "odd");
    server.stop().await.unwrap();
}

#[tokio::test]
async fn a_cluster_of_another_major_version_is_refused_in_a_sentence() {
    let folder = Folder::new();
    start(&folder).await.stop().await.unwrap();
    fs::write(folder.cluster().join("PG_VERSION"), "17\n").unwrap();
    let refused = Server::start(options(&folder.0).await).await.unwrap_err();
    assert!(matches!(refused, StartError::OtherVersion { .. }), "{refused}");
    assert!(refused.to_string().contains("made by PostgreSQL 17"));
}

#[tokio::test]
async fn a_lost_password_file_is_named() {
    let folder = Folder::new();
    start(&folder).await.stop().await.unwrap();
    fs::remove_file(folder.0.join("postgres/password")).unwrap();
    let refused = Server::start(options(&folder.0).await).await.unwrap_err();
    assert!(matches!(refused, StartError::PasswordMissing { .. }), "{refused}");
}

#[tokio::test]
async fn a_broken_setting_is_told_with_the_words_of_the_log() {
    let folder = Folder::new();
    start(&folder).await.stop().await.unwrap();
    fs::write(folder.cluster().join("own.conf"), "work_mem = lots\n").unwrap();
    let refused = Server::start(options(&folder.0).await).await.unwrap_err().to_string();
    assert!(refused.contains("work_mem"), "{refused}");
}

#[tokio::test]
async fn as_root_a_closed_folder_on_the_way_is_named() {
    if !is_root() {
        return;
    }
    let folder = Folder::new();
    let home = folder.0.join("home");
    fs::create_dir(&home).unwrap();
    fs::set_permissions(&home, fs::Permissions::from_mode(0o700)).unwrap();
    let refused = Server::start(options(&home.join("data")).await).await.unwrap_err();
    let StartError::Unreachable { blocked, .. } = &refused else { panic!("{refused}") };
    assert_eq!(*blocked, fs::canonicalize(&home).unwrap());
    assert!(refused.to_string().contains("chmod o+x"), "{refused}");
}

#[tokio::test]
async fn as_root_the_server_runs_as_another_user_and_a_restored_cluster_is_handed_over() {
    if !is_root() {
        return;
    }
    let folder = Folder::new();
    let server = start(&folder).await;
    let status = fs::read_to_string(format!("/proc/{}/status", server.process_id())).unwrap();
    let line = |name: &str| status.lines().find(|line| line.starts_with(name)).unwrap();
    assert!(!line("Uid:").split_whitespace().skip(1).any(|uid| uid == "0"), "{status}");
    assert_eq!(line("Groups:").trim(), "Groups:", "no group of root is kept");
    server.stop().await.unwrap();
    give_all(&folder.cluster(), 0).unwrap();
    start(&folder).await.stop().await.unwrap();
}

fn give_all(path: &Path, to: u32) -> io::Result<()> {
    chown(path, Some(to), Some(to))?;
    if path.is_dir() {
        for entry in fs::read_dir(path)? {
            give_all(&entry?.path(), to)?;
        }
    }
    Ok(())
}

#[tokio::test]
async fn all_test_processes_share_one_server() {
    let (one, two) = tokio::join!(shared_test_server(), shared_test_server());
    let process = "select pg_postmaster_start_time()::text";
    let one = ask(&one.unwrap(), process).await;
    assert_eq!(one, ask(&two.unwrap(), process).await);
}

#[tokio::test]
async fn the_cluster_of_a_killed_test_process_is_swept_by_the_next() {
    let base = TestCluster::start().await.unwrap();
    let parent = base.endpoint().socket_dir().ancestors().nth(3).unwrap().to_owned();
    // A number beyond what Linux hands out.
    let left = parent.join("private-4194305-0");
    fs::create_dir_all(left.join("postgres/cluster")).unwrap();
    let _next = TestCluster::start().await.unwrap();
    assert!(!left.exists());
}
