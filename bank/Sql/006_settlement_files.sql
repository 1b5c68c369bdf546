-- Settlement files: what the acquirer tells the gateway of each closed day. A file is no stored text: which rows it has is settled when its day is closed, and never changes.

alter table bank.operations
    -- What the laboratory makes of this movement in the file; null where it is told as it is.
    add column settlement_fault text collate "C"
        check (settlement_fault in ('missing', 'doubled', 'wrong_amount', 'unknown_reference', 'late'));

-- The journal is written in the order of time, so a summary of its pages finds a day at next to no cost per operation.
create index operations_at on bank.operations using brin(at) with (pages_per_range = 32, autosummarize = on);
-- Whether a sale was reversed, and by which row.
create index operations_reversal on bank.operations (authorization_id) where operation = 'reverse' and approved;

create table bank.settlement_days (
    day date primary key,
    -- Rows of the file lie between these ids, both included.
    first_id bigint not null,
    cutoff_id bigint not null,
    -- The cutoff of the day before; 0 for the first day.
    previous_cutoff_id bigint not null check (previous_cutoff_id <= cutoff_id),
    closed_at timestamptz not null
);

-- The day of a movement's file: its own, UTC, or the one after it where the laboratory has it come late.
create function bank.settles_at(at timestamptz, fault text) returns timestamptz language sql immutable set search_path = '' as $$
    select case when fault = 'late' then at + interval '24 hours' else at end
$$;

-- Closes a day, and those before it that were left open since the last closed one. What a day's end finds written goes into its file; what was decided before it and is
-- written later goes into the next one: each movement is in exactly one. The lock waits for those who are writing, and keeps others from beginning, for that moment.
create function bank.close_settlement_day(wanted date, now timestamptz) returns void
    language plpgsql security definer set timezone = 'UTC' set search_path = '' as $$
declare
    last record;
    next_day date;
    top bigint;
begin
    lock table bank.settlement_days in exclusive mode;
    select day, cutoff_id into last from bank.settlement_days order by day desc limit 1;
    if last.day >= wanted then
        return;
    end if;
    lock table bank.operations in share mode;
    select coalesce(max(id), 0) into top from bank.operations;
    next_day := coalesce(last.day + 1, wanted);
    while next_day <= wanted loop
        insert into bank.settlement_days
            select next_day, least(coalesce(min(o.id), top + 1), coalesce(last.cutoff_id, 0) + 1), top, coalesce(last.cutoff_id, 0), now
            from (select id from bank.operations where at >= next_day::timestamptz - interval '24 hours' and id <= top offset 0) o;
        last.cutoff_id := top;
        next_day := next_day + 1;
    end loop;
end $$;
revoke all on function bank.close_settlement_day(date, timestamptz) from public;
grant execute on function bank.close_settlement_day(date, timestamptz) to paygate_bank;
grant select on bank.settlement_days to paygate_bank;

alter table bank.scripts
    drop constraint scripts_behavior_check,
    add constraint scripts_behavior_check check (behavior in
        ('slow', 'lost_request', 'lost_answer', 'duplicate_answer', 'garbage', 'wrong_amount', 'partial_approval', 'decline', 'late_reversal', 'chargeback',
         'settlement_missing', 'settlement_doubled', 'settlement_wrong_amount', 'settlement_unknown_reference', 'settlement_late'));
