using Npgsql;

namespace PayGate.Silo.Books.Checks;

/// <summary>
/// Checks the books from outside, as anyone may who can read schema audit. Valid at any moment: checks that compare with the bank leave out what is in flight.
/// </summary>
public static class BooksAudit
{
    public static IReadOnlyList<BooksCheck> Checks { get; } =
    [
        .. PaymentChecks.All, .. BankChecks.All, .. LedgerChecks.All, .. EventChecks.All, .. IdempotencyChecks.All, .. VaultChecks.All, .. SettlementChecks.All,
        .. PayoutChecks.All,
    ];

    /// <summary>All violations, by a login of role paygate_audit.</summary>
    public static async Task<IReadOnlyList<Violation>> Run(string auditConnectionString)
    {
        await using var connection = new NpgsqlConnection(auditConnectionString);
        await connection.OpenAsync();
        return await Run(connection);
    }

    /// <summary>All violations as this connection and its transaction see them.</summary>
    public static async Task<IReadOnlyList<Violation>> Run(NpgsqlConnection connection)
    {
        var violations = new List<Violation>();
        foreach (var check in Checks)
        {
            await using var command = new NpgsqlCommand(InFlight.Prelude + check.Query, connection);
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
            {
                violations.Add(new Violation(check.Name, reader.GetString(0), reader.GetString(1)));
            }
        }

        return violations;
    }

    /// <summary>What has begun and not ended; empty when the gateway is quiet.</summary>
    public static async Task<IReadOnlyList<OpenOperation>> FindInFlight(string auditConnectionString)
    {
        await using var connection = new NpgsqlConnection(auditConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(InFlight.Prelude + "select id, version, what from in_flight order by id", connection);
        await using var reader = await command.ExecuteReaderAsync();
        var open = new List<OpenOperation>();
        while (await reader.ReadAsync())
        {
            open.Add(new OpenOperation(reader.GetString(0), reader.GetInt64(1), reader.GetString(2)));
        }

        return open;
    }
}
