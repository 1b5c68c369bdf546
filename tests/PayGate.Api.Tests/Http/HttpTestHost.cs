using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PayGate.Api.Http;

namespace PayGate.Api.Tests.Http;

/// <summary>The HTTP core on a real socket of the loopback address, with every log line kept.</summary>
public sealed class HttpTestHost : IAsyncLifetime, ILoggerProvider
{
    private readonly WebApplication _app;

    public HttpTestHost()
    {
        _app = Build(this);
        TestRoutes.Map(_app);
    }

    public int Port => new Uri(_app.Urls.Single()).Port;

    public ConcurrentQueue<string> LogLines { get; } = new();

    public static WebApplication Build(ILoggerProvider logs)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Debug).AddProvider(logs);
        builder.Services.AddSingleton<IApiKeyDirectory, TestKeys>();
        builder.Services.AddSingleton<IClientSecrets>(TestKeys.ClientSecrets);
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
