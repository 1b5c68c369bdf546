-- The sandbox's clock: how far PayGate's time is ahead of the wall's, one row that all processes read and that only grows. A schema of its own, because the bank
-- reads it too and sees nothing else of the gateway.
create schema clock;
create table clock.sandbox(
  only_row boolean primary key default true check (only_row),
  offset_microseconds bigint not null check (offset_microseconds >= 0));
insert into clock.sandbox(offset_microseconds) values (0);

create function clock.refuse_going_back() returns trigger language plpgsql set search_path = '' as $$
begin
  raise exception 'the clock does not go back' using errcode = 'check_violation', constraint = tg_name, table = tg_table_name, schema = tg_table_schema;
end $$;
create trigger sandbox_goes_forward before update on clock.sandbox
  for each row when (new.offset_microseconds < old.offset_microseconds) execute function clock.refuse_going_back();

grant usage on schema clock to paygate_silo, paygate_api, paygate_bank;
grant select on clock.sandbox to paygate_silo, paygate_api, paygate_bank;
grant update (offset_microseconds) on clock.sandbox to paygate_silo;

-- Refunds that take more than one try can be withdrawn between two of them, and their metadata changed at any time.
insert into paygate.public_event_types(fact, place, type) values
  ('refund.canceled', 0, 'refund.updated'),
  ('refund.updated', 0, 'refund.updated');
