-- Checkout sessions: what a customer is asked to pay for, line by line.
create table paygate.checkout_sessions(
  id text collate "C" primary key check (id ~ '^cs_[0-9A-Za-z]{25}$'),
  merchant_id text collate "C" not null,
  version bigint not null check (version > 0),
  head_hash bytea not null check (octet_length(head_hash) = 32),
  state json not null,
  due_at timestamptz,
  livemode boolean not null,
  status text not null check (status in ('open', 'complete', 'expired')),
  payment_intent_id text collate "C" not null unique,
  customer_id text collate "C",
  order_id text,
  created timestamptz not null,
  -- An open session comes to its end by due work, if not before.
  check ((status = 'open') = (due_at is not null)));
create index checkout_sessions_of_merchant on paygate.checkout_sessions(merchant_id, livemode, id);
create index checkout_sessions_of_customer on paygate.checkout_sessions(merchant_id, customer_id, id) where customer_id is not null;
create index checkout_sessions_of_order on paygate.checkout_sessions(merchant_id, order_id, id) where order_id is not null;
create trigger checkout_sessions_go_forward before update on paygate.checkout_sessions
  for each row when (new.version <= old.version or new.id <> old.id or new.merchant_id <> old.merchant_id) execute function paygate.refuse_head();
-- What has come to its end stays there.
create trigger checkout_sessions_keep_end before update on paygate.checkout_sessions
  for each row when (old.status <> 'open' and new.status <> old.status or new.livemode <> old.livemode
    or new.payment_intent_id <> old.payment_intent_id) execute function paygate.refuse_head();
grant select, insert, update on paygate.checkout_sessions to paygate_silo;
grant select on paygate.checkout_sessions to paygate_api;

insert into paygate.public_event_types(fact, place, type) values
  ('checkout_session.completed', 0, 'checkout.session.completed'),
  ('checkout_session.expired', 0, 'checkout.session.expired');
