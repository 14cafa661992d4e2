-- Selling: how far a customer may go beyond its credit, what comes back, price lists, approvals
-- and quotes.

-- Up to what a customer may owe and have on order for this order's sake, in minor units: set by
-- whoever may let an order go beyond the limit of credit.
alter table orders add column credit_allowed bigint check (credit_allowed >= 0);

-- What came back of a line, and how much of that a credit note has covered.
alter table order_lines
    add column returned bigint not null default 0,
    add column credited bigint not null default 0,
    add check (returned >= 0 and returned <= delivered),
    add check (credited >= 0 and credited <= returned);

-- Which move goods came back of, and the value at which they left: kept beside the moves, so
-- that no more comes back than left and the last of it takes the rest of the value.
create table stock_taken_back (
    tenant_id uuid not null,
    move_id uuid not null,
    original_move_id uuid not null,
    quantity bigint not null check (quantity > 0),
    value bigint not null check (value >= 0),
    primary key (tenant_id, move_id),
    foreign key (tenant_id, move_id) references stock_moves,
    foreign key (tenant_id, original_move_id) references stock_moves
);
create index stock_taken_back_original on stock_taken_back (tenant_id, original_move_id);
select fence('stock_taken_back', 'select, insert');

-- Goods that a customer sends back of a delivery: asked for, then received or declined.
create table returns (
    tenant_id uuid not null references tenants,
    id uuid not null,
    -- Taken when the goods are received.
    number text,
    order_id uuid not null,
    delivery_id uuid not null,
    state text not null check (state in ('requested', 'received', 'declined')),
    reason text not null check (reason <> ''),
    note text not null default '',
    warehouse_id uuid not null,
    received_on date,
    received_at timestamptz,
    -- What came back into stock, and what was lost as scrap, in minor units.
    value bigint not null default 0,
    loss bigint not null default 0,
    entry_id uuid,
    loss_entry_id uuid,
    declined_because text not null default '',
    version integer not null default 1,
    created_by uuid,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    primary key (tenant_id, id),
    unique (tenant_id, number),
    check ((state = 'received') = (number is not null)),
    foreign key (tenant_id, order_id) references orders,
    foreign key (tenant_id, delivery_id) references deliveries,
    foreign key (tenant_id, warehouse_id) references warehouses,
    foreign key (tenant_id, entry_id) references entries,
    foreign key (tenant_id, loss_entry_id) references entries
);
create index returns_order on returns (tenant_id, order_id);
create index returns_delivery on returns (tenant_id, delivery_id);
create index returns_warehouse on returns (tenant_id, warehouse_id);
create index returns_entry on returns (tenant_id, entry_id);
create index returns_loss_entry on returns (tenant_id, loss_entry_id);
create index returns_created on returns (tenant_id, created_at, id);
select fence('returns', 'select, insert, update');

create table return_lines (
    tenant_id uuid not null,
    return_id uuid not null,
    n integer not null check (n >= 1),
    delivery_id uuid not null,
    delivery_line integer not null,
    order_id uuid not null,
    order_line integer not null,
    variant_id uuid not null,
    condition text not null check (condition in ('good', 'damaged')),
    quantity bigint not null check (quantity > 0),
    received bigint not null default 0 check (received >= 0 and received <= quantity),
    credited bigint not null default 0 check (credited >= 0 and credited <= received),
    primary key (tenant_id, return_id, n),
    foreign key (tenant_id, return_id) references returns,
    foreign key (tenant_id, delivery_id, delivery_line) references delivery_lines,
    foreign key (tenant_id, order_id, order_line) references order_lines,
    foreign key (tenant_id, variant_id) references variants
);
create index return_lines_delivery on return_lines (tenant_id, delivery_id, delivery_line);
create index return_lines_order on return_lines (tenant_id, order_id, order_line);
create index return_lines_variant on return_lines (tenant_id, variant_id);
select fence('return_lines', 'select, insert, update');

-- The credit notes that were written for a return.
create table return_credits (
    tenant_id uuid not null,
    return_id uuid not null,
    credit_note_id uuid not null,
    primary key (tenant_id, return_id, credit_note_id),
    foreign key (tenant_id, return_id) references returns,
    foreign key (tenant_id, credit_note_id) references invoices
);
create index return_credits_note on return_credits (tenant_id, credit_note_id);
select fence('return_credits', 'select, insert');

-- What customers pay: lists of prices, and groups of customers that share one.
create table price_lists (
    tenant_id uuid not null references tenants,
    id uuid not null,
    name text not null check (name <> ''),
    currency text not null,
    -- Reserved: prices that include the tax.
    inclusive boolean not null default false check (not inclusive),
    valid_from date,
    valid_to date,
    active boolean not null default true,
    version integer not null default 1,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    primary key (tenant_id, id),
    unique (tenant_id, name),
    check (valid_to >= valid_from)
);
select fence('price_lists', 'select, insert, update');

-- From so much of an item on, one unit of it costs so much: millionths of unit and currency.
create table prices (
    tenant_id uuid not null,
    price_list_id uuid not null,
    variant_id uuid not null,
    from_quantity bigint not null check (from_quantity >= 0),
    unit_price bigint not null check (unit_price >= 0),
    primary key (tenant_id, price_list_id, variant_id, from_quantity),
    foreign key (tenant_id, price_list_id) references price_lists,
    foreign key (tenant_id, variant_id) references variants
);
create index prices_variant on prices (tenant_id, variant_id);
select fence('prices', 'select, insert, update, delete');

create table customer_groups (
    tenant_id uuid not null references tenants,
    id uuid not null,
    name text not null check (name <> ''),
    price_list_id uuid,
    version integer not null default 1,
    primary key (tenant_id, id),
    unique (tenant_id, name),
    foreign key (tenant_id, price_list_id) references price_lists
);
create index customer_groups_list on customer_groups (tenant_id, price_list_id);
select fence('customer_groups', 'select, insert, update');

-- The group of a customer, and its own list, which goes before the group's.
create table customer_prices (
    tenant_id uuid not null,
    customer_id uuid not null,
    group_id uuid,
    price_list_id uuid,
    primary key (tenant_id, customer_id),
    foreign key (tenant_id, customer_id) references customers on delete cascade,
    foreign key (tenant_id, group_id) references customer_groups,
    foreign key (tenant_id, price_list_id) references price_lists
);
create index customer_prices_group on customer_prices (tenant_id, group_id);
create index customer_prices_list on customer_prices (tenant_id, price_list_id);
select fence('customer_prices', 'select, insert, update, delete');

-- Where the price of a line came from, in the words of that day; null where it was entered, or
-- is the catalogue's.
alter table order_lines
    add column price_list text,
    add column price_from bigint,
    add check ((price_list is null) = (price_from is null));

-- From when on orders wait for approval, and which of them do.
create table approval_rules (
    tenant_id uuid primary key references tenants,
    -- Millionths: 10 % is 100000. Null means that any discount is given without asking.
    discount_limit bigint check (discount_limit between 0 and 1000000),
    below_cost boolean not null default false
);
select fence('approval_rules', 'select, insert, update');

alter table orders
    add column approval text not null default 'none'
        check (approval in ('none', 'waiting', 'approved', 'rejected')),
    add column approval_asked_by uuid,
    add column approval_note text not null default '',
    add check (state <> 'confirmed' or approval in ('none', 'approved'));
create index orders_waiting on orders (tenant_id, id) where approval = 'waiting';
alter table order_lines add column needs text check (needs in ('discount', 'below_cost'));
