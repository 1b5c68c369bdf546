namespace PayGate.Silo.Books.Checks;

internal static class VaultChecks
{
    public static IEnumerable<BooksCheck> All { get; } =
    [
        new("vault_nonce_used_once",
            """
            select merchant_id || '/' || key_version, format('nonce %s in %s', encode(nonce, 'hex'), string_agg(id, ', '))
            from audit.vault_cards
            group by merchant_id, key_version, nonce
            having count(*) > 1
            """),
        new("one_active_vault_key",
            """
            select merchant_id, format('%s active key versions', coalesce(active, 0))
            from (select distinct merchant_id from audit.vault_cards union select merchant_id from audit.vault_keys where state <> 'destroyed') merchants
            left join (select merchant_id, count(*) as active from audit.vault_keys where state = 'active' group by merchant_id) keys using (merchant_id)
            where active is distinct from 1
            """),
    ];
}
