//! The floor: the statements that the program sent for a request, read from the server's log,
//! with fresh ids in place of those that were made for that request, run by pgbench.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::PathBuf;

use super::Failure;
use super::server::{PORT, Postgres};
use super::world::{Scenario, World};
use crate::client::Connection;

/// A scenario's statements as pgbench scripts.
pub struct Floor {
    scripts: Vec<PathBuf>,
    /// Statements in the first script, BEGIN and COMMIT included.
    pub statements: usize,
}

impl Floor {
    /// Sends each company a few requests with the log switched on and makes scripts of what it
    /// says.
    pub async fn capture(
        postgres: &Postgres,
        worlds: &[World],
        scenario: &Scenario,
    ) -> Result<Self, Failure> {
        let mut floor = Self { scripts: Vec::new(), statements: 0 };
        for world in worlds {
            floor.add(postgres, world, scenario).await?;
        }
        Ok(floor)
    }

    async fn add(
        &mut self,
        postgres: &Postgres,
        world: &World,
        scenario: &Scenario,
    ) -> Result<(), Failure> {
        let mut connection = Connection::open(PORT, &world.host, &world.token).await?;
        // Twice without the log: what is remembered for seconds is then remembered.
        for n in 0..2 {
            connection.send(&(scenario.ask)(world, n)).await?;
        }
        let known = postgres.log()?.len();
        postgres.log_statements(true)?;
        tokio::time::sleep(std::time::Duration::from_millis(300)).await;
        for n in 0..scenario.captures {
            connection.send(&(scenario.ask)(world, 1000 + n)).await?;
        }
        postgres.log_statements(false)?;
        tokio::time::sleep(std::time::Duration::from_millis(300)).await;
        let log = postgres.log()?;
        let mut transactions = transactions(&log[known..], &world.tenant);
        // What the worker did for the company meanwhile is no part of the request.
        let most = transactions.iter().map(Vec::len).max().unwrap_or_default();
        transactions.retain(|transaction| transaction.len() * 2 > most);
        if transactions.is_empty() {
            return Err(format!("no statements of {} in the log", scenario.name).into());
        }
        for transaction in &transactions {
            let n = self.scripts.len();
            let name = format!("{}-{n}.sql", scenario.name.replace([' ', ','], "_"));
            let path = postgres.folder().join(name);
            fs::write(&path, script(transaction, world))?;
            self.scripts.push(path);
        }
        self.statements = transactions[0].len();
        Ok(())
    }

    /// Transactions a second.
    pub fn run(&self, postgres: &Postgres, clients: usize, seconds: u64) -> Result<f64, Failure> {
        postgres.pgbench(&self.scripts, clients, seconds)
    }
}

/// A statement with the values of its parameters, as the log has them.
struct Statement {
    sql: String,
    values: Vec<String>,
}

/// The transactions of the company in a stretch of log, without BEGIN and COMMIT, but with what
/// is set beside BEGIN.
fn transactions(log: &str, tenant: &str) -> Vec<Vec<Statement>> {
    let mut open: BTreeMap<String, Vec<Statement>> = BTreeMap::new();
    let mut done = Vec::new();
    for (process, message) in messages(log) {
        if let Some(sql) = message.strip_prefix("LOG:  statement: ") {
            let sql = sql.trim();
            let begun = sql.starts_with("begin") && sql.contains(tenant);
            if let Some((_, opening)) = sql.split_once("; ").filter(|_| begun) {
                let opening = Statement { sql: opening.to_owned(), values: Vec::new() };
                open.insert(process, vec![opening]);
            } else if sql.eq_ignore_ascii_case("commit") || sql.eq_ignore_ascii_case("rollback") {
                done.extend(open.remove(&process));
            }
        } else if let Some(rest) = message.strip_prefix("LOG:  execute ") {
            if let (Some(transaction), Some((_, sql))) =
                (open.get_mut(&process), rest.split_once(": "))
            {
                transaction.push(Statement { sql: sql.to_owned(), values: Vec::new() });
            }
        } else if let Some(detail) = message.strip_prefix("DETAIL:  ")
            // Written with a capital since PostgreSQL 16.
            && let Some(values) =
                ["parameters: ", "Parameters: "].iter().find_map(|said| detail.strip_prefix(said))
            && let Some(last) = open.get_mut(&process).and_then(|t| t.last_mut())
        {
            last.values = parameters(values);
        }
    }
    // A transaction that only read is rolled back when its connection is used again.
    done.extend(open.into_values());
    done.retain(|transaction| transaction.len() > 1);
    done
}

