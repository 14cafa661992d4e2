-- What the bank says, beside what the books say: accounts at banks, their statements line by
-- line, which lines belong to which lines of the ledger, and up to which day both agree.

create table bank_accounts (
    tenant_id uuid not null references tenants,
    id uuid not null,
    -- Its own account in the ledger.
    account_id uuid not null,
    name jsonb not null,
    bank text not null default '',
    -- Without blanks, as the bank prints it: an IBAN or a number.
    number text not null default '',
    currency text not null check (currency ~ '^[A-Z]{3}$'),
    -- How a table of this bank is read.
    columns jsonb not null default '{}',
    -- How many days a line of the bank and one of the books may lie apart to be one.
    days integer not null default 5 check (days between 0 and 60),
    -- What the books say before this day was settled before Seaworthy.
    begins_on date,
    begins_balance bigint not null default 0,
    active boolean not null default true,
    version integer not null default 1,
    primary key (tenant_id, id),
    unique (tenant_id, account_id),
    foreign key (tenant_id, account_id) references accounts
);
create unique index bank_accounts_number on bank_accounts (tenant_id, number)
    where number <> '';
select fence('bank_accounts', 'select, insert, update');

-- A file of the bank: first looked at, then taken in once.
create table bank_files (
    tenant_id uuid not null references tenants,
    id uuid not null,
    bank_account_id uuid not null,
    name text not null,
    format text not null check (format in ('csv', 'ofx', 'camt', 'mt940')),
    hash bytea not null check (length(hash) = 32),
    created_at timestamptz not null,
    created_by uuid,
    imported_at timestamptz,
    primary key (tenant_id, id),
    unique (tenant_id, bank_account_id, hash),
    foreign key (tenant_id, bank_account_id) references bank_accounts
);
select fence('bank_files', 'select, insert');
grant update (imported_at) on bank_files to seaworthy_app;

create table bank_statements (
    tenant_id uuid not null,
    id uuid not null,
    bank_account_id uuid not null,
    file_id uuid not null,
    n integer not null check (n >= 1),
    reference text not null default '',
    from_date date not null,
    to_date date not null check (to_date >= from_date),
    opening bigint,
    closing bigint,
    recorded_at timestamptz not null,
    primary key (tenant_id, id),
    unique (tenant_id, file_id, n),
    foreign key (tenant_id, bank_account_id) references bank_accounts,
    foreign key (tenant_id, file_id) references bank_files
);
create index bank_statements_account on bank_statements (tenant_id, bank_account_id, to_date);
select fence('bank_statements', 'select, insert');

-- Lines of the bank that are lines of the books: what is in one match has one sum on both sides.
create table bank_matches (
    tenant_id uuid not null,
    id uuid not null,
    bank_account_id uuid not null,
    -- The day from which on both sides have it.
    matched_on date not null,
    amount bigint not null,
    made_at timestamptz not null,
    made_by uuid,
    primary key (tenant_id, id),
    foreign key (tenant_id, bank_account_id) references bank_accounts
);
create index bank_matches_account on bank_matches (tenant_id, bank_account_id, matched_on);
select fence('bank_matches', 'select, insert, delete');

-- Written once; only which match it is in changes.
create table bank_lines (
    tenant_id uuid not null,
    id uuid not null,
    bank_account_id uuid not null,
    statement_id uuid not null,
    n integer not null check (n >= 1),
    date date not null,
    value_date date,
    -- In the currency of the account; into it is positive.
    amount bigint not null check (amount <> 0),
    description text not null default '',
    reference text not null default '',
    bank_reference text not null default '',
    counterparty text not null default '',
    counterparty_account text not null default '',
    -- By which the same line in another file is known again.
    fingerprint bytea not null check (length(fingerprint) = 32),
    match_id uuid,
    primary key (tenant_id, id),
    unique (tenant_id, bank_account_id, fingerprint),
    unique (tenant_id, statement_id, n),
    foreign key (tenant_id, bank_account_id) references bank_accounts,
    foreign key (tenant_id, statement_id) references bank_statements,
    foreign key (tenant_id, match_id) references bank_matches
);
create index bank_lines_date on bank_lines (tenant_id, bank_account_id, date, id)
    include (amount);
create index bank_lines_open on bank_lines (tenant_id, bank_account_id, date)
    where match_id is null;
create index bank_lines_match on bank_lines (tenant_id, match_id) where match_id is not null;
select fence('bank_lines', 'select, insert');
grant update (match_id) on bank_lines to seaworthy_app;

-- The lines of the ledger that the bank has, too.
create table bank_cleared (
    tenant_id uuid not null,
    entry_id uuid not null,
    n integer not null,
    match_id uuid not null,
    -- In the currency of the bank account.
    amount bigint not null check (amount <> 0),
    primary key (tenant_id, entry_id, n),
    foreign key (tenant_id, entry_id, n) references lines,
    foreign key (tenant_id, match_id) references bank_matches
);
create index bank_cleared_match on bank_cleared (tenant_id, match_id) include (amount);
select fence('bank_cleared', 'select, insert, delete');

-- What a line with certain words usually is. A rule only suggests.
create table bank_rules (
    tenant_id uuid not null references tenants,
    id uuid not null,
    -- None holds for every account.
    bank_account_id uuid,
    contains text not null check (contains <> ''),
    direction text not null default 'both' check (direction in ('in', 'out', 'both')),
    account_id uuid not null,
    party_id uuid,
    cost_centre_id uuid,
    project_id uuid,
    memo text not null default '',
    -- Learnt from what somebody did, not written.
    learnt boolean not null default false,
    uses integer not null default 0 check (uses >= 0),
    version integer not null default 1,
    primary key (tenant_id, id),
    unique nulls not distinct (tenant_id, bank_account_id, contains, direction),
    foreign key (tenant_id, bank_account_id) references bank_accounts,
    foreign key (tenant_id, account_id) references accounts
);
create index bank_rules_account on bank_rules (tenant_id, account_id);
select fence('bank_rules', 'select, insert, update, delete');

-- Up to a day the bank and the books agree. Opening it again leaves the row with who did it.
create table bank_reconciliations (
    tenant_id uuid not null,
    id uuid not null,
    bank_account_id uuid not null,
    to_date date not null,
    -- The end of the ledger's chain when it was finished: what is posted later into the days
    -- before shows as such.
    through_seq bigint not null,
    statement_balance bigint not null,
    book_balance bigint not null,
    -- What the books have and the bank has not yet.
    outstanding bigint not null,
    finished_at timestamptz not null,
    finished_by uuid,
    reopened_at timestamptz,
    reopened_by uuid,
    reason text not null default '',
    primary key (tenant_id, id),
    check (statement_balance = book_balance - outstanding),
    foreign key (tenant_id, bank_account_id) references bank_accounts
);
create unique index bank_reconciliations_day
    on bank_reconciliations (tenant_id, bank_account_id, to_date) where reopened_at is null;
create index bank_reconciliations_account
    on bank_reconciliations (tenant_id, bank_account_id, finished_at);
select fence('bank_reconciliations', 'select, insert');
grant update (reopened_at, reopened_by, reason) on bank_reconciliations to seaworthy_app;
