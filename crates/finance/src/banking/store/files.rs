//! Files of the bank, statements, and their lines as they come in.

use base::{Date, Problem, Timestamp, Tx};
use uuid::Uuid;

use super::super::import::{BankFile, BankStatement};
use super::super::statement::{Format, Line, Statement};

/// A line about to be written.
pub(in super::super) struct NewLine<'a> {
    pub id: Uuid,
    pub statement_id: Uuid,
    pub n: i32,
    pub fingerprint: [u8; 32],
    pub line: &'a Line,
}

pub(in super::super) async fn find(tx: &mut Tx, id: Uuid) -> Result<Option<BankFile>, Problem> {
    let tenant = tx.tenant_id();
    let found = sqlx::query_as(
        "select id, bank_account_id, name, format, created_at, imported_at from bank_files
        where tenant_id = $1 and id = $2",
    )
    .bind(tenant)
    .bind(id)
    .fetch_optional(tx.conn())
    .await?;
    Ok(found)
}

/// The files of an account that nobody has taken in, the newest first.
pub(in super::super) async fn waiting(
    tx: &mut Tx,
    account: Uuid,
    most: i64,
) -> Result<Vec<BankFile>, Problem> {
    let tenant = tx.tenant_id();
    let found = sqlx::query_as(
        "select id, bank_account_id, name, format, created_at, imported_at from bank_files
        where tenant_id = $1 and bank_account_id = $2 and imported_at is null
        order by created_at desc, id limit $3",
    )
    .bind(tenant)
    .bind(account)
    .bind(most)
    .fetch_all(tx.conn())
    .await?;
    Ok(found)
}

pub(in super::super) async fn by_hash(
    tx: &mut Tx,
    account: Uuid,
    hash: &[u8],
) -> Result<Option<BankFile>, Problem> {
    let tenant = tx.tenant_id();
    let found = sqlx::query_as(
        "select id, bank_account_id, name, format, created_at, imported_at from bank_files
        where tenant_id = $1 and bank_account_id = $2 and hash = $3",
    )
    .bind(tenant)
    .bind(account)
    .bind(hash)
    .fetch_optional(tx.conn())
    .await?;
    Ok(found)
}

