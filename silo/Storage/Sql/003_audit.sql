-- The audit contract: stable views over whatever tables there are; empty where a feature is still missing. The bank ships audit.issuer_ops and the vault
-- ships audit.vault_keys and audit.vault_cards beside their own tables.
create view audit.payments as
  select id, merchant_id, currency, amount, amount_authorized, amount_captured, amount_refunded, amount_disputed, status, idempotency_key, created,
         expires_at, version
  from paygate.payment_intents;

create view audit.ledger_entries as
  select t.source_type || ':' || t.source_id as txn_id, side.seq, side.account, t.merchant_id, t.currency, side.debit, side.credit, t.source_type,
         t.source_id, t.payment_id, t.at
  from paygate.ledger_transfers t
  cross join lateral (values (t.seq * 2 - 1, t.debit_account, t.amount, 0::bigint), (t.seq * 2, t.credit_account, 0::bigint, t.amount))
    as side(seq, account, debit, credit);

create view audit.settlement_lines as
  select ''::text as batch_id, ''::text as merchant_id, ''::text as currency, ''::text as source_type, ''::text as source_id, 0::bigint as gross,
         0::bigint as fee, 0::bigint as net, ''::text as payment_currency, 0::bigint as payment_gross
  where false;

create view audit.settlement_batches as
  select ''::text as id, ''::text as merchant_id, ''::text as currency, current_date as settle_date, current_date as payout_date, 0::bigint as gross,
         0::bigint as refunds, 0::bigint as fees, 0::bigint as disputes, 0::bigint as net, ''::text as status
  where false;

create view audit.events as select stream_id, seq, type, data, prev_hash, hash, at from paygate.events;

create view audit.webhook_messages as
  select ''::text as id, ''::text as event_id, ''::text as endpoint_id, ''::text as state, 0 as attempts, ''::text as stream_id, 0::bigint as seq
  where false;

create view audit.idempotency as
  select scope as merchant_id, livemode, key, request_hash, state, resource_id, status, created from paygate.idempotency;

grant select on all tables in schema audit to paygate_audit;
