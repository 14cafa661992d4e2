//! The schema read back from PostgreSQL's own catalogue: every table of a company begins with
//! its company, in keys, references and indexes, and stands behind the fence. The reader is
//! proved able to find a bad table by planting some.

use sqlx::PgPool;
use testkit::TestApp;

/// Tables of the installation: no company in them, or found before the company is known.
const OF_THE_INSTALLATION: &[&str] =
    &["_sqlx_migrations", "plans", "schedules", "tenant_domains", "tenants"];

/// The worker looks for work of every company at once.
const INDEXES_ACROSS: &[&str] = &["jobs_ready", "jobs_running"];

/// Policies beside the fence itself.
const OTHER_POLICIES: &[&str] = &[
    "jobs.worker_fence",
    "products.search_reads",
    "customers.search_reads",
    "ledger_verifications.installation_counts",
    "suppliers.search_reads",
];

/// Written once, for ever.
const APPEND_ONLY: &[&str] = &[
    "allocations",
    "audit_log",
    "batch_events",
    "bill_lines",
    "bill_taxes",
    "bills",
    "deliveries",
    "delivery_lines",
    "entries",
    "events",
    "invoice_lines",
    "invoice_taxes",
    "invoices",
    "ledger_roots",
    "ledger_snapshot_lines",
    "landed_cost_items",
    "landed_cost_targets",
    "landed_costs",
    "lines",
    "lot_links",
    "open_items",
    "payments",
    "purchase_return_lines",
    "purchase_returns",
    "period_closings",
    "reminder_items",
    "reminders",
    "revaluation_items",
    "revaluations",
    "stock_documents",
    "stock_moves",
    "stock_revaluations",
    "tax_parts",
    "tax_payments",
    "tax_releases",
    "tax_reopenings",
    "tax_return_boxes",
    "tax_returns",
    "return_credits",
    "stock_documents",
    "stock_moves",
    "stock_taken_back",
];

/// Questions to the catalogue; each row of an answer is a breach in words. `$1` are the tables
/// of the installation.
const QUESTIONS: &[&str] = &[
    // Without a company.
    "select c.relname || ' has no tenant_id and is on no list' from mine c
     where not exists (select from pg_attribute a where a.attrelid = c.oid
        and a.attname = 'tenant_id' and not a.attisdropped)",
    // The company comes first and is never missing.
    "select c.relname || '.tenant_id is not the first column, or may be null' from mine c
     join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id'
     where a.attnum <> 1 or not a.attnotnull",
    // Keys, unique rules and indexes begin with it.
    "select c.relname || ': index ' || i.relname || ' does not begin with tenant_id' from mine c
     join pg_index x on x.indrelid = c.oid join pg_class i on i.oid = x.indexrelid
     left join pg_attribute a on a.attrelid = c.oid and a.attnum = x.indkey[0]
     where a.attname is distinct from 'tenant_id' and i.relname <> all($2)",
    "select c.relname || ' has no primary key' from mine c
     where not exists (select from pg_index x where x.indrelid = c.oid and x.indisprimary)",
    // References stay inside the company.
    "select c.relname || ': ' || k.conname || ' does not begin with tenant_id' from mine c
     join pg_constraint k on k.conrelid = c.oid and k.contype = 'f'
     join pg_class target on target.oid = k.confrelid
     join pg_attribute a on a.attrelid = c.oid and a.attnum = k.conkey[1]
     join pg_attribute b on b.attrelid = k.confrelid and b.attnum = k.confkey[1]
     where a.attname <> 'tenant_id'
        or (b.attname <> 'tenant_id' and target.relname <> 'tenants')",
    // A reference without an index locks and scans the whole table when its target is deleted.
    "select c.relname || ': ' || k.conname || ' has no index' from mine c
     join pg_constraint k on k.conrelid = c.oid and k.contype = 'f'
     where has_table_privilege('seaworthy_app', k.confrelid, 'delete')
        and not exists (select from pg_index x where x.indrelid = c.oid and x.indpred is null
            and (x.indkey::int2[])[0:cardinality(k.conkey) - 1] @> k.conkey)
        and not exists (select from pg_index x where x.indrelid = c.oid
            and pg_get_expr(x.indpred, c.oid) ilike '%is not null%'
            and (x.indkey::int2[])[0:cardinality(k.conkey) - 1] @> k.conkey)",
    // The fence stands, for owners too, and lets nobody through by another gate.
    "select c.relname || ' is not fenced' from mine c
     where not c.relrowsecurity or not c.relforcerowsecurity
        or not exists (select from pg_policies p where p.schemaname = 'public'
            and p.tablename = c.relname and p.policyname = 'tenant_fence' and p.cmd = 'ALL'
            and p.permissive = 'PERMISSIVE' and p.roles = '{public}'
            and p.qual = '(tenant_id = app_tenant())' and p.with_check = p.qual)",
    "select p.tablename || '.' || p.policyname || ' is another gate' from pg_policies p
     where p.schemaname = 'public' and p.policyname <> 'tenant_fence'
        and p.tablename || '.' || p.policyname <> all($3)",
    // The program's role owns nothing and can become nobody else.
    "select c.relname || ' is owned by seaworthy_app' from pg_class c
     join pg_roles r on r.oid = c.relowner
     where r.rolname = 'seaworthy_app' and c.relkind in ('r', 'p', 'v', 'm', 'S')",
    "select rolname || ' is more than it should be' from pg_roles
     where rolname in ('seaworthy_app', 'seaworthy_search')
        and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication
            or rolcanlogin)",
    "select 'seaworthy_app is a member of ' || r.rolname from pg_auth_members m
     join pg_roles r on r.oid = m.roleid join pg_roles u on u.oid = m.member
     where u.rolname = 'seaworthy_app'",
    // Append-only means append-only.
    "select c.relname || ' can be changed' from mine c where c.relname = any($4)
        and (has_table_privilege('seaworthy_app', c.oid, 'update')
            or has_table_privilege('seaworthy_app', c.oid, 'delete')
            or has_table_privilege('seaworthy_app', c.oid, 'truncate'))",
    "select wanted || ' is append-only and not there' from unnest($4::text[]) wanted
     where not exists (select from mine c where c.relname = wanted)",
];

