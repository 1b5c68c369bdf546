using Npgsql;

namespace PayGate.Api.Queries;

/// <summary>The API's read-only connections.</summary>
public sealed class ApiDatabase(string connectionString) : IAsyncDisposable
{
    private const int PoolMax = 24;
    private const int TimeoutSeconds = 5;

    public NpgsqlDataSource Reader { get; } = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString)
    {
        ApplicationName = "paygate-api",
        MaxPoolSize = PoolMax,
        MaxAutoPrepare = 64,
        AutoPrepareMinUsages = 1,
        NoResetOnClose = true,
        Timeout = TimeoutSeconds,
        CommandTimeout = TimeoutSeconds,
        // Statements here take microseconds; compiling one takes a tenth of a second.
        Options = "-c jit=off",
    });

    public ValueTask DisposeAsync() => Reader.DisposeAsync();
}
