using System.Collections.Frozen;
using System.Globalization;
using Npgsql;
using PayGate.Grains.Journal;
using PayGate.Storage;

namespace PayGate.Silo.Storage;

/// <summary>
/// After a connection broke around COMMIT the server knows what became of the transaction: pg_xact_status of the id that was read inside it. Without an answer
/// the callers are told that storage is unavailable, and nobody is told a guess.
/// </summary>
internal static class CommitFate
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    /// <summary>Returns "no losers" if the transaction did commit; otherwise throws.</summary>
    /// <param name="database">Asked through its reader pool, whose own connections may be dead, too.</param>
    /// <param name="transactionId">0 if COMMIT was never sent.</param>
    /// <param name="commits">What the transaction wrote.</param>
    /// <param name="cause">How the connection broke.</param>
    /// <exception cref="StorageUnavailableException">Not committed, or not to be learnt in time.</exception>
    public static async Task<IReadOnlyDictionary<string, CommitResult>> Learn(
        SiloDatabase database, ulong transactionId, IReadOnlyList<JournalCommit> commits, Exception cause)
    {
        if (transactionId == 0)
        {
            throw new StorageUnavailableException("The database is not reachable; nothing was written.", cause);
        }

        return await Status(database, transactionId, commits[0].Facts[^1]) switch
        {
            "committed" => FrozenDictionary<string, CommitResult>.Empty,
            "aborted" => throw new StorageUnavailableException("The connection broke before the commit; nothing was written.", cause),
            _ => throw new StorageUnavailableException("The connection broke at the commit and the database cannot tell what became of it.", cause),
        };
    }

    /// <summary>
    /// Waits while the server still has the transaction in progress, because its old session may yet finish it, and while the server does not answer, because
    /// it may be restarting. Null: no answer in time, or none that counts.
    /// </summary>
    private static async Task<string?> Status(SiloDatabase database, ulong transactionId, FactRow fact)
    {
        using var patience = new CancellationTokenSource(StorageLimits.CommitFatePatience);
        using var timer = new PeriodicTimer(Interval);
        try
        {
            while (true)
            {
                if (await Ask(database, transactionId, fact, patience.Token) is { } answer && answer != "in progress")
                {
                    return answer;
                }

                await timer.WaitForNextTickAsync(patience.Token);
            }
        }
        catch (PostgresException)
        {
            // The server has never heard of the transaction: it is not the one that ran it.
            return null;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    private static async Task<string?> Ask(SiloDatabase database, ulong transactionId, FactRow fact, CancellationToken cancellationToken)
    {
        try
        {
            await using var command = database.Reader.CreateCommand("select coalesce(pg_xact_status($1::text::xid8), 'forgotten')");
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = transactionId.ToString(CultureInfo.InvariantCulture) });
            return await command.ExecuteScalarAsync(cancellationToken) switch
            {
                "committed" when !await IsStored(database, fact, cancellationToken) => "another's",
                var status => (string?)status,
            };
        }
        catch (NpgsqlException exception) when (exception is not PostgresException refused || StorageFaults.Passes(refused))
        {
            return null;
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    /// <summary>After a failover that lost the transaction its number can be another one's; what it wrote is the proof.</summary>
    private static async Task<bool> IsStored(SiloDatabase database, FactRow fact, CancellationToken cancellationToken)
    {
        await using var command = database.Reader.CreateCommand("select exists(select from paygate.events where stream_id = $1 and seq = $2 and hash = $3)");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = fact.StreamId });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = fact.Seq });
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = fact.Hash });
        return await command.ExecuteScalarAsync(cancellationToken) is true;
    }
}
