using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using PayGate.Api.Hosting;
using PayGate.Api.Http;
using PayGate.Bank;
using PayGate.Bank.Hosting;
using PayGate.Cli.Hosting;
using PayGate.Clocks;
using PayGate.Grains.EncryptionKeys;
using PayGate.Silo.Demo;
using PayGate.Silo.Hosting;
using PayGate.Silo.Keys;
using PayGate.Testing;

namespace PayGate.Vault.Tests.Postgres;

/// <summary>The whole gateway in this process on a database of its own: HTTP, actors, journal, vault. Everything that is logged is kept for looking through.</summary>
internal sealed class VaultHost : IAsyncDisposable
{
    private static readonly JsonSerializerOptions DemoFormat = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    private readonly WebApplication _app;
    private readonly bool _ownsDatabase;

    private VaultHost(WebApplication app, TestDatabase database, KeyHierarchy keys, MemoryLog log, bool ownsDatabase)
    {
        (_app, Database, Keys, Log, _ownsDatabase) = (app, database, keys, log, ownsDatabase);
    }

    public TestDatabase Database { get; }

    public KeyHierarchy Keys { get; }

    public MemoryLog Log { get; }

    public IServiceProvider Services => _app.Services;

    /// <summary>PayGate's time in this process.</summary>
    public SandboxClock Clock => Services.GetRequiredService<SandboxClock>();

    public IGrainFactory Grains => Services.GetRequiredService<IGrainFactory>();

    public required DemoAccess Demo { get; init; }

    /// <param name="directory">Data directory.</param>
    /// <param name="database">One that is there already; null for a new one.</param>
    /// <param name="policy">When keys get new versions.</param>
    /// <param name="backgroundWork">False where the test works orders about keys off by hand.</param>
    public static async Task<VaultHost> Start(DirectoryInfo directory, TestDatabase? database = null, KeyPolicy? policy = null, bool backgroundWork = true)
    {
        var ownsDatabase = database is null;
        database ??= await PostgresServer.CreateDatabase();
        var log = new MemoryLog();
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Trace).AddProvider(log);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var silo = new SiloOptions
        {
            ConnectionString = database.Silo,
            DataDirectory = directory.FullName,
            Sandbox = true,
            Cluster = ClusterVariables.Alone(),
            Keys = policy ?? new KeyPolicy(),
        };
        var keys = await VaultHosting.OpenKeys(silo, CancellationToken.None);
        var clock = new SandboxClock(TimeProvider.System);
        builder.Services.AddSingleton(clock).AddSingleton<TimeProvider>(clock);
        builder.Services.AddPayGateBank(new BankOptions { ConnectionString = database.Bank });
        builder.AddPayGateSilo(silo, keys);
        builder.AddPayGateApi(
            new ApiOptions
            {
                ConnectionString = database.Api,
                DataDirectory = directory.FullName,
                WebDirectory = null,
                Sandbox = true,
                Operator = new OperatorLogin("operator", "test"),
            },
            keys.ApiSecrets);
        if (!backgroundWork)
        {
            builder.Services.Remove(builder.Services.Single(service =>
                service.ServiceType == typeof(IHostedService) && service.ImplementationFactory?.Method.ReturnType == typeof(KeyOrders)));
        }

        var app = builder.Build();
        app.MapPayGate();
        await app.StartAsync();
        var demo = JsonSerializer.Deserialize<DemoAccess>(
            await File.ReadAllBytesAsync(Path.Combine(directory.FullName, DemoMerchant.FileName)),
            DemoFormat)!;
        return new VaultHost(app, database, keys, log, ownsDatabase) { Demo = demo };
    }

    /// <summary>A client with one of the demo merchant's keys.</summary>
    public HttpClient Client(string key)
    {
        var client = new HttpClient { BaseAddress = new Uri(_app.Urls.Single()) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return client;
    }

    /// <summary>The first column of the first row, with the owner's rights.</summary>
    public async Task<T> Query<T>(string sql)
    {
        await using var connection = new NpgsqlConnection(Database.Owner);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Changes rows as no rule lets anybody, with the owner's rights.</summary>
    public async Task Execute(string sql)
    {
        await using var connection = new NpgsqlConnection(Database.Owner);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"set session_replication_role = replica; {sql}; reset session_replication_role", connection);
        Assert.NotEqual(0, await command.ExecuteNonQueryAsync());
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        if (_ownsDatabase)
        {
            await Database.DisposeAsync();
        }
    }
}

internal sealed record DemoAccess(string MerchantId, string SecretKey, string PublishableKey);

/// <summary>Keeps every log line with its fields and exceptions.</summary>
internal sealed class MemoryLog : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<string> _lines = new();

    private event Action<string>? Written;

    public string Text => string.Join('\n', _lines);

    /// <summary>Ends when a line with these words has been written.</summary>
    public async Task Seen(string words)
    {
        var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void Look(string line)
        {
            if (line.Contains(words, StringComparison.Ordinal))
            {
                seen.TrySetResult();
            }
        }

        Written += Look;
        Look(Text);
        await seen.Task.WaitAsync(TimeSpan.FromMinutes(1));
        Written -= Look;
    }

    public void Plant(string line) => _lines.Enqueue(line);

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        var fields = state is IEnumerable<KeyValuePair<string, object?>> named ? string.Join(' ', named.Select(field => $"{field.Key}={field.Value}")) : "";
        var line = $"{logLevel} {formatter(state, exception)} {fields} {exception}";
        _lines.Enqueue(line);
        Written?.Invoke(line);
    }

    public void Dispose()
    {
    }
}
