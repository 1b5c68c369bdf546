-- The versions of the transport key, which are derived from the root key and stored nowhere. Cards are sealed under the active one; silos open what was sealed under one that was
-- replaced for a while longer.
create table paygate.transport_keys (
  version integer primary key check (version >= 1),
  state text collate "C" not null check (state in ('active', 'retiring')),
  -- PayGate's time.
  created timestamptz not null,
  replaced timestamptz,
  constraint transport_keys_dates check ((state = 'active') = (replaced is null)));
create unique index transport_keys_one_active on paygate.transport_keys ((true)) where state = 'active';
insert into paygate.transport_keys (version, state, created)
  values (1, 'active', coalesce((select min(created) from paygate.root_key), now()));
create function paygate.refuse_transport_key() returns trigger language plpgsql set search_path = '' as $$
begin
  raise exception 'transport key % is replaced once, and changes in nothing else', old.version
    using errcode = 'check_violation', constraint = tg_name, table = tg_table_name, schema = tg_table_schema;
end $$;
revoke all on function paygate.refuse_transport_key() from public;
create trigger transport_keys_go_forward before update on paygate.transport_keys
  for each row when (new.version <> old.version or new.created <> old.created or old.state <> 'active') execute function paygate.refuse_transport_key();
grant select, insert, update on paygate.transport_keys to paygate_silo;

alter table paygate.key_orders
  -- The version that the order made, so that one that is continued makes no other.
  add column transport_version integer references paygate.transport_keys (version),
  drop constraint key_orders_kind_check,
  add constraint key_orders_kind_check check (kind in ('rotate', 'rewrap', 'erase', 'transport')),
  add constraint key_orders_transport check (
    case kind when 'transport' then merchant_id is null and (transport_version is not null or finished_at is null) else transport_version is null end);
comment on column paygate.key_orders.merchants is 'Merchants whose keys it changed; of a rewrap, the keys; 1 of a new transport key.';
