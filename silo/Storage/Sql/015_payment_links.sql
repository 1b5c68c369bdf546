-- Payment links: public addresses under which the same lines are paid for again and again.
create table paygate.payment_links(
  id text collate "C" primary key check (id ~ '^pl_[0-9A-Za-z]{25}$'),
  merchant_id text collate "C" not null,
  version bigint not null check (version > 0),
  head_hash bytea not null check (octet_length(head_hash) = 32),
  state json not null,
  due_at timestamptz check (due_at is null),
  livemode boolean not null,
  active boolean not null,
  created timestamptz not null);
create index payment_links_of_merchant on paygate.payment_links(merchant_id, livemode, id);
create trigger payment_links_go_forward before update on paygate.payment_links
  for each row when (new.version <= old.version or new.id <> old.id or new.merchant_id <> old.merchant_id or new.livemode <> old.livemode)
  execute function paygate.refuse_head();
grant select, insert, update on paygate.payment_links to paygate_silo;
grant select on paygate.payment_links to paygate_api;

alter table paygate.checkout_sessions add payment_link_id text collate "C" check (payment_link_id ~ '^pl_[0-9A-Za-z]{25}$');
create index checkout_sessions_of_link on paygate.checkout_sessions(merchant_id, payment_link_id, id) where payment_link_id is not null;
