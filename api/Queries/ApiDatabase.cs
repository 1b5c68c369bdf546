using Npgsql;
using PayGate.Storage;

namespace PayGate.Api.Queries;

/// <summary>The API's read-only connections.</summary>
public sealed class ApiDatabase(string connectionString) : IAsyncDisposable
{
    private const int PoolMax = 24;

    public NpgsqlDataSource Reader { get; } = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString)
    {
        ApplicationName = "paygate-api",
        MaxPoolSize = PoolMax,
        MaxAutoPrepare = 64,
        AutoPrepareMinUsages = 1,
        NoResetOnClose = true,
        Timeout = StorageLimits.ConnectSeconds,
        CommandTimeout = StorageLimits.ReadSeconds,
        // Statements here take microseconds; compiling one takes a tenth of a second.
        Options = "-c jit=off",
    });

    public ValueTask DisposeAsync() => Reader.DisposeAsync();
}
