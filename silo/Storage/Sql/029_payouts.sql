-- Payouts: what leaves a merchant's available balance for its bank account, the statement of that balance, and what open refund requests hold back of it.
alter table paygate.merchants add column payout_schedule text not null default 'daily'
  constraint merchants_payout_schedule
    check (payout_schedule ~ '^(daily|manual|weekly:(monday|tuesday|wednesday|thursday|friday)|monthly:([1-9]|[12][0-9]|3[01]))$');

create table paygate.payouts(
  id text collate "C" primary key check (id ~ '^po_[0-9A-Za-z]{25}$'),
  merchant_id text collate "C" not null,
  version bigint not null check (version > 0),
  head_hash bytea not null check (octet_length(head_hash) = 32),
  state json not null,
  due_at timestamptz,
  livemode boolean not null,
  status text not null check (status in ('pending', 'in_transit', 'paid', 'failed', 'canceled')),
  currency text not null check (length(currency) = 3 and translate(currency, 'abcdefghijklmnopqrstuvwxyz', '') = ''),
  amount bigint not null check (amount > 0),
  automatic boolean not null,
  destination text collate "C" not null,
  arrival_at timestamptz not null,
  created timestamptz not null,
  -- Money that is under way is looked after until it has arrived or is back.
  constraint payouts_looked_after check ((status in ('pending', 'in_transit')) = (due_at is not null)));
create trigger payouts_go_forward after update on paygate.payouts
  for each row when (new.version <= old.version or new.id <> old.id or new.merchant_id <> old.merchant_id) execute function paygate.refuse_head();
-- What has come to its end stays there, nothing comes back from the bank that was not sent, and what is paid out stays what it was.
create trigger payouts_keep_end after update on paygate.payouts
  for each row when (
    new.status <> old.status and (old.status, new.status) not in
      (('pending', 'in_transit'), ('pending', 'canceled'), ('in_transit', 'paid'), ('in_transit', 'failed'))
    or (new.livemode, new.currency, new.amount, new.automatic, new.destination, new.created)
      is distinct from (old.livemode, old.currency, old.amount, old.automatic, old.destination, old.created))
  execute function paygate.refuse_head();
create index payouts_of_merchant on paygate.payouts(merchant_id, livemode, id);

-- The movements of merchants' balances that payouts make. They have a table of their own: what settlement collects are movements of payments, and these are none.
create table paygate.payout_transactions(
  id text collate "C" primary key,
  merchant_id text collate "C" not null,
  payout_id text collate "C" not null,
  livemode boolean not null,
  type text not null check (type in ('payout', 'payout_failure', 'payout_cancel')),
  currency text not null check (length(currency) = 3 and translate(currency, 'abcdefghijklmnopqrstuvwxyz', '') = ''),
  amount bigint not null,
  created timestamptz not null,
  constraint payout_transactions_sign check (case type when 'payout' then amount < 0 else amount > 0 end),
  unique (payout_id, type));
-- A payout comes back once, for whatever reason.
create unique index payout_transactions_back_once on paygate.payout_transactions(payout_id) where type <> 'payout';
create index payout_transactions_of_merchant on paygate.payout_transactions(merchant_id, id);

-- What each refund request holds back while it is open, in the settlement currency.
create table paygate.refund_holds(
  id text collate "C" primary key check (id ~ '^rr_[0-9A-Za-z]{25}$'),
  merchant_id text collate "C" not null,
  livemode boolean not null,
  currency text not null check (length(currency) = 3 and translate(currency, 'abcdefghijklmnopqrstuvwxyz', '') = ''),
  amount bigint not null check (amount >= 0));
-- All currencies that there are rates for so far have two decimals.
insert into paygate.refund_holds
  select r.id, r.merchant_id, r.livemode, a.attempt->'terms'->>'settlement_currency',
    trunc((p.amount_refunded + r.amount) * (a.attempt->'terms'->>'rate')::numeric)::bigint
      - trunc(p.amount_refunded * (a.attempt->'terms'->>'rate')::numeric)::bigint
  from paygate.refund_requests r
  join paygate.payment_intents p on p.id = r.payment_intent_id
  cross join lateral (
    select attempt from jsonb_path_query(p.state::jsonb, '$.*.attempts[*] ? (exists(@.figures))') attempt limit 1) a
  where r.status in ('pending', 'approved');
create index refund_requests_held on paygate.refund_requests(merchant_id, livemode) where status in ('pending', 'approved');

create function paygate.held_for_refunds(merchant text, mode boolean, of_currency text) returns bigint language sql stable set search_path = '' as $$
  select coalesce(sum(h.amount), 0)::bigint
  from paygate.refund_requests r join paygate.refund_holds h on h.id = r.id
  where r.merchant_id = merchant and r.livemode = mode and r.status in ('pending', 'approved') and h.currency = of_currency
$$;

-- What each merchant has available, and the statement of it: every movement with the balance after it, numbered without gaps. Only the ledger's trigger writes them.
create table paygate.available_balances(
  merchant_id text collate "C" not null,
  livemode boolean not null,
  currency text not null,
  seq bigint not null,
  amount bigint not null,
  primary key (merchant_id, livemode, currency));
