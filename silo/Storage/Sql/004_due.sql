-- What is due has a table of its own. While the due time was an indexed column of the heads, each of a payment's versions cost an entry in every index of its
-- table; now an update stays within its page (HOT) and only this narrow table's one index moves.
create table paygate.due(
  shard smallint not null,
  due_at timestamptz not null,
  id text collate "C" not null,
  primary key (shard, due_at, id));
insert into paygate.due
  select shard, due_at, id from paygate.payment_intents where due_at is not null
  union all select shard, due_at, id from paygate.card_tokens where due_at is not null;
grant select, insert, delete on paygate.due to paygate_silo;

-- due_at stays on the heads, unindexed: a commit takes out the entry that belongs to the version it replaces.
drop index paygate.payment_intents_due, paygate.card_tokens_due, paygate.encryption_keys_due;
alter table paygate.merchants drop column shard;
alter table paygate.api_keys drop column shard;
alter table paygate.payment_intents drop column shard;
alter table paygate.card_tokens drop column shard;
alter table paygate.encryption_keys drop column shard;

-- Room on each page for the versions that follow within milliseconds.
alter table paygate.payment_intents set (fillfactor = 50);
