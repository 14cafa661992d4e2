-- What a company means to earn and spend: a plan for a fiscal year, month by month, for all of it
-- or for one cost centre or project. Reports put what was earned and spent beside it.

create table budgets (
    tenant_id uuid not null references tenants,
    id uuid not null,
    name text not null check (name <> ''),
    -- The first day of the year.
    fiscal_year date not null check (extract(day from fiscal_year) = 1),
    cost_centre_id uuid,
    project_id uuid,
    state text not null default 'draft' check (state in ('draft', 'active', 'archived')),
    version integer not null default 1,
    created_by uuid,
    created_at timestamptz not null,
    primary key (tenant_id, id),
    foreign key (tenant_id, cost_centre_id) references cost_centres,
    foreign key (tenant_id, project_id) references projects
);
-- What is compared with the books must be one plan and not the sum of two.
create unique index budgets_active
    on budgets (tenant_id, fiscal_year, cost_centre_id, project_id) nulls not distinct
    where state = 'active';
create index budgets_year on budgets (tenant_id, fiscal_year, id);
create index budgets_cost_centre on budgets (tenant_id, cost_centre_id);
create index budgets_project on budgets (tenant_id, project_id);
select fence('budgets', 'select, insert, update');

create table budget_lines (
    tenant_id uuid not null references tenants,
    budget_id uuid not null,
    account_id uuid not null,
    -- A number for each month of the year, in minor units of the company's currency. Signs are as
    -- people think: what is to be earned and what may be spent are both above zero.
    amounts bigint[] not null
        check (cardinality(amounts) = 12 and array_position(amounts, null) is null),
    primary key (tenant_id, budget_id, account_id),
    foreign key (tenant_id, budget_id) references budgets,
    foreign key (tenant_id, account_id) references accounts
);
create index budget_lines_account on budget_lines (tenant_id, account_id);
select fence('budget_lines', 'select, insert, delete');
