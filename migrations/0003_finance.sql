-- The books. Entries and lines are append-only: the app may insert and read, nothing else.

create table accounts (
    tenant_id uuid not null references tenants,
    id uuid not null,
    code text not null,
    name jsonb not null,
    type text not null check (type in ('asset', 'liability', 'equity', 'income', 'expense')),
    parent_id uuid,
    control text not null default 'none'
        check (control in ('none', 'ar', 'ap', 'stock', 'tax', 'bank', 'cash', 'grni')),
    -- What the posting rules look for: 'sales', 'cogs', 'inventory', 'receivable', ...
    role text,
    -- Where its changes stand in the cash flow statement; null goes by the type.
    cash_flow text
        check (cash_flow in ('cash', 'non_cash', 'operating', 'investing', 'financing')),
    active boolean not null default true,
    primary key (tenant_id, id),
    unique (tenant_id, code),
    foreign key (tenant_id, parent_id) references accounts
);
create unique index accounts_role on accounts (tenant_id, role) where role is not null;
create index accounts_parent on accounts (tenant_id, parent_id);
select fence('accounts', 'select, insert, update');

create table periods (
    tenant_id uuid not null references tenants,
    id uuid not null,
    starts date not null,
    ends date not null check (ends >= starts),
    state text not null default 'open' check (state in ('open', 'hard')),
    -- The parts of the business that may no longer post into it while it is open.
    locked text[] not null default '{}'
        check (locked <@ array['sales', 'purchases', 'stock', 'ledger']),
    version integer not null default 1,
    primary key (tenant_id, id),
    unique (tenant_id, starts)
);
select fence('periods', 'select, insert, update');

-- Legal numbers: one locked row a series and year, taken inside the posting transaction.
create table number_series (
    tenant_id uuid not null references tenants,
    series text not null,
    year integer not null,
    prefix text not null,
    width integer not null default 5 check (width between 1 and 12),
    next bigint not null default 1 check (next >= 1),
    primary key (tenant_id, series, year)
);
select fence('number_series', 'select, insert, update');

-- The end of each tenant's hash chain.
create table ledger_heads (
    tenant_id uuid primary key references tenants,
    seq bigint not null,
    hash bytea not null check (length(hash) = 32),
    -- When the last entry was recorded: no later one says that it was recorded before, so that
    -- "as we knew it on that day" is a part of the chain that never changes again.
    recorded_at timestamptz not null default '-infinity'
);
select fence('ledger_heads', 'select, insert, update');

create table entries (
    tenant_id uuid not null references tenants,
    id uuid not null,
    seq bigint not null check (seq >= 1),
    number text not null,
    effective_date date not null,
    recorded_at timestamptz not null,
    actor_id uuid,
    source_type text not null,
    source_id uuid not null,
    reverses_id uuid,
    memo text not null default '',
    -- BLAKE3 over the canonical stock moves of this entry; zeros when it has none.
    details_hash bytea not null check (length(details_hash) = 32),
    prev_hash bytea not null check (length(prev_hash) = 32),
    hash bytea not null check (length(hash) = 32),
    primary key (tenant_id, id),
    -- With the date: what was recorded late into a finished month is found in the index.
    unique (tenant_id, seq) include (effective_date, id),
    unique (tenant_id, number),
    foreign key (tenant_id, reverses_id) references entries
);
create unique index entries_reverses on entries (tenant_id, reverses_id)
    where reverses_id is not null;
create index entries_date on entries (tenant_id, effective_date, seq);
create index entries_recorded on entries (tenant_id, recorded_at, seq);
create index entries_source on entries (tenant_id, source_type, source_id);
select fence('entries', 'select, insert');

create table lines (
    tenant_id uuid not null,
    entry_id uuid not null,
    n integer not null check (n >= 1),
    account_id uuid not null,
    -- Minor units of the tenant's currency; debit positive, credit negative.
    amount bigint not null check (amount <> 0),
    -- Repeated from the entry, so that an account's ledger is one index range.
    effective_date date not null,
    seq bigint not null,
    party_id uuid,
    item_id uuid,
    tax_code_id uuid,
    due_date date,
    memo text not null default '',
    -- The amount in the currency of the document, where that is another one.
    currency text check (currency ~ '^[A-Z]{3}$'),
    foreign_amount bigint,
    -- What it was spent or earned for.
    cost_centre_id uuid,
    project_id uuid,
    primary key (tenant_id, entry_id, n),
    check ((currency is null) = (foreign_amount is null)),
    foreign key (tenant_id, entry_id) references entries,
    foreign key (tenant_id, account_id) references accounts
);
create index lines_cost_centre on lines (tenant_id, cost_centre_id, account_id, effective_date)
    include (amount, seq, project_id) where cost_centre_id is not null;
create index lines_project on lines (tenant_id, project_id, account_id, effective_date)
    include (amount, seq, cost_centre_id) where project_id is not null;
-- Everything that a balance sums, so that a report reads no row of the table itself.
create index lines_account on lines (tenant_id, account_id, effective_date, seq, n)
    include (amount, cost_centre_id, project_id);
-- What a tax return sums, and whether a code was ever used.
create index lines_tax on lines (tenant_id, tax_code_id, effective_date, seq)
    where tax_code_id is not null;
create index lines_party on lines (tenant_id, party_id) where party_id is not null;
select fence('lines', 'select, insert');

-- All lines of an entry are written by one statement, and what one statement writes for an
-- entry must sum to zero: so no later statement can unbalance it either.
create function lines_must_balance() returns trigger
language plpgsql
as $$
declare
    offender uuid;
begin
    select entry_id into offender from written
    group by tenant_id, entry_id having sum(amount) <> 0 limit 1;
    if offender is not null then
        raise exception 'entry % does not balance', offender using errcode = 'check_violation',
            constraint = 'lines_balance', table = 'lines';
    end if;
    return null;
end $$;
create trigger lines_balance after insert on lines
    referencing new table as written
    for each statement execute function lines_must_balance();

create table tax_codes (
    tenant_id uuid not null references tenants,
    id uuid not null,
    code text not null,
    name jsonb not null,
    -- What documents add to a price, or what is kept back of a payment.
    kind text not null default 'tax' check (kind in ('tax', 'withholding')),
    category text not null check (category in ('S', 'Z', 'E', 'O', 'AE')),
    -- Millionths: 15 % is 150000. Until the first change in tax_rates; of a code with parts, what
    -- they come to together.
    rate bigint not null check (rate between 0 and 1000000),
    -- Where it is owed, and where it is claimed; null is the account with the role input_tax.
    account_id uuid not null,
    input_account_id uuid,
    -- Owed when the invoice is paid, not when it is written.
    cash_basis boolean not null default false,
    -- Why there is no tax, in the words of the law: printed on documents.
    exemption_reason jsonb,
    -- Where sales and purchases stand in the tax return.
    sale_box text,
    purchase_box text,
    active boolean not null default true,
    is_default boolean not null default false,
    version integer not null default 1,
    primary key (tenant_id, id),
    unique (tenant_id, code),
    foreign key (tenant_id, account_id) references accounts,
    foreign key (tenant_id, input_account_id) references accounts
);
create index tax_codes_account on tax_codes (tenant_id, account_id);
create index tax_codes_input_account on tax_codes (tenant_id, input_account_id);
create unique index tax_codes_default on tax_codes (tenant_id) where is_default;
select fence('tax_codes', 'select, insert, update');