/// The messages of a log with the process that said each; a line that starts with a tab goes on.
fn messages(log: &str) -> Vec<(String, String)> {
    let mut messages: Vec<(String, String)> = Vec::new();
    for line in log.lines() {
        if let (Some(more), Some(last)) = (line.strip_prefix('\t'), messages.last_mut()) {
            last.1.push('\n');
            last.1.push_str(more);
        } else if let Some((process, message)) = line.split_once('|') {
            messages.push((process.to_owned(), message.to_owned()));
        }
    }
    messages
}

/// `$1 = 'a', $2 = NULL` as the values in order, without quotes; NULL as it stands.
fn parameters(text: &str) -> Vec<String> {
    let mut values = Vec::new();
    let mut rest = text;
    while let Some((_, after)) = rest.split_once(" = ") {
        if let Some(quoted) = after.strip_prefix('\'') {
            let mut end = 0;
            let bytes = quoted.as_bytes();
            while end < bytes.len() && (bytes[end] != b'\'' || bytes.get(end + 1) == Some(&b'\'')) {
                end += if bytes[end] == b'\'' { 2 } else { 1 };
            }
            values.push(format!("'{}", quoted[..end].replace("''", "'")));
            rest = &quoted[end..];
        } else {
            values.push("NULL".to_owned());
            rest = after;
        }
    }
    values
}

/// The place in the chain that a statement gives the entry that it writes: the third value.
fn place_of_entry(statement: &Statement) -> Option<String> {
    let (_, entry) = statement.sql.split_once("insert into entries")?;
    let third = entry.split('$').nth(3)?;
    let end = third.find(|c: char| !c.is_ascii_digit()).unwrap_or(third.len());
    let n: usize = third[..end].parse().ok()?;
    statement.values.get(n.checked_sub(1)?).cloned()
}

/// The pgbench script of a transaction. Ids that were made for this request become random ones
/// (the same in every statement), items become random items, and legal numbers random texts.
fn script(transaction: &[Statement], world: &World) -> String {
    let (tenant, products) = (&world.tenant, world.products);
    let mut fresh = Fresh::new(tenant);
    // The place of an entry in the chain is what an earlier statement answered.
    fresh.places = transaction.iter().filter_map(place_of_entry).collect();
    let (mut body, mut heads) = (String::new(), 0);
    for statement in transaction {
        let sql = filled(&statement.sql, &statement.values, &mut fresh);
        let sql = sql.split_whitespace().collect::<Vec<_>>().join(" ");
        if sql.contains("select seq + 1 as seq") {
            // It may have several rows, which all say the same place.
            let _ = writeln!(body, "{sql} \\aset h{heads}_");
            heads += 1;
        } else {
            let _ = writeln!(body, "{sql};");
        }
    }
    let mut script = String::new();
    for n in 0..fresh.ids.len() {
        let _ = writeln!(script, "\\set u{n} random(1, 281474976710655)");
    }
    // Each from a part of its own: some statements take no item twice.
    let each = products as usize / fresh.items.len().max(1);
    for n in 0..fresh.items.len() {
        let (low, high) = (n * each + 1, (n + 1) * each);
        let _ = writeln!(script, "\\set i{n} random({low}, {high})");
    }
    let _ = writeln!(script, "\\set number random(1, 1000000000000000)");
    format!("{script}begin;\n{body}commit;\n")
}

fn filled(sql: &str, values: &[String], fresh: &mut Fresh) -> String {
    let mut out = String::new();
    let mut rest = sql;
    while let Some((before, after)) = rest.split_once('$') {
        out.push_str(before);
        let digits = after.chars().take_while(char::is_ascii_digit).count();
        let value = after[..digits].parse::<usize>().ok().and_then(|n| values.get(n - 1));
        match value {
            Some(value) => out.push_str(&fresh.literal(value)),
            None => out.push_str(&format!("${}", &after[..digits])),
        }
        rest = &after[digits..];
    }
    out.push_str(rest);
    out
}

struct Fresh {
    tenant: String,
    ids: Vec<String>,
    items: Vec<String>,
    places: Vec<String>,
}

impl Fresh {
    fn new(tenant: &str) -> Self {
        Self { tenant: tenant.to_owned(), ids: Vec::new(), items: Vec::new(), places: Vec::new() }
    }

    /// The value as an SQL expression with its type, as the program declares it.
    fn literal(&mut self, value: &str) -> String {
        let Some(text) = value.strip_prefix('\'') else { return "null".to_owned() };
        if let Some(n) = self.places.iter().position(|place| place == value) {
            return format!("(:h{n}_seq)::bigint");
        }
        // An array of nothing, or of nothing but NULL, is of whatever type the statement wants.
        let inner = text.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
        if inner.is_some_and(|i| i.is_empty() || i.split(',').all(|one| one == "NULL")) {
            return format!("'{text}'");
        }
        if text.parse::<i64>().is_ok() {
            return format!("'{text}'::bigint");
        }
        let expression = self.expression(text);
        let kind = if is_uuid(text) {
            "uuid"
        } else if text == "t" || text == "f" {
            "boolean"
        } else if text.len() == 10 && text.as_bytes()[4] == b'-' && text.as_bytes()[7] == b'-' {
            "date"
        } else if text.len() > 18 && text.as_bytes()[10] == b' ' && text.as_bytes()[13] == b':' {
            "timestamptz"
        } else if text.starts_with("\\x") {
            "bytea"
        } else if let Some(kind) = array_of(text) {
            kind
        } else if text.starts_with('{') {
            "jsonb"
        } else {
            "text"
        };
        format!("({expression})::{kind}")
    }

