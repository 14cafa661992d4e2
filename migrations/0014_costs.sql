-- What money is spent and earned for: cost centres and projects on every line of the books,
-- and expenses that are no bill of a supplier.

create table cost_centres (
    tenant_id uuid not null references tenants,
    id uuid not null,
    code text not null,
    name jsonb not null,
    parent_id uuid,
    active boolean not null default true,
    version integer not null default 1,
    primary key (tenant_id, id),
    unique (tenant_id, code),
    check (parent_id <> id),
    foreign key (tenant_id, parent_id) references cost_centres
);
create index cost_centres_parent on cost_centres (tenant_id, parent_id);
select fence('cost_centres', 'select, insert, update');

create table projects (
    tenant_id uuid not null references tenants,
    id uuid not null,
    code text not null,
    name jsonb not null,
    parent_id uuid,
    active boolean not null default true,
    version integer not null default 1,
    primary key (tenant_id, id),
    unique (tenant_id, code),
    check (parent_id <> id),
    foreign key (tenant_id, parent_id) references projects
);
create index projects_parent on projects (tenant_id, parent_id);
select fence('projects', 'select, insert, update');

alter table lines add constraint lines_cost_centre_id
    foreign key (tenant_id, cost_centre_id) references cost_centres;
alter table lines add constraint lines_project_id
    foreign key (tenant_id, project_id) references projects;
alter table journal_lines add constraint journal_lines_cost_centre_id
    foreign key (tenant_id, cost_centre_id) references cost_centres;
alter table journal_lines add constraint journal_lines_project_id
    foreign key (tenant_id, project_id) references projects;
create index journal_lines_cost_centre on journal_lines (tenant_id, cost_centre_id);
create index journal_lines_project on journal_lines (tenant_id, project_id);
alter table bank_rules add constraint bank_rules_cost_centre_id
    foreign key (tenant_id, cost_centre_id) references cost_centres;
alter table bank_rules add constraint bank_rules_project_id
    foreign key (tenant_id, project_id) references projects;
create index bank_rules_cost_centre on bank_rules (tenant_id, cost_centre_id);
create index bank_rules_project on bank_rules (tenant_id, project_id);

-- Money spent without a bill: from the cash box, a bank, or somebody's own pocket.
create table expenses (
    tenant_id uuid not null references tenants,
    id uuid not null,
    state text not null check (state in ('waiting', 'posted', 'reversed')),
    number text,
    date date not null,
    description text not null check (description <> ''),
    account_id uuid not null,
    -- With tax, in the company's currency.
    gross bigint not null check (gross > 0),
    tax bigint not null check (tax >= 0 and tax < gross),
    tax_code_id uuid,
    paid_by text not null check (paid_by in ('cash', 'bank', 'employee')),
    -- The account of the money, where it is another than the usual one.
    money_account_id uuid,
    -- Who is paid back.
    employee_id uuid,
    cost_centre_id uuid,
    project_id uuid,
    -- What it was for: an order, a purchase order.
    link_type text check (link_type in ('order', 'purchase_order')),
    link_id uuid,
    link_number text not null default '',
    file_id uuid,
    entry_id uuid,
    reversal_id uuid,
    reason text not null default '',
    version integer not null default 1,
    created_at timestamptz not null,
    created_by uuid,
    posted_at timestamptz,
    primary key (tenant_id, id),
    unique (tenant_id, number),
    check ((state in ('posted', 'reversed')) = (entry_id is not null)),
    check ((entry_id is null) = (number is null)),
    check ((state = 'reversed') = (reversal_id is not null)),
    check ((paid_by = 'employee') = (employee_id is not null)),
    check ((link_type is null) = (link_id is null)),
    foreign key (tenant_id, account_id) references accounts,
    foreign key (tenant_id, money_account_id) references accounts,
    foreign key (tenant_id, tax_code_id) references tax_codes,
    foreign key (tenant_id, cost_centre_id) references cost_centres,
    foreign key (tenant_id, project_id) references projects,
    foreign key (tenant_id, entry_id) references entries,
    foreign key (tenant_id, reversal_id) references entries
);
create index expenses_date on expenses (tenant_id, date, id);
create index expenses_account on expenses (tenant_id, account_id);
create index expenses_money_account on expenses (tenant_id, money_account_id);
create index expenses_tax_code on expenses (tenant_id, tax_code_id);
create index expenses_cost_centre on expenses (tenant_id, cost_centre_id);
create index expenses_project on expenses (tenant_id, project_id);
create index expenses_entry on expenses (tenant_id, entry_id);
create index expenses_reversal on expenses (tenant_id, reversal_id);
create index expenses_link on expenses (tenant_id, link_type, link_id) where link_id is not null;
select fence('expenses', 'select, insert, update, delete');
