//! Years of books as SQL, written past the program as a restored backup would be. Fences and
//! triggers are off for that moment: what is written agrees with itself.

const PAST_TRIGGERS: &str = "set session_replication_role = replica;";

/// Ten lines an entry over the last three years, in the order of their days; one in a hundred
/// was recorded late, for a day two months before.
pub fn journal(tenant: &str, lines: u64) -> String {
    let entries = lines.div_ceil(10);
    format!(
        "begin; {PAST_TRIGGERS}
        create temporary table chosen as
            select row_number() over (order by code) - 1 as n, id from accounts
            where tenant_id = '{tenant}' and active;
        create temporary table written as
            select n as seq, gen_random_uuid() as id, current_date - 1095
                + (n * 1094 / {entries})::int - case when n % 100 = 0 then 60 else 0 end as day
            from generate_series(1, {entries}) n;
        insert into entries (tenant_id, id, seq, number, effective_date, recorded_at, source_type,
            source_id, details_hash, prev_hash, hash)
        select '{tenant}', id, seq, 'B-' || seq, day, now() - interval '3 years'
                + interval '3 years' * (seq::float8 / {entries}), 'journal', id,
            sha256(''), sha256(''), sha256('')
        from written;
        insert into lines (tenant_id, entry_id, effective_date, seq, n, account_id, amount)
        select '{tenant}', w.id, w.day, w.seq, k,
            (select c.id from chosen c where c.n
                = (w.seq * 7 + (k + 1) / 2 * 13 + k % 2 * 5) % (select count(*) from chosen)),
            case k % 2 when 1 then 1 else -1 end * (100 + (w.seq * 31 + (k + 1) / 2 * 17) % 90000)
        from written w cross join generate_series(1, 10) k;
        update ledger_heads set seq = {entries} where tenant_id = '{tenant}';
        insert into periods (tenant_id, id, starts, ends)
        select '{tenant}', gen_random_uuid(), m::date,
            (m + interval '1 month - 1 day')::date
        from generate_series(date_trunc('month', current_date - 1160), current_date,
            interval '1 month') m
        on conflict do nothing;
        commit"
    )
}

/// Receipts and issues of an item by turns over the last year, that never dip below zero.
pub fn moves(tenant: &str, item: &str, moves: u64) -> String {
    format!(
        "begin; {PAST_TRIGGERS}
        create temporary table place as
            select w.id as house, l.id as stock, (select o.id from locations o
                where o.tenant_id = '{tenant}' and o.kind = 'supplier' limit 1) as supplier,
                (select o.id from locations o
                where o.tenant_id = '{tenant}' and o.kind = 'customer' limit 1) as customer
            from warehouses w
            join locations l on l.tenant_id = w.tenant_id and l.warehouse_id = w.id
                and l.kind = 'internal'
            where w.tenant_id = '{tenant}' and w.is_default limit 1;
        create temporary table moved as
            select n, current_date - 365 + (n * 364 / {moves})::int as day, n % 2 = 1 as comes
            from generate_series(1, {moves}) n;
        insert into stock_moves (tenant_id, id, variant_id, from_location_id, to_location_id,
            quantity, value, effective_date, recorded_at, source_type, source_id, source_line)
        select '{tenant}', gen_random_uuid(), '{item}',
            case when comes then supplier else stock end,
            case when comes then stock else customer end,
            3000000, 3000, day, now(), 'stock_adjustment', gen_random_uuid(), 1
        from moved, place;
        insert into stock_days as d (tenant_id, variant_id, location_id, date, quantity)
        select '{tenant}', '{item}', stock, day,
            sum(case when comes then 3000000 else -3000000 end)
        from moved, place group by stock, day
        on conflict (tenant_id, variant_id, location_id, lot_id, date)
            do update set quantity = d.quantity + excluded.quantity;
        update stock_levels set on_hand = on_hand + (select
            sum(case when comes then 3000000 else -3000000 end) from moved)
        where tenant_id = '{tenant}' and variant_id = '{item}';
        update stock_costs set quantity = quantity + (select
            sum(case when comes then 3000000 else -3000000 end) from moved)
        where tenant_id = '{tenant}' and variant_id = '{item}';
        commit"
    )
}

/// A job for the program's worker, due now.
pub fn job(tenant: &str, kind: &str) -> String {
    format!(
        "insert into jobs (tenant_id, id, kind, payload, run_at, max_attempts, created_at)
         values ('{tenant}', gen_random_uuid(), '{kind}', '{{}}', now(), 1, now())"
    )
}

/// The balance of every account at the end of a day, from all lines: `1000=5,1100=-7`.
pub fn whole(tenant: &str, day: &str) -> String {
    format!(
        "select string_agg(code || '=' || amount, ',' order by code) from (
            select a.code, sum(l.amount)::bigint as amount from lines l
            join accounts a on a.tenant_id = l.tenant_id and a.id = l.account_id
            where l.tenant_id = '{tenant}' and l.effective_date <= '{day}'
            group by a.code having sum(l.amount) <> 0) s"
    )
}
