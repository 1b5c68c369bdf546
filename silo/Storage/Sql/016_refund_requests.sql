-- Refund requests: what customers ask back, and what merchants decide.
create table paygate.refund_requests(
  id text collate "C" primary key check (id ~ '^rr_[0-9A-Za-z]{25}$'),
  merchant_id text collate "C" not null,
  version bigint not null check (version > 0),
  head_hash bytea not null check (octet_length(head_hash) = 32),
  state json not null,
  due_at timestamptz,
  livemode boolean not null,
  status text not null check (status in ('pending', 'approved', 'completed', 'failed', 'rejected')),
  customer_id text collate "C" not null check (customer_id ~ '^cus_[0-9A-Za-z]{25}$'),
  payment_intent_id text collate "C" not null check (payment_intent_id ~ '^pi_[0-9A-Za-z]{25}$'),
  currency text not null check (length(currency) = 3 and translate(currency, 'abcdefghijklmnopqrstuvwxyz', '') = ''),
  amount bigint not null check (amount > 0),
  -- One approval makes one refund.
  refund_id text collate "C" unique check (refund_id ~ '^re_[0-9A-Za-z]{25}$'),
  created timestamptz not null,
  check ((status in ('approved', 'completed', 'failed')) = (refund_id is not null)),
  -- An approved refund becomes definite, by due work if need be.
  check ((status = 'approved') = (due_at is not null)));
create index refund_requests_of_merchant on paygate.refund_requests(merchant_id, livemode, id);
create index refund_requests_of_customer on paygate.refund_requests(merchant_id, customer_id, id);
create index refund_requests_of_payment on paygate.refund_requests(payment_intent_id, id);
-- A payment has one open request at the most.
create unique index refund_requests_open on paygate.refund_requests(payment_intent_id) where status in ('pending', 'approved');
create trigger refund_requests_go_forward after update on paygate.refund_requests
  for each row when (new.version <= old.version or new.id <> old.id or new.merchant_id <> old.merchant_id) execute function paygate.refuse_head();
-- What has come to its end stays there, an approval comes before its outcome, and what was asked for, and granted, stays what it was.
create trigger refund_requests_keep_end after update on paygate.refund_requests
  for each row when (
    old.status in ('completed', 'failed', 'rejected') or old.status = 'approved' and new.status in ('pending', 'rejected')
    or old.status = 'pending' and new.status in ('completed', 'failed')
    or new.livemode <> old.livemode or new.customer_id <> old.customer_id or new.payment_intent_id <> old.payment_intent_id
    or new.currency <> old.currency or new.amount <> old.amount or new.refund_id <> old.refund_id)
  execute function paygate.refuse_head();
grant select, insert, update on paygate.refund_requests to paygate_silo;
grant select on paygate.refund_requests to paygate_api;

insert into paygate.public_event_types(fact, place, type) values
  ('refund_request.created', 0, 'refund_request.created'),
  ('refund_request.approved', 0, 'refund_request.approved'),
  ('refund_request.rejected', 0, 'refund_request.rejected'),
  ('refund_request.completed', 0, 'refund_request.completed'),
  ('refund_request.failed', 0, 'refund_request.failed');

-- A merchant's figures are read from the rows of its balance, by one index that holds all they need: the same index as before, a little wider.
alter table paygate.balance_transactions add column livemode boolean not null default false;
update paygate.balance_transactions t set livemode = true from paygate.payment_intents p where p.id = t.payment_intent_id and p.livemode;
drop index paygate.balance_transactions_of_merchant;
create index balance_transactions_of_merchant on paygate.balance_transactions(merchant_id, id) include (livemode, type, currency, amount, fee, created);

-- In which days a merchant counts.
alter table paygate.merchants add column time_zone text not null default 'UTC';
create or replace view paygate.merchant_directory as select id, name, status, settlement_currency, time_zone from paygate.merchants;

-- Attempts that took nothing, for figures: the facts are there, and this finds a merchant's by their time. Only a decline writes an entry.
create index events_of_declines on paygate.events(merchant_id, at) where type in ('attempt.declined', 'attempt.failed');
