-- The catalogue, and stock as double entry: every move has a from and a to.

create table product_types (
    tenant_id uuid not null references tenants,
    id uuid not null,
    name jsonb not null,
    -- [{"key": "material", "name": {...}, "kind": "text|number|choice|boolean", "choices": []}]
    attributes jsonb not null default '[]',
    version integer not null default 1,
    primary key (tenant_id, id)
);
select fence('product_types', 'select, insert, update, delete');

create table categories (
    tenant_id uuid not null references tenants,
    id uuid not null,
    parent_id uuid,
    name jsonb not null,
    position integer not null default 0,
    version integer not null default 1,
    primary key (tenant_id, id),
    foreign key (tenant_id, parent_id) references categories
);
create index categories_parent on categories (tenant_id, parent_id);
select fence('categories', 'select, insert, update, delete');

create table products (
    tenant_id uuid not null references tenants,
    id uuid not null,
    handle text not null,
    name jsonb not null,
    description text not null default '',
    vendor text not null default '',
    tags text[] not null default '{}',
    type_id uuid,
    attributes jsonb not null default '{}',
    category_id uuid,
    unit text not null default 'piece',
    tax_code_id uuid not null,
    tracked boolean not null default true,
    state text not null default 'active' check (state in ('active', 'draft', 'archived')),
    -- Names of the options, e.g. {Size, Colour}; the variants carry the values.
    options text[] not null default '{}',
    -- Lower-case names in every language, SKUs and barcodes: what search looks through.
    search_text text not null,
    -- The name as lists sort it. In the order of its bytes, so that "begins with" is a range of
    -- the index: behind row-level security LIKE cannot use one.
    sort_name text collate "C" not null,
    version integer not null default 1,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    primary key (tenant_id, id),
    unique (tenant_id, handle),
    foreign key (tenant_id, type_id) references product_types,
    foreign key (tenant_id, category_id) references categories,
    foreign key (tenant_id, tax_code_id) references tax_codes
);
create index products_name on products (tenant_id, sort_name, id);
create index products_updated on products (tenant_id, updated_at, id);
create index products_category on products (tenant_id, category_id);
create index products_vendor on products (tenant_id, vendor);
create index products_state on products (tenant_id, state, sort_name, id);
create index products_type on products (tenant_id, type_id);
create index products_tax on products (tenant_id, tax_code_id);
create index products_search on products using gin (tenant_id, search_text gin_trgm_ops);
select fence('products', 'select, insert, update, delete');

create table variants (
    tenant_id uuid not null,
    id uuid not null,
    product_id uuid not null,
    -- In the order of its bytes, as the name of its product.
    sku text collate "C" not null check (sku <> ''),
    barcode text check (barcode <> ''),
    option_values text[] not null default '{}',
    -- Price of one unit before tax, in millionths of the currency's major unit.
    price bigint not null check (price >= 0),
    weight_g bigint not null default 0 check (weight_g >= 0),
    volume_ml bigint not null default 0 check (volume_ml >= 0),
    -- Warn below this much; null means no warning. Millionths of the unit.
    low_stock bigint check (low_stock >= 0),
    position integer not null default 1,
    active boolean not null default true,
    -- Stock is kept by lot; and each lot at its own cost instead of the company's average.
    lot_tracked boolean not null default false,
    lot_valued boolean not null default false,
    -- The unit of the second quantity, where the item is counted and weighed.
    second_unit text check (second_unit <> ''),
    version integer not null default 1,
    primary key (tenant_id, id),
    check (lot_tracked or not lot_valued),
    unique (tenant_id, sku),
    foreign key (tenant_id, product_id) references products
);
create index variants_product on variants (tenant_id, product_id, position);
create unique index variants_barcode on variants (tenant_id, barcode) where barcode is not null;
create index variants_by_lot on variants (tenant_id, id) where lot_tracked;
create index variants_weighed on variants (tenant_id, id) where second_unit is not null;
select fence('variants', 'select, insert, update, delete');

