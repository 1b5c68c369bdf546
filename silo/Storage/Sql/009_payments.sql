-- Payments in full: increments, updates, words of charges, challenges of the issuer.
insert into paygate.public_event_types(fact, place, type) values
  ('increment.unknown', 0, 'payment_intent.processing'),
  ('authorization.incremented', 0, 'charge.updated'), ('authorization.incremented', 1, 'payment_intent.amount_capturable_updated'),
  ('charge.updated', 0, 'charge.updated'),
  ('challenge.required', 0, 'payment_intent.requires_action'),
  ('challenge.failed', 0, 'payment_intent.payment_failed');

-- Until money is held for it a payment may change its currency with its amount.
drop trigger payment_intents_keep_money on paygate.payment_intents;
create trigger payment_intents_keep_money before update on paygate.payment_intents
  for each row when (
    (new.currency <> old.currency and (old.amount_authorized > 0 or new.amount_authorized > 0))
    or new.livemode <> old.livemode or new.created <> old.created) execute function paygate.refuse_head();

-- A recorded answer names the request that it was first given to.
alter table paygate.idempotency add column request_id text collate "C";
