-- The books: payments, their facts, the ledger and idempotency. Rules that the code promises are held here once more, by constraint and by right.
create schema paygate;
create schema if not exists audit;
grant usage on schema paygate to paygate_silo, paygate_api;
grant usage on schema audit to paygate_audit;

create table paygate.merchants(
  id text collate "C" primary key,
  merchant_id text collate "C" not null check (merchant_id = id),
  version bigint not null check (version > 0),
  head_hash bytea not null,
  state json not null,
  due_at timestamptz,
  shard smallint not null,
  name text not null,
  status text not null check (status in ('pending_review', 'active', 'suspended', 'closed')),
  settlement_currency text not null,
  fee_basis_points int not null check (fee_basis_points between 0 and 10000),
  fee_fixed_usd_cents bigint not null check (fee_fixed_usd_cents >= 0));

-- Keys are stored hashed; the key itself is shown once.
create table paygate.api_keys(
  id text collate "C" primary key,
  merchant_id text collate "C" not null,
  version bigint not null check (version > 0),
  head_hash bytea not null,
  state json not null,
  due_at timestamptz,
  shard smallint not null,
  kind text not null check (kind in ('secret', 'publishable', 'restricted')),
  livemode boolean not null,
  key_hash bytea not null unique check (octet_length(key_hash) = 32),
  expires_at timestamptz,
  revoked boolean not null);

create table paygate.payment_intents(
  id text collate "C" primary key,
  merchant_id text collate "C" not null,
  version bigint not null check (version > 0),
  head_hash bytea not null,
  state json not null,
  due_at timestamptz,
  shard smallint not null,
  livemode boolean not null,
  status text not null check (status in ('requires_payment_method', 'requires_confirmation', 'requires_action', 'processing', 'requires_capture',
                                         'canceled', 'succeeded')),
  currency text not null check (currency ~ '^[a-z]{3}$'),
  amount bigint not null check (amount > 0),
  amount_authorized bigint not null check (amount_authorized between 0 and amount),
  amount_captured bigint not null check (amount_captured between 0 and amount_authorized),
  amount_refunded bigint not null check (amount_refunded between 0 and amount_captured),
  amount_disputed bigint not null default 0 check (amount_disputed between 0 and amount_captured),
  created timestamptz not null,
  expires_at timestamptz not null,
  idempotency_key text,
  check ((status = 'succeeded') = (amount_captured > 0)),
  check (status <> 'requires_capture' or amount_authorized > 0))
  with (fillfactor = 70);
create unique index payment_intents_of_merchant on paygate.payment_intents(merchant_id, id);
create index payment_intents_due on paygate.payment_intents(shard, due_at) where due_at is not null;

create table paygate.charges(
  id text collate "C" primary key,
  merchant_id text collate "C" not null,
  payment_intent_id text collate "C" not null);
create index charges_of_merchant on paygate.charges(merchant_id, id);

create table paygate.refunds(
  id text collate "C" primary key,
  merchant_id text collate "C" not null,
  payment_intent_id text collate "C" not null,
  charge_id text collate "C" not null);
create index refunds_of_merchant on paygate.refunds(merchant_id, id);
create index refunds_of_payment on paygate.refunds(payment_intent_id);

create table paygate.balance_transactions(
  id text collate "C" primary key,
  merchant_id text collate "C" not null,
  payment_intent_id text collate "C" not null,
  source_id text collate "C" not null,
  type text not null,
  currency text not null,
  amount bigint not null,
  fee bigint not null,
  created timestamptz not null,
  unique (source_id, type));
create index balance_transactions_of_merchant on paygate.balance_transactions(merchant_id, id);

-- Partitioned by the creation time of the object a row belongs to, which its id carries: constant for each stream, so the key may include it.
create table paygate.events(
  stream_id text collate "C" not null,
  seq bigint not null check (seq > 0),
  stream_created timestamptz not null,
  merchant_id text collate "C" not null,
  type text not null,
  data json not null,
  prev_hash bytea check ((prev_hash is null) = (seq = 1)),
  hash bytea not null check (octet_length(hash) = 32),
  at timestamptz not null,
  primary key (stream_id, seq, stream_created)) partition by range (stream_created);
create index events_of_merchant on paygate.events(merchant_id, at);

-- Which public events a fact means, in order; the renderer has the same table, and a test compares them.
create table paygate.public_event_types(
  fact text not null,
  place smallint not null check (place between 0 and 7),
  type text not null,
  primary key (fact, place));
