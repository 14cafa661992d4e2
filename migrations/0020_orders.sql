-- Orders that end before their time: what of a line was given up, and quotes whose order was
-- cancelled.

-- Given up when the order was cut short: it is neither delivered nor invoiced any more.
alter table order_lines
    add column given_up bigint not null default 0,
    add check (given_up >= 0 and given_up <= quantity - greatest(delivered, invoiced));

-- A quote makes one order at a time: once that is cancelled, it may be ordered again.
drop index orders_quote;
create unique index orders_quote on orders (tenant_id, quote_id)
    where quote_id is not null and state <> 'cancelled';
create index orders_quoted on orders (tenant_id, quote_id, id) where quote_id is not null;
