-- The second fence, before any table: roles that own nothing, and one function that puts a
-- table behind row-level security. The program connects, becomes seaworthy_app, and from then
-- on the database itself refuses rows of any tenant but the one named in app.tenant_id.

do $$
begin
    if not exists (select from pg_roles where rolname = 'seaworthy_app') then
        create role seaworthy_app nologin;
    end if;
    -- Owns the search functions. Row-level security hides trigram indexes from the planner
    -- (their operators are not leakproof), so search runs as this role, which may read a few
    -- columns of a few tables and whose functions name the tenant themselves.
    if not exists (select from pg_roles where rolname = 'seaworthy_search') then
        create role seaworthy_search nologin;
    end if;
    execute format('grant seaworthy_app, seaworthy_search to %I', current_user);
exception when duplicate_object or unique_violation then null;
end $$;

create extension if not exists pg_trgm;
create extension if not exists btree_gin;

grant usage on schema public to seaworthy_app;
grant usage, create on schema public to seaworthy_search;

create function app_tenant() returns uuid
language sql stable parallel safe
as $$ select nullif(current_setting('app.tenant_id', true), '')::uuid $$;

-- Puts one table behind the fence and grants the app what it needs, e.g. 'select, insert'.
create function fence(target regclass, privileges text) returns void
language plpgsql
as $$
begin
    execute format('alter table %s enable row level security', target);
    execute format('alter table %s force row level security', target);
    execute format(
        'create policy tenant_fence on %s using (tenant_id = app_tenant())'
        ' with check (tenant_id = app_tenant())', target);
    execute format('grant %s on %s to seaworthy_app', privileges, target);
end $$;
revoke execute on function fence(regclass, text) from public;
