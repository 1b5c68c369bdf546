using System.Globalization;
using Npgsql;
using PayGate.Storage;

namespace PayGate.Silo.Storage;

/// <summary>The silo's connections: one pool for the journal's writer, one for reads, so that neither can starve the other.</summary>
public sealed class SiloDatabase : IAsyncDisposable
{
    public SiloDatabase(string connectionString)
    {
        Writer = Pool(connectionString, "paygate-journal", poolMax: 2);
        Reader = Pool(connectionString, "paygate-silo", poolMax: 16);
    }

    /// <summary>Takes batches only: rows are found by key, so plans that scan are ruled out even while tables are young and look small.</summary>
    public NpgsqlDataSource Writer { get; }

    public NpgsqlDataSource Reader { get; }

    public async ValueTask DisposeAsync()
    {
        await Writer.DisposeAsync();
        await Reader.DisposeAsync();
    }

    private static NpgsqlDataSource Pool(string connectionString, string name, int poolMax) =>
        NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString)
        {
            ApplicationName = name,
            MaxPoolSize = poolMax,
            MaxAutoPrepare = 64,
            AutoPrepareMinUsages = 1,
            NoResetOnClose = true,
            Timeout = StorageLimits.ConnectSeconds,
            CommandTimeout = StorageLimits.StatementSeconds,
            Options = "-c jit=off -c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off"
                + string.Create(CultureInfo.InvariantCulture, $" -c idle_in_transaction_session_timeout={StorageLimits.IdleTransactionSeconds}s"),
        });
}
