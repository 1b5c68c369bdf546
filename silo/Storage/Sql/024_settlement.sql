-- Settlement: the batches of merchants' closed days. Which batch a movement is in stands on the movement itself, so that it cannot be in two.
alter table paygate.balance_transactions
  add column payment_currency text,
  add column payment_amount bigint,
  add column batch_id text collate "C";
update paygate.balance_transactions t set payment_currency = l.currency, payment_amount = l.amount
  from paygate.ledger_transfers l where l.source_type = 'capture' and l.seq = 1 and l.source_id = t.payment_intent_id and t.type = 'charge';
update paygate.balance_transactions t set payment_currency = l.currency, payment_amount = -l.amount
  from paygate.ledger_transfers l where l.source_type = 'refund' and l.seq = 1 and l.source_id = t.source_id and t.type = 'refund';
alter table paygate.balance_transactions
  alter column payment_currency set not null,
  alter column payment_amount set not null,
  add constraint balance_transactions_type check (type in ('charge', 'refund')),
  add constraint balance_transactions_payment_currency
    check (length(payment_currency) = 3 and translate(payment_currency, 'abcdefghijklmnopqrstuvwxyz', '') = ''),
  -- A cent may convert to nothing, but never to the other side.
  add constraint balance_transactions_payment_amount check (payment_amount <> 0 and sign(amount) in (0, sign(payment_amount)));
-- What no batch has yet, to be found by its time and added up; an entry goes when its movement is settled.
create index balance_transactions_open on paygate.balance_transactions(merchant_id, livemode, currency, created) include (amount, fee) where batch_id is null;
create index balance_transactions_of_batch on paygate.balance_transactions(batch_id, id) where batch_id is not null;
-- A movement comes without a batch, and only the function below puts it into one.
revoke insert on paygate.balance_transactions from paygate_silo;
grant insert (id, merchant_id, payment_intent_id, livemode, source_id, type, currency, amount, fee, created, payment_currency, payment_amount)
  on paygate.balance_transactions to paygate_silo;

create table paygate.settlement_batches(
  id text collate "C" primary key check (id ~ '^sb_[0-9A-Za-z]{25}$'),
  merchant_id text collate "C" not null,
  version bigint not null check (version > 0),
  head_hash bytea not null check (octet_length(head_hash) = 32),
  state json not null,
  due_at timestamptz,
  livemode boolean not null,
  currency text not null check (length(currency) = 3 and translate(currency, 'abcdefghijklmnopqrstuvwxyz', '') = ''),
  day date not null,
  -- The first instant after the day.
  day_end timestamptz not null,
  payout_on date not null check (payout_on > day),
  -- While it is collecting, its movements are being assigned and nothing of it is shown.
  status text not null check (status in ('collecting', 'pending', 'processing', 'settled', 'failed')),
  movements bigint not null,
  gross bigint not null check (gross >= 0),
  refunds bigint not null,
  fees bigint not null check (fees >= 0),
  disputes bigint not null,
  net bigint not null check (net = gross - refunds - fees - disputes),
  created timestamptz not null,
  unique (merchant_id, livemode, currency, day),
  check (status <> 'collecting' or movements = 0 and gross = 0 and refunds = 0 and fees = 0 and disputes = 0),
  check (status = 'collecting' or movements > 0));
create trigger settlement_batches_go_forward after update on paygate.settlement_batches
  for each row when (new.version <= old.version or new.id <> old.id or new.merchant_id <> old.merchant_id) execute function paygate.refuse_head();
-- What was closed stays as it was, and a batch goes its way once.
create trigger settlement_batches_keep_figures after update on paygate.settlement_batches
  for each row when (
    (new.livemode, new.currency, new.day, new.day_end, new.payout_on, new.created)
      is distinct from (old.livemode, old.currency, old.day, old.day_end, old.payout_on, old.created)
    or old.status <> 'collecting' and (new.movements, new.gross, new.refunds, new.fees, new.disputes)
      is distinct from (old.movements, old.gross, old.refunds, old.fees, old.disputes)
    or new.status <> old.status and (old.status, new.status) not in
      (('collecting', 'pending'), ('pending', 'processing'), ('processing', 'settled'), ('processing', 'failed'), ('failed', 'processing')))
  execute function paygate.refuse_head();
create index settlement_batches_of_merchant on paygate.settlement_batches(merchant_id, livemode, id);
create index settlement_batches_collecting on paygate.settlement_batches(merchant_id, livemode, day_end) where status = 'collecting';

-- What each step of collecting brought together, so that a batch is closed with the sum of what it was given without reading a million movements again.
create table paygate.settlement_claims(
  batch_id text collate "C" not null,
  step int not null check (step > 0),
  movements bigint not null check (movements > 0),
  gross bigint not null,
  refunds bigint not null,
  fees bigint not null,
  disputes bigint not null,
  primary key (batch_id, step));

-- Puts up to so many of the oldest open movements of the batch's merchant, mode and currency from before the end of its day into the batch; says how many.
create function paygate.claim_movements(batch text, wanted int) returns int
  language plpgsql security definer set search_path = '' as $$
