-- What money is spent and earned for: cost centres and projects on every line of the books.

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
