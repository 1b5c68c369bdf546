-- Fee plans: what merchants' payments are charged, as operators set it, refunds that return a share of the fee, and quotes of both rates and fees.
alter table paygate.merchants add column fee_plan json;

-- Every plan that a merchant was given; the current one stands in its row too. Nobody changes or removes them.
create table paygate.fee_plans(
  id text collate "C" primary key,
  merchant_id text collate "C" not null,
  version int not null check (version > 0),
  plan json not null,
  set_by text not null,
  reason text not null,
  set_at timestamptz not null,
  unique (merchant_id, version));

-- What operators order about plans; a silo has it carried out, each once and in this order.
create table paygate.fee_orders(
  id bigint generated always as identity primary key,
  merchant_id text collate "C" not null check (length(merchant_id) between 1 and 128),
  plan json not null,
  ordered_by text not null check (length(ordered_by) between 1 and 128),
  reason text not null check (length(reason) between 1 and 500),
  ordered_at timestamptz not null default now(),
  finished_at timestamptz,
  -- Why it was not carried out; null for one that was.
  refusal text,
  constraint fee_orders_finished check (refusal is null or finished_at is not null));
create index fee_orders_open on paygate.fee_orders(id) where finished_at is null;
create function paygate.refuse_fee_order() returns trigger language plpgsql set search_path = '' as $$
begin
  raise exception 'order % about a fee plan is finished once, and changes in nothing else', old.id
    using errcode = 'check_violation', constraint = tg_name, table = tg_table_name, schema = tg_table_schema;
end $$;
revoke all on function paygate.refuse_fee_order() from public;
create trigger fee_orders_stay after update on paygate.fee_orders
  for each row when (old.finished_at is not null or (new.id, new.merchant_id, new.plan::text, new.ordered_by, new.reason, new.ordered_at)
    is distinct from (old.id, old.merchant_id, old.plan::text, old.ordered_by, old.reason, old.ordered_at))
  execute function paygate.refuse_fee_order();

-- A refund may return fees, and never charges one. A day of nothing else has less than no fees.
alter table paygate.balance_transactions
  drop constraint balance_transactions_fee,
  add constraint balance_transactions_fee check (fee >= 0 or type = 'refund'),
  drop constraint balance_transactions_sign,
  add constraint balance_transactions_sign check (case type
    when 'charge' then amount >= 0
    when 'refund' then amount <= 0 and fee <= 0
    when 'dispute' then amount <= 0
    when 'dispute_reinstated' then amount >= 0 and fee = 0
    else true end);
alter table paygate.settlement_batches drop constraint settlement_batches_fees_check;

-- All refunds of a payment together return no more than its fee.
create function paygate.check_fee_returned() returns trigger language plpgsql set search_path = '' as $$
begin
  if coalesce((
    select sum(t.fee)
    from (
      select r.id as source_id, 'refund' as type from paygate.refunds r where r.payment_intent_id = new.payment_intent_id
      union all
      select r.charge_id, 'charge' from paygate.refunds r where r.id = new.source_id) s
    join paygate.balance_transactions t on t.source_id = s.source_id and t.type = s.type and t.payment_intent_id = new.payment_intent_id), -1) < 0
  then
    raise exception 'refund % returns more than what is left of its fee', new.source_id
      using errcode = 'check_violation', constraint = tg_name, table = tg_table_name, schema = tg_table_schema;
  end if;
  return null;
end $$;
revoke all on function paygate.check_fee_returned() from public;
create trigger balance_transactions_return_fee after insert on paygate.balance_transactions
  for each row when (new.type = 'refund' and new.fee < 0) execute function paygate.check_fee_returned();

grant select, insert on paygate.fee_plans, paygate.fee_orders to paygate_silo;
grant update (finished_at, refusal) on paygate.fee_orders to paygate_silo;

-- What a payment would come to, promised for a while. A promise does not change.
create table paygate.quotes(
  id text collate "C" primary key check (id ~ '^qt_[0-9A-Za-z]{25}$'),
  merchant_id text collate "C" not null,
  -- Made once.
  version bigint not null check (version = 1),
  head_hash bytea not null check (octet_length(head_hash) = 32),
  state json not null,
  due_at timestamptz check (due_at is null),
  livemode boolean not null,
  currency text not null check (length(currency) = 3 and translate(currency, 'abcdefghijklmnopqrstuvwxyz', '') = ''),
  amount bigint not null check (amount > 0),
  created timestamptz not null,
  expires_at timestamptz not null,
  constraint quotes_lifetime check (expires_at = created + interval '15 minutes'));

-- Which payment cites a quote: the key lets one only. The quote has to be of the payment's merchant, mode, amount and currency.
create table paygate.quote_uses(
  id text collate "C" primary key,
  merchant_id text collate "C" not null,
  payment_intent_id text collate "C" not null unique);
create function paygate.check_quote_use() returns trigger language plpgsql set search_path = '' as $$
begin
  if not exists (
    select from paygate.quotes q join paygate.payment_intents p on p.id = new.payment_intent_id
    where q.id = new.id and (q.merchant_id, q.livemode, q.currency, q.amount) = (p.merchant_id, p.livemode, p.currency, p.amount) and q.merchant_id = new.merchant_id
      and p.created < q.expires_at)
  then
    raise exception 'payment % cites the quote %, which is not of it', new.payment_intent_id, new.id
      using errcode = 'check_violation', constraint = tg_name, table = tg_table_name, schema = tg_table_schema;
  end if;
  return null;
end $$;
revoke all on function paygate.check_quote_use() from public;
create trigger quote_uses_fit after insert on paygate.quote_uses for each row execute function paygate.check_quote_use();

grant select, insert on paygate.quotes to paygate_silo;
grant select, insert on paygate.quote_uses to paygate_silo;
grant select on paygate.quotes, paygate.quote_uses to paygate_api;
