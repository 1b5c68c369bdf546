-- The issuer laboratory: what the sandbox orders the bank to do, and what issuers remember of an authorization.

-- Holds no card but its last four digits.
create table bank.scripts (
    id text collate "C" primary key check (length(id) between 1 and 64),
    merchant_id text collate "C" not null,
    operation text collate "C" check (operation in ('authorize', 'increment', 'capture', 'reverse', 'refund')),
    card_last4 text collate "C" check (card_last4 ~ '^[0-9]{4}$'),
    amount bigint check (amount >= 0),
    payment_id text collate "C" check (length(payment_id) between 1 and 64),
    behavior text collate "C" not null check (behavior in
        ('slow', 'lost_request', 'lost_answer', 'duplicate_answer', 'garbage', 'wrong_amount', 'partial_approval', 'decline', 'late_reversal')),
    latency_ms integer not null check (latency_ms between 0 and 60000),
    decline_reason text collate "C",
    approved_amount bigint check (approved_amount > 0),
    after_seconds integer not null check (after_seconds >= 0),
    times integer not null check (times between 1 and 100),
    times_left integer not null check (times_left between 0 and times),
    created timestamptz not null
);
create index scripts_of_merchant on bank.scripts (merchant_id, id);

alter table bank.authorizations
    -- How its refunds go, by a word: a refund brings no card to know it by.
    add column refunds text collate "C" not null default 'prompt' check (refunds in ('prompt', 'put_off', 'refused')),
    -- How many of them were told to try again later.
    add column refunds_put_off integer not null default 0 check (refunds_put_off >= 0),
    -- When the issuer drops the hold by itself, if it still stands then.
    add column hold_until timestamptz;

grant select, insert, delete, update (times_left) on bank.scripts to paygate_bank;
grant update (refunds, refunds_put_off, hold_until) on bank.authorizations to paygate_bank;

-- A sale that was reversed took nothing: what was authorized was given back before it was settled, so its capture is not shown.
create or replace view audit.issuer_ops as
select o.id * 4 + movement.place as id,
    o.payment_id,
    movement.op,
    o.reference as attempt_key,
    movement.amount,
    o.currency,
    case when o.approved then 'approved' else 'declined' end as outcome,
    o.at
from bank.operations o
cross join lateral (
    select 0 as place,
        case o.operation when 'sale' then 'authorize' else o.operation end as op,
        case when o.approved then o.amount_approved else o.amount end as amount
    union all
    select 1, 'capture', o.amount_approved where o.operation = 'sale' and o.approved
        and not exists (select from bank.authorizations a where a.id = o.id and a.state = 'reversed')
    union all
    select 2, 'release', o.amount_released where o.amount_released > 0
) as movement
where o.operation <> 'never_seen';
