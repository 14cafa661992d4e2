-- Balances at the ends of months, so that a report reads a month of lines and not all of them;
-- what `ledger verify` found; and the root of the chain at the end of each day.

create table ledger_snapshots (
    tenant_id uuid not null references tenants,
    id uuid not null,
    period_end date not null,
    -- The balances of everything up to period_end that was recorded up to this place.
    through_seq bigint not null check (through_seq >= 0),
    -- Nothing that was recorded up to this place, and after through_seq, falls before the end
    -- of the period: what is late is looked for behind it.
    clean_seq bigint not null check (clean_seq >= through_seq),
    -- SHA-256 over the period, the place and the lines in their order.
    checksum bytea not null check (length(checksum) = 32),
    taken_at timestamptz not null,
    primary key (tenant_id, id),
    unique (tenant_id, period_end, through_seq)
);
select fence('ledger_snapshots', 'select, insert, update (clean_seq)');

create table ledger_snapshot_lines (
    tenant_id uuid not null,
    snapshot_id uuid not null,
    n integer not null check (n >= 1),
    account_id uuid not null,
    cost_centre_id uuid,
    project_id uuid,
    amount bigint not null check (amount <> 0),
    primary key (tenant_id, snapshot_id, n),
    foreign key (tenant_id, snapshot_id) references ledger_snapshots
);
select fence('ledger_snapshot_lines', 'select, insert');

-- Runs of `ledger verify`: those of the night and those that a person asked for.
create table ledger_verifications (
    tenant_id uuid not null references tenants,
    id uuid not null,
    started_at timestamptz not null,
    finished_at timestamptz,
    -- Who asked; null for the night's.
    actor_id uuid,
    -- The check that is asked now or was asked last, and how many of how many are done.
    check_name text,
    done integer not null default 0 check (done >= 0),
    checks integer not null check (checks >= 0),
    ok boolean,
    offender_kind text,
    offender_id text,
    detail text not null default '',
    primary key (tenant_id, id),
    check ((finished_at is null) = (ok is null))
);
create index ledger_verifications_started
    on ledger_verifications (tenant_id, started_at desc, id desc);
create index ledger_verifications_failed on ledger_verifications (tenant_id, started_at)
    where not ok;
select fence('ledger_verifications', 'select, insert, update');

-- How many companies' books were wrong when they were last looked at: a number for the
-- operator, without a word about whose.
create policy installation_counts on ledger_verifications for select
    using (current_setting('app.system', true) = 'health');

-- The end of the chain as it was at the end of each day. Kept by the database and in every
-- backup: whoever rewrites the chain would have to rewrite all of these.
create table ledger_roots (
    tenant_id uuid not null references tenants,
    day date not null,
    seq bigint not null check (seq >= 0),
    hash bytea not null check (length(hash) = 32),
    taken_at timestamptz not null,
    primary key (tenant_id, day)
);
select fence('ledger_roots', 'select, insert');
