using System.Text;
using System.Text.RegularExpressions;
using Npgsql;
using PayGate.Simulation.Tests.Support;

namespace PayGate.Simulation.Tests.Canary;

/// <summary>A card that is looked for.</summary>
internal sealed record MarkedCard(string Number, string Cvc);

/// <summary>Everything a gateway leaves behind, and the search for cards in it.</summary>
/// <param name="site">Whose.</param>
/// <param name="card">The CVC has four digits: as a word of its own they are rare enough to be looked for.</param>
/// <param name="others">Further cards.</param>
internal sealed class Sinks(GatewaySite site, MarkedCard card, params MarkedCard[] others)
{
    // A few digits are everywhere, so a CVC counts where a name says that it is one.
    private readonly Regex _namedCvc = new(
        $@"(cvc|cvv|csc|security.?code)[^a-z0-9]{{0,12}}({string.Join('|', others.Append(card).Select(one => one.Cvc))})(?![0-9])", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(60));

    private readonly Regex _wholeWord = new($@"(?<![0-9A-Za-z_.+/-]){card.Cvc}(?![0-9A-Za-z_.+/=-])", RegexOptions.None, TimeSpan.FromSeconds(60));

    private readonly IReadOnlyList<Needle> _needles = [.. others.Append(card).SelectMany(one => Needle.Of(one.Number))];

    private string? _firstSegment;

    /// <summary>From here on the server keeps its write-ahead log, so that all of it is there to be searched.</summary>
    public async Task KeepLog()
    {
        await using var connection = new NpgsqlConnection(site.Database.Owner);
        await connection.OpenAsync();
        _firstSegment = (string)(await Scalar(connection, "select pg_walfile_name(lsn) from pg_create_physical_replication_slot('canary', true)"))!;
    }

    /// <summary>Lets the log go again.</summary>
    public async Task LetLogGo()
    {
        await using var connection = new NpgsqlConnection(site.Database.Owner);
        await connection.OpenAsync();
        await Scalar(connection, "select pg_drop_replication_slot('canary')");
    }

    /// <summary>Where the card was found: sink and form. Dump, log and raw files are read after a checkpoint, so that all is on disk.</summary>
    public async Task<IReadOnlyList<string>> Search()
    {
        var found = new List<string>();
        await using var connection = new NpgsqlConnection(site.Database.Owner);
        await connection.OpenAsync();
        await Scalar(connection, "checkpoint");
        var cluster = (string)(await Scalar(connection, "show data_directory"))!;
        Assert.True(File.Exists(Path.Combine(cluster, "pg_wal", _firstSegment!)), "The write-ahead log of the run's beginning is gone, so this proves nothing.");

        var dump = await DatabaseDump.Take(site.Database);
        found.AddRange(In("dump", dump));
        found.AddRange(Words("dump", dump));
        var log = await File.ReadAllBytesAsync(site.LogFile);
        found.AddRange(In("log", log));
        found.AddRange(Words("log", log));
        foreach (var file in Directory.EnumerateFiles(cluster, "*", SearchOption.AllDirectories).Concat(Directory.EnumerateFiles(site.DataDirectory)))
        {
            if (await TryRead(file) is { } bytes)
            {
                found.AddRange(In(Kind(cluster, file), bytes));
            }
        }

        return [.. found.Distinct()];
    }

    /// <summary>Whole words only: the digits can be part of a hash or of a time by chance.</summary>
    private IEnumerable<string> Words(string sink, byte[] bytes) =>
        _wholeWord.IsMatch(Encoding.Latin1.GetString(bytes)) ? [$"{sink}: CVC as a word"] : [];

    private IEnumerable<string> In(string sink, byte[] bytes)
    {
        foreach (var needle in _needles.Where(needle => bytes.AsSpan().IndexOf(needle.Bytes) >= 0))
        {
            yield return $"{sink}: number, {needle.Name}";
        }

        if (_namedCvc.IsMatch(Encoding.Latin1.GetString(bytes)))
        {
            yield return $"{sink}: CVC with its name";
        }
    }

    private static string Kind(string cluster, string file) =>
        !file.StartsWith(cluster, StringComparison.Ordinal) ? "data directory"
        : file.Contains("pgsql_tmp", StringComparison.Ordinal) ? "temporary files"
        : Path.GetRelativePath(cluster, file).Split('/') is ["pg_wal", ..] ? "write-ahead log"
        : Path.GetRelativePath(cluster, file).Split('/') is ["base", ..] ? "tables" : "cluster";

    /// <summary>Null for a file that PostgreSQL removed meanwhile.</summary>
    private static async Task<byte[]?> TryRead(string file)
    {
        try
        {
            return await File.ReadAllBytesAsync(file);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    private static async Task<object?> Scalar(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
