-- Quotes: what a customer is offered and until when, and the order that it became. Then how much
-- each role gives away without asking, and what an import of prices needs to be taken back.

create table quotes (
    tenant_id uuid not null references tenants,
    id uuid not null,
    -- Taken when it is sent for the first time.
    number text,
    customer_id uuid not null,
    -- That it is expired follows from its last day, that it was ordered from its order.
    state text not null default 'draft'
        check (state in ('draft', 'sent', 'accepted', 'declined')),
    currency text not null,
    quote_date date not null,
    valid_until date not null check (valid_until >= quote_date),
    reference text not null default '',
    note text not null default '',
    -- Printed below the lines.
    terms text not null default '',
    prices_include_tax boolean not null default false,
    net bigint not null,
    tax bigint not null,
    gross bigint not null,
    sent_at timestamptz,
    -- Empty where it was handed over otherwise than by mail.
    sent_to text not null default '',
    decided_at timestamptz,
    declined_because text not null default '',
    -- Who wrote its lines.
    written_by uuid,
    version integer not null default 1,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    primary key (tenant_id, id),
    unique (tenant_id, number),
    check (state not in ('sent', 'accepted') or number is not null),
    foreign key (tenant_id, customer_id) references customers
);
create index quotes_customer on quotes (tenant_id, customer_id, id);
create index quotes_date on quotes (tenant_id, quote_date, id);
create index quotes_open on quotes (tenant_id, valid_until) where state = 'sent';
select fence('quotes', 'select, insert, update');

create table quote_lines (
    tenant_id uuid not null,
    quote_id uuid not null,
    n integer not null check (n >= 1),
    variant_id uuid not null,
    -- As they were when the line was written.
    sku text not null,
    description text not null,
    unit text not null,
    quantity bigint not null check (quantity > 0),
    unit_price bigint not null check (unit_price >= 0),
    price_list text,
    price_from bigint,
    discount bigint not null default 0 check (discount between 0 and 1000000),
    tax_code_id uuid not null,
    net bigint not null,
    tax bigint not null,
    gross bigint not null,
    needs text check (needs in ('discount', 'below_cost')),
    primary key (tenant_id, quote_id, n),
    check ((price_list is null) = (price_from is null)),
    foreign key (tenant_id, quote_id) references quotes,
    foreign key (tenant_id, variant_id) references variants,
    foreign key (tenant_id, tax_code_id) references tax_codes
);
create index quote_lines_variant on quote_lines (tenant_id, variant_id);
create index quote_lines_tax on quote_lines (tenant_id, tax_code_id);
select fence('quote_lines', 'select, insert, delete');

-- The quote that an order was made of: one quote makes one order.
alter table orders
    add column quote_id uuid,
    add foreign key (tenant_id, quote_id) references quotes;
create unique index orders_quote on orders (tenant_id, quote_id) where quote_id is not null;

-- How much of the customer's price a role gives away without asking; a role that is not here has
-- the company's limit. Millionths: 10 % is 100000.
create table discount_limits (
    tenant_id uuid not null,
    role_id uuid not null,
    discount_limit bigint not null check (discount_limit between 0 and 1000000),
    primary key (tenant_id, role_id),
    foreign key (tenant_id, role_id) references roles on delete cascade
);
select fence('discount_limits', 'select, insert, update, delete');

-- A price has an id and counts its changes, so that an import of prices can be taken back.
alter table prices
    add column id uuid not null default gen_random_uuid(),
    add column version integer not null default 1,
    add unique (tenant_id, id);
