-- Living animals as the books know them (IAS 41): groups that are fed, valued and harvested
-- together. What a batch has cost and what it is worth beside that are a subledger of two
-- accounts: every change is an event, written with its journal entry in one transaction.

alter table accounts drop constraint accounts_control_check;
alter table accounts add constraint accounts_control_check
    check (control in ('none', 'ar', 'ap', 'stock', 'tax', 'bank', 'cash', 'grni', 'biological'));

create table batches (
    tenant_id uuid not null references tenants,
    id uuid not null,
    code text not null check (code <> ''),
    name jsonb not null,
    species text not null default '',
    -- Chosen when it begins and never changed.
    mode text not null check (mode in ('cost', 'fair_value')),
    opened_on date not null,
    state text not null default 'open' check (state in ('open', 'closed')),
    closed_on date,
    -- What is alive, as last stated: animals, and millionths of a kilogram.
    count bigint not null default 0 check (count >= 0),
    biomass bigint not null default 0 check (biomass >= 0),
    -- Minor units of the company's currency: what it has cost, and what has to be added to that
    -- to get what it is worth.
    cost bigint not null default 0 check (cost >= 0),
    fair_value bigint not null default 0,
    -- The place of its last event.
    events integer not null default 0 check (events >= 0),
    version integer not null default 1,
    created_by uuid,
    created_at timestamptz not null,
    primary key (tenant_id, id),
    unique (tenant_id, code),
    check (mode = 'fair_value' or fair_value = 0),
    check (cost + fair_value >= 0),
    check ((state = 'closed') = (closed_on is not null)),
    check (state = 'open' or (count, biomass, cost, fair_value) = (0, 0, 0, 0))
);
create index batches_opened on batches (tenant_id, opened_on, id);
select fence('batches', 'select, insert, update');

create table batch_events (
    tenant_id uuid not null references tenants,
    id uuid not null,
    batch_id uuid not null,
    -- Its place in the life of the batch, from 1.
    n integer not null check (n > 0),
    kind text not null check (kind in ('stocked', 'applied', 'weighed', 'died', 'lost', 'revalued',
        'harvested', 'closed', 'undone')),
    date date not null,
    -- Its journal entry; none where no value moved.
    entry_id uuid,
    -- By how much it changed the batch.
    count bigint not null,
    biomass bigint not null,
    cost bigint not null,
    fair_value bigint not null,
    -- What it earned or lost at once: gains above zero.
    result bigint not null default 0,
    -- The goods that came out of the stock or went into it, in the item's own unit.
    variant_id uuid,
    quantity bigint check (quantity > 0),
    -- Per kilogram, in millionths of the currency.
    price bigint check (price >= 0),
    costs_to_sell bigint check (costs_to_sell >= 0),
    -- The account that an applied cost was taken from.
    account_id uuid,
    -- The event that this one takes back.
    undoes_id uuid,
    note text not null default '',
    recorded_at timestamptz not null,
    recorded_by uuid,
    primary key (tenant_id, id),
    unique (tenant_id, batch_id, n),
    check ((variant_id is null) = (quantity is null)),
    check ((kind = 'undone') = (undoes_id is not null)),
    foreign key (tenant_id, batch_id) references batches,
    foreign key (tenant_id, undoes_id) references batch_events,
    foreign key (tenant_id, entry_id) references entries,
    foreign key (tenant_id, variant_id) references variants,
    foreign key (tenant_id, account_id) references accounts
);
create unique index batch_events_undoes on batch_events (tenant_id, undoes_id)
    where undoes_id is not null;
create index batch_events_entry on batch_events (tenant_id, entry_id) where entry_id is not null;
create index batch_events_variant on batch_events (tenant_id, variant_id)
    where variant_id is not null;
create index batch_events_account on batch_events (tenant_id, account_id)
    where account_id is not null;
select fence('batch_events', 'select, insert');
