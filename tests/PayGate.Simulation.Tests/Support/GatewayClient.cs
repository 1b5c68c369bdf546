using System.Net.Sockets;
using System.Text;

namespace PayGate.Simulation.Tests.Support;

/// <summary>A merchant's server on real sockets. Never repeats a request by itself, and hides nothing of an answer.</summary>
internal sealed class GatewayClient : IDisposable
{
    /// <summary>Longer than the gateway needs for the slowest answer: a call of 30 s.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(40);

    private readonly HttpClient _http;

    /// <param name="address">Of the gateway.</param>
    /// <param name="key">The Bearer credential, or null for none.</param>
    public GatewayClient(Uri address, string? key)
    {
        Address = address;
        Key = key;
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false, MaxConnectionsPerServer = 256 }) { BaseAddress = address, Timeout = Timeout };
    }

    public Uri Address { get; }

    public string? Key { get; }

    public Task<GatewayAnswer> Get(string path) => Send(HttpMethod.Get, path, null, null);

    public Task<GatewayAnswer> Post(string path, string? idempotencyKey, params IEnumerable<(string Name, string Value)> form) => Send(
        HttpMethod.Post, path, idempotencyKey, new FormUrlEncodedContent(form.Select(pair => KeyValuePair.Create(pair.Name, pair.Value))));

    public Task<GatewayAnswer> PostJson(string path, string? idempotencyKey, string json) =>
        Send(HttpMethod.Post, path, idempotencyKey, new StringContent(json, Encoding.UTF8, "application/json"));

    public void Dispose() => _http.Dispose();

    private async Task<GatewayAnswer> Send(HttpMethod method, string path, string? idempotencyKey, HttpContent? content)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        if (Key is not null)
        {
            request.Headers.Authorization = new("Bearer", Key);
        }

        if (idempotencyKey is not null)
        {
            request.Headers.TryAddWithoutValidation("Idempotency-Key", idempotencyKey);
        }

        using var response = await Send(request);
        return new GatewayAnswer(
            (int)response.StatusCode,
            await response.Content.ReadAsByteArrayAsync(),
            response.Headers.TryGetValues("Idempotent-Replayed", out var replayed) ? replayed.Single() : null,
            response.Headers.RetryAfter?.ToString());
    }

    /// <summary>A gateway that dies between accepting a connection and the first use of it surfaces as the bare error of the socket.</summary>
    private async Task<HttpResponseMessage> Send(HttpRequestMessage request)
    {
        try
        {
            return await _http.SendAsync(request);
        }
        catch (SocketException exception)
        {
            throw new HttpRequestException(HttpRequestError.ConnectionError, exception.Message, exception);
        }
    }
}
