using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Npgsql;
using PayGate.Cli.Migrations;

namespace PayGate.Simulation.Tests.Outage;

/// <summary>A whole gateway whose ways to its database can be cut: one of the gateway's own books, one of the bank's journal.</summary>
internal sealed class OutageGateway : IAsyncDisposable
{
    /// <summary>What is unknown is asked for after 8 s and a sweep of 5 s; this makes it 3.</summary>
    private const int TimeFactor = 5;

    private readonly Dictionary<bool, DatabaseProxy> _proxies = [];
    private readonly ConcurrentDictionary<string, string> _made = [];

    public GatewayFixture Gateway { get; private set; } = null!;

    /// <summary>Between the silo and the API, and their schema.</summary>
    public DatabaseProxy Books => _proxies[false];

    /// <summary>Between the bank and its journal.</summary>
    public DatabaseProxy Bank => _proxies[true];

    /// <summary>How many payments and refunds there have to be in the end: one for each idempotency key that was sent to make one.</summary>
    public int MadeCount => _made.Count;

    public static async Task<OutageGateway> Start()
    {
        var outage = new OutageGateway();
        outage.Gateway = await GatewayFixture.Start(outage.Route);
        return outage;
    }

    /// <summary>With straight ways to a cluster that is to be harmed, and with time that passes by itself.</summary>
    public static async Task<OutageGateway> Start(TestCluster cluster) =>
        new() { Gateway = await GatewayFixture.Start(cluster: cluster, timeFactor: TimeFactor) };

    public async Task<OutageAnswer> Send(OutageRequest request)
    {
        using var message = new HttpRequestMessage(request.IsPost ? HttpMethod.Post : HttpMethod.Get, request.Path);
        message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Gateway.Demo.SecretKey);
        if (request.IsPost)
        {
            message.Headers.Add("Idempotency-Key", request.Key);
            if (request.Path is "/v1/payment_intents" or "/v1/refunds")
            {
                _made[request.Key!] = request.Path;
            }

            message.Content = new FormUrlEncodedContent(request.Form.Select(pair => KeyValuePair.Create(pair.Name, pair.Value)));
        }

        using var response = await Gateway.Client.SendAsync(message);
        using var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        var error = body.RootElement.TryGetProperty("error", out var found) ? found.GetProperty("code").GetString() : null;
        return new OutageAnswer(
            request.Path, response.StatusCode, error, response.Headers.RetryAfter?.ToString(),
            Text(body.RootElement, "id"), Text(body.RootElement, "status"));

        static string? Text(JsonElement element, string name) =>
            element.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String ? member.GetString() : null;
    }

    /// <summary>By the cluster's owner, past all proxies, on a connection that no outage has touched.</summary>
    public async Task<object?> Execute(string sql)
    {
        var address = new NpgsqlConnectionStringBuilder(Gateway.Database.Owner) { Pooling = false, Timeout = 0, CommandTimeout = 0 }.ConnectionString;
        await using var connection = new NpgsqlConnection(address);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    /// <summary>What PostgreSQL does to its clients when it is stopped or restarted: they are told so (57P01) and cut.</summary>
    public Task EndAllSessions() => Execute(
        "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and usename <> current_user");

    public async ValueTask DisposeAsync()
    {
        await Gateway.DisposeAsync();
        foreach (var proxy in _proxies.Values)
        {
            await proxy.DisposeAsync();
        }
    }

    private string Route(DatabaseRole role, string connectionString)
    {
        var isBank = role == DatabaseRole.Bank;
        if (!_proxies.TryGetValue(isBank, out var proxy))
        {
            _proxies[isBank] = proxy = new DatabaseProxy(new NpgsqlConnectionStringBuilder(connectionString).Port);
        }

        return proxy.Through(connectionString);
    }
}

/// <param name="Path">With the query.</param>
/// <param name="Key">Idempotency key of a POST; null for a GET.</param>
/// <param name="Form">Of a POST.</param>
internal sealed record OutageRequest(string Path, string? Key, params IReadOnlyList<(string Name, string Value)> Form)
{
    public bool IsPost => Key is not null;
}

/// <summary>What a client sees.</summary>
internal sealed record OutageAnswer(string Path, HttpStatusCode Status, string? Error, string? RetryAfter, string? Id, string? State)
{
    /// <summary>The one honest answer while storage is away.</summary>
    public bool SaysRetry => Status == HttpStatusCode.ServiceUnavailable && Error == "storage_unavailable" && RetryAfter == "1";

    public bool IsDone => Status == HttpStatusCode.OK;
}