const MINE: &str = "with mine as (
    select c.oid, c.relname::text, c.relrowsecurity, c.relforcerowsecurity from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
        and c.relname <> all($1)
        -- Every question takes the same four lists.
        and ($2::text[] is not null and $3::text[] is not null and $4::text[] is not null))";

async fn breaches(pool: &PgPool) -> Vec<String> {
    let mut found = Vec::new();
    for question in QUESTIONS {
        let sql = format!("{MINE} {question} order by 1");
        let told: Vec<String> = sqlx::query_scalar(sqlx::AssertSqlSafe(sql))
            .bind(OF_THE_INSTALLATION)
            .bind(INDEXES_ACROSS)
            .bind(OTHER_POLICIES)
            .bind(APPEND_ONLY)
            .fetch_all(pool)
            .await
            .unwrap_or_else(|e| panic!("{e}: {question}"));
        found.extend(told);
    }
    found
}

#[tokio::test]
async fn every_table_of_a_company_is_keyed_by_it_and_fenced() {
    let t = TestApp::start().await;
    let found = breaches(&t.owner_pool().await).await;
    assert!(found.is_empty(), "{found:#?}");
}

/// Makes the planted objects and says what the reader finds.
async fn planted(statements: &[&'static str]) -> Vec<String> {
    let t = TestApp::start().await;
    let pool = t.owner_pool().await;
    for statement in statements {
        sqlx::query(*statement).execute(&pool).await.unwrap();
    }
    breaches(&pool).await
}

#[tokio::test]
async fn a_table_without_its_company_is_found() {
    let found = planted(&["create table bad (id uuid primary key)"]).await;
    assert!(found.contains(&"bad has no tenant_id and is on no list".to_owned()), "{found:#?}");
}

#[tokio::test]
async fn keys_indexes_and_references_that_forget_the_company_are_found() {
    let found = planted(&[
        "create table good (tenant_id uuid not null, id uuid unique, primary key (tenant_id, id))",
        "select fence('good', 'select')",
        "create table bad (id uuid primary key, tenant_id uuid, sku text unique,
            good_id uuid references good (id), item uuid)",
        "select fence('bad', 'select')",
        "alter table bad add constraint bad_item foreign key (tenant_id, item) references variants",
    ])
    .await;
    let expected = [
        "bad.tenant_id is not the first column, or may be null",
        "bad: index bad_pkey does not begin with tenant_id",
        "bad: index bad_sku_key does not begin with tenant_id",
        "bad: bad_good_id_fkey does not begin with tenant_id",
        "bad: bad_item has no index",
    ];
    for expected in expected {
        assert!(found.contains(&expected.to_owned()), "{expected}: {found:#?}");
    }
}

#[tokio::test]
async fn holes_in_the_fence_are_found() {
    let found = planted(&[
        "create table open (tenant_id uuid, id uuid, primary key (tenant_id, id))",
        "create table half (tenant_id uuid, id uuid, primary key (tenant_id, id))",
        "alter table half enable row level security",
        "create policy tenant_fence on half using (true)",
        "create policy everybody on users using (true)",
        "grant update on stock_moves to seaworthy_app",
        "alter table plans owner to seaworthy_app",
    ])
    .await;
    assert_eq!(
        found,
        [
            "half is not fenced",
            "open is not fenced",
            "users.everybody is another gate",
            "plans is owned by seaworthy_app",
            "stock_moves can be changed",
        ]
    );
}
