using System.Globalization;
using Npgsql;
using PayGate.Silo.Books.Checks;

namespace PayGate.Silo.Books.Verification;

/// <summary>
/// Whether every closed period has its root, each is what its facts make, follows the one before it and is signed by the one key, and the file outside the database has the same.
/// </summary>
internal static class RootCheck
{
    public const string Name = "books_root";

    /// <param name="connection">In a transaction that sees one state of the books.</param>
    /// <param name="key">The key that must have signed; null leaves signatures unchecked.</param>
    /// <param name="file">The roots outside the database; null leaves them uncompared.</param>
    /// <param name="found">Takes what is wrong.</param>
    /// <param name="cancellationToken">Ends the check.</param>
    /// <returns>How many roots there are.</returns>
    public static async Task<int> Run(
        NpgsqlConnection connection, BooksKey? key, IReadOnlyList<(BooksRoot Root, string Line)>? file, Action<Violation> found, CancellationToken cancellationToken)
    {
        var (open, lines) = await Read(connection, cancellationToken);
        string? before = null;
        for (var index = 0; index < lines.Count; index++)
        {
            var (number, line) = lines[index];
            await CheckOne(connection, index + 1, number, line, before, key, found, cancellationToken);
            before = line;
        }

        // The period that was closed last may be waiting for its root.
        if (lines.Count < open - 2)
        {
            found(new Violation(Name, Text(lines.Count + 1), $"is missing, and period {open} is open"));
        }
        else if (lines.Count >= open)
        {
            found(new Violation(Name, Text(lines.Count), $"is of a period that is not closed: {open} is open"));
        }

        await CheckPeriods(connection, open, found, cancellationToken);
        if (file is not null)
        {
            Compare(lines, file, found);
        }

        return lines.Count;
    }

    private static async Task CheckOne(
        NpgsqlConnection connection, long expected, long number, string line, string? before, BooksKey? key, Action<Violation> found, CancellationToken cancellationToken)
    {
        if (BooksRoot.Parse(line) is not { } root || number != expected || root.Number != expected)
        {
            found(new Violation(Name, Text(number), $"is not root {expected}"));
            return;
        }

        if (root.Previous != (before is null ? null : BooksRoot.HashOf(before)))
        {
            found(new Violation(Name, Text(number), "does not follow the root before it"));
        }

        if (key is not null && !key.Signed(root))
        {
            found(new Violation(Name, Text(number), $"is not signed by the key {key.Id}"));
        }

        var tree = await BooksPeriods.Tree(connection, number, cancellationToken);
        if (tree.Count != root.Facts || Convert.ToHexStringLower(tree.Root()) != root.Merkle)
        {
            found(new Violation(
                Name, Text(number), string.Create(CultureInfo.InvariantCulture, $"was made of {root.Facts} facts, and the {tree.Count} of its period now make another")));
        }
    }

    /// <summary>Facts that no root will ever cover.</summary>
    private static async Task CheckPeriods(NpgsqlConnection connection, long open, Action<Violation> found, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("select stream_id, seq, period from paygate.events where period > $1 or period < 1 limit 10", connection) { CommandTimeout = 0 };
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = open });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            found(new Violation(
                Name, reader.GetString(0), string.Create(CultureInfo.InvariantCulture, $"fact {reader.GetInt64(1)} is of period {reader.GetInt64(2)}, and {open} is open")));
        }
    }

    private static void Compare(List<(long Number, string Line)> lines, IReadOnlyList<(BooksRoot Root, string Line)> file, Action<Violation> found)
    {
        for (var index = 0; index < file.Count; index++)
        {
            if (index >= lines.Count)
            {
                found(new Violation(Name, Text(file[index].Root.Number), "is in the file and not in the database"));
            }
            else if (lines[index].Line != file[index].Line)
            {
                found(new Violation(Name, Text(lines[index].Number), "is another one in the file"));
            }
        }
    }

    private static async Task<(long Open, List<(long Number, string Line)> Lines)> Read(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("select number, line from paygate.books_roots order by number", connection);
        await using var single = new NpgsqlCommand("select number from paygate.books_period", connection);
        var open = (long)(await single.ExecuteScalarAsync(cancellationToken))!;
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var lines = new List<(long, string)>();
        while (await reader.ReadAsync(cancellationToken))
        {
            lines.Add((reader.GetInt64(0), reader.GetString(1)));
        }

        return (open, lines);
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
