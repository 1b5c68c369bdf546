-- The bank's journal as anyone may check it: see audit-contract.sql. Reads with the rights of its owner.
create schema if not exists audit;

-- A journal row is up to three movements, so each has the id 4 * row + 0, 1 or 2. A tombstone is no operation and is not shown.
create view audit.issuer_ops as
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
    union all
    select 2, 'release', o.amount_released where o.amount_released > 0
) as movement
where o.operation <> 'never_seen';

grant usage on schema audit to paygate_audit;
grant select on audit.issuer_ops to paygate_audit;