pub(in super::super) async fn insert(
    tx: &mut Tx,
    id: Uuid,
    account: Uuid,
    (name, format, hash): (&str, Format, &[u8]),
) -> Result<(), Problem> {
    let (tenant, now, actor) = (tx.tenant_id(), tx.now(), tx.actor().user_id());
    sqlx::query(
        "insert into bank_files (tenant_id, id, bank_account_id, name, format, hash, created_at,
            created_by)
        values ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(tenant)
    .bind(id)
    .bind(account)
    .bind(name)
    .bind(format.name())
    .bind(hash)
    .bind(now)
    .bind(actor)
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Marks the file as taken in; whether this was the first time.
pub(in super::super) async fn taken_in(tx: &mut Tx, id: Uuid) -> Result<bool, Problem> {
    let (tenant, now) = (tx.tenant_id(), tx.now());
    let done = sqlx::query(
        "update bank_files set imported_at = $3
        where tenant_id = $1 and id = $2 and imported_at is null",
    )
    .bind(tenant)
    .bind(id)
    .bind(now)
    .execute(tx.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Which of these lines the account already has.
pub(in super::super) async fn known(
    tx: &mut Tx,
    account: Uuid,
    fingerprints: &[[u8; 32]],
) -> Result<Vec<Vec<u8>>, Problem> {
    let tenant = tx.tenant_id();
    let asked: Vec<Vec<u8>> = fingerprints.iter().map(|hash| hash.to_vec()).collect();
    let found = sqlx::query_scalar(
        "select l.fingerprint from unnest($3::bytea[]) as asked (fingerprint)
        join bank_lines l on l.tenant_id = $1 and l.bank_account_id = $2
            and l.fingerprint = asked.fingerprint",
    )
    .bind(tenant)
    .bind(account)
    .bind(asked)
    .fetch_all(tx.conn())
    .await?;
    Ok(found)
}

pub(in super::super) async fn insert_statements(
    tx: &mut Tx,
    account: Uuid,
    file: Uuid,
    rows: &[(Uuid, i32, &Statement, (Date, Date))],
) -> Result<(), Problem> {
    let (tenant, now) = (tx.tenant_id(), tx.now());
    let ids: Vec<Uuid> = rows.iter().map(|row| row.0).collect();
    let numbers: Vec<i32> = rows.iter().map(|row| row.1).collect();
    let references: Vec<&str> = rows.iter().map(|row| row.2.reference.trim()).collect();
    let from: Vec<Date> = rows.iter().map(|row| row.3.0).collect();
    let to: Vec<Date> = rows.iter().map(|row| row.3.1).collect();
    let opening: Vec<Option<i64>> = rows.iter().map(|row| row.2.opening).collect();
    let closing: Vec<Option<i64>> = rows.iter().map(|row| row.2.closing).collect();
    sqlx::query(
        "insert into bank_statements (tenant_id, bank_account_id, file_id, recorded_at, id, n,
            reference, from_date, to_date, opening, closing)
        select $1, $2, $3, $4, * from unnest($5::uuid[], $6::int[], $7::text[], $8::date[],
            $9::date[], $10::bigint[], $11::bigint[])",
    )
    .bind(tenant)
    .bind(account)
    .bind(file)
    .bind(now)
    .bind(ids)
    .bind(numbers)
    .bind(references)
    .bind(from)
    .bind(to)
    .bind(opening)
    .bind(closing)
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Writes lines; one that came in meanwhile through another file is left out. How many are new.
pub(in super::super) async fn insert_lines(
    tx: &mut Tx,
    account: Uuid,
    rows: &[NewLine<'_>],
) -> Result<u64, Problem> {
    let tenant = tx.tenant_id();
    let text = |of: fn(&Line) -> &str| -> Vec<String> {
        rows.iter().map(|row| of(row.line).chars().take(1000).collect()).collect()
    };
    let done = sqlx::query(
        "insert into bank_lines (tenant_id, bank_account_id, id, statement_id, n, date,
            value_date, amount, description, reference, bank_reference, counterparty,
            counterparty_account, fingerprint)
        select $1, $2, * from unnest($3::uuid[], $4::uuid[], $5::int[], $6::date[], $7::date[],
            $8::bigint[], $9::text[], $10::text[], $11::text[], $12::text[], $13::text[],
            $14::bytea[])
        on conflict (tenant_id, bank_account_id, fingerprint) do nothing",
    )
    .bind(tenant)
    .bind(account)
    .bind(rows.iter().map(|row| row.id).collect::<Vec<_>>())
    .bind(rows.iter().map(|row| row.statement_id).collect::<Vec<_>>())
    .bind(rows.iter().map(|row| row.n).collect::<Vec<_>>())
    .bind(rows.iter().map(|row| row.line.date).collect::<Vec<_>>())
    .bind(rows.iter().map(|row| row.line.value_date).collect::<Vec<_>>())
    .bind(rows.iter().map(|row| row.line.amount).collect::<Vec<_>>())
    .bind(text(|line| &line.description))
    .bind(text(|line| &line.reference))
    .bind(text(|line| &line.bank_reference))
    .bind(text(|line| &line.counterparty))
    .bind(text(|line| &line.counterparty_account))
    .bind(rows.iter().map(|row| row.fingerprint.to_vec()).collect::<Vec<_>>())
    .execute(tx.conn())
    .await?;
    Ok(done.rows_affected())
}

/// The statements of an account, the oldest first; at most 2,000 of the newest.
pub(in super::super) async fn statements(
    tx: &mut Tx,
    account: Uuid,
) -> Result<Vec<StatementRow>, Problem> {
    let tenant = tx.tenant_id();
    let mut found: Vec<StatementRow> = sqlx::query_as(
        "select s.id, s.file_id, f.name as file_name, f.format, s.reference, s.from_date,
            s.to_date, s.opening, s.closing, s.recorded_at,
            (select count(*) from bank_lines l where l.tenant_id = $1
                and l.statement_id = s.id) as lines
        from bank_statements s join bank_files f on f.tenant_id = $1 and f.id = s.file_id
        where s.tenant_id = $1 and s.bank_account_id = $2
        order by s.to_date desc, s.from_date desc, s.n desc limit 2000",
    )
    .bind(tenant)
    .bind(account)
    .fetch_all(tx.conn())
    .await?;
    found.reverse();
    Ok(found)
}

/// A statement as it was kept.
#[derive(sqlx::FromRow)]
pub(in super::super) struct StatementRow {
    pub id: Uuid,
    pub file_id: Uuid,
    pub file_name: String,
    pub format: Format,
    pub reference: String,
    pub from_date: Date,
    pub to_date: Date,
    pub opening: Option<i64>,
    pub closing: Option<i64>,
    pub recorded_at: Timestamp,
    pub lines: i64,
}

impl StatementRow {
    pub fn complete(self, currency: base::Currency) -> BankStatement {
        let money = |minor| base::Money::new(minor, currency);
        BankStatement {
            id: self.id,
            file_id: self.file_id,
            file_name: self.file_name,
            format: self.format,
            reference: self.reference,
            from: self.from_date,
            to: self.to_date,
            opening: self.opening.map(money),
            closing: self.closing.map(money),
            lines: self.lines,
            recorded_at: self.recorded_at,
            missing: None,
        }
    }
}