create table product_images (
    tenant_id uuid not null,
    id uuid not null,
    product_id uuid not null,
    file_id uuid not null,
    thumbnail_id uuid not null,
    position integer not null,
    alt text not null default '',
    width integer not null,
    height integer not null,
    primary key (tenant_id, id),
    foreign key (tenant_id, product_id) references products,
    foreign key (tenant_id, file_id) references files,
    foreign key (tenant_id, thumbnail_id) references files
);
create index product_images_product on product_images (tenant_id, product_id, position);
create index product_images_file on product_images (tenant_id, file_id);
create index product_images_thumbnail on product_images (tenant_id, thumbnail_id);
select fence('product_images', 'select, insert, update, delete');

-- Typo-tolerant product search. Runs as seaworthy_search so that the trigram index can be
-- used, and names the tenant itself, from the same setting as the fence. Likeness is dear (some
-- 40 µs a row), and a common word is in thousands of rows: so what contains the words as they
-- were typed is found first, and likeness is asked, of a hundred rows, only where nothing does.
create policy search_reads on products for select to seaworthy_search using (true);
grant select (tenant_id, id, search_text, state, sort_name) on products to seaworthy_search;
create function search_products(wanted text, most integer)
returns table (id uuid, score real)
-- So many rows that whoever joins them looks each up by its key.
language plpgsql stable security definer rows 20
set search_path = public
set pg_trgm.word_similarity_threshold = 0.45
-- A plan for any words at all would not know whether the index helps.
set plan_cache_mode = force_custom_plan
as $$
declare
    q text := lower(trim(wanted));
    -- The longest words, which are in the fewest rows, as patterns.
    words text[] := array(
        select '%' || regexp_replace(w, '([\\%_])', '\\\1', 'g') || '%'
        from regexp_split_to_table(q, '\s+') as w where w <> ''
        order by length(w) desc limit 3);
    bound integer := least(most, 500);
    likeness text;
begin
    return query
        select f.id, max(f.score) from (
            (select p.id, 1::real as score from products p
             where p.tenant_id = app_tenant() and p.sort_name >= q
                and p.sort_name < q || U&'\FFFF'
             order by p.sort_name, p.id limit bound)
            union all
            (select p.id, 0.9::real from products p
             where p.tenant_id = app_tenant() and p.search_text like words[1]
                and p.search_text like coalesce(words[2], '%')
                and p.search_text like coalesce(words[3], '%')
             limit bound)
        ) as f group by f.id order by 2 desc limit bound;
    if found then
        return;
    end if;
    foreach likeness in array array['0.6', '0.45'] loop
        perform set_config('pg_trgm.word_similarity_threshold', likeness, true);
        return query
            select n.id, word_similarity(q, n.search_text) from (
                select p.id, p.search_text from products p
                where p.tenant_id = app_tenant() and q <% p.search_text limit least(bound, 100)
            ) as n;
        exit when found;
    end loop;
end
$$;
alter function search_products(text, integer) owner to seaworthy_search;
revoke execute on function search_products(text, integer) from public;
grant execute on function search_products(text, integer) to seaworthy_app;

create table warehouses (
    tenant_id uuid not null references tenants,
    id uuid not null,
    code text not null,
    name jsonb not null,
    address text not null default '',
    is_default boolean not null default false,
    active boolean not null default true,
    version integer not null default 1,
    primary key (tenant_id, id),
    unique (tenant_id, code)
);
create unique index warehouses_default on warehouses (tenant_id) where is_default;
select fence('warehouses', 'select, insert, update');

-- A warehouse is a tree: its main location, and zones, aisles and bins below. Outside are the
-- places that belong to no warehouse. What is in transit belongs to the company, the rest not.
create table locations (
    tenant_id uuid not null references tenants,
    id uuid not null,
    warehouse_id uuid,
    parent_id uuid,
    kind text not null check (kind in ('internal', 'supplier', 'customer', 'adjustment',
        'transit', 'production', 'loss', 'biological')),
    tier text not null default 'main' check (tier in ('main', 'zone', 'aisle', 'bin')),
    code text not null check (code <> ''),
    -- The codes from the warehouse down: MAIN/A/03. In the order of its bytes, so that what lies
    -- below a place is a range.
    path text collate "C" not null,
    name jsonb not null,
    active boolean not null default true,
    version integer not null default 1,
    primary key (tenant_id, id),
    unique (tenant_id, path),
    check ((kind = 'internal') = (warehouse_id is not null)),
    check ((tier = 'main') = (parent_id is null)),
    foreign key (tenant_id, warehouse_id) references warehouses,
    foreign key (tenant_id, parent_id) references locations
);
create index locations_warehouse on locations (tenant_id, warehouse_id);
create index locations_parent on locations (tenant_id, parent_id);
create unique index locations_main on locations (tenant_id, warehouse_id)
    where parent_id is null and warehouse_id is not null;
