-- Customers, orders, deliveries; then invoices, which name customers and orders.

create table customers (
    tenant_id uuid not null references tenants,
    id uuid not null,
    code text not null,
    name text not null check (name <> ''),
    email text not null default '',
    phone text not null default '',
    tax_number text not null default '',
    address text not null default '',
    city text not null default '',
    country text not null check (country ~ '^[A-Z]{2}$'),
    lang text not null check (lang in ('en', 'ar', 'bn')),
    -- Minor units; null means no limit.
    credit_limit bigint check (credit_limit >= 0),
    payment_days integer not null default 30 check (payment_days between 0 and 365),
    note text not null default '',
    active boolean not null default true,
    search_text text not null,
    version integer not null default 1,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    primary key (tenant_id, id),
    unique (tenant_id, code)
);
create index customers_name on customers (tenant_id, name, id);
create index customers_search on customers using gin (tenant_id, search_text gin_trgm_ops);
select fence('customers', 'select, insert, update, delete');
create policy search_reads on customers for select to seaworthy_search using (true);
grant select (tenant_id, id, search_text, name) on customers to seaworthy_search;
create function search_customers(wanted text, most integer)
returns table (id uuid, score real)
language sql stable security definer
set search_path = public
set pg_trgm.word_similarity_threshold = 0.45
as $$
    select c.id, word_similarity(lower(wanted), c.search_text) as score
    from customers c
    where c.tenant_id = app_tenant() and lower(wanted) <% c.search_text
    order by score desc, c.name, c.id
    limit least(most, 500)
$$;
alter function search_customers(text, integer) owner to seaworthy_search;
revoke execute on function search_customers(text, integer) from public;
grant execute on function search_customers(text, integer) to seaworthy_app;

-- The counter behind C-00001. Codes are no legal numbers, so it may skip what was taken by hand.
create table customer_codes (
    tenant_id uuid primary key references tenants,
    next bigint not null check (next >= 1)
);
select fence('customer_codes', 'select, insert, update');

create table orders (
    tenant_id uuid not null references tenants,
    id uuid not null,
    -- Drafts have none: the number is taken at confirmation.
    number text,
    customer_id uuid not null,
    warehouse_id uuid not null,
    state text not null default 'draft' check (state in ('draft', 'confirmed', 'cancelled')),
    delivery_state text not null default 'none'
        check (delivery_state in ('none', 'partial', 'delivered')),
    invoice_state text not null default 'none'
        check (invoice_state in ('none', 'partial', 'invoiced')),
    payment_state text not null default 'none'
        check (payment_state in ('none', 'partial', 'paid')),
    currency text not null,
    order_date date not null,
    reference text not null default '',
    note text not null default '',
    -- Whether the prices of the lines have the tax in them.
    prices_include_tax boolean not null default false,
    net bigint not null,
    tax bigint not null,
    gross bigint not null,
    version integer not null default 1,
    created_by uuid,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    confirmed_at timestamptz,
    cancelled_at timestamptz,
    primary key (tenant_id, id),
    unique (tenant_id, number),
    check ((state = 'confirmed') <= (number is not null)),
    foreign key (tenant_id, customer_id) references customers,
    foreign key (tenant_id, warehouse_id) references warehouses
);
create index orders_customer on orders (tenant_id, customer_id, id);
create index orders_warehouse on orders (tenant_id, warehouse_id);
create index orders_date on orders (tenant_id, order_date, id);
create index orders_state on orders (tenant_id, state, id);
select fence('orders', 'select, insert, update');

create table order_lines (
    tenant_id uuid not null,
    order_id uuid not null,
    n integer not null check (n >= 1),
    variant_id uuid not null,
    -- As they were when the line was written: papers never change afterwards.
    sku text not null,
    description text not null,
    unit text not null,
    tracked boolean not null,
    quantity bigint not null check (quantity > 0),
    unit_price bigint not null check (unit_price >= 0),
    -- Millionths: 10 % is 100000.
    discount bigint not null default 0 check (discount between 0 and 1000000),
    tax_code_id uuid not null,
    net bigint not null,
    tax bigint not null,
    gross bigint not null,
    delivered bigint not null default 0 check (delivered >= 0 and delivered <= quantity),
    invoiced bigint not null default 0 check (invoiced >= 0 and invoiced <= quantity),
    primary key (tenant_id, order_id, n),
    foreign key (tenant_id, order_id) references orders,
    foreign key (tenant_id, variant_id) references variants,
    foreign key (tenant_id, tax_code_id) references tax_codes
);
create index order_lines_variant on order_lines (tenant_id, variant_id);
create index order_lines_tax on order_lines (tenant_id, tax_code_id);
select fence('order_lines', 'select, insert, update, delete');

