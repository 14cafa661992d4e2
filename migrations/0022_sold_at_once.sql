-- Goods of a sale at once come back.

-- A return is of one delivery of an order, or of an invoice that took the goods out itself.
alter table returns
    alter column order_id drop not null,
    alter column delivery_id drop not null,
    add column invoice_id uuid,
    add check ((order_id is null) = (delivery_id is null)),
    add check ((delivery_id is null) <> (invoice_id is null)),
    add foreign key (tenant_id, invoice_id) references invoices;
create index returns_invoice on returns (tenant_id, invoice_id);

alter table return_lines
    alter column delivery_id drop not null,
    alter column delivery_line drop not null,
    alter column order_id drop not null,
    alter column order_line drop not null,
    add column invoice_id uuid,
    add column invoice_line integer,
    add check ((invoice_id is null) = (invoice_line is null)),
    add check ((delivery_id is null) = (delivery_line is null)
        and (delivery_id is null) = (order_id is null)
        and (order_id is null) = (order_line is null)),
    add check ((delivery_id is null) <> (invoice_id is null)),
    add foreign key (tenant_id, invoice_id, invoice_line) references invoice_lines;
create index return_lines_invoice on return_lines (tenant_id, invoice_id, invoice_line);
