-- The rows of a document travel as one array of rows. As arrays of columns, each column would
-- cost the server a set of its own: for the sixteen of an invoice's lines seven times as much.
-- Whoever adds a column to one of these tables adds a new type beside the old one, since programs
-- of both versions run during an update.

create type entry_line as (
    n integer,
    account_id uuid,
    amount bigint,
    party_id uuid,
    item_id uuid,
    tax_code_id uuid,
    due_date date,
    memo text,
    currency text,
    foreign_amount bigint,
    cost_centre_id uuid,
    project_id uuid
);

create type invoice_line as (
    n integer,
    variant_id uuid,
    sku text,
    description text,
    unit text,
    quantity bigint,
    unit_price bigint,
    discount bigint,
    tax_code_id uuid,
    net bigint,
    tax bigint,
    gross bigint,
    order_line integer,
    original_line integer,
    net_base bigint,
    tax_base bigint
);

create type invoice_tax as (
    tax_code_id uuid,
    category text,
    rate bigint,
    net bigint,
    tax bigint,
    reason text,
    net_base bigint,
    tax_base bigint
);

create type stock_move as (
    id uuid,
    variant_id uuid,
    from_location_id uuid,
    to_location_id uuid,
    quantity bigint,
    value bigint,
    source_line integer,
    reason text,
    lot_id uuid,
    second bigint
);

create type level_change as (
    variant_id uuid,
    location_id uuid,
    lot_id uuid,
    quantity bigint,
    second bigint,
    -- What of it was reserved for this very movement.
    own bigint
);
