using Npgsql;
using NpgsqlTypes;
using PayGate.Bins;
using PayGate.Cli.Postgres;

namespace PayGate.Cli.Bins;

/// <summary>Replaces the imported BIN ranges of a database, all or nothing, with the rights of the silo's role.</summary>
public static class BinImport
{
    /// <exception cref="SetupException">The database cannot be used, or has no table for them; nothing was changed.</exception>
    public static async Task RunAsync(string siloConnectionString, IReadOnlyList<BinRange> ranges, CancellationToken cancellationToken)
    {
        try
        {
            await ReplaceAsync(siloConnectionString, ranges, cancellationToken);
        }
        catch (PostgresException exception) when (exception.SqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName)
        {
            throw new SetupException("The database has no table of BINs yet: run `paygate migrate` first.", exception);
        }
        catch (Exception exception) when (exception is NpgsqlException or TimeoutException)
        {
            var reason = exception is PostgresException refusal ? refusal.MessageText : exception.InnerException?.Message ?? exception.Message;
            throw new SetupException($"Nothing was imported into {DatabaseAddress.Describe(siloConnectionString)} ({reason}): mend the cause, and import the file again.", exception);
        }
    }

    private static async Task ReplaceAsync(string siloConnectionString, IReadOnlyList<BinRange> ranges, CancellationToken cancellationToken)
    {
        // A large file is one long COPY.
        var address = new NpgsqlConnectionStringBuilder(siloConnectionString) { Pooling = false, CommandTimeout = 0 }.ConnectionString;
        await using var connection = new NpgsqlConnection(address);
        await connection.OpenAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        // One import after the other; whoever reads goes on reading.
        await ExecuteAsync(connection, "LOCK TABLE paygate.bin_ranges IN EXCLUSIVE MODE", cancellationToken);
        await ExecuteAsync(connection, "DELETE FROM paygate.bin_ranges", cancellationToken);
        await CopyAsync(connection, ranges, cancellationToken);
        await using var record = new NpgsqlCommand("INSERT INTO paygate.bin_imports (ranges) VALUES ($1)", connection, transaction)
        {
            Parameters = { new() { Value = ranges.Count } },
        };
        await record.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private static async Task CopyAsync(NpgsqlConnection connection, IReadOnlyList<BinRange> ranges, CancellationToken cancellationToken)
    {
        await using var copy = await connection.BeginBinaryImportAsync(
            "COPY paygate.bin_ranges (digits, lowest, highest, brand, type, category, issuer, country) FROM STDIN (FORMAT BINARY)", cancellationToken);
        foreach (var range in ranges)
        {
            await copy.StartRowAsync(cancellationToken);
            await copy.WriteAsync((short)range.Digits, NpgsqlDbType.Smallint, cancellationToken);
            await copy.WriteAsync(range.Lowest, NpgsqlDbType.Integer, cancellationToken);
            await copy.WriteAsync(range.Highest, NpgsqlDbType.Integer, cancellationToken);
            await copy.WriteAsync(range.Facts.Brand, NpgsqlDbType.Text, cancellationToken);
            await copy.WriteAsync(range.Facts.Type, NpgsqlDbType.Text, cancellationToken);
            await copy.WriteAsync(range.Facts.Category, NpgsqlDbType.Text, cancellationToken);
            await copy.WriteAsync(range.Facts.Issuer, NpgsqlDbType.Text, cancellationToken);
            await copy.WriteAsync(range.Facts.Country, NpgsqlDbType.Text, cancellationToken);
        }

        await copy.CompleteAsync(cancellationToken);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