insert into paygate.public_event_types(fact, place, type) values
  ('payment_intent.created', 0, 'payment_intent.created'),
  ('attempt.unknown', 0, 'payment_intent.processing'),
  ('attempt.approved', 0, 'charge.succeeded'), ('attempt.approved', 1, 'payment_intent.amount_capturable_updated'),
  ('attempt.captured', 0, 'charge.succeeded'), ('attempt.captured', 1, 'payment_intent.succeeded'),
  ('attempt.declined', 0, 'charge.failed'), ('attempt.declined', 1, 'payment_intent.payment_failed'),
  ('attempt.failed', 0, 'charge.failed'), ('attempt.failed', 1, 'payment_intent.payment_failed'),
  ('capture.unknown', 0, 'payment_intent.processing'),
  ('payment.captured', 0, 'charge.captured'), ('payment.captured', 1, 'payment_intent.succeeded'),
  ('payment_intent.canceled', 0, 'payment_intent.canceled'),
  ('refund.started', 0, 'refund.created'),
  ('refund.succeeded', 0, 'charge.refunded'), ('refund.succeeded', 1, 'refund.updated'),
  ('refund.failed', 0, 'refund.failed');

-- Bodies of public events, frozen at the first read or delivery: the same bytes for ever after.
create table paygate.public_events(
  id text collate "C" not null,
  stream_created timestamptz not null,
  merchant_id text collate "C" not null,
  body bytea not null,
  primary key (id, stream_created)) partition by range (stream_created);

-- A row is one debit and one credit of the same amount, so every ledger transaction balances by its form. Rows with equal source are one transaction.
create table paygate.ledger_transfers(
  source_type text not null,
  source_id text collate "C" not null,
  seq smallint not null check (seq > 0),
  object_created timestamptz not null,
  merchant_id text collate "C" not null,
  debit_account text not null,
  credit_account text not null check (credit_account <> debit_account),
  currency text not null check (currency ~ '^[a-z]{3}$'),
  amount bigint not null check (amount > 0),
  payment_id text collate "C",
  at timestamptz not null,
  primary key (source_id, source_type, seq, object_created)) partition by range (object_created);

-- Two years of months ahead; whatever lies outside falls into the last part and is never refused.
do $$
declare
  first date := date_trunc('month', now() - interval '1 month')::date;
  part date;
begin
  for month in 0..25 loop
    part := first + make_interval(months => month);
    execute format('create table paygate.events_%s partition of paygate.events for values from (%L) to (%L)',
                   to_char(part, 'YYYYMM'), part, part + interval '1 month');
    execute format('create table paygate.public_events_%s partition of paygate.public_events for values from (%L) to (%L)',
                   to_char(part, 'YYYYMM'), part, part + interval '1 month');
    execute format('create table paygate.ledger_transfers_%s partition of paygate.ledger_transfers for values from (%L) to (%L)',
                   to_char(part, 'YYYYMM'), part, part + interval '1 month');
  end loop;
end $$;
create table paygate.events_other partition of paygate.events default;
create table paygate.public_events_other partition of paygate.public_events default;
create table paygate.ledger_transfers_other partition of paygate.ledger_transfers default;

-- One table: a partition by time could not hold the unique key. Pruned in small batches after 24 hours.
create table paygate.idempotency(
  scope text collate "C" not null,
  livemode boolean not null,
  key text collate "C" not null check (length(key) between 1 and 255),
  request_hash bytea not null,
  state text not null check (state in ('in_progress', 'done')),
  resource_id text collate "C" not null,
  status int not null,
  body bytea,
  created timestamptz not null,
  check ((state = 'done') = (body is not null)),
  primary key (scope, livemode, key))
  with (fillfactor = 80);
create index idempotency_created on paygate.idempotency using brin(created);

-- The silo writes state and appends facts and transfers; nobody changes or removes those.
grant select, insert, update on paygate.merchants, paygate.api_keys, paygate.payment_intents to paygate_silo;
grant select, insert, update, delete on paygate.idempotency to paygate_silo;
grant select, insert on paygate.charges, paygate.refunds, paygate.balance_transactions, paygate.events, paygate.public_events, paygate.ledger_transfers
  to paygate_silo;

-- The API reads lists, recorded answers, key hashes and merchant settings; nothing else.
create view paygate.key_directory as
  select k.id, k.merchant_id, k.kind, k.livemode, k.key_hash, k.expires_at, m.status = 'active' as merchant_active
  from paygate.api_keys k join paygate.merchants m on m.id = k.merchant_id
  where not k.revoked;
create view paygate.merchant_directory as select id, name, status, settlement_currency from paygate.merchants;
grant select on paygate.key_directory, paygate.merchant_directory to paygate_api;
grant select on paygate.payment_intents, paygate.charges, paygate.refunds, paygate.balance_transactions, paygate.events, paygate.public_event_types,
  paygate.public_events, paygate.idempotency to paygate_api;
