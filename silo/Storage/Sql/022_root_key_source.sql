-- Where HashiCorp Vault's transit engine keeps the root key: the key as Vault encrypted it, which only that Vault opens again. Null where a file keeps it.
alter table paygate.root_key
    add column vault_ciphertext text collate "C" check (length(vault_ciphertext) <= 4096 and vault_ciphertext ~ '^vault:v[0-9]+:[0-9A-Za-z+/=]+$');
