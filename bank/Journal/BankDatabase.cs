using System.Globalization;
using Npgsql;

namespace PayGate.Bank.Journal;

/// <summary>The bank's own connection pool.</summary>
internal sealed class BankDatabase : IAsyncDisposable
{
    private const int PoolSizeMax = 8;
    private const int ConnectTimeoutSeconds = 3;
    private const int StatementTimeoutSeconds = 4;
    private const int PreparedStatementsMax = 16;

    /// <summary>A process that hangs inside a transaction must not keep its rows from the others: less than they wait for them.</summary>
    private const int IdleTransactionSeconds = 3;

    private readonly NpgsqlDataSource _source;

    /// <remarks>
    /// The time-outs stay under the 5 s that the gateway waits for a bank. Connections carry no session state, so none is reset.
    /// </remarks>
    public BankDatabase(BankOptions options)
    {
        var settings = new NpgsqlConnectionStringBuilder(options.ConnectionString)
        {
            ApplicationName = "paygate-bank",
            MaxPoolSize = PoolSizeMax,
            Timeout = ConnectTimeoutSeconds,
            CommandTimeout = StatementTimeoutSeconds,
            MaxAutoPrepare = PreparedStatementsMax,
            AutoPrepareMinUsages = 2,
            NoResetOnClose = true,
            Options = string.Create(CultureInfo.InvariantCulture, $"-c jit=off -c idle_in_transaction_session_timeout={IdleTransactionSeconds}s"),
        };
        _source = NpgsqlDataSource.Create(settings);
    }

    public ValueTask<NpgsqlConnection> Open(CancellationToken cancellationToken) => _source.OpenConnectionAsync(cancellationToken);

    public ValueTask DisposeAsync() => _source.DisposeAsync();
}
