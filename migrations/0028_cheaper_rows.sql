-- What a row of the books costs to write, without a rule less.

-- A rule over one column stands in a type of that name, which a connection reads once; a check of
-- the table is read anew by every statement that writes to it.
create domain currency_code as text check (value ~ '^[A-Z]{3}$');
create domain hash_of_32_bytes as bytea check (length(value) = 32);
create domain ordinal as integer check (value >= 1);
create domain positive as bigint check (value > 0);
create domain not_negative as bigint check (value >= 0);
create domain not_zero as bigint check (value <> 0);
create domain digits as integer check (value between 1 and 12);
create domain request_key as text check (length(value) between 1 and 200);
create domain invoice_kind as text check (value in ('invoice', 'credit_note', 'sales_debit_note'));
create domain open_item_side as text check (value in ('receivable', 'payable'));
create domain open_item_role as text
    check (value in ('receivable', 'payable', 'customer_prepayment', 'supplier_prepayment'));

alter table idempotency_keys
    drop constraint idempotency_keys_key_check,
    alter column key type request_key;

alter table number_series
    drop constraint number_series_width_check,
    drop constraint number_series_next_check,
    alter column width type digits,
    alter column next type positive;

alter table ledger_heads
    drop constraint ledger_heads_hash_check,
    alter column hash type hash_of_32_bytes;

alter table entries
    drop constraint entries_seq_check,
    drop constraint entries_details_hash_check,
    drop constraint entries_prev_hash_check,
    drop constraint entries_hash_check,
    alter column seq type positive,
    alter column details_hash type hash_of_32_bytes,
    alter column prev_hash type hash_of_32_bytes,
    alter column hash type hash_of_32_bytes;

alter table lines
    drop constraint lines_n_check,
    drop constraint lines_amount_check,
    drop constraint lines_currency_check,
    alter column n type ordinal,
    alter column amount type not_zero,
    alter column currency type currency_code;

alter table stock_moves
    drop constraint stock_moves_quantity_check,
    drop constraint stock_moves_second_check,
    drop constraint stock_moves_value_check,
    alter column quantity type not_negative,
    alter column second type not_negative,
    alter column value type not_negative;

alter table stock_levels
    drop constraint stock_levels_second_check,
    alter column second type not_negative;

alter table stock_costs
    drop constraint stock_costs_quantity_check,
    drop constraint stock_costs_value_check,
    alter column quantity type not_negative,
    alter column value type not_negative;

alter table invoices
    drop constraint invoices_kind_check,
    drop constraint invoices_exchange_rate_check,
    alter column kind type invoice_kind,
    alter column exchange_rate type positive;

alter table invoice_lines
    drop constraint invoice_lines_quantity_check,
    alter column quantity type positive;

alter table open_items
    drop constraint open_items_side_check,
    drop constraint open_items_role_check,
    drop constraint open_items_currency_check,
    alter column side type open_item_side,
    alter column currency type currency_code,
    alter column role type open_item_role;

-- These served only references to rows that nobody may delete.
drop index stock_moves_from;
drop index stock_moves_to;
drop index invoice_lines_tax;
drop index invoice_taxes_code;
drop index invoices_entry;

-- As the rows of documents (0027): one array of rows instead of an array for each column.
create type audit_row as (
    id uuid,
    action text,
    subject_type text,
    subject_id uuid,
    changes jsonb
);

create type event_row as (
    id uuid,
    topic text,
    subject_id uuid,
    payload jsonb
);

create type cost_change as (
    variant_id uuid,
    quantity bigint,
    value bigint
);
