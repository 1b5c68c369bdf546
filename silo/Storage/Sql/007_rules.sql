-- Rules of the books that tables held only in part. A row's own rule is a CHECK; a rule over rows is a trigger per statement, so that a batch pays for it once.
alter table paygate.merchants add constraint merchants_head_hash_length check (octet_length(head_hash) = 32);
alter table paygate.api_keys add constraint api_keys_head_hash_length check (octet_length(head_hash) = 32);

alter table paygate.payment_intents
  add constraint payment_intents_head_hash_length check (octet_length(head_hash) = 32),
  add constraint payment_intents_expire_later check (expires_at > created),
  -- After a void amount_authorized stays what it was, so a canceled payment may have one; a refused attempt leaves none.
  add constraint payment_intents_status_agrees check (case status
    when 'succeeded' then amount_captured > 0
    when 'requires_capture' then amount_authorized > 0 and amount_captured = 0
    when 'processing' then amount_captured = 0
    when 'canceled' then amount_captured = 0
    else amount_authorized = 0 and amount_captured = 0
  end);

alter table paygate.balance_transactions
  add constraint balance_transactions_currency check (currency ~ '^[a-z]{3}$'),
  add constraint balance_transactions_fee check (fee >= 0),
  add constraint balance_transactions_sign check (case type when 'charge' then amount >= 0 when 'refund' then amount <= 0 and fee = 0 else true end);

alter table paygate.ledger_transfers
  -- A capture's source is its payment, and what the network owes is owed for a payment until it pays.
  add constraint ledger_transfers_capture_source check (source_type <> 'capture' or source_id = payment_id),
  add constraint ledger_transfers_clearing_payment check (
    payment_id is not null or source_type = 'bank_settlement' or 'acquirer_clearing' not in (debit_account, credit_account));

alter table paygate.idempotency
  add constraint idempotency_hash_length check (octet_length(request_hash) = 32),
  add constraint idempotency_status check (case state when 'done' then status between 200 and 599 else status = 0 end);

-- The state lists all versions; the one active among them is the one that the column names.
alter table paygate.encryption_keys add constraint encryption_keys_active_version check (
  jsonb_path_query_array(state::jsonb, '$.key.versions[*] ? (@.state == "active").key.version') = to_jsonb(array[active_version]));

-- A head never goes back, and its object never changes hands.
create function paygate.refuse_head() returns trigger language plpgsql set search_path = '' as $$
begin
  raise exception 'the stored head of % does not go from version % to %, nor to another owner', old.id, old.version, new.version
    using errcode = 'check_violation', constraint = tg_name, table = tg_table_name, schema = tg_table_schema;
end $$;
do $$
declare head text;
begin
  foreach head in array array['merchants', 'api_keys', 'payment_intents', 'encryption_keys', 'card_tokens'] loop
    execute format(
      'create trigger %I before update on paygate.%I for each row when (new.version <= old.version or new.id <> old.id or new.merchant_id <> old.merchant_id) '
      'execute function paygate.refuse_head()', head || '_go_forward', head);
  end loop;
end $$;
create trigger payment_intents_keep_money before update on paygate.payment_intents
  for each row when (new.currency <> old.currency or new.livemode <> old.livemode or new.created <> old.created) execute function paygate.refuse_head();

-- Streams are numbered without gaps and hash-linked: what follows a fact of the same statement, or one that is stored, names its hash.
create function paygate.check_fact_chain() returns trigger language plpgsql set search_path = '' as $$
declare broken record;
begin
  select f.stream_id, f.seq into broken
  from (
    select stream_id, stream_created, seq, prev_hash, lag(seq) over chain as seq_before, lag(hash) over chain as hash_before
    from added window chain as (partition by stream_id, stream_created order by seq)) f
  where f.seq > 1 and case
    when f.seq_before = f.seq - 1 then f.hash_before <> f.prev_hash
    else not exists (
      select from paygate.events e
      where e.stream_id = f.stream_id and e.seq = f.seq - 1 and e.stream_created = f.stream_created and e.hash = f.prev_hash)
    end
  limit 1;
  if found then
    raise exception 'fact % of % does not follow a stored one', broken.seq, broken.stream_id
      using errcode = 'check_violation', constraint = 'events_chain', table = 'events', schema = 'paygate';
  end if;
  return null;
end $$;
create trigger events_chain after insert on paygate.events referencing new table as added
  for each statement execute function paygate.check_fact_chain();

-- A ledger transaction is written whole: numbered from 1 without gaps in one statement, for one merchant and one object. So nothing is added to one later.
create function paygate.check_ledger_transaction() returns trigger language plpgsql set search_path = '' as $$
declare broken record;
begin
  select t.source_type, t.source_id into broken
  from added t
  group by t.source_type, t.source_id
  having min(t.seq) <> 1 or max(t.seq) <> count(*) or min(t.merchant_id) <> max(t.merchant_id) or min(t.object_created) <> max(t.object_created)
  limit 1;
  if found then
    raise exception 'ledger transaction % of % is not written whole', broken.source_type, broken.source_id
      using errcode = 'check_violation', constraint = 'ledger_transfers_whole', table = 'ledger_transfers', schema = 'paygate';
  end if;
  return null;
end $$;
create trigger ledger_transfers_whole after insert on paygate.ledger_transfers referencing new table as added
  for each statement execute function paygate.check_ledger_transaction();

-- Every nonce that a merchant's key was ever used with, in whatever column it stands; it stays after a card is erased, because a second use would be no better then.
-- Only the triggers write it.
create table paygate.card_nonces (
  merchant_id text collate "C" not null,
  key_version integer not null,
  nonce bytea not null,
  primary key (merchant_id, key_version, nonce));
insert into paygate.card_nonces
  select c.merchant_id, c.key_version, f.nonce
  from paygate.card_tokens c cross join lateral (values (c.number_nonce), (c.expiry_nonce), (c.holder_nonce)) f (nonce)
  where f.nonce is not null;

create function paygate.take_nonces() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  insert into paygate.card_nonces
    select new.merchant_id, new.key_version, f.nonce
    from (values (new.number_nonce), (new.expiry_nonce), (new.holder_nonce)) f (nonce)
    where f.nonce is not null;
  return null;
end $$;
revoke all on function paygate.take_nonces() from public;

create function paygate.take_nonces_of_statement() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  insert into paygate.card_nonces
    select c.merchant_id, c.key_version, f.nonce
    from added c cross join lateral (values (c.number_nonce), (c.expiry_nonce), (c.holder_nonce)) f (nonce)
    where f.nonce is not null;
  return null;
end $$;
revoke all on function paygate.take_nonces_of_statement() from public;

create trigger card_tokens_take_nonces after insert on paygate.card_tokens referencing new table as added
  for each statement execute function paygate.take_nonces_of_statement();
-- Encrypted anew, as after a rotation: all fields get new nonces at once. A field that keeps its nonce beside others that change is refused, too.
create trigger card_tokens_take_new_nonces after update on paygate.card_tokens
  for each row when (
    (new.key_version, new.number_nonce, new.expiry_nonce, new.holder_nonce)
      is distinct from (old.key_version, old.number_nonce, old.expiry_nonce, old.holder_nonce) and new.key_version is not null)
  execute function paygate.take_nonces();
