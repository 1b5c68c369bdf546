using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using PayGate.Bank.Hosting;
using PayGate.Bank.Laboratory;
using PayGate.Bank.SettlementFiles;

namespace PayGate.Bank.Tests.Support;

/// <summary>A started bank on a database of its own, or on another's to have two processes' worth of banks on one database.</summary>
internal sealed class RunningBank : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly bool _ownsDatabase;

    private RunningBank(TestDatabase database, ServiceProvider services, bool ownsDatabase)
    {
        Database = database;
        _services = services;
        _ownsDatabase = ownsDatabase;
        Owner = NpgsqlDataSource.Create(database.Owner);
    }

    public TestDatabase Database { get; }

    public NpgsqlDataSource Owner { get; }

    public IBank Bank => _services.GetRequiredService<IBank>();

    public IBankScriptBook Scripts => _services.GetRequiredService<IBankScriptBook>();

    public IBankSettlementFiles SettlementFiles => _services.GetRequiredService<IBankSettlementFiles>();

    public static async Task<RunningBank> Start(
        bool deduplicate = true, IBankLaboratory? faults = null, TimeProvider? time = null, TestDatabase? database = null)
    {
        var used = database ?? await PostgresServer.CreateDatabase();
        var services = new ServiceCollection();
        services.AddSingleton(time ?? FixedTime.Default);
        if (faults is not null)
        {
            services.AddSingleton(faults);
        }

        services.AddPayGateBank(new BankOptions { ConnectionString = used.Bank, DeduplicateReferences = deduplicate });
        var bank = new RunningBank(used, services.BuildServiceProvider(), ownsDatabase: database is null);
        foreach (var service in bank._services.GetServices<IHostedService>())
        {
            await service.StartAsync(CancellationToken.None);
        }

        return bank;
    }

    public Task<BankReply> Execute(BankRequest request) => Bank.Execute(request, CancellationToken.None);

    public Task<BankReply?> Find(string reference) => Bank.Find(reference, CancellationToken.None);

    public Task<BankReply> Settle(string reference, string paymentId = "pi_1") => Bank.Settle(reference, paymentId, CancellationToken.None);

    public async Task<T> Scalar<T>(string sql)
    {
        await using var command = Owner.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Each row as its columns' text, joined by blanks; null is "-".</summary>
    public async Task<List<string>> Lines(string sql)
    {
        await using var command = Owner.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var lines = new List<string>();
        while (await reader.ReadAsync())
        {
            var columns = Enumerable.Range(0, reader.FieldCount).Select(column => reader.IsDBNull(column) ? "-" : reader.GetValue(column));
            lines.Add(string.Join(' ', columns));
        }

        return lines;
    }

    public async Task Stop()
    {
        foreach (var service in _services.GetServices<IHostedService>())
        {
            await service.StopAsync(CancellationToken.None);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Stop();
        await _services.DisposeAsync();
        await Owner.DisposeAsync();
        if (_ownsDatabase)
        {
            await Database.DisposeAsync();
        }
    }
}
