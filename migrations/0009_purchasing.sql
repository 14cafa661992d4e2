-- Purchasing: suppliers, what is asked for, ordered, received, billed, made dearer on the way and
-- given back; and the revaluations of stock that follow from it.

create table suppliers (
    tenant_id uuid not null references tenants,
    id uuid not null,
    code text not null,
    name text not null check (name <> ''),
    contact text not null default '',
    email text not null default '',
    phone text not null default '',
    tax_number text not null default '',
    address text not null default '',
    city text not null default '',
    country text not null check (country ~ '^[A-Z]{2}$'),
    lang text not null check (lang in ('en', 'ar', 'bn')),
    currency text not null check (currency ~ '^[A-Z]{3}$'),
    payment_days integer not null default 30 check (payment_days between 0 and 365),
    -- How far a bill may be from what was agreed and received. Millionths: 2 % is 20000.
    price_tolerance bigint not null default 0 check (price_tolerance between 0 and 1000000),
    quantity_tolerance bigint not null default 0 check (quantity_tolerance between 0 and 1000000),
    note text not null default '',
    active boolean not null default true,
    search_text text not null,
    version integer not null default 1,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    primary key (tenant_id, id),
    unique (tenant_id, code)
);
create index suppliers_name on suppliers (tenant_id, name, id);
create index suppliers_search on suppliers using gin (tenant_id, search_text gin_trgm_ops);
select fence('suppliers', 'select, insert, update, delete');
create policy search_reads on suppliers for select to seaworthy_search using (true);
grant select (tenant_id, id, search_text, name) on suppliers to seaworthy_search;
create function search_suppliers(wanted text, most integer)
returns table (id uuid, score real)
language sql stable security definer
set search_path = public
set pg_trgm.word_similarity_threshold = 0.45
as $$
    select s.id, word_similarity(lower(wanted), s.search_text) as score
    from suppliers s
    where s.tenant_id = app_tenant() and lower(wanted) <% s.search_text
    order by score desc, s.name, s.id
    limit least(most, 500)
$$;
alter function search_suppliers(text, integer) owner to seaworthy_search;
revoke execute on function search_suppliers(text, integer) from public;
grant execute on function search_suppliers(text, integer) to seaworthy_app;

-- The counter behind S-00001. Codes are no legal numbers, so it may skip what was taken by hand.
create table supplier_codes (
    tenant_id uuid primary key references tenants,
    next bigint not null check (next >= 1)
);
select fence('supplier_codes', 'select, insert, update');

create table purchase_requests (
    tenant_id uuid not null references tenants,
    id uuid not null,
    number text not null,
    state text not null default 'waiting'
        check (state in ('waiting', 'approved', 'rejected', 'ordered', 'cancelled')),
    reason text not null check (reason <> ''),
    request_date date not null,
    needed_by date,
    supplier_id uuid,
    -- Minor units; what the lines are expected to cost.
    estimate bigint not null check (estimate >= 0),
    decision text not null default '',
    version integer not null default 1,
    created_by uuid,
    created_name text not null,
    decided_by uuid,
    decided_name text not null default '',
    decided_at timestamptz,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    primary key (tenant_id, id),
    unique (tenant_id, number),
    foreign key (tenant_id, supplier_id) references suppliers
);
create index purchase_requests_supplier on purchase_requests (tenant_id, supplier_id);
create index purchase_requests_state on purchase_requests (tenant_id, state, id);
create index purchase_requests_date on purchase_requests (tenant_id, request_date, id);
select fence('purchase_requests', 'select, insert, update');

create table purchase_request_lines (
    tenant_id uuid not null,
    request_id uuid not null,
    n integer not null check (n >= 1),
    variant_id uuid not null,
    sku text not null,
    description text not null,
    unit text not null,
    quantity bigint not null check (quantity > 0),
    unit_cost bigint not null check (unit_cost >= 0),
    estimate bigint not null check (estimate >= 0),
    primary key (tenant_id, request_id, n),
    foreign key (tenant_id, request_id) references purchase_requests,
    foreign key (tenant_id, variant_id) references variants
);
create index purchase_request_lines_variant on purchase_request_lines (tenant_id, variant_id);
select fence('purchase_request_lines', 'select, insert, delete');

