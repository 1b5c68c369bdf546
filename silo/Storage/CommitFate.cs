using System.Collections.Frozen;
using System.Globalization;
using Npgsql;
using PayGate.Grains.Journal;

namespace PayGate.Silo.Storage;

/// <summary>
/// After a connection broke around COMMIT the server knows what became of the transaction: pg_xact_status of the id that was read inside it. Without an answer
/// the callers are told that storage is unavailable, and nobody is told a guess.
/// </summary>
internal static class CommitFate
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    /// <summary>Returns "no losers" if the transaction did commit; otherwise throws.</summary>
    public static async Task<IReadOnlyDictionary<string, CommitResult>> Learn(SiloDatabase database, ulong transactionId, Exception cause)
    {
        if (transactionId == 0)
        {
            throw new StorageUnavailableException("The database is not reachable; nothing was written.", cause);
        }

        try
        {
            return await Status(database, transactionId) == "committed"
                ? FrozenDictionary<string, CommitResult>.Empty
                : throw new StorageUnavailableException("The connection broke before the commit; nothing was written.", cause);
        }
        catch (NpgsqlException)
        {
            throw new StorageUnavailableException("The connection broke at the commit and the database cannot be asked what became of it.", cause);
        }
    }

    /// <summary>Waits while the server still has the transaction in progress: its old session may yet finish it.</summary>
    private static async Task<string?> Status(SiloDatabase database, ulong transactionId)
    {
        using var timer = new PeriodicTimer(Interval);
        for (var waited = TimeSpan.Zero; waited < Patience; waited += Interval)
        {
            await using var command = database.Reader.CreateCommand("select pg_xact_status($1::text::xid8)");
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = transactionId.ToString(CultureInfo.InvariantCulture) });
            if (await command.ExecuteScalarAsync() is string status && status != "in progress")
            {
                return status;
            }

            await timer.WaitForNextTickAsync();
        }

        return null;
    }
}
