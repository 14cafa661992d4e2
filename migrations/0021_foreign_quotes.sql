-- Quotes in another currency than the company's own, as orders have them: what it was counted at
-- on the quote's day, and what the quote comes to in the company's currency.

alter table quotes
    add column exchange_rate bigint check (exchange_rate > 0),
    add column exchange_units integer,
    -- Minor units of the company's currency.
    add column gross_base bigint;
-- Every quote so far is in the company's own. An update would see the rows of no company here.
alter table quotes
    alter column gross_base type bigint using gross,
    alter column gross_base set not null,
    add check ((exchange_rate is null) = (exchange_units is null)),
    add check (exchange_rate is not null or gross_base = gross);
