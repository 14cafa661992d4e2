-- Closing the books: journals written by hand and again and again, what a month was closed
-- with, closed years, and the settings of all this.

alter table accounts add column version integer not null default 1;

-- Who closed each part of the business, and when: {"sales": {"by": "Amal", "at": "2026-..."}}.
alter table periods add column locked_by jsonb not null default '{}';
alter table periods add column closed_at timestamptz;
alter table periods add column closed_by text not null default '';

create table book_settings (
    tenant_id uuid primary key references tenants,
    -- The month in which the fiscal year begins.
    fiscal_month integer not null default 1 check (fiscal_month between 1 and 12),
    -- Entries written by hand above this many minor units wait for somebody else's approval.
    approval_limit bigint check (approval_limit >= 0),
    -- Goods that were received and not billed for longer are a question at the month's end.
    grni_days integer not null default 30 check (grni_days between 0 and 365),
    -- The day on which opening balances stand; none before somebody chose it.
    opening_day date,
    version integer not null default 1
);
select fence('book_settings', 'select, insert, update');

-- What somebody writes again and again: rent, depreciation.
create table recurring_journals (
    tenant_id uuid not null references tenants,
    id uuid not null,
    name text not null check (name <> ''),
    memo text not null default '',
    every text not null check (every in ('month', 'quarter', 'year')),
    starts date not null,
    ends date check (ends >= starts),
    -- Whether an occurrence is posted by itself or left for somebody to look at.
    posts boolean not null default false,
    lines jsonb not null,
    amount bigint not null check (amount > 0),
    -- The occurrences that were made; the next is so many steps after the start.
    made integer not null default 0 check (made >= 0),
    -- None when it has ended or was stopped.
    next_on date,
    version integer not null default 1,
    created_by uuid,
    created_at timestamptz not null,
    primary key (tenant_id, id)
);
create index recurring_journals_next on recurring_journals (tenant_id, next_on)
    where next_on is not null;
select fence('recurring_journals', 'select, insert, update');

-- An entry written by hand: a draft can be changed and thrown away, a posted one is for ever.
create table journals (
    tenant_id uuid not null references tenants,
    id uuid not null,
    state text not null default 'draft' check (state in ('draft', 'waiting', 'posted')),
    journal_date date not null,
    memo text not null default '',
    reference text not null default '',
    -- The sum of its debits.
    amount bigint not null check (amount >= 0),
    entry_id uuid,
    number text,
    -- The journal that it takes back.
    reverses_id uuid,
    recurring_id uuid,
    occurrence date,
    -- Why somebody sent it back to its author.
    sent_back text not null default '',
    version integer not null default 1,
    created_by uuid,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    -- Who wrote it last, and who handed it in: neither may approve it.
    edited_by uuid,
    submitted_by uuid,
    posted_at timestamptz,
    primary key (tenant_id, id),
    check ((state = 'posted') = (entry_id is not null)),
    check ((entry_id is null) = (number is null)),
    check ((recurring_id is null) = (occurrence is null)),
    foreign key (tenant_id, entry_id) references entries,
    foreign key (tenant_id, reverses_id) references journals,
    foreign key (tenant_id, recurring_id) references recurring_journals
);
create index journals_entry on journals (tenant_id, entry_id);
create unique index journals_reverses on journals (tenant_id, reverses_id)
    where reverses_id is not null;
-- Each occurrence is made once, however often the job runs.
create unique index journals_occurrence on journals (tenant_id, recurring_id, occurrence)
    where recurring_id is not null;
create index journals_date on journals (tenant_id, journal_date, id);
create index journals_open on journals (tenant_id, state, journal_date) where state <> 'posted';
select fence('journals', 'select, insert, update, delete');

