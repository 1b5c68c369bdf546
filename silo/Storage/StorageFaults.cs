using Npgsql;

namespace PayGate.Silo.Storage;

/// <summary>Tells a database that judged a statement from one that cannot work for the moment.</summary>
internal static class StorageFaults
{
    /// <summary>
    /// Classes of SQLSTATE (PostgreSQL, appendix A) that speak of the server and not of the statement: connection, login, no such database while a restore goes on,
    /// resources such as a full disk, shutdown and cancellation, system errors.
    /// </summary>
    private static readonly string[] ServerClasses = ["08", "28", "3D", "53", "57", "58"];

    /// <summary>The server ended a transaction that had fallen silent; Npgsql has no name for it.</summary>
    private const string IdleInTransactionTimeout = "25P03";

    /// <summary>True if the same statement may go through later; also where the server is a standby that takes no writes, or gave this process up.</summary>
    public static bool Passes(PostgresException exception) =>
        exception.IsTransient
        || exception.SqlState is PostgresErrorCodes.ReadOnlySqlTransaction or IdleInTransactionTimeout
        || ServerClasses.Any(prefix => exception.SqlState.StartsWith(prefix, StringComparison.Ordinal));
}
