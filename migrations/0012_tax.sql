-- Taxes beyond the code itself: rates by date, codes of several parts, tax that is owed when it is
-- paid, and the returns that were filed.

-- From which day a code has which rate; before the first of them it has its own.
create table tax_rates (
    tenant_id uuid not null references tenants,
    tax_code_id uuid not null,
    valid_from date not null,
    rate bigint not null check (rate between 0 and 1000000),
    recorded_at timestamptz not null,
    created_by uuid,
    primary key (tenant_id, tax_code_id, valid_from),
    foreign key (tenant_id, tax_code_id) references tax_codes
);
select fence('tax_rates', 'select, insert, update');

-- In plpgsql, which keeps its plan: a function in SQL is parsed anew by every statement.
create function tax_rate_on(c tax_codes, day date) returns bigint
language plpgsql stable
as $$
begin
    return coalesce(
        (select r.rate from tax_rates r
         where r.tenant_id = c.tenant_id and r.tax_code_id = c.id and r.valid_from <= day
         order by r.valid_from desc limit 1),
        c.rate);
end $$;

-- The parts of a code: codes of their own, each with its account and its box.
create table tax_parts (
    tenant_id uuid not null references tenants,
    tax_code_id uuid not null,
    n integer not null check (n between 1 and 8),
    part_id uuid not null check (part_id <> tax_code_id),
    -- Reckoned on the price and the parts before it, not on the price alone.
    on_tax boolean not null default false,
    primary key (tenant_id, tax_code_id, n),
    unique (tenant_id, tax_code_id, part_id),
    foreign key (tenant_id, tax_code_id) references tax_codes,
    foreign key (tenant_id, part_id) references tax_codes
);
create index tax_parts_part on tax_parts (tenant_id, part_id);
select fence('tax_parts', 'select, insert');

-- Tax that fell due because its document was paid: one row for each code and step, below zero
-- when a payment was taken back. Tax itself stands in the entry; the base stands only here.
create table tax_releases (
    tenant_id uuid not null references tenants,
    id uuid not null,
    -- The entry of the document, and the line of it that is moved on.
    document_entry_id uuid not null,
    document_line integer not null,
    entry_id uuid not null,
    tax_code_id uuid not null,
    side text not null check (side in ('sale', 'purchase')),
    -- Minor units; above zero for sales and for purchases.
    base bigint not null,
    tax bigint not null,
    effective_date date not null,
    recorded_at timestamptz not null,
    primary key (tenant_id, id),
    foreign key (tenant_id, document_entry_id, document_line) references lines,
    foreign key (tenant_id, entry_id) references entries,
    foreign key (tenant_id, tax_code_id) references tax_codes
);
create index tax_releases_document
    on tax_releases (tenant_id, document_entry_id, document_line) include (base, tax);
create index tax_releases_entry on tax_releases (tenant_id, entry_id);
create index tax_releases_code on tax_releases (tenant_id, tax_code_id, effective_date);
select fence('tax_releases', 'select, insert');

-- Returns as they were filed. What was recorded later into their time belongs to a later one.
create table tax_returns (
    tenant_id uuid not null references tenants,
    id uuid not null,
    starts date not null,
    ends date not null check (ends >= starts),
    -- The last entry that it counts.
    through_seq bigint not null check (through_seq >= 0),
    sale_tax bigint not null,
    purchase_tax bigint not null,
    reference text not null default '',
    filed_at timestamptz not null,
    filed_by uuid,
    primary key (tenant_id, id),
    unique (tenant_id, starts),
    unique (tenant_id, ends)
);
select fence('tax_returns', 'select, insert');

-- Its figures, by box and code: the boxes of a code may change, what was filed does not.
create table tax_return_boxes (
    tenant_id uuid not null references tenants,
    return_id uuid not null,
    side text not null check (side in ('sale', 'purchase')),
    -- Empty: the code had none.
    box text not null,
    tax_code_id uuid not null,
    base bigint not null,
    tax bigint not null,
    -- What of it belongs to time that was filed before.
    corrected_base bigint not null,
    corrected_tax bigint not null,
    primary key (tenant_id, return_id, side, tax_code_id),
    foreign key (tenant_id, return_id) references tax_returns,
    foreign key (tenant_id, tax_code_id) references tax_codes
);
create index tax_return_boxes_code on tax_return_boxes (tenant_id, tax_code_id);
select fence('tax_return_boxes', 'select, insert');

-- The entry that paid a filed return, or got it back: one a return.
create table tax_payments (
    tenant_id uuid not null references tenants,
    return_id uuid not null,
    entry_id uuid not null,
    effective_date date not null,
    -- Minor units; below zero it was got back.
    amount bigint not null,
    primary key (tenant_id, return_id),
    foreign key (tenant_id, return_id) references tax_returns,
    foreign key (tenant_id, entry_id) references entries
);
create index tax_payments_entry on tax_payments (tenant_id, entry_id);
select fence('tax_payments', 'select, insert');
