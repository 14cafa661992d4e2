-- Orders that end before their time: what of a line was given up, and quotes whose order was
-- cancelled.

-- Given up when the order was cut short: it is neither delivered nor invoiced any more.
alter table order_lines
    add column given_up bigint not null default 0,
    add check (given_up >= 0 and given_up <= quantity - greatest(delivered, invoiced));
