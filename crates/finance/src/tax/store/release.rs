//! The SQL of tax that waits for payment.

use base::{Date, Problem, Tx};
use uuid::Uuid;

use crate::tax::release::{TaxSide, Waiting};

/// A step about to be written.
pub(in crate::tax) struct NewRelease {
    pub id: Uuid,
    pub document_entry_id: Uuid,
    pub document_line: i32,
    pub tax_code_id: Uuid,
    pub side: TaxSide,
    pub base: i64,
    pub tax: i64,
}

/// The lines of waiting tax of these documents' entries, each with the base that it was reckoned
/// on, what of the document is settled, and what moved before. Tax of a part counts the base of
/// the code that it is a part of.
const WAITING: &str = "select l.entry_id as document_entry_id, l.n as document_line,
        l.tax_code_id, w.side,
        case w.side when 'sale' then c.account_id else c.input_account_id end as account_id,
        (w.sign * coalesce(b.amount, 0))::bigint as base, (w.sign * l.amount)::bigint as tax,
        i.settled, i.whole, coalesce(r.base, 0) as released_base,
        coalesce(r.tax, 0) as released_tax
    from (
        select tenant_id, entry_id, sum(set_off)::bigint as settled,
            sum(abs(amount))::bigint as whole
        from open_items where tenant_id = $1 and ($2::uuid[] is null or entry_id = any($2))
        group by tenant_id, entry_id
    ) i
    join lines l on l.tenant_id = i.tenant_id and l.entry_id = i.entry_id
        and l.tax_code_id is not null
    join accounts a on a.tenant_id = l.tenant_id and a.id = l.account_id
    join (values ('output_tax_deferred', 'sale', -1), ('input_tax_deferred', 'purchase', 1))
        as w(role, side, sign) on w.role = a.role
    join tax_codes c on c.tenant_id = l.tenant_id and c.id = l.tax_code_id
    left join lateral (
        select sum(o.amount)::bigint as amount
        from lines o
        join accounts p on p.tenant_id = o.tenant_id and p.id = o.account_id
        where o.tenant_id = l.tenant_id and o.entry_id = l.entry_id and p.control <> 'tax'
            and (o.tax_code_id = l.tax_code_id or exists (
                select from tax_parts t where t.tenant_id = o.tenant_id
                    and t.tax_code_id = o.tax_code_id and t.part_id = l.tax_code_id))
    ) b on true
    left join lateral (
        select sum(x.base)::bigint as base, sum(x.tax)::bigint as tax from tax_releases x
        where x.tenant_id = l.tenant_id and x.document_entry_id = l.entry_id
            and x.document_line = l.n
    ) r on true";

/// What waits of documents with these entries.
pub(in crate::tax) async fn waiting(
    tx: &mut Tx,
    entries: &[Uuid],
) -> Result<Vec<Waiting>, Problem> {
    let tenant = tx.tenant_id();
    let sql = format!("{WAITING} order by l.entry_id, l.n limit 20000");
    let waiting = sqlx::query_as(sqlx::AssertSqlSafe(sql))
        .bind(tenant)
        .bind(entries)
        .fetch_all(tx.conn())
        .await?;
    Ok(waiting)
}

/// The first document of which something else moved than its settled share.
pub(in crate::tax) async fn release_wrong(tx: &mut Tx) -> Result<Option<Waiting>, Problem> {
    let tenant = tx.tenant_id();
    // Half to even, as the program rounds: twice the distance is at most the whole, and what
    // lies in the middle is even.
    let sql = format!(
        "select * from ({WAITING}) w
         where 2 * abs(released_tax::numeric * whole - tax::numeric * settled) > whole
            or settled = whole and (released_tax, released_base) <> (tax, base)
            or settled = 0 and released_tax <> 0
         order by document_entry_id, document_line limit 1"
    );
    let wrong = sqlx::query_as(sqlx::AssertSqlSafe(sql))
        .bind(tenant)
        .bind(None::<Vec<Uuid>>)
        .fetch_optional(tx.conn())
        .await?;
    Ok(wrong)
}

/// What documents say for themselves, for the memo of an entry.
pub(in crate::tax) async fn memo(tx: &mut Tx, entries: &[Uuid]) -> Result<String, Problem> {
    let tenant = tx.tenant_id();
    let memo: Option<String> = sqlx::query_scalar(
        "select string_agg(memo, ' · ' order by seq) from (
            select memo, seq from entries where tenant_id = $1 and id = any($2)
            order by seq limit 6) e",
    )
    .bind(tenant)
    .bind(entries)
    .fetch_one(tx.conn())
    .await?;
    Ok(memo.unwrap_or_default())
}

/// Writes the steps of an entry.
pub(in crate::tax) async fn insert_releases(
    tx: &mut Tx,
    entry: Uuid,
    date: Date,
    rows: &[NewRelease],
) -> Result<(), Problem> {
    let (tenant, now) = (tx.tenant_id(), tx.now());
    sqlx::query(
        "insert into tax_releases (tenant_id, id, document_entry_id, document_line, entry_id,
            tax_code_id, side, base, tax, effective_date, recorded_at)
         select $1, r.id, r.document, r.line, $2, r.code, r.side, r.base, r.tax, $3, $4
         from unnest($5::uuid[], $6::uuid[], $7::int[], $8::uuid[], $9::text[], $10::bigint[],
            $11::bigint[]) as r(id, document, line, code, side, base, tax)",
    )
    .bind(tenant)
    .bind(entry)
    .bind(date)
    .bind(now)
    .bind(rows.iter().map(|row| row.id).collect::<Vec<_>>())
    .bind(rows.iter().map(|row| row.document_entry_id).collect::<Vec<_>>())
    .bind(rows.iter().map(|row| row.document_line).collect::<Vec<_>>())
    .bind(rows.iter().map(|row| row.tax_code_id).collect::<Vec<_>>())
    .bind(rows.iter().map(|row| row.side.name()).collect::<Vec<_>>())
    .bind(rows.iter().map(|row| row.base).collect::<Vec<_>>())
    .bind(rows.iter().map(|row| row.tax).collect::<Vec<_>>())
    .execute(tx.conn())
    .await?;
    Ok(())
}
