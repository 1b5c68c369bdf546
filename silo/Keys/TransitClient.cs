using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace PayGate.Silo.Keys;

/// <summary>
/// Two calls of HashiCorp Vault's transit secrets engine (API v1): <c>POST /v1/{mount}/encrypt/{key}</c> and <c>…/decrypt/{key}</c>, both with associated data,
/// which Vault knows since 1.13. Whatever goes wrong is one sentence that holds neither token nor key nor Vault's own words.
/// </summary>
public sealed partial class TransitClient : IDisposable
{
    private readonly TransitOptions _options;
    private readonly TransitRefusals _refusals;
    private readonly VaultConnection _vault;

    /// <exception cref="RootKeyException">The authorities' file cannot be read.</exception>
    public TransitClient(TransitOptions options) => (_options, _refusals, _vault) = (options, new TransitRefusals(options), new VaultConnection(options));

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

    public void Dispose() => _vault.Dispose();

    private async Task<TransitData> Post(string operation, TransitRequest body, CancellationToken cancellationToken)
    {
        var content = JsonSerializer.SerializeToUtf8Bytes(body, TransitJson.Default.TransitRequest);
        var (status, answer) = await _vault.Send(HttpMethod.Post, $"{_options.Mount}/{operation}/{_options.Key}", content, cancellationToken);
        return status == HttpStatusCode.OK ? Read(answer) : throw _refusals.Of(operation, status, answer);
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

    [GeneratedRegex("^vault:v[0-9]+:[0-9A-Za-z+/=]{1,4000}$")]
    private static partial Regex Ciphertext();
}