select fence('locations', 'select, insert, update');

-- Goods of one item that came into being together.
create table lots (
    tenant_id uuid not null,
    id uuid not null,
    variant_id uuid not null,
    code text collate "C" not null check (code <> ''),
    expires_on date,
    made_on date,
    supplier_lot text not null default '',
    attributes jsonb not null default '{}',
    version integer not null default 1,
    created_at timestamptz not null,
    primary key (tenant_id, id),
    unique (tenant_id, variant_id, code),
    foreign key (tenant_id, variant_id) references variants
);
create index lots_expiry on lots (tenant_id, expires_on, id) where expires_on is not null;
create index lots_code on lots (tenant_id, code, id);
select fence('lots', 'select, insert, update');

-- Receipts, adjustments, transfers: the header; their lines are the moves.
create table stock_documents (
    tenant_id uuid not null references tenants,
    id uuid not null,
    kind text not null check (kind in ('receipt', 'adjustment', 'transfer', 'arrival', 'count',
        'processing')),
    -- The transfer that an arrival ends, the count that found the difference.
    parent_id uuid,
    number text not null,
    from_location_id uuid not null,
    to_location_id uuid not null,
    effective_date date not null,
    recorded_at timestamptz not null,
    reason text not null default '',
    reference text not null default '',
    note text not null default '',
    value bigint not null,
    entry_id uuid,
    created_by uuid,
    primary key (tenant_id, id),
    unique (tenant_id, number),
    foreign key (tenant_id, from_location_id) references locations,
    foreign key (tenant_id, to_location_id) references locations,
    foreign key (tenant_id, entry_id) references entries
);
create index stock_documents_from on stock_documents (tenant_id, from_location_id);
create index stock_documents_to on stock_documents (tenant_id, to_location_id);
create index stock_documents_entry on stock_documents (tenant_id, entry_id);
create index stock_documents_parent on stock_documents (tenant_id, parent_id)
    where parent_id is not null;
create index stock_documents_date on stock_documents (tenant_id, effective_date, id);
select fence('stock_documents', 'select, insert');

create sequence stock_move_seq as bigint;
grant usage on sequence stock_move_seq to seaworthy_app;

create table stock_moves (
    -- That there is the company follows from the item.
    tenant_id uuid not null,
    id uuid not null,
    seq bigint not null default nextval('stock_move_seq'),
    entry_id uuid,
    variant_id uuid not null,
    from_location_id uuid not null,
    to_location_id uuid not null check (to_location_id <> from_location_id),
    lot_id uuid,
    -- Millionths of the unit, never below zero: direction is from and to.
    quantity bigint not null check (quantity >= 0),
    -- The same goods in the item's second unit.
    second bigint check (second >= 0),
    -- Minor units of the tenant's currency that the quantity carried.
    value bigint not null check (value >= 0),
    effective_date date not null,
    recorded_at timestamptz not null,
    source_type text not null,
    source_id uuid not null,
    source_line integer not null,
    reason text not null default '',
    primary key (tenant_id, id),
    foreign key (tenant_id, entry_id) references entries,
    foreign key (tenant_id, variant_id) references variants,
    check (quantity > 0 or second > 0),
    foreign key (tenant_id, lot_id) references lots,
    foreign key (tenant_id, from_location_id) references locations,
    foreign key (tenant_id, to_location_id) references locations
);
create index stock_moves_lot on stock_moves (tenant_id, lot_id) where lot_id is not null;
create index stock_moves_variant on stock_moves (tenant_id, variant_id, effective_date, seq);
create index stock_moves_source on stock_moves (tenant_id, source_type, source_id);
create index stock_moves_entry on stock_moves (tenant_id, entry_id);
create index stock_moves_from on stock_moves (tenant_id, from_location_id);
create index stock_moves_to on stock_moves (tenant_id, to_location_id);
create index stock_moves_seq on stock_moves (tenant_id, seq);
select fence('stock_moves', 'select, insert');

