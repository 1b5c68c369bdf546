using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace PayGate.Silo.Keys;

/// <summary>Requests to HashiCorp Vault (API v1) with its token. Whatever goes wrong is one sentence that holds neither token nor content nor Vault's own words.</summary>
internal sealed class VaultConnection : IDisposable
{
    /// <summary>An answer is a few hundred bytes.</summary>
    private const int AnswerLengthMax = 64 * 1024;

    private readonly TransitOptions _options;
    private readonly TransitRefusals _refusals;
    private readonly HttpClient _http;

    /// <exception cref="RootKeyException">The authorities' file cannot be read.</exception>
    public VaultConnection(TransitOptions options)
    {
        _options = options;
        _refusals = new TransitRefusals(options);
        // No redirects: the token would go along, to wherever the answer points. No proxy: Vault is a neighbour.
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, SslOptions = Trust() };
        _http = new HttpClient(handler) { Timeout = options.RequestTimeout, MaxResponseContentBufferSize = AnswerLengthMax };
    }

    /// <summary>What Vault answers, whatever its status.</summary>
    /// <param name="method">GET, POST or DELETE.</param>
    /// <param name="path">After <c>v1/</c>.</param>
    /// <param name="content">JSON, zeroed when this returns; null for none.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="RootKeyException">There is no usable token, or who answers is not trusted.</exception>
    /// <exception cref="RootKeyUnavailableException">Nobody answers for the moment.</exception>
    public async Task<(HttpStatusCode Status, byte[] Answer)> Send(HttpMethod method, string path, byte[]? content, CancellationToken cancellationToken)
    {
        try
        {
            using var request = new HttpRequestMessage(method, new Uri(_options.Address, $"v1/{path}"));
            if (content is not null)
            {
                request.Content = new ByteArrayContent(content) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
            }

            request.Headers.Add("X-Vault-Token", await ReadToken(cancellationToken));
            // A Vault Agent or Proxy may insist on it, as a guard against requests that a browser or a library was talked into.
            request.Headers.Add("X-Vault-Request", "true");
            if (_options.Namespace is not null)
            {
                request.Headers.Add("X-Vault-Namespace", _options.Namespace);
            }

            using var response = await _http.SendAsync(request, cancellationToken);
            return (response.StatusCode, await response.Content.ReadAsByteArrayAsync(cancellationToken));
        }
        catch (HttpRequestException exception)
        {
            throw exception.InnerException is AuthenticationException ? _refusals.NotTrusted(exception)
                : exception.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded ? _refusals.NotTransit(exception)
                : _refusals.Unreachable(exception);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw _refusals.TooSlow(exception);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(content);
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<string> ReadToken(CancellationToken cancellationToken)
    {
        string token;
        try
        {
            token = (await File.ReadAllTextAsync(_options.TokenFile, cancellationToken)).Trim();
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            // An agent that logs in for this process may still be about to write it.
            throw _refusals.NoToken(exception);
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or IOException)
        {
            throw _refusals.UnreadableToken(exception);
        }

        return token.Length == 0 ? throw _refusals.NoToken(null)
            : token.All(character => character is > ' ' and <= '~') ? token
            : throw _refusals.UnreadableToken(null);
    }

    private SslClientAuthenticationOptions Trust()
    {
        if (_options.AuthorityFile is null)
        {
            return new SslClientAuthenticationOptions();
        }

        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        try
        {
            policy.CustomTrustStore.ImportFromPemFile(_options.AuthorityFile);
        }
        catch (Exception exception) when (exception is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw _refusals.NoAuthority(exception);
        }

        if (policy.CustomTrustStore.Count == 0)
        {
            throw _refusals.NoAuthority(null);
        }

        return new SslClientAuthenticationOptions { CertificateChainPolicy = policy };
    }
}
