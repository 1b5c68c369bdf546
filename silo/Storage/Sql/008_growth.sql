-- What grows: months ahead for the partitioned tables, and the end of idempotency records.

-- Records are found by age. Space that pruning frees is used again, so a page soon holds old and new records: an index of page ranges would find them all.
drop index paygate.idempotency_created;
create index idempotency_created on paygate.idempotency(created);

-- Where a table's partitions end. Bounds are read back as they are stored, whatever time zone they were once written in.
create function paygate.partitions_end(parent regclass) returns timestamptz language sql stable set timezone = 'UTC' set search_path = 'pg_catalog' as $$
  select max((regexp_match(pg_get_expr(c.relpartbound, c.oid), 'TO \(''([^'']+)''\)'))[1]::timestamptz)
  from pg_inherits i join pg_class c on c.oid = i.inhrelid
  where i.inhparent = parent
$$;

-- Adds months until the given instant lies in one; says how many partitions it made. They join without gaps, and reads and writes go on meanwhile: only
-- attaching, not creating in place, leaves them their locks.
create function paygate.add_partitions(until timestamptz) returns int
  language plpgsql security definer set timezone = 'UTC' set search_path = 'pg_catalog' as $$
declare
  -- A clock that is a century off must not fill the catalogue.
  months_max constant int := 600;
  made int := 0;
  parent text;
  part text;
  lower_bound timestamptz;
  upper_bound timestamptz;
begin
  perform pg_advisory_xact_lock(hashtextextended('paygate.add_partitions', 0));
  foreach parent in array array['events', 'public_events', 'ledger_transfers'] loop
    for month in 1..months_max loop
      lower_bound := paygate.partitions_end(format('paygate.%I', parent)::regclass);
      exit when lower_bound > until;
      -- Half a month on is within the next month, also where an earlier bound was midnight of another time zone.
      upper_bound := date_trunc('month', lower_bound + interval '15 days') + interval '1 month';
      part := format('%s_%s', parent, to_char(lower_bound + interval '15 days', 'YYYYMM'));
      execute format('create table paygate.%I (like paygate.%I including all)', part, parent);
      execute format('alter table paygate.%I attach partition paygate.%I for values from (%L) to (%L)', parent, part, lower_bound, upper_bound);
      made := made + 1;
    end loop;
  end loop;
  return made;
end $$;
revoke all on function paygate.add_partitions(timestamptz), paygate.partitions_end(regclass) from public;
grant execute on function paygate.add_partitions(timestamptz) to paygate_silo;

-- No part catches what lies outside: it would fill unseen, and a month could not be added under its rows. What it caught moves to a month, or before the first.
do $$
declare
  parent text;
  oldest timestamptz;
  newest timestamptz;
  first_bound timestamptz;
  created text;
begin
  foreach parent in array array['events', 'public_events', 'ledger_transfers'] loop
    created := case parent when 'ledger_transfers' then 'object_created' else 'stream_created' end;
    execute format('alter table paygate.%I detach partition paygate.%I', parent, parent || '_other');
    execute format('select min(%I), max(%I) from paygate.%I', created, created, parent || '_other') into oldest, newest;
    perform paygate.add_partitions(coalesce(newest, '-infinity'));
    select min((regexp_match(pg_get_expr(c.relpartbound, c.oid), 'FROM \(''([^'']+)''\)'))[1]::timestamptz) into first_bound
      from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = format('paygate.%I', parent)::regclass;
    if oldest < first_bound then
      execute format('create table paygate.%I partition of paygate.%I for values from (%L) to (%L)', parent || '_before', parent, oldest, first_bound);
    end if;
    execute format('insert into paygate.%I select * from paygate.%I', parent, parent || '_other');
    execute format('drop table paygate.%I', parent || '_other');
  end loop;
end $$;
