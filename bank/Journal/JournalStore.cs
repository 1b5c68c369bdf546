using Npgsql;
using PayGate.Bank.Authorizations;

namespace PayGate.Bank.Journal;

/// <summary>Binds and runs <see cref="JournalStatements"/>.</summary>
internal static class JournalStore
{
    /// <summary>One transaction of its own unless the connection is in one. Returns the references that were not known.</summary>
    /// <remarks>
    /// The order of the rows becomes the order of their ids, so that the journal reads in the order of the decisions. Two processes that
    /// meet on two references crosswise deadlock; PostgreSQL ends one, which runs again.
    /// </remarks>
    public static async Task<HashSet<string>> Insert(NpgsqlConnection connection, IReadOnlyCollection<JournalRow> rows)
    {
        // In one batch, and so in one transaction, with what is to be remembered of the authorizations that are opened; mostly nothing is.
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { InsertOf(rows) } };
        if (rows.Any(row => row.OpensScripted))
        {
            batch.BatchCommands.Add(ScriptsOf([.. rows.Where(row => row.OpensScripted)]));
        }

        var inserted = new HashSet<string>(rows.Count, StringComparer.Ordinal);
        await using var reader = await batch.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            inserted.Add(reader.GetString(0));
        }

        return inserted;
    }

    private static NpgsqlBatchCommand InsertOf(IReadOnlyCollection<JournalRow> rows) =>
        new(JournalStatements.InsertRows)
        {
            Parameters =
            {
                Column(rows, row => row.Reference),
                Column(rows, row => row.Repeat),
                Column(rows, row => row.PaymentId),
                Column(rows, row => row.Operation),
                Column(rows, row => row.OriginalReference),
                Column(rows, row => row.AuthorizationId),
                Column(rows, row => row.Amount),
                Column(rows, row => row.Currency),
                Column(rows, row => row.CardLastFour),
                Column(rows, row => row.Approved),
                Column(rows, row => row.NetworkCode),
                Column(rows, row => row.Reason),
                Column(rows, row => row.AuthorizationCode),
                Column(rows, row => row.AvsResult),
                Column(rows, row => row.CvcResult),
                Column(rows, row => row.AmountApproved),
                Column(rows, row => row.AmountReleased),
                Column(rows, row => row.At),
                Column(rows, row => row.Chargeback?.Reason),
                Column(rows, row => row.Chargeback is { } notice ? (int?)notice.After.TotalSeconds : null),
                Column(rows, row => row.SettlementFault),
            },
        };

    private static NpgsqlBatchCommand ScriptsOf(JournalRow[] rows) =>
        new(JournalStatements.RememberScripts)
        {
            Parameters = { Column(rows, row => row.Reference), Column(rows, row => row.Refunds.Word()), Column(rows, row => row.HoldUntil) },
        };

    /// <summary>The rows under these references; those never seen are absent.</summary>
    public static async Task<Dictionary<string, JournalRow>> Load(
        NpgsqlConnection connection, string[] references, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(JournalStatements.SelectRows, connection) { Parameters = { Values(references) } };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new Dictionary<string, JournalRow>(StringComparer.Ordinal);
        await JournalReader.ReadRows(reader, rows);
        return rows;
    }

    /// <summary>Reads what decisions on these requests need, and locks the authorizations concerned.</summary>
    public static async Task<JournalSnapshot> Read(NpgsqlConnection connection, IReadOnlyCollection<BankRequest> requests)
    {
        string[] originals = [.. requests.Select(request => request.OriginalReference!).Distinct()];
        string[] references = [.. requests.Select(request => request.Reference).Union(originals)];
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new NpgsqlBatchCommand(JournalStatements.SelectRows) { Parameters = { Values(references) } },
                new NpgsqlBatchCommand(JournalStatements.LockAuthorizations) { Parameters = { Values(originals) } },
                new NpgsqlBatchCommand(JournalStatements.SelectTakenBack) { Parameters = { Values(originals) } },
            },
        };
        await using var reader = await batch.ExecuteReaderAsync();
        var snapshot = new JournalSnapshot();
        await JournalReader.ReadRows(reader, snapshot.Rows);
        await reader.NextResultAsync();
        while (await reader.ReadAsync())
        {
            var authorization = JournalReader.ReadAuthorization(reader);
            snapshot.Authorizations.Add(authorization.Id, authorization);
        }

        await reader.NextResultAsync();
        while (await reader.ReadAsync())
        {
            snapshot.TakenBack.Add(reader.GetString(0));
        }

        return snapshot;
    }

    /// <summary>Returns how many still stood at the version they were read at.</summary>
    public static async Task<int> Update(NpgsqlConnection connection, IReadOnlyCollection<Authorization> authorizations)
    {
        await using var command = new NpgsqlCommand(JournalStatements.UpdateAuthorizations, connection)
        {
            Parameters =
            {
                Column(authorizations, authorization => authorization.Id),
                Column(authorizations, authorization => authorization.State.Word()),
                Column(authorizations, authorization => authorization.Authorized),
                Column(authorizations, authorization => authorization.Captured),
                Column(authorizations, authorization => authorization.Refunded),
                Column(authorizations, authorization => authorization.ChargedBack),
                Column(authorizations, authorization => authorization.RefundsPutOff),
                Column(authorizations, authorization => authorization.Version),
            },
        };
        return await command.ExecuteNonQueryAsync();
    }

    private static NpgsqlParameter<string[]> Values(string[] values) => new() { TypedValue = values };

    private static NpgsqlParameter<TValue[]> Column<TRow, TValue>(IReadOnlyCollection<TRow> rows, Func<TRow, TValue> value) =>
        new() { TypedValue = [.. rows.Select(value)] };
}