    /// A text whose ids and legal numbers are replaced: `'a' || … || 'b'`.
    fn expression(&mut self, text: &str) -> String {
        let mut parts: Vec<String> = Vec::new();
        let mut plain = String::new();
        let mut at = 0;
        while at < text.len() {
            let piece = text.get(at..at + 36).filter(|piece| is_uuid(piece));
            let replaced = match piece {
                Some(piece) => self.id(piece).map(|fresh| (fresh, 36)),
                None => {
                    legal_number(&text[at..]).map(|length| ("'N-' || :number".to_owned(), length))
                }
            };
            if let Some((fresh, length)) = replaced {
                parts.push(quoted(&std::mem::take(&mut plain)));
                parts.push(fresh);
                at += length;
            } else {
                let Some(next) = text[at..].chars().next() else { break };
                plain.push(next);
                at += next.len_utf8();
            }
        }
        parts.push(quoted(&plain));
        parts.join(" || ")
    }

    /// The fresh id in place of one that was made for the request; none for one that was there.
    fn id(&mut self, id: &str) -> Option<String> {
        if id == self.tenant {
            return None;
        }
        if id.starts_with("00000000-0000-7000-8000-") {
            let n = position(&mut self.items, id);
            return Some(format!("'00000000-0000-7000-8000-' || lpad((:i{n})::text, 12, '0')"));
        }
        if !made_now(id) {
            return None;
        }
        let n = position(&mut self.ids, id);
        Some(format!("'00000000-0000-7000-9000-' || lpad(to_hex((:u{n})::bigint), 12, '0')"))
    }
}

/// The type of an array; none for what is no array, such as a JSON object.
fn array_of(text: &str) -> Option<&'static str> {
    let inner = text.strip_prefix('{')?.strip_suffix('}')?;
    // A row or an object may stand in an array, with quotes of its own.
    let nested = inner.starts_with("\"{") || inner.starts_with("\"(");
    if inner.starts_with('"') && inner.contains("\":") && !nested {
        return None;
    }
    let known: Vec<&str> = inner.split(',').filter(|one| *one != "NULL").collect();
    let all = |is: fn(&str) -> bool| known.iter().all(|one| is(one));
    Some(if all(is_uuid) {
        "uuid[]"
    } else if all(|one| one.parse::<i64>().is_ok()) {
        "bigint[]"
    } else {
        "text[]"
    })
}

fn position(known: &mut Vec<String>, id: &str) -> usize {
    known.iter().position(|one| one == id).unwrap_or_else(|| {
        known.push(id.to_owned());
        known.len() - 1
    })
}

fn quoted(text: &str) -> String {
    // pgbench reads a colon before a letter as a variable, even inside quotes.
    let text = text.replace('\'', "''").replace(':', "' || chr(58) || '");
    format!("'{text}'")
}

fn is_uuid(text: &str) -> bool {
    text.len() == 36 && text.is_ascii() && uuid::Uuid::try_parse(text).is_ok()
}

/// Whether a UUIDv7 is younger than a few seconds, or a random one (the idempotency key).
fn made_now(id: &str) -> bool {
    let Ok(id) = uuid::Uuid::try_parse(id) else { return false };
    match id.get_timestamp() {
        Some(made) => {
            let now = uuid::Uuid::now_v7().get_timestamp().map_or(0, |t| t.to_unix().0);
            now.saturating_sub(made.to_unix().0) < 4
        }
        None => id.get_version_num() == 4,
    }
}

/// The length of a legal number such as `SO-2026-00001` at the start of the text.
fn legal_number(text: &str) -> Option<usize> {
    let letters = text.chars().take_while(char::is_ascii_uppercase).count();
    let rest = text.get(letters..)?.strip_prefix('-')?;
    let year = rest.get(..4).filter(|y| y.bytes().all(|b| b.is_ascii_digit()))?;
    let digits = rest[year.len()..].strip_prefix('-')?;
    let digits = digits.bytes().take_while(u8::is_ascii_digit).count();
    (letters >= 2 && digits >= 5).then_some(letters + 1 + 4 + 1 + digits)
}
