using System.Collections.Immutable;
using PayGate.Grains.ExchangeRates;

namespace PayGate.Silo.ExchangeRates;

/// <summary>The rates that PayGate ships, for a start without any source: what one major unit is worth in MAD. They are always of now.</summary>
public sealed class BuiltInRateSource : IRateSource
{
    private static readonly RateDocument Document = new()
    {
        Rates = ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, [KeyValuePair.Create("usd", 10.00m), KeyValuePair.Create("eur", 11.00m)]),
    };

    public string Name => "built-in";

    public Task<RateDocument> Read(CancellationToken cancellationToken) => Task.FromResult(Document);
}

/// <summary>A JSON file that somebody else keeps up to date.</summary>
public sealed class FileRateSource(string path) : IRateSource
{
    public string Name => "file";

    public async Task<RateDocument> Read(CancellationToken cancellationToken)
    {
        try
        {
            await using var file = File.OpenRead(path);
            return await BoundedBody.Read(file, cancellationToken) is { } bytes
                ? RateDocument.Parse(bytes)
                : RateDocument.Unreadable($"the file is larger than {RateDocument.BytesMax} bytes");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return RateDocument.Unreadable($"the file cannot be read ({exception.GetType().Name})");
        }
    }
}

/// <summary>A JSON document under an HTTP or HTTPS address. Redirects are not followed, and neither time nor size is left to the other side.</summary>
public sealed class HttpRateSource : IRateSource, IDisposable
{
    /// <summary>Of the whole answer, and well under the 30 s of a call.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    private readonly HttpClient _client;
    private readonly Uri _address;

    public HttpRateSource(Uri address)
    {
        _address = address;
        _client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ConnectTimeout = Timeout, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
        {
            Timeout = System.Threading.Timeout.InfiniteTimeSpan,
        };
        _client.DefaultRequestHeaders.Accept.ParseAdd("application/json");
        _client.DefaultRequestHeaders.UserAgent.ParseAdd("PayGate");
    }

    public string Name => "http";

    public async Task<RateDocument> Read(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Timeout);
        try
        {
            using var answer = await _client.GetAsync(_address, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            if ((int)answer.StatusCode != 200)
            {
                return RateDocument.Unreadable($"the address answers {(int)answer.StatusCode}");
            }

            await using var body = await answer.Content.ReadAsStreamAsync(limit.Token);
            return await BoundedBody.Read(body, limit.Token) is { } bytes
                ? RateDocument.Parse(bytes)
                : RateDocument.Unreadable($"the answer is larger than {RateDocument.BytesMax} bytes");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return RateDocument.Unreadable($"the address does not answer within {Timeout.TotalSeconds:0} s");
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            return RateDocument.Unreadable($"the address cannot be reached ({(exception as HttpRequestException)?.HttpRequestError.ToString() ?? exception.GetType().Name})");
        }
    }

    public void Dispose() => _client.Dispose();
}

internal static class BoundedBody
{
    /// <summary>All of a stream, or null where it is larger than a document of rates may be.</summary>
    public static async Task<byte[]?> Read(Stream stream, CancellationToken cancellationToken)
    {
        var buffer = new byte[RateDocument.BytesMax + 1];
        var length = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        return length > RateDocument.BytesMax ? null : buffer[..length];
    }
}
