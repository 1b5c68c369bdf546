-- The bank's books: what it was asked and answered, and what stands on each authorization.
create schema bank;

-- One row per operation, written before the answer leaves and never changed. No card data but the last four digits.
create table bank.operations (
    id bigint generated always as identity primary key,
    reference text collate "C" not null check (length(reference) between 1 and 64),
    -- A further arrival under a known reference: a refused duplicate. Exactly one row per reference is not a repeat.
    repeat boolean not null,
    payment_id text collate "C" not null check (length(payment_id) between 1 and 64),
    -- never_seen is no operation: it forbids a reference that has not arrived, and so has no amount and no currency.
    operation text collate "C" not null check (operation in
        ('authorize', 'sale', 'increment', 'capture', 'reverse', 'refund', 'refund_reversal', 'never_seen')),
    original_reference text collate "C",
    -- The authorization acted on; null for the operation that opened one, whose own id it is.
    authorization_id bigint,
    amount bigint not null check (amount >= 0),
    currency text collate "C" check (length(currency) = 3),
    card_last4 text collate "C" check (length(card_last4) <= 4),
    approved boolean not null,
    network_code text collate "C" not null,
    reason text collate "C" not null,
    authorization_code text collate "C",
    avs_result text collate "C",
    cvc_result text collate "C",
    amount_approved bigint not null check (amount_approved >= 0),
    -- What a partial capture gave back of the hold.
    amount_released bigint not null check (amount_released >= 0),
    at timestamptz not null,
    check (approved = (reason = 'approved')),
    check (approved = (authorization_code is not null)),
    check (approved or (amount_approved = 0 and amount_released = 0)),
    check ((currency is null) = (operation = 'never_seen')),
    check (operation <> 'never_seen' or not approved)
);

-- The arbiter of every race: one outcome per reference.
create unique index operations_reference on bank.operations (reference) where not repeat;

-- A refund is taken back once.
create unique index operations_refund_reversal on bank.operations (original_reference)
    where operation = 'refund_reversal' and approved and not repeat;

-- One row per approved authorization. Room on each page keeps updates on it (HOT), away from the index.
create table bank.authorizations (
    id bigint primary key,
    state text collate "C" not null check (state in ('open', 'captured', 'reversed')),
    authorized bigint not null check (authorized >= 0),
    captured bigint not null check (captured >= 0),
    refunded bigint not null check (refunded >= 0),
    version bigint not null,
    check (captured <= authorized),
    check (refunded <= captured),
    check (state = 'captured' or captured = 0)
) with (fillfactor = 85);

grant usage on schema bank to paygate_bank;
grant select, insert on bank.operations to paygate_bank;
grant select, insert, update (state, authorized, captured, refunded, version) on bank.authorizations to paygate_bank;
