using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using PayGate.Cards;

namespace PayGate.Testing;

/// <summary>
/// Speaks the part of HashiCorp Vault's API that PayGate uses, with real AES-256-GCM: encrypt and decrypt of the transit engine under <c>transit/</c>, with
/// associated data, key versions; create, read and destroy of the key-value engine, version 2, under <c>secret/</c>; one token, a seal, and Vault's statuses and error bodies. Like an agent that is told to, it wants X-Vault-Request.
/// </summary>
public sealed class TransitServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, List<byte[]>> _keys = new();
    private readonly ConcurrentDictionary<string, string> _entries = new();

    private TransitServer(WebApplication app, X509Certificate2? certificate)
    {
        (_app, AuthorityPem) = (app, certificate?.ExportCertificatePem());
        _app.Run(Serve);
    }

    public Uri Address => new(_app.Urls.Single() + "/");

    /// <summary>Of the certificate that it shows; null without TLS.</summary>
    public string? AuthorityPem { get; }

    /// <summary>The one token that it takes.</summary>
    public string Token { get; set; } = "hvs." + RandomNumberGenerator.GetHexString(24);

    /// <summary>Null where there are no namespaces.</summary>
    public string? Namespace { get; set; }

    public bool IsSealed { get; set; }

    /// <summary>What it answers instead of doing anything; null when it works.</summary>
    public (int Status, string Body)? Instead { get; set; }

    /// <summary>Where that answer points, for redirects.</summary>
    public string? Location { get; set; }

    /// <summary>Called at the begin of each request and waited for.</summary>
    public Func<Task> BeforeAnswer { get; set; } = () => Task.CompletedTask;

    /// <summary>Method, path and body of each request that came.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    public static async Task<TransitServer> Start(bool tls = false)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        var certificate = tls ? SelfSigned() : null;
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            listen.Protocols = HttpProtocols.Http1;
            if (certificate is not null)
            {
                listen.UseHttps(certificate);
            }
        }));
        if (tls)
        {
            builder.WebHost.UseKestrelHttpsConfiguration();
        }

        var server = new TransitServer(builder.Build(), certificate);
        await server._app.StartAsync();
        return server;
    }

    /// <summary>Makes a key, or a further version of one that is there.</summary>
    public void Rotate(string key) => _keys.GetOrAdd(key, _ => []).Add(RandomNumberGenerator.GetBytes(AeadBox.KeyLength));

    public void Delete(string key) => _keys.TryRemove(key, out _);

    /// <summary>What the key-value engine holds.</summary>
    public IReadOnlyList<string> Entries => [.. _entries.Keys.Order(StringComparer.Ordinal)];

    /// <summary>As a server in dev mode does when it ends.</summary>
    public void ForgetEntries() => _entries.Clear();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task Serve(HttpContext context)
    {
        using var body = context.Request.ContentLength > 0 ? await JsonDocument.ParseAsync(context.Request.Body) : JsonDocument.Parse("{}");
        Requests.Enqueue($"{context.Request.Method} {context.Request.Path} {body.RootElement.GetRawText()}");
        await BeforeAnswer();
        var (status, answer) = Instead ?? Answer(context.Request, body.RootElement);
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        if (Location is not null)
        {
            context.Response.Headers.Location = Location;
        }

        if (status != 204)
        {
            await context.Response.WriteAsync(answer);
        }
    }

    private (int Status, string Body) Answer(HttpRequest request, JsonElement body)
    {
        if (request.Headers["X-Vault-Request"] != "true")
        {
            return Error(412, "missing 'X-Vault-Request' header");
        }

        if (IsSealed)
        {
            return Error(503, "Vault is sealed");
        }

        if (request.Headers["X-Vault-Token"] != Token)
        {
            return Error(403, "1 error occurred:\n\t* permission denied\n\n");
        }

        var steps = request.Path.Value!.Split('/');
        if (steps is ["", "v1", "secret", "data" or "metadata", .. var entry] && (string?)request.Headers["X-Vault-Namespace"] == Namespace)
        {
            return KeyValue(request.Method, steps[3], string.Join('/', entry), body);
        }

        if (steps is not ["", "v1", "transit", "encrypt" or "decrypt", var name] || (string?)request.Headers["X-Vault-Namespace"] != Namespace)
        {
            return Error(404, $"no handler for route \"{request.Path.Value[4..]}\". route entry not found.");
        }

        return request.Method is not ("POST" or "PUT") ? Error(405, "unsupported operation")
            : !_keys.TryGetValue(name, out var versions) ? Error(400, "encryption key not found")
            : steps[3] == "encrypt" ? Encrypt(versions, body)
            : Decrypt(versions, body);
    }

    private (int Status, string Body) KeyValue(string method, string part, string entry, JsonElement body)
    {
        switch (method, part)
        {
            case ("GET", "data"):
                return _entries.TryGetValue(entry, out var data) ? Data(new { data = JsonDocument.Parse(data).RootElement, metadata = new { version = 1 } }) : (404, """{"errors":[]}""");
            case ("POST" or "PUT", "data"):
                // What PayGate writes must not be there yet.
                return body.GetProperty("options").GetProperty("cas").GetInt32() == 0 && _entries.TryAdd(entry, body.GetProperty("data").GetRawText())
                    ? Data(new { version = 1 })
                    : Error(400, "check-and-set parameter did not match the current version");
            case ("DELETE", "metadata"):
                _entries.TryRemove(entry, out _);
                return (204, "");
            default:
                return Error(405, "unsupported operation");
        }
    }

    private static (int Status, string Body) Encrypt(List<byte[]> versions, JsonElement body)
    {
        var (nonce, ciphertext) = AeadBox.Seal(versions[^1], body.GetProperty("plaintext").GetBytesFromBase64(), body.GetProperty("associated_data").GetBytesFromBase64());
        var text = $"vault:v{versions.Count.ToString(CultureInfo.InvariantCulture)}:{Convert.ToBase64String([.. nonce, .. ciphertext])}";
        return Data(new { ciphertext = text, key_version = versions.Count });
    }

    private static (int Status, string Body) Decrypt(List<byte[]> versions, JsonElement body)
    {
        var parts = body.GetProperty("ciphertext").GetString()!.Split(':');
        var version = int.Parse(parts[1].AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture);
        if (version > versions.Count)
        {
            return Error(400, "invalid ciphertext: version is too new");
        }

        var bytes = Convert.FromBase64String(parts[2]);
        try
        {
            var plaintext = AeadBox.Open(
                versions[version - 1], bytes.AsSpan(0, AeadBox.NonceLength), bytes.AsSpan(AeadBox.NonceLength), body.GetProperty("associated_data").GetBytesFromBase64());
            return Data(new { plaintext = Convert.ToBase64String(plaintext) });
        }
        catch (CryptographicException)
        {
            return Error(400, "cipher: message authentication failed");
        }
    }

    private static (int Status, string Body) Data<T>(T data) =>
        (200, JsonSerializer.Serialize(new { request_id = "00000000-0000-0000-0000-000000000000", lease_id = "", renewable = false, data }));

    private static (int Status, string Body) Error(int status, string error) => (status, JsonSerializer.Serialize(new { errors = new[] { error } }));

    private static X509Certificate2 SelfSigned()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Vault of the tests", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, true));
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddHours(-1), now.AddHours(1));
    }
}
