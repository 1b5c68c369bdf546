namespace PayGate.Cli.Migrations;

/// <summary>
/// The login roles of a PayGate database besides the owner, who only migrates. The SQL scripts grant each what it may do.
/// </summary>
public enum DatabaseRole
{
    /// <summary>Reads and appends: heads, events, ledger, idempotency records.</summary>
    Silo,

    /// <summary>Reads list views, key hashes, merchant settings and memberships; nothing of the vault.</summary>
    Api,

    /// <summary>The bank's own schema only.</summary>
    Bank,

    /// <summary>Reads schema audit only.</summary>
    Audit,
}

public static class DatabaseRoles
{
    public static IReadOnlyList<DatabaseRole> All { get; } = Enum.GetValues<DatabaseRole>();

    /// <summary>The role's name in PostgreSQL, to which scripts grant: paygate_silo, paygate_api, paygate_bank, paygate_audit.</summary>
    public static string LoginName(this DatabaseRole role) => "paygate_" + role.ToString().ToLowerInvariant();

    /// <summary>The environment variable that gives the role's password: PAYGATE_DB_PASSWORD_SILO and so on.</summary>
    public static string PasswordVariable(this DatabaseRole role) => "PAYGATE_DB_PASSWORD_" + role.ToString().ToUpperInvariant();
}
