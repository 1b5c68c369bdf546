-- Transfers to the accounts of merchants: one row for each, written before the answer leaves and never changed.
create table bank.transfers (
    id bigint generated always as identity primary key,
    -- The arbiter of every race: one outcome per reference.
    reference text collate "C" not null unique check (length(reference) between 1 and 64),
    account_number text collate "C" not null check (account_number ~ '^[0-9A-Z]{4,34}$'),
    currency text collate "C" not null check (length(currency) = 3),
    amount bigint not null check (amount > 0),
    accepted boolean not null,
    reason text collate "C" not null,
    at timestamptz not null,
    check (accepted = (reason = 'accepted'))
);
grant select, insert on bank.transfers to paygate_bank;

alter table bank.scripts drop constraint scripts_operation_check;
alter table bank.scripts add constraint scripts_operation_check
    check (operation in ('authorize', 'increment', 'capture', 'reverse', 'refund', 'transfer'));

create view audit.bank_transfers as
select id, reference, right(account_number, 4) as account_last4, currency, amount, case when accepted then 'accepted' else 'refused' end as outcome, reason, at
from bank.transfers;
grant select on audit.bank_transfers to paygate_audit;
