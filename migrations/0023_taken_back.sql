-- What was a mistake is taken back: a credit note, and a file of budgets.

-- A credit note that was a mistake is taken back whole, once, by a debit note that names it.
do $$
declare old text;
begin
    for old in select conname from pg_constraint
        where conrelid = 'invoices'::regclass and contype = 'c'
            and (pg_get_constraintdef(oid) like '%credit\_note%')
    loop
        execute format('alter table invoices drop constraint %I', old);
    end loop;
end $$;
alter table invoices
    add check (kind in ('invoice', 'credit_note', 'sales_debit_note')),
    add check ((kind = 'invoice') = (original_id is null));
create unique index invoices_takes_back on invoices (tenant_id, original_id)
    where kind = 'sales_debit_note';

-- When the credit note of a return was taken back: then what it covered can be credited again.
alter table return_credits add column cancelled_at timestamptz;
grant update (cancelled_at) on return_credits to seaworthy_app;

-- A budget that a file brought goes again when the import is taken back, as long as nobody has
-- changed it since.
grant delete on budgets to seaworthy_app;