create table purchase_orders (
    tenant_id uuid not null references tenants,
    id uuid not null,
    -- Drafts have none: the number is taken at approval.
    number text,
    supplier_id uuid not null,
    warehouse_id uuid not null,
    request_id uuid,
    state text not null default 'draft' check (state in ('draft', 'approved', 'sent',
        'partially_received', 'received', 'billed', 'closed', 'cancelled')),
    currency text not null,
    order_date date not null,
    expected_date date,
    reference text not null default '',
    note text not null default '',
    net bigint not null,
    tax bigint not null,
    gross bigint not null,
    version integer not null default 1,
    created_by uuid,
    approved_by uuid,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    approved_at timestamptz,
    sent_at timestamptz,
    primary key (tenant_id, id),
    unique (tenant_id, number),
    check (state in ('draft', 'cancelled') or number is not null),
    foreign key (tenant_id, supplier_id) references suppliers,
    foreign key (tenant_id, warehouse_id) references warehouses,
    foreign key (tenant_id, request_id) references purchase_requests
);
create index purchase_orders_supplier on purchase_orders (tenant_id, supplier_id, id);
create index purchase_orders_warehouse on purchase_orders (tenant_id, warehouse_id);
create index purchase_orders_request on purchase_orders (tenant_id, request_id);
create index purchase_orders_date on purchase_orders (tenant_id, order_date, id);
create index purchase_orders_state on purchase_orders (tenant_id, state, id);
select fence('purchase_orders', 'select, insert, update');

create table purchase_order_lines (
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
    tax_code_id uuid not null,
    net bigint not null,
    tax bigint not null,
    gross bigint not null,
    -- More may come than was ordered, as far as the supplier's tolerance goes.
    received bigint not null default 0 check (received >= 0),
    billed bigint not null default 0 check (billed >= 0),
    primary key (tenant_id, order_id, n),
    foreign key (tenant_id, order_id) references purchase_orders,
    foreign key (tenant_id, variant_id) references variants,
    foreign key (tenant_id, tax_code_id) references tax_codes
);
create index purchase_order_lines_variant on purchase_order_lines (tenant_id, variant_id);
create index purchase_order_lines_tax on purchase_order_lines (tenant_id, tax_code_id);
select fence('purchase_order_lines', 'select, insert, update, delete');

-- What came in, line by line of a receipt, and what of it is still owed: the subledger of goods
-- received and not billed. Its rest is the balance of that account.
create table received_lines (
    tenant_id uuid not null references tenants,
    receipt_id uuid not null,
    line integer not null,
    variant_id uuid not null,
    warehouse_id uuid not null,
    effective_date date not null,
    -- Who delivered: of an order its supplier, else who was named at the receipt, else whose bill
    -- they are on. None until somebody says.
    supplier_id uuid,
    order_id uuid,
    order_line integer,
    quantity bigint not null check (quantity > 0),
    value bigint not null check (value >= 0),
    billed_quantity bigint not null default 0 check (billed_quantity >= 0),
    billed_value bigint not null default 0 check (billed_value >= 0),
    -- Given back before it was billed.
    returned_quantity bigint not null default 0 check (returned_quantity >= 0),
    returned_value bigint not null default 0 check (returned_value >= 0),
    -- Given back after it was billed.
    credited_quantity bigint not null default 0
        check (credited_quantity >= 0 and credited_quantity <= billed_quantity),
    primary key (tenant_id, receipt_id, line),
    check (billed_quantity + returned_quantity <= quantity),
    check (billed_value + returned_value <= value),
    -- Nothing left of the goods is nothing left of their value.
    check (billed_quantity + returned_quantity < quantity
        or billed_value + returned_value = value),
    foreign key (tenant_id, receipt_id) references stock_documents,
    foreign key (tenant_id, variant_id) references variants,
    foreign key (tenant_id, warehouse_id) references warehouses,
    foreign key (tenant_id, supplier_id) references suppliers,
    foreign key (tenant_id, order_id, order_line) references purchase_order_lines
);
create index received_lines_open on received_lines (tenant_id, effective_date, receipt_id, line)
    where billed_quantity + returned_quantity < quantity;
