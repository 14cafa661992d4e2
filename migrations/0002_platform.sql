-- Tenants, people, and what every capability leans on: jobs, audit, events, files, imports.
-- Tables without tenant_id belong to the installation; all others are fenced.

create table plans (
    id text primary key,
    name jsonb not null,
    trial_days integer not null check (trial_days >= 0)
);
insert into plans values
    ('trial', '{"en": "Trial", "ar": "تجريبية", "bn": "পরীক্ষামূলক"}', 30),
    ('standard', '{"en": "Standard", "ar": "قياسية", "bn": "স্ট্যান্ডার্ড"}', 0);
grant select on plans to seaworthy_app;

create table tenants (
    id uuid primary key,
    slug text not null unique check (slug ~ '^[a-z][a-z0-9-]{1,38}[a-z0-9]$'),
    name text not null check (name <> ''),
    country text not null check (country ~ '^[A-Z]{2}$'),
    currency text not null check (currency ~ '^[A-Z]{3}$'),
    lang text not null check (lang in ('en', 'ar', 'bn')),
    time_zone text not null,
    plan_id text not null references plans,
    trial_ends_at timestamptz,
    state text not null default 'active' check (state in ('active', 'suspended', 'closed')),
    created_at timestamptz not null
);
create index tenants_plan on tenants (plan_id);
grant select, insert, update on tenants to seaworthy_app;

-- Custom domains; the subdomain of the root domain needs no row.
create table tenant_domains (
    host text primary key,
    tenant_id uuid not null references tenants
);
create index tenant_domains_tenant on tenant_domains (tenant_id);
grant select on tenant_domains to seaworthy_app;

create table users (
    tenant_id uuid not null references tenants,
    id uuid not null,
    email text not null check (email = lower(email) and email like '%_@_%'),
    name text not null check (name <> ''),
    password_hash text,
    lang text check (lang in ('en', 'ar', 'bn')),
    active boolean not null default true,
    version integer not null default 1,
    last_sign_in_at timestamptz,
    created_at timestamptz not null,
    primary key (tenant_id, id),
    unique (tenant_id, email)
);
select fence('users', 'select, insert, update');

create table roles (
    tenant_id uuid not null references tenants,
    id uuid not null,
    slug text not null,
    name jsonb not null,
    built_in boolean not null default false,
    version integer not null default 1,
    primary key (tenant_id, id),
    unique (tenant_id, slug)
);
select fence('roles', 'select, insert, update, delete');

create table role_permissions (
    tenant_id uuid not null,
    role_id uuid not null,
    permission text not null,
    primary key (tenant_id, role_id, permission),
    foreign key (tenant_id, role_id) references roles on delete cascade
);
select fence('role_permissions', 'select, insert, delete');

create table user_roles (
    tenant_id uuid not null,
    user_id uuid not null,
    role_id uuid not null,
    primary key (tenant_id, user_id, role_id),
    foreign key (tenant_id, user_id) references users,
    foreign key (tenant_id, role_id) references roles
);
create index user_roles_role on user_roles (tenant_id, role_id);
select fence('user_roles', 'select, insert, delete');

-- Only hashes of tokens are stored: a stolen backup opens no door.
create table sessions (
    tenant_id uuid not null,
    id uuid not null,
    token_hash bytea not null,
    user_id uuid not null,
    created_at timestamptz not null,
    last_seen_at timestamptz not null,
    expires_at timestamptz not null,
    ip text,
    user_agent text,
    primary key (tenant_id, id),
    unique (tenant_id, token_hash),
    foreign key (tenant_id, user_id) references users
);
create index sessions_user on sessions (tenant_id, user_id);
create index sessions_expiry on sessions (tenant_id, expires_at);
select fence('sessions', 'select, insert, update, delete');

-- One family a sign-in; presenting a used token revokes the family.
create table refresh_tokens (
    tenant_id uuid not null,
    id uuid not null,
    family_id uuid not null,
    user_id uuid not null,
    token_hash bytea not null,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    used_at timestamptz,
    revoked_at timestamptz,
    primary key (tenant_id, id),
    unique (tenant_id, token_hash),
    foreign key (tenant_id, user_id) references users
);
create index refresh_tokens_family on refresh_tokens (tenant_id, family_id);
create index refresh_tokens_user on refresh_tokens (tenant_id, user_id);
select fence('refresh_tokens', 'select, insert, update, delete');

create table api_tokens (
    tenant_id uuid not null,
    id uuid not null,
    user_id uuid not null,
    name text not null,
    token_hash bytea not null,
    created_at timestamptz not null,
    revoked_at timestamptz,
    primary key (tenant_id, id),
    unique (tenant_id, token_hash),
    foreign key (tenant_id, user_id) references users
);
create index api_tokens_user on api_tokens (tenant_id, user_id);
select fence('api_tokens', 'select, insert, update');

create table password_resets (
    tenant_id uuid not null,
    id uuid not null,
    user_id uuid not null,
    token_hash bytea not null,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    used_at timestamptz,
    primary key (tenant_id, id),
    unique (tenant_id, token_hash),
    foreign key (tenant_id, user_id) references users
);
create index password_resets_user on password_resets (tenant_id, user_id);
select fence('password_resets', 'select, insert, update, delete');

