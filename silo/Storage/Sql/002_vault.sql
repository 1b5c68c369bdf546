-- The vault: merchants' wrapped keys, handles of cards with their ciphertexts, and one entry per card of a merchant.
-- Only the silo reads it; the API's role has no right here.

-- Recognises the root key file that this database's keys hang on. One row at most.
create table paygate.root_key (
    only_row boolean primary key default true check (only_row),
    key_id text collate "C" not null check (length(key_id) between 1 and 64),
    key_check bytea not null check (octet_length(key_check) = 32),
    created timestamptz not null default now()
);

-- One row per merchant and purpose; it names one active version, so that there can never be two.
create table paygate.encryption_keys (
    id text collate "C" primary key check (length(id) between 3 and 128),
    merchant_id text collate "C" not null,
    purpose text collate "C" not null check (purpose in ('card-data', 'card-fingerprint')),
    version bigint not null check (version >= 1),
    head_hash bytea not null check (octet_length(head_hash) = 32),
    state json not null,
    due_at timestamptz,
    shard smallint not null,
    active_version integer not null check (active_version >= 1),
    encryptions bigint not null check (encryptions >= 0),
    active_since timestamptz not null,
    check (id = merchant_id || '/' || purpose)
);

create unique index encryption_keys_one_active on paygate.encryption_keys (merchant_id, purpose);
create index encryption_keys_due on paygate.encryption_keys (shard, due_at) where due_at is not null;

-- Handles (pm_, tok_). The ciphertexts are in state; nonces and key version stand beside it for the audit. Erasing a card clears all of them.
create table paygate.card_tokens (
    id text collate "C" primary key check (id ~ '^(pm|tok)_[0-9A-Za-z]{1,60}$'),
    merchant_id text collate "C" not null,
    livemode boolean not null,
    version bigint not null check (version >= 1),
    head_hash bytea not null check (octet_length(head_hash) = 32),
    state json not null,
    due_at timestamptz,
    shard smallint not null,
    status text collate "C" not null check (status in ('active', 'used', 'expired', 'revoked')),
    reusable boolean not null,
    consumer text collate "C",
    fingerprint bytea not null check (octet_length(fingerprint) = 32),
    key_version integer check (key_version >= 1),
    number_nonce bytea check (octet_length(number_nonce) = 12),
    expiry_nonce bytea check (octet_length(expiry_nonce) = 12),
    holder_nonce bytea check (octet_length(holder_nonce) = 12),
    created timestamptz not null,
    check (status <> 'used' or (consumer is not null and not reusable)),
    check ((status in ('active', 'used')) = (key_version is not null)),
    check ((key_version is null) = (number_nonce is null)),
    check ((key_version is null) = (expiry_nonce is null)),
    check (key_version is not null or holder_nonce is null)
);

create index card_tokens_due on paygate.card_tokens (shard, due_at) where due_at is not null;
create index card_tokens_merchant on paygate.card_tokens (merchant_id, livemode, id);

-- One card of one merchant and mode, known by its keyed fingerprint only.
create table paygate.vault_entries (
    merchant_id text collate "C" not null,
    livemode boolean not null,
    fingerprint bytea not null check (octet_length(fingerprint) = 32),
    -- The handle that brought the card first.
    id text collate "C" not null,
    created timestamptz not null,
    primary key (merchant_id, livemode, fingerprint)
);

grant select, insert on paygate.root_key to paygate_silo;
grant select, insert, update on paygate.encryption_keys, paygate.card_tokens to paygate_silo;
grant select, insert on paygate.vault_entries to paygate_silo;

-- Encryptions were handed out to silos in blocks, so a count is an upper bound of those done.
create view audit.vault_keys as
select
    k.merchant_id::text as merchant_id,
    (v.entry -> 'key' ->> 'version')::int as key_version,
    (v.entry ->> 'state')::text as state,
    (v.entry ->> 'created')::timestamptz as created,
    (v.entry ->> 'encryptions')::bigint as encryptions
from paygate.encryption_keys k
cross join lateral json_array_elements(k.state -> 'key' -> 'versions') as v (entry)
where k.purpose = 'card-data';

create view audit.vault_cards as
select c.id::text as id, c.merchant_id::text as merchant_id, c.key_version, f.nonce, c.fingerprint
from paygate.card_tokens c
cross join lateral (values (c.number_nonce), (c.expiry_nonce), (c.holder_nonce)) as f (nonce)
where f.nonce is not null;

grant select on audit.vault_keys, audit.vault_cards to paygate_audit;
