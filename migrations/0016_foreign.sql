-- Documents in another currency than the company's own: the rate that they are counted at, and
-- what they come to in the company's currency. No rate says that the document is in it.

-- What a customer is billed in; null is the company's own currency.
alter table customers add column currency text check (currency ~ '^[A-Z]{3}$');

alter table orders
    add column exchange_rate bigint check (exchange_rate > 0),
    add column exchange_units integer,
    -- Minor units of the company's currency, by the rate of the order's day.
    add column gross_base bigint not null,
    add check ((exchange_rate is null) = (exchange_units is null)),
    add check (exchange_rate is not null or gross_base = gross);

alter table purchase_orders
    add column exchange_rate bigint check (exchange_rate > 0),
    add column exchange_units integer,
    add column net_base bigint not null,
    add column gross_base bigint not null,
    add check ((exchange_rate is null) = (exchange_units is null)),
    add check (exchange_rate is not null or (net_base, gross_base) = (net, gross));

alter table invoices
    add column exchange_rate bigint check (exchange_rate > 0),
    add column exchange_units integer,
    add column net_base bigint not null,
    add column tax_base bigint not null,
    add column gross_base bigint not null check (gross_base = net_base + tax_base),
    add check ((exchange_rate is null) = (exchange_units is null)),
    add check (exchange_rate is not null or (net_base, tax_base) = (net, tax));
alter table invoice_lines
    add column net_base bigint not null,
    add column tax_base bigint not null;
alter table invoice_taxes
    add column net_base bigint not null,
    add column tax_base bigint not null;

alter table bills
    add column exchange_rate bigint check (exchange_rate > 0),
    add column exchange_units integer,
    add column net_base bigint not null,
    add column tax_base bigint not null,
    add column gross_base bigint not null check (gross_base = net_base + tax_base),
    add check ((exchange_rate is null) = (exchange_units is null)),
    add check (exchange_rate is not null or (net_base, tax_base) = (net, tax));
alter table bill_lines
    add column net_base bigint not null,
    add column tax_base bigint not null,
    -- What of the net is there because the rate changed since the goods were received: no price.
    add column cleared_exchange bigint not null default 0;
grant update (cleared_exchange) on bill_lines to seaworthy_app;
alter table bill_taxes
    add column net_base bigint not null,
    add column tax_base bigint not null;

-- The paper on which somebody kept tax back.
alter table payments
    add column certificate_number text not null default '',
    add column certificate_date date;

-- A return that was filed keeps its days closed to whatever has a tax code, until somebody reopens
-- it and says why. Filed again it is another row: the highest of a period is its return, and those
-- before it were all reopened.
alter table tax_returns
    add column filing integer not null default 1 check (filing >= 1),
    drop constraint tax_returns_tenant_id_starts_key,
    drop constraint tax_returns_tenant_id_ends_key,
    add unique (tenant_id, starts, filing),
    add unique (tenant_id, ends, filing);

create table tax_reopenings (
    tenant_id uuid not null references tenants,
    return_id uuid not null,
    reason text not null check (reason <> ''),
    reopened_at timestamptz not null,
    reopened_by uuid,
    primary key (tenant_id, return_id),
    foreign key (tenant_id, return_id) references tax_returns
);
select fence('tax_reopenings', 'select, insert');