create table deliveries (
    tenant_id uuid not null references tenants,
    id uuid not null,
    number text not null,
    order_id uuid not null,
    effective_date date not null,
    recorded_at timestamptz not null,
    note text not null default '',
    entry_id uuid,
    created_by uuid,
    primary key (tenant_id, id),
    unique (tenant_id, number),
    foreign key (tenant_id, order_id) references orders,
    foreign key (tenant_id, entry_id) references entries
);
create index deliveries_order on deliveries (tenant_id, order_id);
create index deliveries_entry on deliveries (tenant_id, entry_id);
select fence('deliveries', 'select, insert');

create table delivery_lines (
    tenant_id uuid not null,
    delivery_id uuid not null,
    n integer not null,
    order_id uuid not null,
    order_line integer not null,
    variant_id uuid not null,
    quantity bigint not null check (quantity > 0),
    primary key (tenant_id, delivery_id, n),
    foreign key (tenant_id, delivery_id) references deliveries,
    foreign key (tenant_id, order_id, order_line) references order_lines,
    foreign key (tenant_id, variant_id) references variants
);
create index delivery_lines_order on delivery_lines (tenant_id, order_id, order_line);
create index delivery_lines_variant on delivery_lines (tenant_id, variant_id);
select fence('delivery_lines', 'select, insert');

-- Invoices and credit notes are written once, at posting, with their legal number; only what
-- is settled changes afterwards. Seller and buyer are kept as they were on that day.
create table invoices (
    tenant_id uuid not null,
    id uuid not null,
    kind text not null check (kind in ('invoice', 'credit_note')),
    number text not null,
    customer_id uuid not null,
    order_id uuid,
    original_id uuid,
    issue_date date not null,
    due_date date not null,
    supply_date date not null,
    currency text not null,
    lang text not null,
    seller jsonb not null,
    buyer jsonb not null,
    reason text not null default '',
    -- Whether unit prices have the tax in them.
    prices_include_tax boolean not null default false,
    net bigint not null,
    tax bigint not null,
    gross bigint not null check (gross = net + tax and gross >= 0),
    -- Paid plus credited (invoice), or used (credit note). 0 <= settled <= gross.
    settled bigint not null default 0 check (settled >= 0 and settled <= gross),
    -- A document of nothing (free samples) has a number and no entry.
    entry_id uuid check (entry_id is not null or gross = 0),
    created_by uuid,
    recorded_at timestamptz not null,
    primary key (tenant_id, id),
    unique (tenant_id, number),
    check ((kind = 'credit_note') = (original_id is not null)),
    foreign key (tenant_id, customer_id) references customers,
    foreign key (tenant_id, order_id) references orders,
    foreign key (tenant_id, original_id) references invoices,
    foreign key (tenant_id, entry_id) references entries
);
create index invoices_customer on invoices (tenant_id, customer_id, id);
create index invoices_order on invoices (tenant_id, order_id) where order_id is not null;
create index invoices_original on invoices (tenant_id, original_id)
    where original_id is not null;
create index invoices_entry on invoices (tenant_id, entry_id);
create index invoices_date on invoices (tenant_id, issue_date, id);
create index invoices_open on invoices (tenant_id, due_date) where settled < gross;
select fence('invoices', 'select, insert');
grant update (settled) on invoices to seaworthy_app;

create table invoice_lines (
    tenant_id uuid not null,
    invoice_id uuid not null,
    n integer not null,
    variant_id uuid,
    sku text not null default '',
    description text not null,
    unit text not null,
    quantity bigint not null check (quantity > 0),
    unit_price bigint not null,
    discount bigint not null default 0,
    tax_code_id uuid not null,
    net bigint not null,
    tax bigint not null,
    gross bigint not null,
    order_line integer,
    -- On a credit note: the line of the original it takes back.
    original_line integer,
    primary key (tenant_id, invoice_id, n),
    foreign key (tenant_id, invoice_id) references invoices,
    foreign key (tenant_id, variant_id) references variants,
    foreign key (tenant_id, tax_code_id) references tax_codes
);
create index invoice_lines_variant on invoice_lines (tenant_id, variant_id);
create index invoice_lines_tax on invoice_lines (tenant_id, tax_code_id);
select fence('invoice_lines', 'select, insert');

create table invoice_taxes (
    tenant_id uuid not null,
    invoice_id uuid not null,
    tax_code_id uuid not null,
    category text not null,
    rate bigint not null,
    net bigint not null,
    tax bigint not null,
    -- Why there is no tax, in the words of the law.
    reason text not null default '',
    primary key (tenant_id, invoice_id, tax_code_id),
    foreign key (tenant_id, invoice_id) references invoices,
    foreign key (tenant_id, tax_code_id) references tax_codes
);
create index invoice_taxes_code on invoice_taxes (tenant_id, tax_code_id);
select fence('invoice_taxes', 'select, insert');
