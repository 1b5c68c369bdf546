-- Customers, and personal data beside facts.

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

insert into paygate.public_event_types(fact, place, type) values
  ('customer.created', 0, 'customer.created'),
  ('customer.updated', 0, 'customer.updated'),
  ('customer.deleted', 0, 'customer.deleted');

grant select, insert on paygate.fact_details to paygate_silo;
grant select, insert, update on paygate.customers to paygate_silo;
grant select on paygate.customers to paygate_api;
