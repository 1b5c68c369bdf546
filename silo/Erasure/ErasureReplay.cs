using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using PayGate.Grains.Erasure;
using PayGate.Silo.Faults;
using PayGate.Silo.Hosting;
using PayGate.Silo.Storage;

namespace PayGate.Silo.Erasure;

/// <summary>
/// Applies a list of erasures to a database before a silo uses it: what was erased and came back with a restored backup is gone before the first request. In a database
/// that has all of them nothing is written.
/// </summary>
public static class ErasureReplay
{
    /// <summary>Customers whose orders are looked up at once.</summary>
    private const int BlockMax = 1_000;

    /// <summary>Returns how many customers had to be erased again.</summary>
    /// <param name="connectionString">Login of role paygate_silo.</param>
    /// <param name="list">What to apply.</param>
    /// <param name="clock">PayGate's time.</param>
    /// <param name="cancellationToken">Ends it; a repeat does the rest.</param>
    public static async Task<int> Run(string connectionString, ErasureList list, TimeProvider clock, CancellationToken cancellationToken)
    {
        var entries = await list.Read(cancellationToken);
        if (entries.Count == 0)
        {
            return 0;
        }

        await using var database = new SiloDatabase(connectionString);
        using var partitions = new PartitionKeeper(database, clock, NullLogger<PartitionKeeper>.Instance);
        await StartPatience.Take(() => partitions.Extend(cancellationToken), cancellationToken);
        using var journal = new GroupJournal(
            new JournalTransaction(database, partitions), new HeadReader(database), new Failpoints(null, sandbox: true), NullLogger<GroupJournal>.Instance);
        await journal.StartAsync(cancellationToken);
        try
        {
            var erasure = new CustomerErasure(journal, new PersonalDataEraser(journal, new CustomerTraces(database), clock), clock);
            var applied = 0;
            foreach (var block in entries.DistinctBy(entry => entry.Customer).Chunk(BlockMax))
            {
                var unknown = await Unordered(database, block, cancellationToken);
                foreach (var entry in block.Where(entry => unknown.Contains(entry.Customer)))
                {
                    applied += await erasure.Apply(entry, cancellationToken) ? 1 : 0;
                }
            }

            return applied;
        }
        finally
        {
            await journal.StopAsync(CancellationToken.None);
        }
    }

    /// <summary>Those of the customers that the database has and shows no order for.</summary>
    private static async Task<HashSet<string>> Unordered(SiloDatabase database, ErasureEntry[] block, CancellationToken cancellationToken)
    {
        await using var command = database.Reader.CreateCommand(
            "select id from paygate.customers c where id = any($1) and not exists (select from paygate.erasures e where e.id = c.id)");
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. block.Select(entry => entry.Customer)] });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var ids = new HashSet<string>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellationToken))
        {
            ids.Add(reader.GetString(0));
        }

        return ids;
    }
}
