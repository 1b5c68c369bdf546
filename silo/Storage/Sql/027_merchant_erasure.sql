-- A merchant's keys can be erased: then no version is left, and none is active. Cards stay where they are, and cannot be read.
alter table paygate.encryption_keys drop constraint encryption_keys_active_version;
alter table paygate.encryption_keys add constraint encryption_keys_active_version check (
  jsonb_path_query_array(state::jsonb, '$.key.versions[*] ? (@.state == "active").key.version')
    = case when state -> 'key' ->> 'erased' is null then to_jsonb(array[active_version]) else '[]' end);
alter table paygate.encryption_keys add constraint encryption_keys_erased check (
  state -> 'key' ->> 'erased' is null or not jsonb_path_exists(state::jsonb, '$.key.versions[*] ? (@.state != "destroyed" || @.key.ciphertext != "")'));
alter table paygate.key_versions drop constraint key_versions_state_check;
alter table paygate.key_versions add constraint key_versions_state_check check (state in ('active', 'decrypt_only', 'erased'));

create or replace function paygate.take_key_versions() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  if new.state -> 'key' ->> 'erased' is not null then
    update paygate.key_versions set state = 'erased' where merchant_id = new.merchant_id and state <> 'erased';
    return null;
  end if;
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

-- What was destroyed stays so, and no version is forgotten: the list only grows, and states only go forward. After an erasure nothing changes any more.
create or replace function paygate.keep_key_versions() returns trigger language plpgsql set search_path = '' as $$
begin
  if (old.state -> 'key' ->> 'erased' is not null and new.state::text <> old.state::text)
    or exists (
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

alter table paygate.key_orders drop constraint key_orders_kind_check;
alter table paygate.key_orders add constraint key_orders_kind_check check (kind in ('rotate', 'rewrap', 'erase'));
alter table paygate.key_orders add constraint key_orders_erase check (kind <> 'erase' or merchant_id is not null);

-- A card that can never be read again is no card.
create or replace view audit.vault_cards as
select c.id::text as id, c.merchant_id::text as merchant_id, c.key_version, f.nonce, c.fingerprint
from paygate.card_tokens c
cross join lateral (values (c.number_nonce), (c.expiry_nonce), (c.holder_nonce)) as f (nonce)
where f.nonce is not null
  and not exists (select from paygate.key_versions k where k.merchant_id = c.merchant_id and k.version = c.key_version and k.state = 'erased');

-- Which place keeps the merchants' secrets: its id, 128 random bits and the root key's name, lies there too. A start records the first; no other takes its place.
alter table paygate.root_key add column secrets_id text collate "C"
  constraint root_key_secrets_id check (secrets_id ~ '^[0-9a-f]{32}[.]' and substr(secrets_id, 34) = key_id);
create function paygate.refuse_other_secrets() returns trigger language plpgsql set search_path = '' as $$
begin
  raise exception 'the merchants'' secrets of this database are at %', old.secrets_id
    using errcode = 'check_violation', constraint = tg_name, table = tg_table_name, schema = tg_table_schema;
end $$;
revoke all on function paygate.refuse_other_secrets() from public;
create trigger root_key_secrets_stay before update on paygate.root_key
  for each row when (old.secrets_id is not null and new.secrets_id is distinct from old.secrets_id) execute function paygate.refuse_other_secrets();
grant update (secrets_id) on paygate.root_key to paygate_silo;
