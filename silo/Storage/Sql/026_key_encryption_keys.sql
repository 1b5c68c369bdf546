-- The versions of the key-encryption key, which are derived from the root key and stored nowhere. New wraps use the active one; one that wraps nothing is retired.
create table paygate.key_encryption_keys (
  version integer primary key check (version >= 1),
  state text collate "C" not null check (state in ('active', 'retiring', 'retired')),
  -- PayGate's time.
  created timestamptz not null,
  replaced timestamptz,
  retired timestamptz,
  accepted boolean not null generated always as (state <> 'retired') stored,
  constraint key_encryption_keys_dates check ((state = 'active') = (replaced is null) and (state = 'retired') = (retired is not null)),
  constraint key_encryption_keys_accepted unique (version, accepted));
create unique index key_encryption_keys_one_active on paygate.key_encryption_keys ((true)) where state = 'active';
insert into paygate.key_encryption_keys (version, state, created)
  values (1, 'active', coalesce((select min(created) from paygate.root_key), now()));
create function paygate.refuse_key_encryption_key() returns trigger language plpgsql set search_path = '' as $$
begin
  raise exception 'key-encryption key % does not go from % to %', old.version, old.state, new.state
    using errcode = 'check_violation', constraint = tg_name, table = tg_table_name, schema = tg_table_schema;
end $$;
revoke all on function paygate.refuse_key_encryption_key() from public;
create trigger key_encryption_keys_go_forward before update on paygate.key_encryption_keys
  for each row when (new.version <> old.version or new.created <> old.created or array_position(array['active', 'retiring', 'retired'], new.state)
    < array_position(array['active', 'retiring', 'retired'], old.state))
  execute function paygate.refuse_key_encryption_key();
grant select, insert, update on paygate.key_encryption_keys to paygate_silo;

-- Which of them wrap a merchant's key. Only the trigger writes it, from the heads; none is retired while a row refers to it, and nothing is wrapped under a retired one.
create table paygate.key_wrappings (
  key_id text collate "C" not null,
  kek_version integer not null,
  accepted boolean not null default true check (accepted),
  primary key (key_id, kek_version),
  constraint key_wrappings_accepted foreign key (kek_version, accepted) references paygate.key_encryption_keys (version, accepted));
create index key_wrappings_kek on paygate.key_wrappings (kek_version, key_id);
insert into paygate.key_wrappings
  select distinct k.id, (v.entry -> 'key' ->> 'kek_version')::integer
  from paygate.encryption_keys k cross join lateral json_array_elements(k.state -> 'key' -> 'versions') v (entry)
  where v.entry ->> 'state' <> 'destroyed';
create function paygate.take_key_wrappings() returns trigger language plpgsql security definer set search_path = '' as $$
declare keks integer[] := array(
  select distinct (v.entry -> 'key' ->> 'kek_version')::integer from json_array_elements(new.state -> 'key' -> 'versions') v (entry)
  where v.entry ->> 'state' <> 'destroyed' and v.entry -> 'key' ->> 'kek_version' is not null);
begin
  delete from paygate.key_wrappings where key_id = new.id and kek_version <> all (keks);
  insert into paygate.key_wrappings
    select new.id, k.version from unnest(keks) k (version)
    where not exists (select from paygate.key_wrappings w where w.key_id = new.id and w.kek_version = k.version);
  return null;
end $$;
revoke all on function paygate.take_key_wrappings() from public;
create trigger encryption_keys_take_wrappings after insert or update on paygate.encryption_keys
  for each row execute function paygate.take_key_wrappings();
grant select on paygate.key_wrappings to paygate_silo;

-- An order that fails waits before it is tried again, and lets those after it go first.
alter table paygate.key_orders
  add column kind text collate "C" not null default 'rotate' check (kind in ('rotate', 'rewrap')),
  -- The version that a rewrap made, so that one that is continued makes no other.
  add column kek_version integer references paygate.key_encryption_keys (version),
  add column failures integer not null default 0 check (failures >= 0),
  add column retry_at timestamptz,
  add constraint key_orders_rewrap check (case kind when 'rewrap' then merchant_id is null and (kek_version is not null or finished_at is null) else kek_version is null end);
comment on column paygate.key_orders.merchants is 'Merchants whose keys it changed; of a rewrap, the keys.';
