-- What operators order about merchants' keys; the silos work it off. One order is done for each merchant once, however often it is begun.
create table paygate.key_orders (
  id bigint generated always as identity primary key,
  -- Null for all merchants.
  merchant_id text collate "C" check (length(merchant_id) between 1 and 128),
  reason text collate "C" not null check (reason in ('ordered', 'compromised')),
  ordered_at timestamptz not null default now(),
  -- PayGate's time when a silo took it first: versions that are older are replaced.
  taken_at timestamptz,
  finished_at timestamptz,
  merchants integer check (merchants >= 0),
  constraint key_orders_finished check ((finished_at is null) = (merchants is null) and (finished_at is null or taken_at is not null)));
create index key_orders_open on paygate.key_orders (id) where finished_at is null;
grant select, insert, update on paygate.key_orders to paygate_silo;
