-- What wakes actors after a restart, where the engine brings no table of its own. An etag is new with every write, so that a reminder which was
-- registered anew is not removed by who saw the old one.
create table paygate.reminders(
  grain_id text collate "C" not null,
  name text collate "C" not null,
  start_at timestamptz not null,
  period interval not null check (period > interval '0'),
  etag uuid not null default gen_random_uuid(),
  primary key (grain_id, name));

grant select, insert, update, delete on paygate.reminders to paygate_silo;
