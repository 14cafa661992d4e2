-- What customers and suppliers owe, item by item: one row for each document that anybody still
-- pays or is paid, and one append-only row for each setting off of two of them. With it the
-- currencies that documents may have, their rates, and payments in both directions.

create table currencies (
    tenant_id uuid not null references tenants,
    id uuid not null,
    code text not null check (code ~ '^[A-Z]{3}$'),
    active boolean not null default true,
    -- How many days a rate is good for after its own day.
    good_days integer not null default 7 check (good_days between 0 and 3660),
    version integer not null default 1,
    primary key (tenant_id, code),
    unique (tenant_id, id)
);
select fence('currencies', 'select, insert, update');

-- So many micros of the company's currency for `units` of the other one: a currency of small
-- units is quoted for 100 or 1000 of them, so that six decimals are enough.
create table exchange_rates (
    tenant_id uuid not null,
    id uuid not null,
    currency text not null,
    date date not null,
    rate bigint not null check (rate > 0),
    units integer not null default 1 check (units in (1, 10, 100, 1000, 10000, 100000, 1000000)),
    source text not null default '',
    version integer not null default 1,
    recorded_at timestamptz not null,
    created_by uuid,
    primary key (tenant_id, currency, date),
    unique (tenant_id, id),
    foreign key (tenant_id, currency) references currencies
);
select fence('exchange_rates', 'select, insert, update, delete');

-- An item is written once; only how much of it was set off changes, and that is the sum of its
-- allocations. Above zero the party owes us, below zero we owe the party. What is set off is
-- counted from zero upwards.
create table open_items (
    tenant_id uuid not null,
    id uuid not null,
    side text not null check (side in ('receivable', 'payable')),
    -- The role of its control account.
    role text not null check (role in
        ('receivable', 'payable', 'customer_prepayment', 'supplier_prepayment')),
    party_id uuid not null,
    party_name text not null,
    document_type text not null,
    document_id uuid not null,
    number text not null,
    effective_date date not null,
    due_date date not null,
    currency text not null check (currency ~ '^[A-Z]{3}$'),
    amount bigint not null check (amount <> 0),
    -- In the company's currency; a small sum of a small currency may be nothing.
    base bigint not null check (base = 0 or (base > 0) = (amount > 0)),
    set_off bigint not null default 0 check (set_off >= 0 and set_off <= abs(amount)),
    set_off_base bigint not null default 0
        check (set_off_base >= 0 and set_off_base <= abs(base)),
    -- Whole is whole in both currencies, and nothing is nothing.
    check (set_off < abs(amount) or set_off_base = abs(base)),
    check (set_off > 0 or set_off_base = 0),
    entry_id uuid not null,
    recorded_at timestamptz not null,
    primary key (tenant_id, id),
    check ((side = 'receivable') = (role in ('receivable', 'customer_prepayment'))),
    foreign key (tenant_id, entry_id) references entries
);
create index open_items_document on open_items (tenant_id, document_type, document_id);
create index open_items_party on open_items (tenant_id, side, party_id, effective_date, id);
create index open_items_open on open_items (tenant_id, side, party_id, due_date)
    where set_off < abs(amount);
create index open_items_date on open_items (tenant_id, effective_date, id);
create index open_items_entry on open_items (tenant_id, entry_id);
select fence('open_items', 'select, insert');
grant update (set_off, set_off_base) on open_items to seaworthy_app;

-- A debit item and a credit item set off against each other. What each loses in the company's
-- currency is its own; the difference is what the exchange rate brought or cost. An undone
-- allocation stays and gets a second row with everything below zero.
create table allocations (
    tenant_id uuid not null,
    id uuid not null,
    -- Those that were made at once; it names the source of their entry.
    batch_id uuid not null,
    debit_item_id uuid not null,
    credit_item_id uuid not null,
    amount bigint not null check (amount <> 0),
    debit_base bigint not null,
    credit_base bigint not null,
    effective_date date not null,
    recorded_at timestamptz not null,
    created_by uuid,
    entry_id uuid,
    reverses_id uuid,
    primary key (tenant_id, id),
    check ((amount < 0) = (reverses_id is not null)),
    check (amount > 0 and debit_base >= 0 and credit_base >= 0
        or amount < 0 and debit_base <= 0 and credit_base <= 0),
    foreign key (tenant_id, debit_item_id) references open_items,
    foreign key (tenant_id, credit_item_id) references open_items,
    foreign key (tenant_id, entry_id) references entries,
    foreign key (tenant_id, reverses_id) references allocations
);
create index allocations_debit on allocations (tenant_id, debit_item_id);
create index allocations_credit on allocations (tenant_id, credit_item_id);
create index allocations_batch on allocations (tenant_id, batch_id);
create index allocations_entry on allocations (tenant_id, entry_id);
-- An allocation is undone once.
create unique index allocations_reverses on allocations (tenant_id, reverses_id);
select fence('allocations', 'select, insert');

