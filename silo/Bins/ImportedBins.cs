using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using PayGate.Bins;
using PayGate.Grains.Bins;
using PayGate.Silo.Hosting;
using PayGate.Silo.Storage;
using PayGate.Snapshots;

namespace PayGate.Silo.Bins;

/// <summary>The silo's snapshot of the imported BIN ranges, before those that PayGate ships. The ranges are read again only after an import.</summary>
public sealed partial class ImportedBins : BackgroundService, IBins
{
    private readonly SiloDatabase _database;
    private readonly ILogger<ImportedBins> _logger;
    private readonly PolledSnapshot<Import> _last;
    private volatile Import _read = new(0, BinTable.Empty);

    public ImportedBins(SiloDatabase database, ILogger<ImportedBins> logger)
    {
        _database = database;
        _logger = logger;
        _last = new PolledSnapshot<Import>(Read, TimeProvider.System);
    }

    public BinFacts? Find(ReadOnlySpan<char> digits) => _last.Current.Table.Find(digits) ?? ShippedBins.Find(digits);

    /// <summary>Reads the ranges before the silo takes calls.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await StartPatience.Take(() => _last.Refresh(cancellationToken), cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    public Task Refresh(CancellationToken cancellationToken) => _last.Refresh(cancellationToken);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => _last.Run(LogFailed, stoppingToken);

    private async Task<Import> Read(CancellationToken cancellationToken)
    {
        await using var connection = await _database.Reader.OpenConnectionAsync(cancellationToken);
        // Asked first: an import that commits between the two statements is read now, and once more when its number is seen.
        await using var newest = new NpgsqlCommand("select coalesce(max(id), 0) from paygate.bin_imports", connection);
        var id = (long)(await newest.ExecuteScalarAsync(cancellationToken))!;
        return _read.Id == id ? _read : _read = new Import(id, new BinTable(await ReadRanges(connection, cancellationToken)));
    }

    private static async Task<List<BinRange>> ReadRanges(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            "select digits, lowest, highest, brand, type, category, issuer, country from paygate.bin_ranges", connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var ranges = new List<BinRange>();
        // Ranges are many and what is known of them repeats: one object each.
        var facts = new Dictionary<BinFacts, BinFacts>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var known = new BinFacts
            {
                Brand = reader.GetString(3),
                Type = reader.GetString(4),
                Category = Optional(5),
                Issuer = Optional(6),
                Country = Optional(7),
            };
            facts.TryAdd(known, known);
            ranges.Add(new BinRange(reader.GetInt16(0), reader.GetInt32(1), reader.GetInt32(2), facts[known]));
        }

        return ranges;

        string? Optional(int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The imported BIN ranges could not be read; the last ones stay in force for a few seconds.")]
    private partial void LogFailed(Exception exception);

    private sealed record Import(long Id, BinTable Table);
}
