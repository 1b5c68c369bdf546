-- Customers, their saved cards and setups, and personal data beside facts.

-- Facts are for ever and hash-linked, personal data must be erasable: it stands here, and a row may go without breaking the chain.
create table paygate.fact_details(
  id text collate "C" not null,
  merchant_id text collate "C" not null,
  seq bigint not null check (seq > 0),
  data json not null,
  primary key (id, seq));

create table paygate.customers(
  id text collate "C" primary key check (id ~ '^cus_[0-9A-Za-z]{25}$'),
  merchant_id text collate "C" not null,
  version bigint not null check (version > 0),
  head_hash bytea not null check (octet_length(head_hash) = 32),
  state json not null,
  due_at timestamptz,
  livemode boolean not null,
  email text collate "C",
  deleted boolean not null,
  created timestamptz not null,
  check (not deleted or email is null));
create index customers_of_merchant on paygate.customers(merchant_id, livemode, id) where not deleted;
create index customers_by_email on paygate.customers(merchant_id, livemode, email, id) where email is not null;

create trigger customers_go_forward before update on paygate.customers
  for each row when (new.version <= old.version or new.id <> old.id or new.merchant_id <> old.merchant_id) execute function paygate.refuse_head();
-- What is deleted stays deleted, and no customer changes its mode.
create trigger customers_keep_deleted before update on paygate.customers
  for each row when (old.deleted and not new.deleted or new.livemode <> old.livemode) execute function paygate.refuse_head();

-- Saved cards: whose they are stands on the handle, where one customer at most can be.
alter table paygate.card_tokens add column customer_id text collate "C";
alter table paygate.card_tokens add constraint card_tokens_saved check (
  customer_id is null or (customer_id ~ '^cus_[0-9A-Za-z]{25}$' and reusable and status = 'active'));
create index card_tokens_of_customer on paygate.card_tokens(merchant_id, customer_id, id) where customer_id is not null;
-- A saved card is nobody else's, ever: it leaves its customer only to be erased.
create trigger card_tokens_keep_customer before update on paygate.card_tokens
  for each row when (old.customer_id is not null and (
    new.customer_id is not null and new.customer_id <> old.customer_id or new.customer_id is null and new.status not in ('revoked', 'expired')))
  execute function paygate.refuse_head();

-- What the API may know of the vault: which handles are whose.
create view paygate.customer_methods as
  select id, merchant_id, livemode, customer_id from paygate.card_tokens where customer_id is not null;
grant select on paygate.customer_methods to paygate_api;

-- Setups: cards made ready for later payments.
create table paygate.setup_intents(
  id text collate "C" primary key check (id ~ '^seti_[0-9A-Za-z]{25}$'),
  merchant_id text collate "C" not null,
  version bigint not null check (version > 0),
  head_hash bytea not null check (octet_length(head_hash) = 32),
  state json not null,
  due_at timestamptz,
  livemode boolean not null,
  status text not null check (status in ('requires_payment_method', 'requires_confirmation', 'requires_action', 'processing', 'canceled', 'succeeded')),
  customer_id text collate "C",
  payment_method_id text collate "C",
  created timestamptz not null,
  -- What the bank is asked about becomes definite, by due work if need be.
  check ((status = 'processing') = (due_at is not null)));
create index setup_intents_of_merchant on paygate.setup_intents(merchant_id, livemode, id);
create index setup_intents_of_customer on paygate.setup_intents(merchant_id, customer_id, id) where customer_id is not null;
create trigger setup_intents_go_forward before update on paygate.setup_intents
  for each row when (new.version <= old.version or new.id <> old.id or new.merchant_id <> old.merchant_id) execute function paygate.refuse_head();
-- What has come to its end stays there.
create trigger setup_intents_keep_end before update on paygate.setup_intents
  for each row when (old.status in ('succeeded', 'canceled') or new.livemode <> old.livemode) execute function paygate.refuse_head();
grant select, insert, update on paygate.setup_intents to paygate_silo;
grant select on paygate.setup_intents to paygate_api;

insert into paygate.public_event_types(fact, place, type) values
  ('customer.created', 0, 'customer.created'),
  ('customer.updated', 0, 'customer.updated'),
  ('customer.deleted', 0, 'customer.deleted'),
  ('card_token.attached', 0, 'payment_method.attached'),
  ('card_token.updated', 0, 'payment_method.updated'),
  ('card_token.detached', 0, 'payment_method.detached'),
  ('setup_intent.created', 0, 'setup_intent.created'),
  ('setup_attempt.succeeded', 0, 'setup_intent.succeeded'),
  ('setup_attempt.failed', 0, 'setup_intent.setup_failed'),
  ('setup_intent.canceled', 0, 'setup_intent.canceled');

grant select, insert on paygate.fact_details to paygate_silo;
grant select, insert, update on paygate.customers to paygate_silo;
grant select on paygate.customers to paygate_api;