create index received_lines_variant on received_lines (tenant_id, variant_id, effective_date);
create index received_lines_warehouse on received_lines (tenant_id, warehouse_id);
create index received_lines_supplier on received_lines (tenant_id, supplier_id, effective_date);
create index received_lines_order on received_lines (tenant_id, order_id, order_line);
select fence('received_lines', 'select, insert, update');

create table bills (
    tenant_id uuid not null references tenants,
    id uuid not null,
    kind text not null check (kind in ('bill', 'debit_note')),
    state text not null check (state in ('waiting', 'posted', 'rejected')),
    -- Ours, without gaps: taken at posting.
    number text,
    supplier_id uuid not null,
    original_id uuid,
    -- The supplier's own number, and the same without what people write differently.
    supplier_number text not null default '',
    supplier_key text not null default '',
    bill_date date not null,
    due_date date not null check (due_date >= bill_date),
    currency text not null,
    -- The supplier as it was on the day.
    supplier jsonb not null,
    note text not null default '',
    -- Why a debit note was written.
    reason text not null default '',
    -- Why this is another bill than those that look like it.
    another_reason text not null default '',
    -- What differs from the order and the receipt, beyond the supplier's tolerances.
    differences jsonb not null default '[]',
    file_id uuid,
    file_hash bytea,
    net bigint not null,
    tax bigint not null,
    gross bigint not null,
    entry_id uuid,
    decision text not null default '',
    version integer not null default 1,
    created_by uuid,
    decided_by uuid,
    created_at timestamptz not null,
    decided_at timestamptz,
    primary key (tenant_id, id),
    unique (tenant_id, number),
    check ((state = 'posted') = (number is not null)),
    check ((kind = 'debit_note') = (original_id is not null)),
    foreign key (tenant_id, supplier_id) references suppliers,
    foreign key (tenant_id, original_id) references bills,
    foreign key (tenant_id, file_id) references files,
    foreign key (tenant_id, entry_id) references entries
);
create index bills_supplier on bills (tenant_id, supplier_id, supplier_key);
create index bills_amount on bills (tenant_id, supplier_id, gross, bill_date);
create index bills_hash on bills (tenant_id, file_hash) where file_hash is not null;
create index bills_original on bills (tenant_id, original_id);
create index bills_file on bills (tenant_id, file_id);
create index bills_entry on bills (tenant_id, entry_id);
create index bills_date on bills (tenant_id, bill_date, id);
create index bills_state on bills (tenant_id, state, id);
select fence('bills', 'select, insert');
-- What a bill says is written once; only what becomes of it changes.
grant update (state, number, entry_id, decision, version, decided_by, decided_at)
    on bills to seaworthy_app;

