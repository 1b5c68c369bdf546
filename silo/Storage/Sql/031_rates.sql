-- Exchange rates: the sheet in force, the history of every accepted rate, and what operators order about them.
create table paygate.exchange_rates(
  id text collate "C" primary key check (id ~ '^fx_[0-9A-Za-z]{25}$'),
  merchant_id text collate "C" not null check (merchant_id = 'platform'),
  version bigint not null check (version > 0),
  head_hash bytea not null check (octet_length(head_hash) = 32),
  state json not null,
  due_at timestamptz,
  -- The wall clock's time, as all instants of rates are.
  asked_at timestamptz,
  source text collate "C" check (source in ('built-in', 'file', 'http')),
  constraint exchange_rates_asked check ((asked_at is null) = (source is null)));
-- There is one sheet, and all processes use it.
create unique index exchange_rates_one on paygate.exchange_rates((true));
create trigger exchange_rates_go_forward after update on paygate.exchange_rates
  for each row when (new.version <= old.version or new.id <> old.id or new.merchant_id <> old.merchant_id) execute function paygate.refuse_head();

-- Its stream belongs to the installation, not to an object that came to be in some month: its id is of the first instant that ids can name.
do $$
begin
  if not exists (
    select from pg_inherits i join pg_class c on c.oid = i.inhrelid
    cross join lateral regexp_match(pg_get_expr(c.relpartbound, c.oid), 'FROM \(''([^'']+)''\) TO \(''([^'']+)''\)') bounds
    where i.inhparent = 'paygate.events'::regclass and bounds[1]::timestamptz < '2020-01-02 00:00+00' and bounds[2]::timestamptz > '2020-01-01 00:00+00')
  then
    create table paygate.events_platform partition of paygate.events for values from ('2020-01-01 00:00+00') to ('2020-01-02 00:00+00');
  end if;
end $$;

-- In the order in which they were accepted. Nobody changes or removes them.
create table paygate.accepted_rates(
  number bigint generated always as identity primary key,
  id text collate "C" not null unique,
  merchant_id text collate "C" not null,
  currency text collate "C" not null check (length(currency) = 3 and translate(currency, 'abcdefghijklmnopqrstuvwxyz', '') = '' and currency <> 'mad'),
  in_base numeric(18, 8) not null check (in_base between 0.000001 and 1000000),
  as_of timestamptz not null,
  accepted_at timestamptz not null,
  source text collate "C" not null check (source in ('built-in', 'file', 'http', 'operator')),
  beyond_band boolean not null,
  set_by text,
  reason text,
  -- Who and why stand beside what an operator set, and only an operator leaves the band.
  constraint accepted_rates_operator check (case source when 'operator' then set_by is not null and reason is not null
    else set_by is null and reason is null and not beyond_band end));
create index accepted_rates_of_currency on paygate.accepted_rates(currency, number);
create function paygate.check_rate_band() returns trigger language plpgsql set search_path = '' as $$
declare last numeric := (select in_base from paygate.accepted_rates where currency = new.currency and number < new.number order by number desc limit 1);
begin
  if new.in_base > last * 10 or new.in_base * 10 < last then
    raise exception 'the rate % of % is more than 10 times off the one before, %', new.in_base, new.currency, last
      using errcode = 'check_violation', constraint = tg_name, table = tg_table_name, schema = tg_table_schema;
  end if;
  return null;
end $$;
revoke all on function paygate.check_rate_band() from public;
create trigger accepted_rates_band after insert on paygate.accepted_rates
  for each row when (not new.beyond_band) execute function paygate.check_rate_band();

-- What operators order about rates; a silo has it carried out, each once and in this order.
create table paygate.rate_orders(
  id bigint generated always as identity primary key,
  currency text collate "C" not null check (length(currency) = 3 and translate(currency, 'abcdefghijklmnopqrstuvwxyz', '') = ''),
  in_base numeric not null check (in_base > 0),
  hours integer not null check (hours between 1 and 720),
  beyond_band boolean not null,
  ordered_by text not null check (length(ordered_by) between 1 and 128),
  reason text not null check (length(reason) between 1 and 500),
  ordered_at timestamptz not null default now(),
  finished_at timestamptz,
  -- Why it was not carried out; null for one that was.
  refusal text,
  constraint rate_orders_finished check (refusal is null or finished_at is not null));
create index rate_orders_open on paygate.rate_orders(id) where finished_at is null;
create function paygate.refuse_rate_order() returns trigger language plpgsql set search_path = '' as $$
begin
  raise exception 'order % about a rate is finished once, and changes in nothing else', old.id
    using errcode = 'check_violation', constraint = tg_name, table = tg_table_name, schema = tg_table_schema;
end $$;
revoke all on function paygate.refuse_rate_order() from public;
create trigger rate_orders_stay after update on paygate.rate_orders
  for each row when (old.finished_at is not null or (new.id, new.currency, new.in_base, new.hours, new.beyond_band, new.ordered_by, new.reason, new.ordered_at)
    is distinct from (old.id, old.currency, old.in_base, old.hours, old.beyond_band, old.ordered_by, old.reason, old.ordered_at))
  execute function paygate.refuse_rate_order();

grant select, insert, update on paygate.exchange_rates to paygate_silo;
grant select, insert on paygate.accepted_rates to paygate_silo;
grant select, insert on paygate.rate_orders to paygate_silo;
grant update (finished_at, refusal) on paygate.rate_orders to paygate_silo;
grant select on paygate.exchange_rates, paygate.accepted_rates to paygate_api;

create view audit.accepted_rates as
  select number, currency, in_base, as_of, accepted_at, source, beyond_band, set_by, reason from paygate.accepted_rates;
grant select on audit.accepted_rates to paygate_audit;
