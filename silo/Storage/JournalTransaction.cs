using System.Globalization;
using Npgsql;
using PayGate.Grains.Journal;

namespace PayGate.Silo.Storage;

/// <summary>One database transaction for a batch of commits, all or nothing.</summary>
public sealed class JournalTransaction(SiloDatabase database, PartitionKeeper partitions)
{
    /// <summary>How often a batch may meet others crosswise; each time the others got done, so one that meets this many in a row meets a fault.</summary>
    private const int AttemptsMax = 10;

    /// <summary>Writes and commits, or writes nothing and names the commits that lost their version or their idempotency key, by stream id.</summary>
    /// <exception cref="RejectedBatchException">A rule of the database refused a row; nothing is stored.</exception>
    /// <exception cref="StorageUnavailableException">No connection, or the fate of the commit could not be learnt.</exception>
    public async Task<IReadOnlyDictionary<string, CommitResult>> Write(IReadOnlyList<JournalCommit> commits)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await WriteOnce(commits);
            }
            catch (PostgresException exception) when (IsCrossing(exception))
            {
                // Nothing of this batch is stored, and the other one went on.
                if (attempt == AttemptsMax)
                {
                    throw new StorageUnavailableException($"A batch of {commits.Count} commits met others crosswise {AttemptsMax} times in a row.", exception);
                }
            }
        }
    }

    private static bool IsCrossing(PostgresException exception) =>
        exception.SqlState is PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure;

    private async Task<IReadOnlyDictionary<string, CommitResult>> WriteOnce(IReadOnlyList<JournalCommit> commits)
    {
        var transactionId = 0UL;
        try
        {
            await using var connection = await database.Writer.OpenConnectionAsync();
            await using var transaction = await connection.BeginTransactionAsync();
            var statements = JournalStatements.Build(commits);
            var written = new Written();
            var losers = await Execute(connection, statements, written) is { } rejected
                ? LosersBehind(rejected, commits, statements, written)
                : Losers(commits, statements, written.Keys);
            transactionId = written.TransactionId;
            if (losers.Count > 0)
            {
                transactionId = 0;
                await transaction.RollbackAsync();
            }
            else
            {
                await transaction.CommitAsync();
            }

            return losers;
        }
        catch (PostgresException exception) when (PartitionKeeper.IsMissing(exception))
        {
            // The clock was moved past the last month. Nothing is stored; the same commits fit once the month is there.
            throw await partitions.Extend(CancellationToken.None) > 0
                ? new StorageUnavailableException("A month's partitions had to be made first.", exception)
                : new RejectedBatchException(exception);
        }
        catch (PostgresException exception) when (!IsCrossing(exception) && !StorageFaults.Passes(exception))
        {
            throw new RejectedBatchException(exception);
        }
        catch (Exception exception) when (exception is NpgsqlException or TimeoutException && !(exception is PostgresException fault && IsCrossing(fault)))
        {
            return await CommitFate.Learn(database, transactionId, commits, exception);
        }
    }

    /// <summary>Runs all statements in one round trip and notes the keys that each returned, up to the one that the database rejects, if any.</summary>
    private static async Task<PostgresException?> Execute(NpgsqlConnection connection, JournalStatements statements, Written written)
    {
        try
        {
            await using var batch = new NpgsqlBatch(connection);
            batch.BatchCommands.Add(new NpgsqlBatchCommand("select pg_current_xact_id()::text"));
            statements.All.ForEach(batch.BatchCommands.Add);
            await using var reader = await batch.ExecuteReaderAsync();
            await reader.ReadAsync();
            written.TransactionId = ulong.Parse(reader.GetString(0), CultureInfo.InvariantCulture);
            while (await reader.NextResultAsync())
            {
                var returned = new HashSet<string>(StringComparer.Ordinal);
                while (await reader.ReadAsync())
                {
                    returned.Add(JournalStatements.KeyOf(reader));
                }

                written.Keys.Add(returned);
            }

            return null;
        }
        catch (PostgresException exception) when (
            exception.SqlState is PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.CheckViolation && !PartitionKeeper.IsMissing(exception))
        {
            return exception;
        }
    }

    /// <summary>
    /// A commit that lost its first write also repeats facts that are stored already, and those are what the database rejects. The heads come before the
    /// facts, so the loser is known by then; without one the rejection is about something else.
    /// </summary>
    private static Dictionary<string, CommitResult> LosersBehind(
        PostgresException rejected, IReadOnlyList<JournalCommit> commits, JournalStatements statements, Written written)
    {
        var losers = written.Keys.Count >= statements.DecisiveCount ? Losers(commits, statements, written.Keys) : [];
        return losers.Count > 0 ? losers : throw new RejectedBatchException(rejected);
    }

    private static Dictionary<string, CommitResult> Losers(
        IReadOnlyList<JournalCommit> commits, JournalStatements statements, List<HashSet<string>> keys)
    {
        var losers = new Dictionary<string, CommitResult>(StringComparer.Ordinal);
        foreach (var commit in commits)
        {
            if (statements.ClaimOf(commit) is { } claim && !keys[claim.Statement].Contains(claim.Key))
            {
                losers[commit.Head.Id] = CommitResult.IdempotencyConflict;
            }
            else if (!keys[statements.HeadStatementOf(commit)].Contains(commit.Head.Id))
            {
                losers[commit.Head.Id] = CommitResult.VersionConflict;
            }
        }

        return losers;
    }

    private sealed class Written
    {
        public ulong TransactionId { get; set; }

        /// <summary>For each statement so far, what it returned.</summary>
        public List<HashSet<string>> Keys { get; } = [];
    }
}