create table bill_lines (
    tenant_id uuid not null,
    bill_id uuid not null,
    n integer not null check (n >= 1),
    variant_id uuid,
    description text not null,
    unit text not null default '',
    quantity bigint not null check (quantity > 0),
    unit_price bigint not null,
    tax_code_id uuid not null,
    net bigint not null,
    tax bigint not null,
    gross bigint not null,
    -- Goods that were received, or else the account that it was spent on.
    receipt_id uuid,
    receipt_line integer,
    account_id uuid,
    cost_centre_id uuid,
    project_id uuid,
    order_id uuid,
    order_line integer,
    original_line integer,
    -- How much of the receipt it cleared, and what that had been received at.
    cleared_quantity bigint not null default 0,
    cleared_value bigint not null default 0,
    primary key (tenant_id, bill_id, n),
    check ((receipt_id is null) = (receipt_line is null)),
    check ((receipt_id is null) <> (account_id is null)),
    check ((order_id is null) = (order_line is null)),
    foreign key (tenant_id, bill_id) references bills,
    foreign key (tenant_id, variant_id) references variants,
    foreign key (tenant_id, tax_code_id) references tax_codes,
    foreign key (tenant_id, receipt_id, receipt_line) references received_lines,
    foreign key (tenant_id, account_id) references accounts,
    foreign key (tenant_id, order_id, order_line) references purchase_order_lines
);
create index bill_lines_variant on bill_lines (tenant_id, variant_id);
create index bill_lines_tax on bill_lines (tenant_id, tax_code_id);
create index bill_lines_receipt on bill_lines (tenant_id, receipt_id, receipt_line);
create index bill_lines_account on bill_lines (tenant_id, account_id);
create index bill_lines_order on bill_lines (tenant_id, order_id, order_line);
select fence('bill_lines', 'select, insert');
grant update (cleared_quantity, cleared_value) on bill_lines to seaworthy_app;

create table bill_taxes (
    tenant_id uuid not null,
    bill_id uuid not null,
    tax_code_id uuid not null,
    category text not null,
    rate bigint not null,
    net bigint not null,
    tax bigint not null,
    primary key (tenant_id, bill_id, tax_code_id),
    foreign key (tenant_id, bill_id) references bills,
    foreign key (tenant_id, tax_code_id) references tax_codes
);
create index bill_taxes_code on bill_taxes (tenant_id, tax_code_id);
select fence('bill_taxes', 'select, insert');

-- A later change of what goods cost: a bill that differs from the receipt, freight, duty. What is
-- still there becomes worth more or less; the rest goes to a variance. Receipts stay as they are.
create sequence stock_revaluation_seq as bigint;
grant usage on sequence stock_revaluation_seq to seaworthy_app;
create table stock_revaluations (
    tenant_id uuid not null references tenants,
    id uuid not null,
    seq bigint not null default nextval('stock_revaluation_seq'),
    entry_id uuid not null,
    variant_id uuid not null,
    -- Millionths of the unit that the amount belongs to, and how much of it was still there.
    quantity bigint not null check (quantity > 0),
    held bigint not null check (held >= 0 and held <= quantity),
    -- Minor units: what the stock became worth more, and what went to the variance.
    value bigint not null,
    gone bigint not null,
    effective_date date not null,
    recorded_at timestamptz not null,
    source_type text not null,
    source_id uuid not null,
    source_line integer not null,
    primary key (tenant_id, id),
    foreign key (tenant_id, entry_id) references entries,
    foreign key (tenant_id, variant_id) references variants
);
create index stock_revaluations_variant
    on stock_revaluations (tenant_id, variant_id, effective_date, seq);
create index stock_revaluations_source on stock_revaluations (tenant_id, source_type, source_id);
create index stock_revaluations_entry on stock_revaluations (tenant_id, entry_id);
select fence('stock_revaluations', 'select, insert');

create table landed_costs (
    tenant_id uuid not null references tenants,
    id uuid not null,
    number text not null,
    cost_date date not null,
    basis text not null check (basis in ('value', 'quantity', 'weight', 'volume', 'manual')),
    note text not null default '',
    amount bigint not null check (amount > 0),
    -- Of it: what the stock became worth, and what went to the variance.
    held bigint not null,
    gone bigint not null,
    entry_id uuid not null,
    created_by uuid,
    recorded_at timestamptz not null,
    primary key (tenant_id, id),
    unique (tenant_id, number),
    check (held + gone = amount),
    foreign key (tenant_id, entry_id) references entries
);
create index landed_costs_entry on landed_costs (tenant_id, entry_id);
create index landed_costs_date on landed_costs (tenant_id, cost_date, id);
select fence('landed_costs', 'select, insert');

