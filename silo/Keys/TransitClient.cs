using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace PayGate.Silo.Keys;

/// <summary>
/// Two calls of HashiCorp Vault's transit secrets engine (API v1): <c>POST /v1/{mount}/encrypt/{key}</c> and <c>…/decrypt/{key}</c>, both with associated data,
/// which Vault knows since 1.13. Whatever goes wrong is one sentence that holds neither token nor key nor Vault's own words.
/// </summary>
public sealed partial class TransitClient : IDisposable
{
    /// <summary>An answer is a few hundred bytes.</summary>
    private const int AnswerLengthMax = 64 * 1024;

    private readonly TransitOptions _options;
    private readonly TransitRefusals _refusals;
    private readonly HttpClient _http;

    /// <exception cref="RootKeyException">The authorities' file cannot be read.</exception>
    public TransitClient(TransitOptions options)
    {
        _options = options;
        _refusals = new TransitRefusals(options);
        // No redirects: the token would go along, to wherever the answer points. No proxy: Vault is a neighbour.
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, SslOptions = Trust() };
        _http = new HttpClient(handler) { Timeout = options.RequestTimeout, MaxResponseContentBufferSize = AnswerLengthMax };
    }

    public string Description => $"Vault at {_options.Address}, key {_options.Key} under {_options.Mount}/";

    /// <summary>Has Vault encrypt what is given in base64; returns its ciphertext, <c>vault:v1:…</c>.</summary>
    /// <exception cref="RootKeyException">Vault refuses.</exception>
    /// <exception cref="RootKeyUnavailableException">Vault does not answer for the moment.</exception>
    public async Task<string> Encrypt(string plaintext, byte[] associatedData, CancellationToken cancellationToken)
    {
        var answer = await Post(
            "encrypt", new TransitRequest { Plaintext = plaintext, AssociatedData = Convert.ToBase64String(associatedData) }, cancellationToken);
        return answer.Ciphertext is { } ciphertext && Ciphertext().IsMatch(ciphertext) ? ciphertext : throw _refusals.NotTransit(null);
    }

    /// <summary>Has Vault open its ciphertext; the caller zeroes what it gets.</summary>
    /// <exception cref="RootKeyException">Vault refuses, or the ciphertext is not that of this associated data.</exception>
    /// <exception cref="RootKeyUnavailableException">Vault does not answer for the moment.</exception>
    public async Task<byte[]> Decrypt(string ciphertext, byte[] associatedData, CancellationToken cancellationToken)
    {
        var answer = await Post(
            "decrypt", new TransitRequest { Ciphertext = ciphertext, AssociatedData = Convert.ToBase64String(associatedData) }, cancellationToken);
        try
        {
            return Convert.FromBase64String(answer.Plaintext ?? throw _refusals.NotTransit(null));
        }
        catch (FormatException exception)
        {
            throw _refusals.NotTransit(exception);
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<TransitData> Post(string operation, TransitRequest body, CancellationToken cancellationToken)
    {
        var content = JsonSerializer.SerializeToUtf8Bytes(body, TransitJson.Default.TransitRequest);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_options.Address, $"v1/{_options.Mount}/{operation}/{_options.Key}"))
            {
                Content = new ByteArrayContent(content) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
            };
            request.Headers.Add("X-Vault-Token", await ReadToken(cancellationToken));
            // A Vault Agent or Proxy may insist on it, as a guard against requests that a browser or a library was talked into.
            request.Headers.Add("X-Vault-Request", "true");
            if (_options.Namespace is not null)
            {
                request.Headers.Add("X-Vault-Namespace", _options.Namespace);
            }

            using var response = await _http.SendAsync(request, cancellationToken);
            var answer = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            return response.StatusCode == HttpStatusCode.OK ? Read(answer) : throw _refusals.Of(operation, response.StatusCode, answer);
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

    private TransitData Read(byte[] answer)
    {
        try
        {
            return JsonSerializer.Deserialize(answer, TransitJson.Default.TransitAnswer)?.Data ?? throw _refusals.NotTransit(null);
        }
        catch (JsonException exception)
        {
            throw _refusals.NotTransit(exception);
        }
    }

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

    [GeneratedRegex("^vault:v[0-9]+:[0-9A-Za-z+/=]{1,4000}$")]
    private static partial Regex Ciphertext();
}
