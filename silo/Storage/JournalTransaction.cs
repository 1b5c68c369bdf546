using Npgsql;
using PayGate.Grains.Journal;

namespace PayGate.Silo.Storage;

/// <summary>One database transaction for a batch of commits, all or nothing.</summary>
public sealed class JournalTransaction(SiloDatabase database)
{
    /// <summary>Writes and commits, or writes nothing and names the commits that lost their version or their idempotency key, by stream id.</summary>
    /// <exception cref="RejectedBatchException">A rule of the database refused a row; nothing is stored.</exception>
    /// <exception cref="StorageUnavailableException">No connection, or the fate of the commit could not be learnt.</exception>
    public async Task<IReadOnlyDictionary<string, CommitResult>> Write(IReadOnlyList<JournalCommit> commits)
    {
        var transactionId = 0UL;
        try
        {
            await using var connection = await database.Writer.OpenConnectionAsync();
            await using var transaction = await connection.BeginTransactionAsync();
            var statements = JournalStatements.Build(commits);
            var written = await Execute(connection, statements);
            transactionId = written.TransactionId;
            var losers = Losers(commits, statements, written.Keys);
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
        catch (PostgresException exception) when (!exception.IsTransient && exception.SqlState is not ['5', '7' or '8', ..] and not ['5', '3', ..])
        {
            throw new RejectedBatchException(exception);
        }
        catch (NpgsqlException exception)
        {
            return await CommitFate.Learn(database, transactionId, exception);
        }
        catch (TimeoutException exception)
        {
            return await CommitFate.Learn(database, transactionId, exception);
        }
    }

    /// <summary>Runs all statements in one round trip; gives the keys that each of them returned.</summary>
    private static async Task<(ulong TransactionId, List<HashSet<string>> Keys)> Execute(NpgsqlConnection connection, JournalStatements statements)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new NpgsqlBatchCommand("select pg_current_xact_id()::text"));
        statements.All.ForEach(batch.BatchCommands.Add);
        await using var reader = await batch.ExecuteReaderAsync();
        await reader.ReadAsync();
        var transactionId = ulong.Parse(reader.GetString(0), System.Globalization.CultureInfo.InvariantCulture);
        var keys = new List<HashSet<string>>();
        while (await reader.NextResultAsync())
        {
            var returned = new HashSet<string>(StringComparer.Ordinal);
            while (await reader.ReadAsync())
            {
                returned.Add(JournalStatements.KeyOf(reader));
            }

            keys.Add(returned);
        }

        return (transactionId, keys);
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
}
