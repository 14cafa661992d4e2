-- Every document reads what its company has set up: tax codes, chart, warehouses, its own profile.
-- It is read far more often than changed, so the program remembers it together with a version
-- that stands here, and reads it anew when the version is another. A version is never used again,
-- also not after a restore: it is a random number and no count.

create table setup_versions (
    tenant_id uuid primary key references tenants,
    version uuid not null
);
insert into setup_versions (tenant_id, version) select id, gen_random_uuid() from tenants;
select fence('setup_versions', 'select, insert, update');

-- Runs at the commit of whoever changed something, so the row is the last that it locks and two
-- of them never wait for each other in a circle.
create function setup_changed() returns trigger
    language plpgsql as $$
declare
    changed jsonb := to_jsonb(case when lower(tg_op) = 'delete' then old else new end);
    company uuid := changed ->> tg_argv[0];
    fenced text := current_setting('app.tenant_id', true);
begin
    if current_setting('app.setup_changed', true) = company::text then
        return null;
    end if;
    -- What it remembers would be what it is about to change.
    if current_setting('app.document', true) = 'yes' then
        raise exception 'a document changes what the company has set up: %', tg_table_name;
    end if;
    perform set_config('app.setup_changed', company::text, true);
    perform set_config('app.tenant_id', company::text, true);
    insert into setup_versions (tenant_id, version) values (company, gen_random_uuid())
        on conflict (tenant_id) do update set version = excluded.version;
    perform set_config('app.tenant_id', coalesce(fenced, ''), true);
    return null;
end $$;

do $$
declare
    target text;
begin
    foreach target in array array['accounts', 'approval_rules', 'discount_limits', 'price_lists',
        'settings', 'tax_codes', 'tax_parts', 'tax_rates', 'warehouses']
    loop
        execute format(
            'create constraint trigger setup_changed after insert or update or delete on %I'
            ' deferrable initially deferred for each row'
            ' execute function setup_changed(''tenant_id'')', target);
    end loop;
end $$;

-- Places inside a warehouse come and go; where goods leave for and come from does not.
create constraint trigger setup_changed after insert or update on locations
    deferrable initially deferred for each row when (new.kind <> 'internal')
    execute function setup_changed('tenant_id');

create constraint trigger setup_changed after update of name, lang on tenants
    deferrable initially deferred for each row execute function setup_changed('id');
