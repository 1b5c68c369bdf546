-- Erasure of customers: where personal data stand, how they go, and what is remembered of that.

-- Members of facts that may hold personal data stand beside them, as fact_details do: a row may go without breaking the chain.
create table paygate.fact_members(
  id text collate "C" not null,
  merchant_id text collate "C" not null,
  seq bigint not null check (seq > 0),
  data json not null,
  primary key (id, seq));
grant select, insert on paygate.fact_members to paygate_silo;

-- Which customers were ordered to be erased: ids only, for silos whose list outside the database lacks them.
create table paygate.erasures(
  id text collate "C" primary key check (id ~ '^cus_[0-9A-Za-z]{25}$'),
  merchant_id text collate "C" not null,
  livemode boolean not null,
  ordered_at timestamptz not null);
grant select, insert on paygate.erasures to paygate_silo;

-- A detached card names nobody any more, and what is left of it has to be found all the same.
alter table paygate.card_tokens add column detached_from text collate "C"
  constraint card_tokens_detached check (detached_from is null or (detached_from ~ '^cus_[0-9A-Za-z]{25}$' and customer_id is null));
alter table paygate.card_tokens disable trigger user;
update paygate.card_tokens c set
    detached_from = d.customer,
    state = jsonb_set(c.state::jsonb, '{card_token,token,detached_from}', to_jsonb(d.customer))::json
  from (select stream_id, data->>'customer' as customer from paygate.events where type = 'card_token.detached') d
  where d.stream_id = c.id;
alter table paygate.card_tokens enable trigger user;
create index card_tokens_detached_from on paygate.card_tokens(merchant_id, detached_from, id) where detached_from is not null;

-- A card that was used up leads back to what used it: a payment or setup that shows another card by now, or a payment method that was made from a token.
create index card_tokens_consumer on paygate.card_tokens(consumer) where consumer is not null;

-- A card of one merchant is forgotten with its last handle. The row of an erased handle holds zeros in the place of the fingerprint.
create index card_tokens_fingerprint on paygate.card_tokens using hash(fingerprint);
create function paygate.forget_fingerprint() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  delete from paygate.vault_entries v
    where v.merchant_id = old.merchant_id and v.livemode = old.livemode and v.fingerprint = old.fingerprint and not exists (
      select from paygate.card_tokens c
      where c.fingerprint = old.fingerprint and c.merchant_id = old.merchant_id and c.livemode = old.livemode and c.id <> old.id);
  return null;
end $$;
revoke all on function paygate.forget_fingerprint() from public;
create trigger card_tokens_forget_fingerprint after update on paygate.card_tokens
  for each row when (new.fingerprint <> old.fingerprint) execute function paygate.forget_fingerprint();
-- A handle is one card's for ever, until that is erased.
create trigger card_tokens_keep_fingerprint before update on paygate.card_tokens
  for each row when (
    new.fingerprint <> old.fingerprint and octet_length(new.fingerprint) = 32 and (new.fingerprint <> decode(repeat('00', 32), 'hex') or new.key_version is not null))
  execute function paygate.refuse_head();

-- A customer's words in a refund request.
alter table paygate.refund_requests add column erased boolean not null default false;

-- What has come to its end stays there; only what is personal may leave it.
drop trigger setup_intents_keep_end on paygate.setup_intents;
create trigger setup_intents_keep_end before update on paygate.setup_intents
  for each row when (
    old.status in ('succeeded', 'canceled') and not (new.status = old.status and new.state::jsonb @? '$.*.erased')
    or new.livemode <> old.livemode) execute function paygate.refuse_head();
drop trigger refund_requests_keep_end on paygate.refund_requests;
create trigger refund_requests_keep_end after update on paygate.refund_requests
  for each row when (
    old.status in ('completed', 'failed', 'rejected') and not (new.status = old.status and new.erased)
    or old.status = 'approved' and new.status in ('pending', 'rejected')
    or old.status = 'pending' and new.status in ('completed', 'failed')
    or old.erased and not new.erased
    or new.livemode <> old.livemode or new.customer_id <> old.customer_id or new.payment_intent_id <> old.payment_intent_id
    or new.currency <> old.currency or new.amount <> old.amount or new.refund_id <> old.refund_id)
  execute function paygate.refuse_head();

-- Whether a stream's personal data are erased: its own facts say so.
create function paygate.is_erased(stream text, created timestamptz) returns boolean language sql stable set search_path = '' as $$
  select exists(select from paygate.events e where e.stream_id = stream and e.stream_created = created and e.type in (
    'customer.erasure_ordered', 'customer.erased', 'card_token.erased', 'payment_intent.erased', 'setup_intent.erased', 'checkout_session.erased',
    'refund_request.erased'))
$$;

-- With the fact that says so, what stood beside the stream's facts goes, its frozen events go (they are rendered anew without it), and the recorded answers to the
-- requests in it keep their status and an id. Nobody has the right to do any of this without such a fact. The lock is the one that freezing events takes.
create function paygate.erase_stream() returns trigger language plpgsql security definer set search_path = '' as $$
declare
  event_ids constant text := 'evt_' || case split_part(new.stream_id, '_', 1)
    when 'pi' then 'p' when 'cus' then 'c' when 'pm' then 'm' when 'seti' then 's' when 'cs' then 'o' when 'rr' then 'r' end
    || substr(new.stream_id, strpos(new.stream_id, '_') + 1);
begin
  perform pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended(new.stream_id, 0));
  delete from paygate.fact_details where id = new.stream_id;
  delete from paygate.fact_members where id = new.stream_id;
  delete from paygate.public_events
    where stream_created = new.stream_created and id >= event_ids and id < event_ids || '~';
  update paygate.idempotency i
    set body = convert_to((case when i.status < 400
        then json_build_object('id', i.resource_id, 'erased', true)
        else json_build_object('error', json_build_object('type', 'invalid_request_error', 'message', 'The answer was erased together with the customer.')) end)::text,
      'UTF8')
    from (
      select distinct r.request->'claim'->>'scope' as scope, (r.request->'claim'->>'livemode')::boolean as livemode, r.request->'claim'->>'key' as key,
        r.request->>'request_id' as request_id
      from paygate.events e cross join lateral jsonb_path_query(e.data::jsonb, '$.** ? (exists(@.claim))') r(request)
      where e.stream_id = new.stream_id and e.stream_created = new.stream_created and e.type <> 'customer.erasure_ordered') k
    where i.scope = k.scope and i.livemode = k.livemode and i.key = k.key and i.state = 'done'
      -- After 24 hours another request may have used the key again.
      and i.request_id is not distinct from k.request_id;
  return null;
end $$;
revoke all on function paygate.erase_stream() from public;
create trigger events_erase_stream after insert on paygate.events
  for each row when (new.type in (
    'customer.erasure_ordered', 'customer.erased', 'card_token.erased', 'payment_intent.erased', 'setup_intent.erased', 'checkout_session.erased',
    'refund_request.erased'))
  execute function paygate.erase_stream();
