using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Npgsql;
using PayGate.Cli.Migrations;

namespace PayGate.Simulation.Tests.Outage;

/// <summary>A whole gateway whose ways to its database can be cut: one of the gateway's own books, one of the bank's journal.</summary>
internal sealed class OutageGateway : IAsyncDisposable
{
    private readonly Dictionary<bool, DatabaseProxy> _proxies = [];

    public GatewayFixture Gateway { get; private set; } = null!;

    /// <summary>Between the silo and the API, and their schema.</summary>
    public DatabaseProxy Books => _proxies[false];

    /// <summary>Between the bank and its journal.</summary>
    public DatabaseProxy Bank => _proxies[true];

    public static async Task<OutageGateway> Start()
    {
        var outage = new OutageGateway();
        outage.Gateway = await GatewayFixture.Start(outage.Route);
        return outage;
    }

    public async Task<OutageAnswer> Send(OutageRequest request)
    {
        using var message = new HttpRequestMessage(request.IsPost ? HttpMethod.Post : HttpMethod.Get, request.Path);
        message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Gateway.Demo.SecretKey);
        if (request.IsPost)
        {
            message.Headers.Add("Idempotency-Key", request.Key);
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

    /// <summary>By the cluster's owner, past all proxies.</summary>
    public async Task Execute(string sql)
    {
        await using var connection = new NpgsqlConnection(Gateway.Database.Owner);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
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
