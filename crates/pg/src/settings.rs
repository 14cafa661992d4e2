use std::fmt::Write as _;
use std::fs;

/// How large and how safe the server runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// Memory that the server may plan with, in MiB. Idle, it uses a small part of it.
    pub memory_mb: u32,
    /// How many connections it accepts.
    pub max_connections: u16,
    /// Whether a commit waits until it is on the disk. False loses data in a power cut and is
    /// meant for tests only.
    pub fsync: bool,
}

impl Settings {
    /// Settings for this machine: half of its memory (or of the container's limit) is for the
    /// server to plan with, and commits are safe.
    pub fn fitted() -> Self {
        let machine_mb = machine_memory_mb().unwrap_or(1024);
        Self { memory_mb: (machine_mb / 2).max(128), max_connections: 60, fsync: true }
    }

    /// Settings for tests: small, quick, many connections, and nothing survives a power cut.
    pub fn throwaway() -> Self {
        Self { memory_mb: 512, max_connections: 400, fsync: false }
    }

    /// The text of postgresql.conf.
    pub(crate) fn config(&self, log_folder: &str, shared_memory: &str) -> String {
        let memory_mb = self.memory_mb.max(64);
        let shared_buffers_mb = (memory_mb / 4).clamp(32, 1024);
        let maintenance_mb = (memory_mb / 16).clamp(16, 512);
        let work_kb = (memory_mb * 64 / u32::from(self.max_connections.max(1)))
            .saturating_mul(4)
            .clamp(2048, 32 * 1024);
        let mut text = String::from(CONFIG_HEAD);
        let mut set = |name: &str, value: &str| {
            // Writing to a String cannot fail.
            let _ = writeln!(text, "{name} = '{}'", value.replace('\'', "''"));
        };
        set("max_connections", &self.max_connections.to_string());
        set("shared_buffers", &format!("{shared_buffers_mb}MB"));
        set("effective_cache_size", &format!("{}MB", memory_mb / 4 * 3));
        set("maintenance_work_mem", &format!("{maintenance_mb}MB"));
        set("work_mem", &format!("{work_kb}kB"));
        set("dynamic_shared_memory_type", shared_memory);
        if self.fsync {
            set("fsync", "on");
            set("max_wal_size", "1GB");
            // One log a weekday, overwritten a week later, so the logs cannot fill the disk.
            set("logging_collector", "on");
            set("log_directory", log_folder);
            set("log_filename", "postgresql-%a.log");
            set("log_rotation_age", "1d");
            set("log_rotation_size", "0");
            set("log_truncate_on_rotation", "on");
        } else {
            set("fsync", "off");
            set("full_page_writes", "off");
            set("synchronous_commit", "off");
            set("wal_level", "minimal");
            set("max_wal_senders", "0");
            set("checkpoint_timeout", "1h");
            set("max_wal_size", "4GB");
        }
        text.push_str(CONFIG_TAIL);
        text
    }
}

const CONFIG_HEAD: &str = "\
# Written anew by Seaworthy at each start. Put your own settings into own.conf beside this file.
password_encryption = 'scram-sha-256'
timezone = 'UTC'
log_timezone = 'UTC'
lc_messages = 'C'
lc_monetary = 'C'
lc_numeric = 'C'
lc_time = 'C'
default_text_search_config = 'pg_catalog.simple'
# Statements and key values carry personal data; the program logs its own errors.
log_min_messages = 'warning'
log_min_error_statement = 'panic'
log_error_verbosity = 'terse'
log_checkpoints = 'off'
# A small server: no compiler for queries, no extra processes for reading ahead.
jit = 'off'
io_method = 'sync'
random_page_cost = '1.1'
wal_compression = 'pglz'
max_worker_processes = '4'
max_logical_replication_workers = '0'
";

const CONFIG_TAIL: &str = "include_if_exists = 'own.conf'\n";

/// The machine's memory or the container's limit, whichever is smaller.
fn machine_memory_mb() -> Option<u32> {
    let info = fs::read_to_string("/proc/meminfo").ok()?;
    let line = info.lines().find(|line| line.starts_with("MemTotal:"))?;
    let total_kb: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
    let limit_kb = ["/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"]
        .iter()
        .filter_map(|path| fs::read_to_string(path).ok())
        .find_map(|text| text.trim().parse::<u64>().ok())
        .map_or(u64::MAX, |bytes| bytes / 1024);
    u32::try_from(total_kb.min(limit_kb) / 1024).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_machine_gets_a_small_server_and_a_large_one_stays_modest() {
        let settings =
            |memory_mb| Settings { memory_mb, max_connections: 60, fsync: true }.config("/l", "m");
        assert!(settings(256).contains("shared_buffers = '64MB'"));
        assert!(settings(256).contains("work_mem = '2048kB'"));
        assert!(settings(65_536).contains("shared_buffers = '1024MB'"));
        assert!(settings(65_536).contains("work_mem = '32768kB'"));
    }

    #[test]
    fn only_throwaway_settings_give_up_safety() {
        assert!(Settings::fitted().config("/l", "posix").contains("fsync = 'on'"));
        assert!(!Settings::fitted().config("/l", "posix").contains("'off'\nfull_page"));
        assert!(Settings::throwaway().config("/l", "posix").contains("full_page_writes = 'off'"));
    }

    #[test]
    fn a_quote_in_a_path_cannot_end_the_value() {
        let text = Settings::fitted().config("/tmp/o'clock", "posix");
        assert!(text.contains("log_directory = '/tmp/o''clock'"));
    }
}
