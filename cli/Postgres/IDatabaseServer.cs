namespace PayGate.Cli.Postgres;

/// <summary>A PostgreSQL server that accepts connections, however it came to be.</summary>
public interface IDatabaseServer
{
    /// <summary>What runs and where, for people; no secrets.</summary>
    string Description { get; }

    /// <summary>A login that may create databases, roles and tables.</summary>
    string OwnerConnectionString { get; }

    /// <summary>Ends the server if PayGate started it; leaves someone else's alone.</summary>
    Task StopAsync(CancellationToken cancellationToken);
}
