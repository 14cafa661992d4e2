-- What companies that are there already lack for batches of animals: the accounts that their
-- postings look for, and what the built-in roles may do. New companies are furnished with both.
-- A code that the company has given to something else is left alone: the next free one is taken.

do $$
declare
    company uuid;
    one record;
    free integer;
begin
    for company in select id from tenants loop
        perform set_config('app.tenant_id', company::text, true);
        for one in
            select * from (values
                (1360, 'biological_cost', 'asset', 'biological', null,
                    'Biological assets, cost', 'الأصول البيولوجية، التكلفة', 'জৈব সম্পদ, ব্যয়'),
                (1365, 'biological_fair_value', 'asset', 'biological', 'non_cash',
                    'Biological assets, fair value adjustment',
                    'الأصول البيولوجية، تعديل القيمة العادلة', 'জৈব সম্পদ, ন্যায্যমূল্য সমন্বয়'),
                (4200, 'fair_value_change', 'income', 'none', null,
                    'Fair value changes of biological assets',
                    'تغيرات القيمة العادلة للأصول البيولوجية', 'জৈব সম্পদের ন্যায্যমূল্য পরিবর্তন'),
                (5400, 'mortality_loss', 'expense', 'none', null,
                    'Abnormal mortality', 'النفوق غير الطبيعي', 'অস্বাভাবিক মৃত্যু'),
                (5450, 'applied_costs', 'expense', 'none', null,
                    'Production costs applied to batches', 'تكاليف إنتاج محمّلة على الدفعات',
                    'ব্যাচে আরোপিত উৎপাদন ব্যয়')
            ) as v (code, role, type, control, cash_flow, en, ar, bn)
        loop
            -- A company that was never furnished with a chart gets none by this.
            continue when not exists (
                select from accounts where tenant_id = company and role = 'inventory');
            continue when exists (
                select from accounts where tenant_id = company and role = one.role);
            free := one.code;
            while exists (select from accounts where tenant_id = company and code = free::text) loop
                free := free + 1;
            end loop;
            insert into accounts (tenant_id, id, code, name, type, control, role, cash_flow)
            values (company, gen_random_uuid(), free::text,
                jsonb_build_object('en', one.en, 'ar', one.ar, 'bn', one.bn),
                one.type, one.control, one.role, one.cash_flow);
        end loop;
        insert into role_permissions (tenant_id, role_id, permission)
        select company, r.id, p.permission
        from roles r
        join (values
            ('manager', 'batches.read'), ('manager', 'batches.record'),
            ('manager', 'batches.value'), ('manager', 'batches.keep'),
            ('accountant', 'batches.read'), ('accountant', 'batches.value'),
            ('accountant', 'batches.keep'), ('storekeeper', 'batches.read'),
            ('farm_worker', 'batches.read'), ('farm_worker', 'batches.record'),
            ('viewer', 'batches.read')
        ) as p (slug, permission) on p.slug = r.slug
        where r.tenant_id = company and r.built_in
        on conflict do nothing;
    end loop;
    perform set_config('app.tenant_id', '', true);
end $$;