-- What lies where. Of an item without lots the lot is the nil id, so that the key is one.
create table stock_levels (
    tenant_id uuid not null,
    variant_id uuid not null,
    location_id uuid not null,
    lot_id uuid not null default '00000000-0000-0000-0000-000000000000',
    lot_ref uuid generated always as
        (nullif(lot_id, '00000000-0000-0000-0000-000000000000'::uuid)) stored,
    on_hand bigint not null default 0,
    reserved bigint not null default 0,
    second bigint not null default 0 check (second >= 0),
    primary key (tenant_id, variant_id, location_id, lot_id),
    check (reserved >= 0 and reserved <= on_hand),
    check (on_hand > 0 or second = 0),
    foreign key (tenant_id, variant_id) references variants,
    foreign key (tenant_id, lot_ref) references lots,
    foreign key (tenant_id, location_id) references locations
) with (fillfactor = 80);
create index stock_levels_location on stock_levels (tenant_id, location_id);
create index stock_levels_lot on stock_levels (tenant_id, lot_ref) where lot_ref is not null;
select fence('stock_levels', 'select, insert, update');

-- What each day changed there: the sums of its moves. Whoever asks for a day gone by, or whether
-- there was enough on every day since, reads days instead of moves.
create table stock_days (
    tenant_id uuid not null references tenants,
    variant_id uuid not null,
    location_id uuid not null,
    lot_id uuid not null default '00000000-0000-0000-0000-000000000000',
    date date not null,
    quantity bigint not null,
    primary key (tenant_id, variant_id, location_id, lot_id, date)
) with (fillfactor = 80);
select fence('stock_days', 'select, insert, update');

-- Moving average: quantity and value owned; the rate is derived, never stored.
create table stock_costs (
    tenant_id uuid not null,
    variant_id uuid not null,
    quantity bigint not null default 0 check (quantity >= 0),
    value bigint not null default 0 check (value >= 0),
    primary key (tenant_id, variant_id),
    check (quantity > 0 or value = 0),
    foreign key (tenant_id, variant_id) references variants
) with (fillfactor = 80);
select fence('stock_costs', 'select, insert, update');

-- The same of each lot of an item whose lots have costs of their own; they add up to the item's.
create table lot_costs (
    tenant_id uuid not null,
    lot_id uuid not null,
    variant_id uuid not null,
    quantity bigint not null default 0 check (quantity >= 0),
    value bigint not null default 0 check (value >= 0),
    primary key (tenant_id, lot_id),
    check (quantity > 0 or value = 0),
    foreign key (tenant_id, lot_id) references lots,
    foreign key (tenant_id, variant_id) references variants
) with (fillfactor = 80);
create index lot_costs_variant on lot_costs (tenant_id, variant_id);
select fence('lot_costs', 'select, insert, update');

create table reservations (
    tenant_id uuid not null,
    id uuid not null,
    variant_id uuid not null,
    location_id uuid not null,
    lot_id uuid,
    quantity bigint not null check (quantity > 0),
    demand_type text not null,
    demand_id uuid not null,
    demand_line integer not null,
    state text not null default 'held' check (state in ('held', 'consumed', 'released')),
    expires_at timestamptz,
    created_at timestamptz not null,
    primary key (tenant_id, id),
    foreign key (tenant_id, variant_id) references variants,
    foreign key (tenant_id, lot_id) references lots,
    foreign key (tenant_id, location_id) references locations
);
create index reservations_lot on reservations (tenant_id, lot_id) where lot_id is not null;
create index reservations_demand on reservations (tenant_id, demand_type, demand_id);
create index reservations_variant on reservations (tenant_id, variant_id, location_id);
create index reservations_location on reservations (tenant_id, location_id);
create index reservations_expiry on reservations (tenant_id, expires_at)
    where state = 'held' and expires_at is not null;
select fence('reservations', 'select, insert, update');
