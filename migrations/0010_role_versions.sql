-- Two people who change a role at once must not undo each other's change unseen: each says which
-- version it has read, as with people, orders and products.

alter table roles add column version integer not null default 1;