-- The answer of every command that carried an Idempotency-Key, written in its transaction.
create table idempotency_keys (
    tenant_id uuid not null,
    key text not null check (length(key) between 1 and 200),
    request_hash bytea not null,
    status smallint,
    location text,
    content_type text,
    body bytea,
    created_at timestamptz not null,
    primary key (tenant_id, key)
);
create index idempotency_keys_age on idempotency_keys (tenant_id, created_at);
select fence('idempotency_keys', 'select, insert, update, delete');

create table audit_log (
    tenant_id uuid not null,
    id uuid not null,
    at timestamptz not null,
    actor_id uuid,
    actor_name text not null,
    action text not null,
    subject_type text not null,
    subject_id uuid not null,
    changes jsonb not null,
    ip text,
    request_id text,
    primary key (tenant_id, id)
);
create index audit_log_subject on audit_log (tenant_id, subject_type, subject_id, id);
select fence('audit_log', 'select, insert');

create table events (
    tenant_id uuid not null,
    id uuid not null,
    at timestamptz not null,
    topic text not null,
    subject_id uuid not null,
    payload jsonb not null,
    primary key (tenant_id, id)
);
select fence('events', 'select, insert');

-- Work for later, enqueued in the transaction that wants it. A finished job is deleted.
-- tenant_id is the nil uuid for the installation's own work.
create table jobs (
    tenant_id uuid not null,
    id uuid not null,
    kind text not null,
    payload jsonb not null,
    unique_key text,
    state text not null default 'queued' check (state in ('queued', 'running', 'dead')),
    run_at timestamptz not null,
    attempts integer not null default 0,
    max_attempts integer not null,
    locked_by text,
    locked_until timestamptz,
    last_error text,
    created_at timestamptz not null,
    primary key (tenant_id, id)
);
create index jobs_ready on jobs (run_at) where state = 'queued';
create index jobs_running on jobs (locked_until) where state = 'running';
create unique index jobs_unique on jobs (tenant_id, kind, unique_key)
    where state = 'queued' and unique_key is not null;
create index jobs_dead on jobs (tenant_id, id) where state = 'dead';
select fence('jobs', 'select, insert, update, delete');
-- The worker takes jobs of every tenant; it says so by name in its transaction.
create policy worker_fence on jobs
    using (current_setting('app.system', true) = 'worker')
    with check (current_setting('app.system', true) = 'worker');

create table schedules (
    name text primary key,
    next_run_at timestamptz not null,
    last_run_at timestamptz,
    last_error text
);
grant select, insert, update on schedules to seaworthy_app;

create table files (
    tenant_id uuid not null references tenants,
    id uuid not null,
    name text not null,
    content_type text not null,
    size_bytes bigint not null check (size_bytes >= 0),
    hash bytea not null,
    created_by uuid,
    created_at timestamptz not null,
    primary key (tenant_id, id)
);
select fence('files', 'select, insert, delete');

create table settings (
    tenant_id uuid not null references tenants,
    key text not null,
    value jsonb not null,
    primary key (tenant_id, key)
);
select fence('settings', 'select, insert, update, delete');

create table saved_views (
    tenant_id uuid not null,
    id uuid not null,
    user_id uuid not null,
    list text not null,
    name text not null check (name <> ''),
    query text not null,
    shared boolean not null default false,
    created_at timestamptz not null,
    primary key (tenant_id, id),
    foreign key (tenant_id, user_id) references users
);
create index saved_views_list on saved_views (tenant_id, list);
create index saved_views_user on saved_views (tenant_id, user_id);
select fence('saved_views', 'select, insert, update, delete');

create table imports (
    tenant_id uuid not null references tenants,
    id uuid not null,
    kind text not null,
    file_id uuid not null,
    file_name text not null,
    mapping jsonb not null,
    state text not null check (state in ('previewed', 'committed', 'undone', 'failed')),
    created_count integer not null default 0,
    updated_count integer not null default 0,
    unchanged_count integer not null default 0,
    error_count integer not null default 0,
    summary jsonb not null default '{}',
    created_by uuid,
    created_at timestamptz not null,
    committed_at timestamptz,
    undone_at timestamptz,
    primary key (tenant_id, id),
    foreign key (tenant_id, file_id) references files
);
create index imports_file on imports (tenant_id, file_id);
select fence('imports', 'select, insert, update');

create table import_errors (
    tenant_id uuid not null,
    import_id uuid not null,
    row_number integer not null,
    field text not null default '',
    -- The sentence by its code, so that everybody reads it in their own language.
    code text not null,
    facts jsonb not null default '{}',
    cells jsonb not null,
    primary key (tenant_id, import_id, row_number, field),
    foreign key (tenant_id, import_id) references imports
);
select fence('import_errors', 'select, insert, delete');

-- What an import changed: enough to take it back.
create table import_effects (
    tenant_id uuid not null,
    import_id uuid not null,
    entity text not null,
    entity_id uuid not null,
    before jsonb,
    after_version integer not null,
    primary key (tenant_id, import_id, entity, entity_id),
    foreign key (tenant_id, import_id) references imports
);
select fence('import_effects', 'select, insert, delete');
