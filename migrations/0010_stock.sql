-- Stock beyond levels: goods on the way, what lots were made of, units, counts, reorder rules.

-- What a transfer sent and what became of it; what is neither received nor lost is in transit.
create table transfer_lines (
    tenant_id uuid not null,
    document_id uuid not null,
    n integer not null,
    variant_id uuid not null,
    lot_id uuid,
    quantity bigint not null check (quantity > 0),
    second bigint check (second >= 0),
    received bigint not null default 0 check (received >= 0),
    received_second bigint not null default 0 check (received_second >= 0),
    lost bigint not null default 0 check (lost >= 0),
    lost_second bigint not null default 0 check (lost_second >= 0),
    primary key (tenant_id, document_id, n),
    check (received + lost <= quantity),
    check (received_second + lost_second <= coalesce(second, 0)),
    foreign key (tenant_id, document_id) references stock_documents,
    foreign key (tenant_id, variant_id) references variants,
    foreign key (tenant_id, lot_id) references lots
);
create index transfer_lines_variant on transfer_lines (tenant_id, variant_id);
create index transfer_lines_lot on transfer_lines (tenant_id, lot_id) where lot_id is not null;
create index transfer_lines_open on transfer_lines (tenant_id, variant_id, document_id)
    where received + lost < quantity;
select fence('transfer_lines', 'select, insert, update');

-- Which lots went into which: how much of the parent, and the move that brought the child.
create table lot_links (
    tenant_id uuid not null,
    parent_id uuid not null,
    child_id uuid not null check (child_id <> parent_id),
    move_id uuid not null,
    quantity bigint not null check (quantity > 0),
    primary key (tenant_id, parent_id, child_id, move_id),
    foreign key (tenant_id, parent_id) references lots,
    foreign key (tenant_id, child_id) references lots,
    foreign key (tenant_id, move_id) references stock_moves
);
create index lot_links_child on lot_links (tenant_id, child_id, parent_id);
create index lot_links_move on lot_links (tenant_id, move_id);
select fence('lot_links', 'select, insert');

-- Other units that an item is bought and sent in: one of them is numerator / denominator of the
-- unit that its stock is kept in. A box of twelve pieces is 12 / 1, a gram of kilograms 1 / 1000.
create table item_units (
    tenant_id uuid not null,
    variant_id uuid not null,
    code text not null check (code <> ''),
    numerator bigint not null check (numerator > 0),
    denominator bigint not null check (denominator > 0),
    primary key (tenant_id, variant_id, code),
    foreign key (tenant_id, variant_id) references variants
);
select fence('item_units', 'select, insert, update, delete');

-- A count of what lies in a warehouse, or in a part of it, by one or several people.
create table stock_counts (
    tenant_id uuid not null references tenants,
    id uuid not null,
    warehouse_id uuid not null,
    -- Only what lies at this place or below; only items of this category; only these items.
    location_id uuid,
    category_id uuid,
    variant_ids uuid[] not null default '{}',
    -- Whoever counts does not see what the books say.
    blind boolean not null,
    note text not null default '',
    state text not null default 'open' check (state in ('open', 'posted', 'cancelled')),
    document_id uuid,
    created_by uuid,
    created_at timestamptz not null,
    version integer not null default 1,
    primary key (tenant_id, id),
    check (document_id is null or state = 'posted'),
    foreign key (tenant_id, warehouse_id) references warehouses,
    foreign key (tenant_id, location_id) references locations,
    foreign key (tenant_id, category_id) references categories,
    foreign key (tenant_id, document_id) references stock_documents
);
create index stock_counts_warehouse on stock_counts (tenant_id, warehouse_id);
create index stock_counts_location on stock_counts (tenant_id, location_id)
    where location_id is not null;
create index stock_counts_category on stock_counts (tenant_id, category_id)
    where category_id is not null;
create index stock_counts_document on stock_counts (tenant_id, document_id)
    where document_id is not null;
create index stock_counts_created on stock_counts (tenant_id, created_at, id);
select fence('stock_counts', 'select, insert, update');

-- What was counted, and what the books said when it was counted first: the difference stays
-- true whatever moves later, for it moves on the shelf and in the books.
create table count_lines (
    tenant_id uuid not null,
    count_id uuid not null,
    variant_id uuid not null,
    location_id uuid not null,
    lot_id uuid not null default '00000000-0000-0000-0000-000000000000',
    book bigint not null,
    book_second bigint not null,
    taken_at timestamptz not null,
    primary key (tenant_id, count_id, variant_id, location_id, lot_id),
    foreign key (tenant_id, count_id) references stock_counts,
    foreign key (tenant_id, variant_id) references variants,
    foreign key (tenant_id, location_id) references locations
);
create index count_lines_variant on count_lines (tenant_id, variant_id);
create index count_lines_location on count_lines (tenant_id, location_id);
select fence('count_lines', 'select, insert, update, delete');

-- The sheets: what each person counted of it; together they are what is there.
create table count_sheets (
    tenant_id uuid not null,
    count_id uuid not null,
    variant_id uuid not null,
    location_id uuid not null,
    lot_id uuid not null,
    counted_by uuid not null,
    counter text not null,
    quantity bigint not null check (quantity >= 0),
    second bigint not null check (second >= 0),
    counted_at timestamptz not null,
    primary key (tenant_id, count_id, variant_id, location_id, lot_id, counted_by),
    foreign key (tenant_id, count_id, variant_id, location_id, lot_id) references count_lines
);
select fence('count_sheets', 'select, insert, update, delete');

-- How much of an item a warehouse should have: below the minimum it is filled up to the maximum.
create table reorder_rules (
    tenant_id uuid not null references tenants,
    id uuid not null,
    variant_id uuid not null,
    warehouse_id uuid not null,
    minimum bigint not null check (minimum >= 0),
    maximum bigint not null check (maximum > 0),
    -- Ordered in whole numbers of this much; zero for any quantity.
    multiple bigint not null default 0 check (multiple >= 0),
    lead_days integer not null default 0 check (lead_days between 0 and 1000),
    active boolean not null default true,
    -- When the purchasers were told last, and of how much.
    wanted_on date,
    wanted bigint not null default 0,
    version integer not null default 1,
    primary key (tenant_id, id),
    unique (tenant_id, variant_id, warehouse_id),
    check (maximum >= minimum),
    foreign key (tenant_id, variant_id) references variants,
    foreign key (tenant_id, warehouse_id) references warehouses
);
create index reorder_rules_warehouse on reorder_rules (tenant_id, warehouse_id);
select fence('reorder_rules', 'select, insert, update, delete');
