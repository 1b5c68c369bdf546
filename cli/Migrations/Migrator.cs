using System.Security.Cryptography;
using Npgsql;

namespace PayGate.Cli.Migrations;

/// <summary>
/// Brings a database to this program's schema: roles first, then each script that is not recorded yet, in order, each in a transaction of its own
/// together with its record. Runs at the same time wait for one another on an advisory lock, so any number of processes may migrate.
/// </summary>
public sealed class Migrator(IReadOnlyList<MigrationScript> scripts, RolePasswords passwords, Action<string> report)
{
    // Any constant will do, if nothing else in the database uses it: "PayGate" in ASCII.
    private const long LockKey = 0x50617947617465;

    private const string CreateRecords =
        "CREATE TABLE IF NOT EXISTS public.paygate_migrations (name text PRIMARY KEY, sha256 bytea NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())";

    /// <summary>The scripts of this program: the bank's schema, then the gateway's.</summary>
    public static IReadOnlyList<MigrationScript> Scripts() => MigrationScript.ReadAll(
    [
        new MigrationSource("bank", System.Reflection.Assembly.Load("PayGate.Bank")),
        new MigrationSource("silo", System.Reflection.Assembly.Load("PayGate.Silo")),
    ]);

    /// <summary>Returns how many scripts were applied.</summary>
    /// <exception cref="SetupException">
    /// An applied script has other bytes now, the database knows scripts that this program does not, or a script fails.
    /// </exception>
    public async Task<int> MigrateAsync(string ownerConnectionString, CancellationToken cancellationToken)
    {
        // Without a pool: a kept connection would stand in the way of whoever copies or drops the database next. Scripts may take long.
        var address = new NpgsqlConnectionStringBuilder(ownerConnectionString) { Pooling = false, CommandTimeout = 0 }.ConnectionString;
        await using var connection = new NpgsqlConnection(address);
        await connection.OpenAsync(cancellationToken);
        // The lock ends with the connection, also when this process is killed.
        await ExecuteAsync(connection, $"SELECT pg_advisory_lock({LockKey})", cancellationToken);
        await RoleBootstrap.ApplyAsync(connection, passwords, cancellationToken);
        await ExecuteAsync(connection, CreateRecords, cancellationToken);
        var missing = Missing(await ReadAppliedAsync(connection, cancellationToken));
        foreach (var script in missing)
        {
            await ApplyAsync(connection, script, cancellationToken);
        }

        return missing.Count;
    }

    private List<MigrationScript> Missing(Dictionary<string, byte[]> applied)
    {
        var unknown = applied.Keys.Except(scripts.Select(script => script.Name)).Order(StringComparer.Ordinal).FirstOrDefault();
        if (unknown is not null)
        {
            throw new SetupException($"The database was migrated by a newer PayGate ({unknown}): run that version or a newer one.");
        }

        var missing = new List<MigrationScript>();
        foreach (var script in scripts)
        {
            if (!applied.TryGetValue(script.Name, out var hash))
            {
                missing.Add(script);
            }
            else if (!CryptographicOperations.FixedTimeEquals(hash, script.Sha256))
            {
                throw new SetupException($"Script {script.Name} was changed after it was applied: put it back as it was, and write the change as a new script.");
            }
        }

        return missing;
    }

    private async Task ApplyAsync(NpgsqlConnection connection, MigrationScript script, CancellationToken cancellationToken)
    {
        // Settings of the last script, such as its search path, are not this one's.
        await ExecuteAsync(connection, "RESET ALL", cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        try
        {
            await ExecuteAsync(connection, script.Sql, cancellationToken);
        }
        catch (PostgresException exception)
        {
            throw new SetupException($"Script {script.Name} failed and left nothing behind ({exception.MessageText}, {exception.SqlState}): mend the script or the database.", exception);
        }

        await using var record = new NpgsqlCommand("INSERT INTO public.paygate_migrations (name, sha256) VALUES ($1, $2)", connection, transaction)
        {
            Parameters = { new() { Value = script.Name }, new() { Value = script.Sha256 } },
        };
        await record.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        report($"applied {script.Name}");
    }

    private static async Task<Dictionary<string, byte[]>> ReadAppliedAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var applied = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        await using var command = new NpgsqlCommand("SELECT name, sha256 FROM public.paygate_migrations", connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            applied.Add(reader.GetString(0), await reader.GetFieldValueAsync<byte[]>(1, cancellationToken));
        }

        return applied;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