create table paygate.available_movements(
  merchant_id text collate "C" not null,
  livemode boolean not null,
  currency text not null,
  seq bigint not null,
  source_type text not null,
  source_id text collate "C" not null,
  amount bigint not null,
  -- After this movement, and what of it was held back then.
  balance bigint not null,
  held bigint not null,
  at timestamptz not null,
  primary key (merchant_id, livemode, currency, seq),
  unique (source_id, source_type));
-- What a payout took comes back once, for whatever reason.
create unique index available_movements_back_once on paygate.available_movements(source_id) where source_type in ('payout_failed', 'payout_canceled');
insert into paygate.available_movements
  select t.merchant_id, b.livemode, t.currency, row_number() over statement, t.source_type, t.source_id, d.amount, sum(d.amount) over statement, 0, t.at
  from paygate.ledger_transfers t
  join paygate.settlement_batches b on b.id = t.source_id
  cross join lateral (select case t.credit_account when 'merchant_available' then t.amount else -t.amount end as amount) d
  where 'merchant_available' in (t.debit_account, t.credit_account)
  window statement as (partition by t.merchant_id, b.livemode, t.currency order by t.at, t.source_id);
insert into paygate.available_balances
  select distinct on (merchant_id, livemode, currency) merchant_id, livemode, currency, seq, balance
  from paygate.available_movements order by merchant_id, livemode, currency, seq desc;

-- One row per balance is the fence against paying out too much: it is locked from here to the end of the transaction, so that of two payouts the second one sees what
-- the first has left. Captures and refunds do not touch the account and do not get here.
create function paygate.move_available() returns trigger language plpgsql security definer set search_path = '' as $$
declare
  mode boolean;
  whole bigint;
  change bigint := case new.credit_account when 'merchant_available' then new.amount else -new.amount end;
  number bigint;
  after bigint;
  held_back bigint;
begin
  select s.livemode, s.change into mode, whole
  from (
    select livemode, null::bigint from paygate.settlement_batches where id = new.source_id and merchant_id = new.merchant_id and currency = new.currency
    union all
    select livemode, case new.source_type when 'payout' then -amount else amount end from paygate.payouts
      where id = new.source_id and merchant_id = new.merchant_id and currency = new.currency) s (livemode, change);
  if mode is null then
    raise exception '% of % moves an available balance, and is no batch and no payout', new.source_type, new.source_id
      using errcode = 'check_violation', constraint = tg_name, table = tg_table_name, schema = tg_table_schema;
  end if;
  if change <> whole then
    raise exception '% of % moves % and not %', new.source_type, new.source_id, change, whole
      using errcode = 'check_violation', constraint = 'available_balances_whole', table = 'available_balances', schema = 'paygate';
  end if;
  insert into paygate.available_balances as b values (new.merchant_id, mode, new.currency, 1, change)
    on conflict (merchant_id, livemode, currency) do update set seq = b.seq + 1, amount = b.amount + change
    returning b.seq, b.amount into number, after;
  held_back := paygate.held_for_refunds(new.merchant_id, mode, new.currency);
  if new.source_type = 'payout' and after < held_back then
    raise exception '% leaves % of which % are held back', new.source_id, after, held_back
      using errcode = 'check_violation', constraint = 'available_balances_cover', table = 'available_balances', schema = 'paygate';
  end if;
  insert into paygate.available_movements
    values (new.merchant_id, mode, new.currency, number, new.source_type, new.source_id, change, after, held_back, new.at);
  return null;
end $$;
revoke all on function paygate.move_available() from public;
create trigger ledger_transfers_move_available after insert on paygate.ledger_transfers
  for each row when (new.credit_account = 'merchant_available' or new.debit_account = 'merchant_available') execute function paygate.move_available();

-- Batches whose net is about to become available: payouts of the day wait for them.
create index settlement_batches_unsettled on paygate.settlement_batches(merchant_id, livemode, due_at) where status in ('pending', 'processing');

grant select, insert, update on paygate.payouts to paygate_silo;
grant select, insert on paygate.payout_transactions, paygate.refund_holds to paygate_silo;
grant select on paygate.available_balances, paygate.available_movements to paygate_silo;
grant select on paygate.payouts, paygate.payout_transactions, paygate.refund_holds, paygate.available_balances, paygate.available_movements to paygate_api;

insert into paygate.public_event_types(fact, place, type) values
  ('payout.created', 0, 'payout.created'),
  ('payout.sent', 0, 'payout.updated'),
  ('payout.accepted', 0, 'payout.updated'),
  ('payout.updated', 0, 'payout.updated'),
  ('payout.paid', 0, 'payout.paid'),
  ('payout.failed', 0, 'payout.failed'),
  ('payout.canceled', 0, 'payout.canceled');

create view audit.payouts as
  select id, merchant_id, currency, amount, automatic, status, arrival_at, created from paygate.payouts;
create view audit.available_movements as
  select merchant_id, livemode, currency, seq, source_type, source_id, amount, balance, held, at from paygate.available_movements;
grant select on audit.payouts, audit.available_movements to paygate_audit;
