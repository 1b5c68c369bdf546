-- The books' periods. Each fact is written in the period that is open at that moment, whatever its own time says, so that a closed period never gets another one; its facts are
-- then summed up in one signed root.
create table paygate.books_period(
  only_row boolean primary key default true check (only_row),
  number bigint not null check (number > 0),
  opened timestamptz not null);
insert into paygate.books_period(number, opened) values (1, now());

-- Facts from before there were periods have none and belong to the first.
alter table paygate.events add column period bigint;
alter table paygate.events add constraint events_period check (period is not null) not valid;
-- Facts come in the order of their periods, so this small index is all that a period needs to be found.
create index events_of_period on paygate.events using brin(period) with (pages_per_range = 16, autosummarize = on);

-- Whoever writes facts reads the open period's number in the same statement and so holds this table shared to the end of the transaction: the lock below waits until all facts
-- of the period are there, and holds up new ones for as long as the update takes. Where one of them hangs, it gives up rather than hold up all: it is tried again in a minute. One of two that close at once does it.
create function paygate.close_period(expected bigint, closed_at timestamptz) returns boolean
  language plpgsql security definer set search_path = '' set lock_timeout = '2s' as $$
begin
  lock table paygate.books_period in access exclusive mode;
  update paygate.books_period set number = number + 1, opened = closed_at where number = expected;
  return found;
end $$;
revoke all on function paygate.close_period(bigint, timestamptz) from public;

create table paygate.books_roots(
  number bigint primary key check (number > 0),
  -- There is none without the one before it.
  previous bigint references paygate.books_roots(number),
  line text not null check (length(line) between 2 and 2000),
  constraint books_roots_without_gaps check (previous is not distinct from nullif(number - 1, 0)));

grant select on paygate.books_period, paygate.books_roots to paygate_silo;
grant insert on paygate.books_roots to paygate_silo;
grant execute on function paygate.close_period(bigint, timestamptz) to paygate_silo;

-- Beside the audit contract: what is needed to make the roots again.
create view audit.books_roots as select number, line from paygate.books_roots;
create view audit.books_facts as select coalesce(period, 1) as period, stream_id, seq, at, hash from paygate.events;
grant select on audit.books_roots, audit.books_facts to paygate_audit;