create table landed_cost_items (
    tenant_id uuid not null,
    landed_cost_id uuid not null,
    n integer not null check (n >= 1),
    description text not null,
    supplier_id uuid,
    account_id uuid not null,
    amount bigint not null check (amount > 0),
    primary key (tenant_id, landed_cost_id, n),
    foreign key (tenant_id, landed_cost_id) references landed_costs,
    foreign key (tenant_id, supplier_id) references suppliers,
    foreign key (tenant_id, account_id) references accounts
);
create index landed_cost_items_supplier on landed_cost_items (tenant_id, supplier_id);
create index landed_cost_items_account on landed_cost_items (tenant_id, account_id);
select fence('landed_cost_items', 'select, insert');

create table landed_cost_targets (
    tenant_id uuid not null,
    landed_cost_id uuid not null,
    n integer not null check (n >= 1),
    receipt_id uuid not null,
    receipt_line integer not null,
    amount bigint not null check (amount >= 0),
    held bigint not null,
    gone bigint not null,
    primary key (tenant_id, landed_cost_id, n),
    check (held + gone = amount),
    foreign key (tenant_id, landed_cost_id) references landed_costs,
    foreign key (tenant_id, receipt_id, receipt_line) references received_lines
);
create index landed_cost_targets_receipt
    on landed_cost_targets (tenant_id, receipt_id, receipt_line);
select fence('landed_cost_targets', 'select, insert');

create table purchase_returns (
    tenant_id uuid not null references tenants,
    id uuid not null,
    number text not null,
    receipt_id uuid not null,
    supplier_id uuid not null,
    warehouse_id uuid not null,
    return_date date not null,
    reason text not null,
    -- At the original price, and what the goods were worth on average.
    value bigint not null check (value >= 0),
    cost bigint not null check (cost >= 0),
    entry_id uuid,
    created_by uuid,
    recorded_at timestamptz not null,
    primary key (tenant_id, id),
    unique (tenant_id, number),
    foreign key (tenant_id, receipt_id) references stock_documents,
    foreign key (tenant_id, supplier_id) references suppliers,
    foreign key (tenant_id, warehouse_id) references warehouses,
    foreign key (tenant_id, entry_id) references entries
);
create index purchase_returns_receipt on purchase_returns (tenant_id, receipt_id);
create index purchase_returns_supplier on purchase_returns (tenant_id, supplier_id, return_date);
create index purchase_returns_warehouse on purchase_returns (tenant_id, warehouse_id);
create index purchase_returns_entry on purchase_returns (tenant_id, entry_id);
create index purchase_returns_date on purchase_returns (tenant_id, return_date, id);
select fence('purchase_returns', 'select, insert');

create table purchase_return_lines (
    tenant_id uuid not null,
    return_id uuid not null,
    n integer not null check (n >= 1),
    receipt_id uuid not null,
    receipt_line integer not null,
    variant_id uuid not null,
    quantity bigint not null check (quantity > 0),
    value bigint not null check (value >= 0),
    -- The bill whose debit note takes it back; none for what was not billed yet.
    bill_id uuid,
    primary key (tenant_id, return_id, n),
    foreign key (tenant_id, return_id) references purchase_returns,
    foreign key (tenant_id, receipt_id, receipt_line) references received_lines,
    foreign key (tenant_id, variant_id) references variants,
    foreign key (tenant_id, bill_id) references bills
);
create index purchase_return_lines_receipt
    on purchase_return_lines (tenant_id, receipt_id, receipt_line);
create index purchase_return_lines_variant on purchase_return_lines (tenant_id, variant_id);
create index purchase_return_lines_bill on purchase_return_lines (tenant_id, bill_id);
select fence('purchase_return_lines', 'select, insert');
