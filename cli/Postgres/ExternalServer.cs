using Npgsql;

namespace PayGate.Cli.Postgres;

/// <summary>The database that PAYGATE_DATABASE names. PayGate uses it and leaves its life to others.</summary>
public sealed class ExternalServer : IDatabaseServer
{
    public const string Variable = "PAYGATE_DATABASE";

    private const int ConnectTimeoutSeconds = 5;

    private ExternalServer(string connectionString) => OwnerConnectionString = connectionString;

    public string Description => $"{Variable} ({DatabaseAddress.Describe(OwnerConnectionString)})";

    public string OwnerConnectionString { get; }

    /// <exception cref="SetupException">It cannot be read or reached, refuses the login, or is too old.</exception>
    public static async Task<ExternalServer> ConnectAsync(string setting, CancellationToken cancellationToken)
    {
        var server = new ExternalServer(DatabaseAddress.Parse(setting));
        var probe = new NpgsqlConnectionStringBuilder(server.OwnerConnectionString) { Pooling = false, Timeout = ConnectTimeoutSeconds };
        try
        {
            await using var connection = new NpgsqlConnection(probe.ConnectionString);
            await connection.OpenAsync(cancellationToken);
            return connection.PostgreSqlVersion.Major >= PostgresBinaries.MajorMin
                ? server
                : throw new SetupException(
                    $"{server.Description} runs PostgreSQL {connection.PostgreSqlVersion.Major}: use {PostgresBinaries.MajorMin} or newer.");
        }
        catch (Exception exception) when (exception is NpgsqlException or TimeoutException)
        {
            var reason = exception is PostgresException refusal ? refusal.MessageText : exception.InnerException?.Message ?? exception.Message;
            throw new SetupException($"{server.Description} cannot be used ({reason}): start that server, or mend or unset {Variable}.", exception);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
