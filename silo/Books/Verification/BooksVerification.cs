using System.Data;
using System.Globalization;
using System.Runtime.CompilerServices;
using Npgsql;
using PayGate.Silo.Books.Checks;

namespace PayGate.Silo.Books.Verification;

/// <summary>
/// Proves the books, or names where they are wrong: the invariants of the audit views with the bank's journal among them, the chain of every stream, heads, ledger and lists made
/// again from the facts, and the signed roots. Reads one state of the database, beside a running gateway too, and changes nothing.
/// </summary>
/// <param name="silo">A login of role paygate_silo.</param>
/// <param name="audit">A login of role paygate_audit on the same database.</param>
public sealed class BooksVerification(string silo, string audit)
{
    /// <summary>More than anyone reads; counted all the same.</summary>
    private const int NamedMax = 100;

    private const int StreamsOfPage = 500;

    private readonly List<Violation> _named = [];
    private long _violations;

    /// <param name="key">The key that must have signed the roots; null leaves signatures unchecked.</param>
    /// <param name="file">The roots outside the database; null leaves them uncompared.</param>
    /// <param name="report">Takes each step as it begins.</param>
    /// <param name="cancellationToken">Ends the verification.</param>
    public async Task<BooksVerdict> Run(
        BooksKey? key, IReadOnlyList<(BooksRoot Root, string Line)>? file, Action<string> report, CancellationToken cancellationToken)
    {
        await using var reader = await Connect(silo, cancellationToken);
        await using var reading = await reader.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        await using var export = new NpgsqlCommand("select pg_export_snapshot()", reader);
        var snapshot = (string)(await export.ExecuteScalarAsync(cancellationToken))!;
        await using var comparer = await Connect(silo, cancellationToken);
        await using var comparing = await Join(comparer, snapshot, cancellationToken);
        await using var auditor = await Connect(audit, cancellationToken);
        await using var auditing = await Join(auditor, snapshot, cancellationToken);

        report(string.Create(CultureInfo.InvariantCulture, $"{BooksAudit.Checks.Count} rules of the audit views"));
        foreach (var violation in await BooksAudit.Run(auditor))
        {
            Add(violation);
        }

        report("the chain of every stream, and what its facts must have written");
        var (streams, facts) = await CheckStreams(reader, comparer, report, cancellationToken);
        report("the roots of closed periods");
        var roots = await RootCheck.Run(comparer, key, file, Add, cancellationToken);
        return new BooksVerdict { Facts = facts, Streams = streams, Roots = roots, Violations = _violations, Named = _named };
    }

    private async Task<(long Streams, long Facts)> CheckStreams(
        NpgsqlConnection reader, NpgsqlConnection comparer, Action<string> report, CancellationToken cancellationToken)
    {
        var replay = new ReplayCheck(comparer, Add);
        var (streams, facts, reported) = (0L, 0L, 0L);
        await foreach (var page in Pages(reader, cancellationToken))
        {
            foreach (var stream in page)
            {
                if (ChainCheck.Run(stream) is { } broken)
                {
                    Add(broken);
                }
            }

            await replay.Compare(page, cancellationToken);
            (streams, facts) = (streams + page.Count, facts + page.Sum(stream => stream.Rows.Length));
            if (facts / 100_000 > reported)
            {
                reported = facts / 100_000;
                report(string.Create(CultureInfo.InvariantCulture, $"{facts} facts of {streams} streams"));
            }
        }

        await replay.CompareCounts(() => Pages(reader, cancellationToken), cancellationToken);
        return (streams, facts);
    }

    private static async IAsyncEnumerable<IReadOnlyList<StoredStream>> Pages(NpgsqlConnection reader, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var page = new List<StoredStream>(StreamsOfPage);
        await foreach (var stream in StoredStream.ReadAll(reader, cancellationToken))
        {
            page.Add(stream);
            if (page.Count == StreamsOfPage)
            {
                yield return page;
                page = new List<StoredStream>(StreamsOfPage);
            }
        }

        if (page.Count > 0)
        {
            yield return page;
        }
    }

    private void Add(Violation violation)
    {
        _violations++;
        if (_named.Count < NamedMax)
        {
            _named.Add(violation);
        }
    }

    private static async Task<NpgsqlConnection> Connect(string connectionString, CancellationToken cancellationToken)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString)
        {
            ApplicationName = "paygate-verify",
            Pooling = false,
            MaxAutoPrepare = 32,
            AutoPrepareMinUsages = 2,
            CommandTimeout = 0,
        }.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        return connection;
    }

    /// <summary>A transaction that sees exactly what the exporting one sees.</summary>
    private static async Task<NpgsqlTransaction> Join(NpgsqlConnection connection, string snapshot, CancellationToken cancellationToken)
    {
        var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        await using var command = new NpgsqlCommand($"set transaction snapshot '{snapshot}'", connection, transaction);
        await command.ExecuteNonQueryAsync(cancellationToken);
        return transaction;
    }
}

/// <summary>What a verification saw.</summary>
public sealed record BooksVerdict
{
    public required long Streams { get; init; }

    public required long Facts { get; init; }

    public required int Roots { get; init; }

    /// <summary>How many were found.</summary>
    public required long Violations { get; init; }

    /// <summary>The first hundred of them, in the order of the checks.</summary>
    public required IReadOnlyList<Violation> Named { get; init; }
}
