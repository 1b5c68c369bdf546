-- The same rules for less work per payment.

-- A trigger before an update locks each row first and logs the lock; one after it looks at the same rows without.
do $$
declare head text;
begin
  foreach head in array array['merchants', 'api_keys', 'payment_intents', 'encryption_keys', 'card_tokens'] loop
    execute format('drop trigger %I on paygate.%I', head || '_go_forward', head);
    execute format(
      'create trigger %I after update on paygate.%I for each row when (new.version <= old.version or new.id <> old.id or new.merchant_id <> old.merchant_id) '
      'execute function paygate.refuse_head()', head || '_go_forward', head);
  end loop;
end $$;
drop trigger payment_intents_keep_money on paygate.payment_intents;
create trigger payment_intents_keep_money after update on paygate.payment_intents
  for each row when (
    (new.currency <> old.currency and (old.amount_authorized > 0 or new.amount_authorized > 0))
    or new.livemode <> old.livemode or new.created <> old.created) execute function paygate.refuse_head();

-- Three letters from a to z, said without a regular expression.
alter table paygate.payment_intents
  drop constraint payment_intents_currency_check,
  add constraint payment_intents_currency_check check (length(currency) = 3 and translate(currency, 'abcdefghijklmnopqrstuvwxyz', '') = '');
alter table paygate.balance_transactions
  drop constraint balance_transactions_currency,
  add constraint balance_transactions_currency check (length(currency) = 3 and translate(currency, 'abcdefghijklmnopqrstuvwxyz', '') = '');
alter table paygate.ledger_transfers
  drop constraint ledger_transfers_currency_check,
  add constraint ledger_transfers_currency_check check (length(currency) = 3 and translate(currency, 'abcdefghijklmnopqrstuvwxyz', '') = '');

-- The same question, asked of the months that these facts belong to: without the bounds each statement would open the index of every month there is.
create or replace function paygate.check_fact_chain() returns trigger
  language plpgsql set search_path = '' set plan_cache_mode = force_generic_plan as $$
declare
  oldest timestamptz;
  newest timestamptz;
  broken record;
begin
  select min(stream_created), max(stream_created) into oldest, newest from added where seq > 1;
  if oldest is null then
    return null;
  end if;
  select f.stream_id, f.seq into broken
  from (
    select stream_id, stream_created, seq, prev_hash, lag(seq) over chain as seq_before, lag(hash) over chain as hash_before
    from added window chain as (partition by stream_id, stream_created order by seq)) f
  where f.seq > 1 and case
    when f.seq_before = f.seq - 1 then f.hash_before <> f.prev_hash
    else not exists (
      select from paygate.events e
      where e.stream_id = f.stream_id and e.seq = f.seq - 1 and e.stream_created = f.stream_created and e.hash = f.prev_hash
        and e.stream_created between oldest and newest)
    end
  limit 1;
  if found then
    raise exception 'fact % of % does not follow a stored one', broken.seq, broken.stream_id
      using errcode = 'check_violation', constraint = 'events_chain', table = 'events', schema = 'paygate';
  end if;
  return null;
end $$;
