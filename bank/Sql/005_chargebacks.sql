-- Chargebacks: what issuers take back for their cardholders, and give back again.
alter table bank.operations
    drop constraint operations_operation_check,
    add constraint operations_operation_check check (operation in
        ('authorize', 'sale', 'increment', 'capture', 'reverse', 'refund', 'refund_reversal', 'chargeback', 'chargeback_reversal', 'never_seen')),
    -- What the issuer announces with an approval: why its cardholder will dispute the charge, and how long after the capture.
    add column chargeback_reason text collate "C",
    add column chargeback_after_seconds integer check (chargeback_after_seconds >= 0),
    add constraint operations_chargeback_notice check ((chargeback_reason is null) = (chargeback_after_seconds is null));

-- A chargeback is taken back once.
create unique index operations_chargeback_reversal on bank.operations (original_reference)
    where operation = 'chargeback_reversal' and approved and not repeat;

alter table bank.authorizations
    add column charged_back bigint not null default 0 check (charged_back >= 0),
    add constraint authorizations_given_back check (refunded + charged_back <= captured);
grant update (charged_back) on bank.authorizations to paygate_bank;

alter table bank.scripts
    drop constraint scripts_operation_check,
    add constraint scripts_operation_check check (operation in
        ('authorize', 'increment', 'capture', 'reverse', 'refund', 'transfer', 'chargeback', 'chargeback_reversal')),
    drop constraint scripts_behavior_check,
    add constraint scripts_behavior_check check (behavior in
        ('slow', 'lost_request', 'lost_answer', 'duplicate_answer', 'garbage', 'wrong_amount', 'partial_approval', 'decline', 'late_reversal', 'chargeback')),
    add column dispute_reason text collate "C";
