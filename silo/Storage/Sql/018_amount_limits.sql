-- Amount limits: what a merchant may approve per day and month in one mode and currency, the leases of it that processes hold, and what payments took from them.
create table paygate.amount_limits(
  id text collate "C" primary key,
  merchant_id text collate "C" not null,
  version bigint not null check (version > 0),
  head_hash bytea not null check (octet_length(head_hash) = 32),
  state json not null,
  due_at timestamptz,
  livemode boolean not null,
  currency text not null check (length(currency) = 3 and translate(currency, 'abcdefghijklmnopqrstuvwxyz', '') = ''),
  daily_limit bigint check (daily_limit > 0),
  monthly_limit bigint check (monthly_limit > 0),
  day_start timestamptz not null,
  -- Taken without a lease, and from leases, what they still hold included.
  day_before bigint not null check (day_before >= 0),
  day_taken bigint not null check (day_taken >= 0),
  month_start timestamptz not null check (month_start <= day_start),
  month_before bigint not null check (month_before >= day_before),
  month_taken bigint not null check (month_taken >= day_taken),
  -- One row for each merchant, mode and currency, so that no limit can be had twice.
  check (id = merchant_id || case when livemode then '/limits/live/' else '/limits/test/' end || currency));
create trigger amount_limits_go_forward after update on paygate.amount_limits
  for each row when (
    new.version <= old.version or new.id <> old.id or new.merchant_id <> old.merchant_id or new.day_start < old.day_start or new.month_start < old.month_start)
  execute function paygate.refuse_head();
create index amount_limits_in_force on paygate.amount_limits(id) where daily_limit is not null or monthly_limit is not null;

-- What is handed out stays within the limits. A limit may be set below what is taken already: then nothing more is handed out.
create function paygate.refuse_grant() returns trigger language plpgsql set search_path = '' as $$
begin
  raise exception 'a grant of % goes beyond its limit', new.id
    using errcode = 'check_violation', constraint = tg_name, table = tg_table_name, schema = tg_table_schema;
end $$;
create trigger amount_limits_daily_holds after update on paygate.amount_limits
  for each row when (
    new.day_before + new.day_taken > new.daily_limit and new.day_taken > case when new.day_start = old.day_start then old.day_taken else 0 end)
  execute function paygate.refuse_grant();
create trigger amount_limits_monthly_holds after update on paygate.amount_limits
  for each row when (
    new.month_before + new.month_taken > new.monthly_limit and new.month_taken > case when new.month_start = old.month_start then old.month_taken else 0 end)
  execute function paygate.refuse_grant();
-- A limit begins with nothing handed out.
create trigger amount_limits_begin after insert on paygate.amount_limits
  for each row when (new.day_taken > 0 or new.month_taken > 0) execute function paygate.refuse_grant();

create table paygate.amount_leases(
  id text collate "C" primary key,
  merchant_id text collate "C" not null,
  limit_id text collate "C" not null,
  holder text not null,
  amount bigint not null check (amount > 0),
  granted_at timestamptz not null,
  -- Counted from the moves below: approved amounts and those of unknown outcome, and how many of these.
  used bigint not null default 0 constraint amount_leases_hold check (used between 0 and amount),
  pending int not null default 0 constraint amount_leases_pending check (pending >= 0),
  closed boolean not null default false,
  check (starts_with(id, limit_id || '/') and starts_with(limit_id, merchant_id || '/')))
  with (fillfactor = 50);
create function paygate.refuse_lease() returns trigger language plpgsql set search_path = '' as $$
begin
  raise exception 'lease % is what it was when it was granted, and stays closed', old.id
    using errcode = 'check_violation', constraint = tg_name, table = tg_table_name, schema = tg_table_schema;
end $$;
create trigger amount_leases_keep before update on paygate.amount_leases
  for each row when (
    new.id <> old.id or new.merchant_id <> old.merchant_id or new.limit_id <> old.limit_id or new.holder <> old.holder or new.amount <> old.amount
    or old.closed and not new.closed)
  execute function paygate.refuse_lease();

-- A payment takes its amount in the commit that starts to ask the bank, and settles it once in the commit of the outcome: what was not approved goes back.
create table paygate.amount_moves(
  id text collate "C" not null,
  step text not null check (step in ('taken', 'settled')),
  merchant_id text collate "C" not null,
  lease_id text collate "C" not null,
  amount bigint not null,
  check (case step when 'taken' then amount > 0 else amount <= 0 end),
  primary key (id, step));

-- Moves of one statement are counted in the leases' rows, which are locked in the order of their ids. Whoever closes a lease waits for the moves that were first, and
-- moves that come later find it closed: what a lease was used for is final then, but for outcomes that are not known yet.
create function paygate.count_amount_moves() returns trigger language plpgsql set search_path = '' as $$
declare
  broken text;
begin
  select m.id into broken
  from added m
  where m.step = 'settled' and not exists (
    select from paygate.amount_moves t where t.id = m.id and t.step = 'taken' and t.lease_id = m.lease_id and t.amount + m.amount >= 0)
  limit 1;
  if found then
    raise exception '% settles what it did not take', broken
      using errcode = 'check_violation', constraint = 'amount_moves_settle_taken', table = tg_table_name, schema = tg_table_schema;
  end if;
  perform from paygate.amount_leases where id in (select lease_id from added) order by id for update;
  select m.id into broken
  from added m left join paygate.amount_leases l on l.id = m.lease_id and l.merchant_id = m.merchant_id
  where l.id is null
  limit 1;
  if found then
    raise exception '% takes from a lease that its merchant does not have', broken
      using errcode = 'check_violation', constraint = 'amount_moves_lease', table = tg_table_name, schema = tg_table_schema;
  end if;
  select m.id into broken from added m join paygate.amount_leases l on l.id = m.lease_id where m.step = 'taken' and l.closed limit 1;
  if found then
    raise exception '% takes from a lease that is closed', broken
      using errcode = 'check_violation', constraint = 'amount_leases_closed', table = tg_table_name, schema = tg_table_schema;
  end if;
  update paygate.amount_leases l
  set used = l.used + m.amount, pending = l.pending + m.pending
  from (
    select lease_id, sum(amount)::bigint as amount, sum(case step when 'taken' then 1 else -1 end)::int as pending
    from added group by lease_id) m
  where l.id = m.lease_id;
  return null;
end $$;
create trigger amount_moves_counted after insert on paygate.amount_moves
  referencing new table as added for each statement execute function paygate.count_amount_moves();

grant select, insert, update on paygate.amount_limits to paygate_silo;
grant select, insert, update (used, pending, closed) on paygate.amount_leases to paygate_silo;
grant select, insert on paygate.amount_moves to paygate_silo;
