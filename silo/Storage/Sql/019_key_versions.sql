-- The versions of merchants' data keys that cards may be encrypted under. Only the trigger writes it: a version comes and goes with the state of its key, and none goes
-- while a card refers to it.
create table paygate.key_versions (
  merchant_id text collate "C" not null,
  version integer not null check (version >= 1),
  state text collate "C" not null check (state in ('active', 'decrypt_only')),
  primary key (merchant_id, version));
create unique index key_versions_one_active on paygate.key_versions (merchant_id) where state = 'active';
create index key_versions_retired on paygate.key_versions (merchant_id, version) where state = 'decrypt_only';
insert into paygate.key_versions
  select k.merchant_id, (v.entry -> 'key' ->> 'version')::integer, v.entry ->> 'state'
  from paygate.encryption_keys k cross join lateral json_array_elements(k.state -> 'key' -> 'versions') v (entry)
  where k.purpose = 'card-data' and v.entry ->> 'state' <> 'destroyed';

create function paygate.take_key_versions() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  delete from paygate.key_versions k
    where k.merchant_id = new.merchant_id and exists (
      select from json_array_elements(new.state -> 'key' -> 'versions') v (entry)
      where (v.entry -> 'key' ->> 'version')::integer = k.version and v.entry ->> 'state' = 'destroyed');
  -- The old one first: there are never two that are active.
  update paygate.key_versions set state = 'decrypt_only'
    where merchant_id = new.merchant_id and state = 'active' and version <> new.active_version;
  insert into paygate.key_versions
    select new.merchant_id, new.active_version, 'active'
    where not exists (select from paygate.key_versions k where k.merchant_id = new.merchant_id and k.version = new.active_version and k.state = 'active');
  return null;
end $$;
revoke all on function paygate.take_key_versions() from public;
create trigger encryption_keys_take_versions after insert or update on paygate.encryption_keys
  for each row when (new.purpose = 'card-data') execute function paygate.take_key_versions();
grant select on paygate.key_versions to paygate_silo;

alter table paygate.card_tokens
  add constraint card_tokens_known_key foreign key (merchant_id, key_version) references paygate.key_versions (merchant_id, version);
create index card_tokens_key_version on paygate.card_tokens (merchant_id, key_version, id) where key_version is not null;

-- What was destroyed stays so, and no version is forgotten: the list only grows, and states only go forward.
create function paygate.keep_key_versions() returns trigger language plpgsql set search_path = '' as $$
begin
  if exists (
    select from json_array_elements(old.state -> 'key' -> 'versions') o (entry)
    where not exists (
      select from json_array_elements(new.state -> 'key' -> 'versions') n (entry)
      where n.entry -> 'key' ->> 'version' = o.entry -> 'key' ->> 'version'
        and coalesce((n.entry ->> 'encryptions')::bigint, 0) >= coalesce((o.entry ->> 'encryptions')::bigint, 0)
        and array_position(array['active', 'decrypt_only', 'destroyed'], n.entry ->> 'state')
          >= array_position(array['active', 'decrypt_only', 'destroyed'], o.entry ->> 'state')))
  then
    raise exception 'a version of the key % was forgotten, revived or its count lowered', old.id
      using errcode = 'check_violation', constraint = tg_name, table = tg_table_name, schema = tg_table_schema;
  end if;
  return null;
end $$;
revoke all on function paygate.keep_key_versions() from public;
create trigger encryption_keys_keep_versions after update on paygate.encryption_keys
  for each row execute function paygate.keep_key_versions();