-- Money that came in from, or went out to, a customer (PAY) or a supplier (VPAY).
create table payments (
    tenant_id uuid not null references tenants,
    id uuid not null,
    number text not null,
    side text not null check (side in ('receivable', 'payable')),
    direction text not null check (direction in ('in', 'out')),
    party_id uuid not null,
    party_name text not null,
    -- So that no customer is deleted who ever paid, and nobody pays who is no customer.
    customer_id uuid generated always as (case side when 'receivable' then party_id end) stored,
    method text not null check (method in ('cash', 'bank')),
    account_id uuid not null,
    currency text not null check (currency ~ '^[A-Z]{3}$'),
    amount bigint not null check (amount > 0),
    -- In the company's currency.
    base bigint not null check (base > 0),
    effective_date date not null,
    recorded_at timestamptz not null,
    reference text not null default '',
    entry_id uuid not null,
    created_by uuid,
    primary key (tenant_id, id),
    unique (tenant_id, number),
    foreign key (tenant_id, customer_id) references customers,
    foreign key (tenant_id, account_id) references accounts,
    foreign key (tenant_id, entry_id) references entries
);
create index payments_customer on payments (tenant_id, customer_id);
create index payments_party on payments (tenant_id, party_id);
create index payments_account on payments (tenant_id, account_id);
create index payments_entry on payments (tenant_id, entry_id);
create index payments_date on payments (tenant_id, effective_date, id);
select fence('payments', 'select, insert');

-- What was open in other currencies at a month's end, revalued: an entry on the day and its
-- opposite on the next. Several of one day add up.
create table revaluations (
    tenant_id uuid not null references tenants,
    id uuid not null,
    date date not null,
    -- In the company's currency; above zero a gain.
    difference bigint not null,
    entry_id uuid not null,
    reversal_id uuid not null,
    recorded_at timestamptz not null,
    created_by uuid,
    primary key (tenant_id, id),
    foreign key (tenant_id, entry_id) references entries,
    foreign key (tenant_id, reversal_id) references entries
);
create index revaluations_date on revaluations (tenant_id, date, id);
create index revaluations_entry on revaluations (tenant_id, entry_id);
create index revaluations_reversal on revaluations (tenant_id, reversal_id);
select fence('revaluations', 'select, insert');

create table revaluation_items (
    tenant_id uuid not null,
    revaluation_id uuid not null,
    open_item_id uuid not null,
    value bigint not null,
    difference bigint not null check (difference <> 0),
    primary key (tenant_id, revaluation_id, open_item_id),
    foreign key (tenant_id, revaluation_id) references revaluations,
    foreign key (tenant_id, open_item_id) references open_items
);
create index revaluation_items_item on revaluation_items (tenant_id, open_item_id);
select fence('revaluation_items', 'select, insert');

-- Reminders of what is overdue, in levels: after so many days, in these words.
create table reminder_levels (
    tenant_id uuid not null references tenants,
    level integer not null check (level between 1 and 5),
    days integer not null check (days between 1 and 3660),
    subject jsonb not null,
    body jsonb not null,
    primary key (tenant_id, level)
);
select fence('reminder_levels', 'select, insert, update, delete');

-- A reminder as it was sent; its number is no legal one but is kept without gaps too.
create table reminders (
    tenant_id uuid not null references tenants,
    id uuid not null,
    number text not null,
    customer_id uuid not null,
    customer_name text not null,
    email text not null,
    lang text not null check (lang in ('en', 'ar', 'bn')),
    level integer not null check (level >= 1),
    effective_date date not null,
    -- What was overdue altogether, in the company's currency.
    amount bigint not null,
    recorded_at timestamptz not null,
    created_by uuid,
    primary key (tenant_id, id),
    unique (tenant_id, number),
    foreign key (tenant_id, customer_id) references customers
);
create index reminders_customer on reminders (tenant_id, customer_id, id);
create index reminders_date on reminders (tenant_id, effective_date, id);
select fence('reminders', 'select, insert');

-- Which open item was reminded of at which level: once.
create table reminder_items (
    tenant_id uuid not null,
    reminder_id uuid not null,
    open_item_id uuid not null,
    level integer not null check (level >= 1),
    primary key (tenant_id, reminder_id, open_item_id),
    unique (tenant_id, open_item_id, level),
    foreign key (tenant_id, reminder_id) references reminders,
    foreign key (tenant_id, open_item_id) references open_items
);
select fence('reminder_items', 'select, insert');
