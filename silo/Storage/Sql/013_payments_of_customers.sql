-- Whose payment it is, for the lists of one customer.
alter table paygate.payment_intents
  add column customer_id text collate "C",
  add constraint payment_intents_customer check (customer_id is null or customer_id ~ '^cus_[0-9A-Za-z]{25}$');
create index payment_intents_of_customer on paygate.payment_intents(merchant_id, customer_id, id) where customer_id is not null;