declare
  into_batch paygate.settlement_batches;
  claimed int;
begin
  -- Held to the end of the transaction: two that claim for one batch, or one that closes it meanwhile, take turns.
  select * into into_batch from paygate.settlement_batches where id = batch for update;
  if into_batch.status is distinct from 'collecting' then
    raise exception 'batch % takes no more movements', batch
      using errcode = 'check_violation', constraint = 'settlement_batches_collect', table = 'settlement_batches', schema = 'paygate';
  end if;
  with taken as (
    update paygate.balance_transactions t set batch_id = batch
      from (
        select id from paygate.balance_transactions
        where merchant_id = into_batch.merchant_id and livemode = into_batch.livemode and currency = into_batch.currency and batch_id is null
          and created < into_batch.day_end
        order by created limit wanted) open_ones
      where t.id = open_ones.id and t.batch_id is null
      returning t.type, t.amount, t.fee)
  insert into paygate.settlement_claims
    select batch, (select coalesce(max(step), 0) + 1 from paygate.settlement_claims where batch_id = batch), count(*),
      coalesce(sum(amount) filter (where type = 'charge'), 0), coalesce(-sum(amount) filter (where type = 'refund'), 0), sum(fee),
      coalesce(-sum(amount) filter (where type not in ('charge', 'refund')), 0)
    from taken having count(*) > 0;
  get diagnostics claimed = row_count;
  if claimed = 0 then
    return 0;
  end if;
  return (select movements from paygate.settlement_claims where batch_id = batch order by step desc limit 1);
end $$;
revoke all on function paygate.claim_movements(text, int) from public;

-- A batch begins empty, and is closed with what its claims add up to.
create function paygate.check_batch_closed() returns trigger language plpgsql set search_path = '' as $$
begin
  if tg_op = 'INSERT' and new.status <> 'collecting'
    or tg_op = 'UPDATE' and (new.movements, new.gross, new.refunds, new.fees, new.disputes) <> (
      select coalesce(sum(c.movements), 0)::bigint, coalesce(sum(c.gross), 0)::bigint, coalesce(sum(c.refunds), 0)::bigint,
        coalesce(sum(c.fees), 0)::bigint, coalesce(sum(c.disputes), 0)::bigint
      from paygate.settlement_claims c where c.batch_id = new.id)
  then
    raise exception 'batch % is not closed with what it was given', new.id
      using errcode = 'check_violation', constraint = tg_name, table = tg_table_name, schema = tg_table_schema;
  end if;
  return null;
end $$;
create trigger settlement_batches_begin_empty after insert on paygate.settlement_batches
  for each row execute function paygate.check_batch_closed();
create trigger settlement_batches_close_whole after update on paygate.settlement_batches
  for each row when (old.status = 'collecting' and new.status <> 'collecting') execute function paygate.check_batch_closed();

-- Which days of a merchant are closed.
create table paygate.settlement_schedules(
  id text collate "C" primary key check (id ~ '^ss_[0-9A-Za-z]{25}$'),
  merchant_id text collate "C" not null,
  version bigint not null check (version > 0),
  head_hash bytea not null check (octet_length(head_hash) = 32),
  state json not null,
  due_at timestamptz not null,
  livemode boolean not null,
  closed_through date not null,
  unique (merchant_id, livemode));
create trigger settlement_schedules_go_forward after update on paygate.settlement_schedules
  for each row when (
    new.version <= old.version or new.id <> old.id or new.merchant_id <> old.merchant_id or new.livemode <> old.livemode or new.closed_through < old.closed_through)
  execute function paygate.refuse_head();

grant select, insert, update on paygate.settlement_batches, paygate.settlement_schedules to paygate_silo;
grant select on paygate.settlement_claims to paygate_silo;
grant execute on function paygate.claim_movements(text, int) to paygate_silo;
grant select on paygate.settlement_batches to paygate_api;

insert into paygate.public_event_types(fact, place, type) values
  ('settlement_batch.closed', 0, 'settlement.created'),
  ('settlement_batch.settled', 0, 'settlement.settled'),
  ('settlement_batch.failed', 0, 'settlement.failed');

drop view audit.settlement_lines, audit.settlement_batches;
create view audit.settlement_batches as
  select id, merchant_id, currency, day as settle_date, payout_on as payout_date, gross, refunds, fees, disputes, net, status
  from paygate.settlement_batches
  where status <> 'collecting';

create view audit.settlement_lines as
  select t.batch_id, t.merchant_id, t.currency, case t.type when 'charge' then 'capture' else t.type end as source_type,
    case t.type when 'charge' then t.payment_intent_id else t.source_id end as source_id, t.amount as gross, t.fee, t.amount - t.fee as net,
    t.payment_currency, t.payment_amount as payment_gross
  from paygate.balance_transactions t
  join paygate.settlement_batches b on b.id = t.batch_id
  where b.status <> 'collecting';
grant select on audit.settlement_batches, audit.settlement_lines to paygate_audit;
