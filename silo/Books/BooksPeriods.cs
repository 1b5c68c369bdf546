using Npgsql;
using PayGate.Silo.Storage;

namespace PayGate.Silo.Books;

/// <summary>The periods and their roots in PostgreSQL.</summary>
public sealed class BooksPeriods(SiloDatabase database)
{
    /// <summary>Seconds that a period may take to be closed or read; nobody waits for it.</summary>
    private const int StatementSeconds = 600;

    public async Task<(long Number, DateTimeOffset Opened)> Open(CancellationToken cancellationToken)
    {
        await using var command = database.Reader.CreateCommand("select number, opened from paygate.books_period");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return (reader.GetInt64(0), reader.GetDateTime(1));
    }

    /// <summary>Closes the open period; false if another process did.</summary>
    public async Task<bool> Close(long number, DateTimeOffset closed, CancellationToken cancellationToken)
    {
        await using var command = database.Reader.CreateCommand("select paygate.close_period($1, $2)");
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = number });
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = closed.UtcDateTime });
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>The lines of all roots, in order.</summary>
    public async Task<IReadOnlyList<string>> Lines(CancellationToken cancellationToken)
    {
        await using var command = database.Reader.CreateCommand("select line from paygate.books_roots order by number");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var lines = new List<string>();
        while (await reader.ReadAsync(cancellationToken))
        {
            lines.Add(reader.GetString(0));
        }

        return lines;
    }

    /// <summary>The number and line of the last root; number 0 before there is one.</summary>
    public async Task<(long Number, string? Line)> Last(CancellationToken cancellationToken)
    {
        await using var command = database.Reader.CreateCommand("select number, line from paygate.books_roots order by number desc limit 1");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? (reader.GetInt64(0), reader.GetString(1)) : (0, null);
    }

    /// <summary>Stores a root; false if its number has one.</summary>
    public async Task<bool> Store(BooksRoot root, CancellationToken cancellationToken)
    {
        await using var command = database.Reader.CreateCommand(
            "insert into paygate.books_roots (number, previous, line) values ($1, nullif($1 - 1, 0), $2) on conflict (number) do nothing");
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = root.Number });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = root.ToLine() });
        return await command.ExecuteNonQueryAsync(cancellationToken) == 1;
    }

    /// <summary>The tree of a closed period's facts.</summary>
    public async Task<MerkleTree> Tree(long number, CancellationToken cancellationToken)
    {
        await using var connection = await database.Reader.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        // The pool rules out what reads a table whole, and that is what the first period may need.
        await using var settings = new NpgsqlCommand("set local enable_seqscan = on", connection, transaction);
        await settings.ExecuteNonQueryAsync(cancellationToken);
        return await Tree(connection, number, cancellationToken);
    }

    /// <summary>The same as a connection and its transaction see it.</summary>
    internal static async Task<MerkleTree> Tree(NpgsqlConnection connection, long number, CancellationToken cancellationToken)
    {
        var tree = new MerkleTree();
        await using var command = new NpgsqlCommand(
            $"select stream_id, seq, at, hash from paygate.events where period = $1 {(number == 1 ? "or period is null" : "")} order by stream_id collate \"C\", seq", connection)
        { CommandTimeout = StatementSeconds };
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = number });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            tree.Add(MerkleTree.LeafOf(reader.GetString(0), reader.GetInt64(1), reader.GetDateTime(2), (byte[])reader.GetValue(3)));
        }

        return tree;
    }
}
