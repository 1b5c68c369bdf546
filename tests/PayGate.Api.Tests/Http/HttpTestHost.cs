using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PayGate.Api.Commands;
using PayGate.Api.Http;
using PayGate.Api.OpenApi;
using PayGate.Api.Tests.OpenApi;
using PayGate.Idempotency;

namespace PayGate.Api.Tests.Http;

/// <summary>The HTTP core on a real socket of the loopback address, with every log line kept.</summary>
public sealed class HttpTestHost : IAsyncLifetime, ILoggerProvider
{
    private readonly WebApplication _app;
    private readonly Lazy<Contract> _contract;

    public HttpTestHost()
    {
        _app = Build(this);
        TestRoutes.Map(_app);
        _contract = new Lazy<Contract>(() => new Contract(
            OpenApiDocument.Build(((IEndpointRouteBuilder)_app).DataSources.SelectMany(source => source.Endpoints))));
    }

    /// <summary>What the routes of this host promise.</summary>
    internal Contract Contract => _contract.Value;

    public int Port => new Uri(_app.Urls.Single()).Port;

    public ConcurrentQueue<string> LogLines { get; } = new();

    public static WebApplication Build(ILoggerProvider logs)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Debug).AddProvider(logs);
        builder.Services.AddSingleton<IApiKeyDirectory, TestKeys>();
        builder.Services.AddSingleton<IClientSecrets>(TestKeys.ClientSecrets);
        builder.Services.AddSingleton<IIdempotencyRecords, NoRecords>();
        builder.Services.AddSingleton<CommandRunner>();
        builder.Services.AddPayGateHttp(new HttpOptions
        {
            IdempotencyHashKey = [.. Enumerable.Repeat((byte)7, 32)],
            PublicOrigins = new HashSet<string> { "https://pay.example.com" },
        });
        return builder.Build().UsePayGateHttp();
    }

    public Task InitializeAsync() => _app.StartAsync();

    public async Task DisposeAsync() => await _app.DisposeAsync();

    public ILogger CreateLogger(string categoryName) => new Sink(LogLines);

    public void Dispose()
    {
        // The application disposes its logger providers; this one holds nothing but the lines the tests read.
    }

    /// <summary>No key has been used before.</summary>
    private sealed class NoRecords : IIdempotencyRecords
    {
        public Task<RecordedAnswer?> Find(IdempotencyClaim claim, CancellationToken cancellationToken) => Task.FromResult<RecordedAnswer?>(null);
    }

    private sealed class Sink(ConcurrentQueue<string> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue(formatter(state, exception));
    }
}

[CollectionDefinition(Name)]
public sealed class HttpHostSharing : ICollectionFixture<HttpTestHost>
{
    public const string Name = "http";
}
