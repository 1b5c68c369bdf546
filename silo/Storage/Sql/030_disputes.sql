-- Disputes: what cardholders take back, what merchants say to it, and how it ends.

-- What is refunded and what is withdrawn for disputes together never exceed the capture.
alter table paygate.payment_intents
  add constraint payment_intents_given_back check (amount_refunded + amount_disputed <= amount_captured);

-- A withdrawal and its return are movements of their own, so that each is in one batch.
alter table paygate.balance_transactions
  drop constraint balance_transactions_type,
  add constraint balance_transactions_type check (type in ('charge', 'refund', 'dispute', 'dispute_reinstated')),
  drop constraint balance_transactions_sign,
  add constraint balance_transactions_sign check (case type
    when 'charge' then amount >= 0
    when 'refund' then amount <= 0 and fee = 0
    when 'dispute' then amount <= 0
    when 'dispute_reinstated' then amount >= 0 and fee = 0
    else true end);

-- What comes back is what was withdrawn, to the unit, and without the fee.
create function paygate.check_reinstatement() returns trigger language plpgsql set search_path = '' as $$
begin
  if not exists (
    select from paygate.balance_transactions w
    where w.source_id = new.source_id and w.type = 'dispute' and w.merchant_id = new.merchant_id and w.payment_intent_id = new.payment_intent_id
      and w.livemode = new.livemode and w.currency = new.currency and w.amount = -new.amount
      and w.payment_currency = new.payment_currency and w.payment_amount = -new.payment_amount)
  then
    raise exception 'dispute % returns what was not withdrawn for it', new.source_id
      using errcode = 'check_violation', constraint = tg_name, table = tg_table_name, schema = tg_table_schema;
  end if;
  return null;
end $$;
create trigger balance_transactions_reinstate after insert on paygate.balance_transactions
  for each row when (new.type = 'dispute_reinstated') execute function paygate.check_reinstatement();

create table paygate.disputes(
  id text collate "C" primary key check (id ~ '^dp_[0-9A-Za-z]{25}$'),
  merchant_id text collate "C" not null,
  version bigint not null check (version > 0),
  head_hash bytea not null check (octet_length(head_hash) = 32),
  state json not null,
  due_at timestamptz,
  livemode boolean not null,
  status text not null check (status in ('needs_response', 'under_review', 'won', 'lost')),
  payment_intent_id text collate "C" not null check (payment_intent_id ~ '^pi_[0-9A-Za-z]{25}$'),
  charge_id text collate "C" not null check (charge_id ~ '^ch_[0-9A-Za-z]{25}$'),
  customer_id text collate "C" check (customer_id ~ '^cus_[0-9A-Za-z]{25}$'),
  currency text not null check (length(currency) = 3 and translate(currency, 'abcdefghijklmnopqrstuvwxyz', '') = ''),
  amount bigint not null check (amount > 0),
  evidence_due_by timestamptz not null check (evidence_due_by > created),
  erased boolean not null,
  created timestamptz not null,
  -- What is open comes to its end, by due work if need be.
  check (status not in ('needs_response', 'under_review') or due_at is not null));
create index disputes_of_merchant on paygate.disputes(merchant_id, livemode, id);
create index disputes_of_payment on paygate.disputes(payment_intent_id, id);
create index disputes_of_charge on paygate.disputes(charge_id, id);
create index disputes_of_customer on paygate.disputes(merchant_id, customer_id, id) where customer_id is not null;
-- A payment has one open dispute at the most.
create unique index disputes_open on paygate.disputes(payment_intent_id) where status in ('needs_response', 'under_review');
create trigger disputes_go_forward after update on paygate.disputes
  for each row when (new.version <= old.version or new.id <> old.id or new.merchant_id <> old.merchant_id) execute function paygate.refuse_head();
-- What has come to its end stays there, evidence goes to the issuer once, and what is disputed stays what it was.
create trigger disputes_keep_end after update on paygate.disputes
  for each row when (
    old.status in ('won', 'lost') and new.status <> old.status
    or old.status = 'under_review' and new.status = 'needs_response'
    or old.erased and not new.erased
    or (new.livemode, new.payment_intent_id, new.charge_id, new.customer_id, new.currency, new.amount, new.evidence_due_by, new.created)
      is distinct from (old.livemode, old.payment_intent_id, old.charge_id, old.customer_id, old.currency, old.amount, old.evidence_due_by, old.created))
  execute function paygate.refuse_head();
grant select, insert, update on paygate.disputes to paygate_silo;
grant select on paygate.disputes to paygate_api;

-- No dispute without its money: it is withdrawn before the dispute is told.
create function paygate.check_dispute_withdrawn() returns trigger language plpgsql set search_path = '' as $$
begin
  if not exists (
    select from paygate.balance_transactions w
    where w.source_id = new.id and w.type = 'dispute' and w.merchant_id = new.merchant_id and w.payment_intent_id = new.payment_intent_id
      and w.livemode = new.livemode and w.payment_currency = new.currency and w.payment_amount = -new.amount)
  then
    raise exception 'nothing was withdrawn for dispute %', new.id
      using errcode = 'check_violation', constraint = tg_name, table = tg_table_name, schema = tg_table_schema;
  end if;
  return null;
end $$;
create trigger disputes_withdrawn after insert on paygate.disputes for each row execute function paygate.check_dispute_withdrawn();

insert into paygate.public_event_types(fact, place, type) values
  ('dispute.created', 0, 'charge.dispute.created'), ('dispute.created', 1, 'charge.dispute.funds_withdrawn'),
  ('dispute.updated', 0, 'charge.dispute.updated'),
  ('dispute.won', 0, 'charge.dispute.closed'),
  ('dispute.lost', 0, 'charge.dispute.closed'),
  ('dispute.reinstated', 0, 'charge.dispute.funds_reinstated');

-- The merchant's evidence is about its customer, and goes with it.
-- Whether a stream's personal data are erased: its own facts say so.
create or replace function paygate.is_erased(stream text, created timestamptz) returns boolean language sql stable set search_path = '' as $$
  select exists(select from paygate.events e where e.stream_id = stream and e.stream_created = created and e.type in (
    'customer.erasure_ordered', 'customer.erased', 'card_token.erased', 'payment_intent.erased', 'setup_intent.erased', 'checkout_session.erased',
    'refund_request.erased', 'dispute.erased'))
$$;

-- With the fact that says so, what stood beside the stream's facts goes, its frozen events go (they are rendered anew without it), and the recorded answers to the
-- requests in it keep their status and an id. Nobody has the right to do any of this without such a fact. The lock is the one that freezing events takes.
create or replace function paygate.erase_stream() returns trigger language plpgsql security definer set search_path = '' as $$
declare
  event_ids constant text := 'evt_' || case split_part(new.stream_id, '_', 1)
    when 'pi' then 'p' when 'cus' then 'c' when 'pm' then 'm' when 'seti' then 's' when 'cs' then 'o' when 'rr' then 'r' when 'dp' then 'd' end
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
drop trigger events_erase_stream on paygate.events;
create trigger events_erase_stream after insert on paygate.events
  for each row when (new.type in (
    'customer.erasure_ordered', 'customer.erased', 'card_token.erased', 'payment_intent.erased', 'setup_intent.erased', 'checkout_session.erased',
    'refund_request.erased', 'dispute.erased'))
  execute function paygate.erase_stream();
