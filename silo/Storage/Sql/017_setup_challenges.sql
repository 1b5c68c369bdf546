-- Issuers may ask cardholders before a card is saved.
insert into paygate.public_event_types(fact, place, type) values
  ('setup_challenge.required', 0, 'setup_intent.requires_action'),
  ('setup_challenge.failed', 0, 'setup_intent.setup_failed');