create table journal_lines (
    tenant_id uuid not null,
    journal_id uuid not null,
    n integer not null check (n >= 1),
    account_id uuid not null,
    -- Debit positive, credit negative.
    amount bigint not null check (amount <> 0),
    party_id uuid,
    tax_code_id uuid,
    cost_centre_id uuid,
    project_id uuid,
    memo text not null default '',
    primary key (tenant_id, journal_id, n),
    foreign key (tenant_id, journal_id) references journals on delete cascade,
    foreign key (tenant_id, account_id) references accounts,
    foreign key (tenant_id, tax_code_id) references tax_codes
);
create index journal_lines_account on journal_lines (tenant_id, account_id);
create index journal_lines_tax on journal_lines (tenant_id, tax_code_id);
select fence('journal_lines', 'select, insert, delete');

-- A posted journal says what its entry says, so neither it nor its lines may change. The rule
-- stands in the database, beside that of the entries themselves.
create function posted_journals_stay() returns trigger
language plpgsql
as $$
begin
    if old.state = 'posted' then
        raise exception 'journal % is posted', old.id using errcode = 'check_violation',
            constraint = 'journals_posted_stay', table = 'journals';
    end if;
    if lower(tg_op) = 'delete' then
        return old;
    end if;
    return new;
end $$;
create trigger journals_posted_stay before update or delete on journals
    for each row execute function posted_journals_stay();
create function posted_journal_lines_stay() returns trigger
language plpgsql
as $$
declare
    line journal_lines;
begin
    if lower(tg_op) = 'delete' then
        line := old;
    else
        line := new;
    end if;
    if exists (select from journals j where j.tenant_id = line.tenant_id
            and j.id = line.journal_id and j.state = 'posted') then
        raise exception 'journal % is posted', line.journal_id using errcode = 'check_violation',
            constraint = 'journals_posted_stay', table = 'journals';
    end if;
    return line;
end $$;
create trigger journal_lines_posted_stay before insert or delete on journal_lines
    for each row execute function posted_journal_lines_stay();

-- The papers behind an entry.
create table journal_files (
    tenant_id uuid not null,
    journal_id uuid not null,
    file_id uuid not null,
    added_by text not null,
    primary key (tenant_id, journal_id, file_id),
    foreign key (tenant_id, journal_id) references journals on delete cascade,
    foreign key (tenant_id, file_id) references files
);
create index journal_files_file on journal_files (tenant_id, file_id);
select fence('journal_files', 'select, insert, delete');

-- What a month was closed with, and why it was opened again: for ever.
create table period_closings (
    tenant_id uuid not null references tenants,
    id uuid not null,
    period_id uuid not null,
    action text not null check (action in ('close', 'reopen')),
    at timestamptz not null,
    actor_id uuid,
    actor_name text not null,
    -- The rows of the checklist as they stood, with the sentences to its warnings.
    checklist jsonb not null default '[]',
    reason text not null default '',
    primary key (tenant_id, id),
    check (action <> 'reopen' or reason <> ''),
    foreign key (tenant_id, period_id) references periods
);
create index period_closings_period on period_closings (tenant_id, period_id, at);
select fence('period_closings', 'select, insert');

create table year_closings (
    tenant_id uuid not null references tenants,
    id uuid not null,
    starts date not null,
    ends date not null check (ends > starts),
    -- What the year earned, a loss below zero.
    result bigint not null,
    -- None for a year in which nothing was earned and nothing spent.
    entry_id uuid,
    closed_at timestamptz not null,
    closed_by text not null,
    reversal_id uuid,
    reopened_at timestamptz,
    reopened_by text not null default '',
    reason text not null default '',
    primary key (tenant_id, id),
    foreign key (tenant_id, entry_id) references entries,
    foreign key (tenant_id, reversal_id) references entries
);
create unique index year_closings_standing on year_closings (tenant_id, starts)
    where reopened_at is null;
create index year_closings_entry on year_closings (tenant_id, entry_id);
create index year_closings_reversal on year_closings (tenant_id, reversal_id);
select fence('year_closings', 'select, insert');
grant update (reversal_id, reopened_at, reopened_by, reason) on year_closings to seaworthy_app;
