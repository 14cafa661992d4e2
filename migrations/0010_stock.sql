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
