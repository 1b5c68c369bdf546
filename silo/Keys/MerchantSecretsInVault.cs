using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace PayGate.Silo.Keys;

/// <summary>
/// Merchants' wrapping secrets in HashiCorp Vault's key-value engine, version 2: <c>{mount}/data/{path}/merchants/{id}</c>, and an entry under <c>…/erased/</c> for each that was
/// erased. Everything is written with check-and-set 0, so of two silos that make a secret at once one is told of the other's.
/// </summary>
public sealed partial class MerchantSecretsInVault(TransitOptions options) : IMerchantSecrets
{
    private const string Secrets = "merchants";
    private const string Erasures = "erased";
    private const string Place = "place";
    private const string IdName = "id";

    private readonly VaultConnection _vault = new(options);

    public string Description => $"Vault at {options.Address}, key-value engine {options.SecretsMount}/";

    public string Remedy => $"mend PAYGATE_VAULT_KV_MOUNT or PAYGATE_VAULT_KV_PATH, now {options.SecretsMount} and {options.SecretsPath}, or restore Vault's backup";

    public async Task<string?> FindId(CancellationToken cancellationToken) => await Entry(Place, IdName, cancellationToken) is not { } found ? null
        : Encoding.UTF8.GetString(found) is var id && SecretsPlace.IsId(id) ? id
        : throw new RootKeyException($"{Description} keeps something under {PathOf("data", Place, IdName)} that is no id: {Remedy}.");

    public async Task<string> TakeId(string id, CancellationToken cancellationToken)
    {
        await Create(Place, IdName, Encoding.UTF8.GetBytes(id), cancellationToken);
        return await FindId(cancellationToken) ?? throw new RootKeyException($"{Description} lost an id while it was made: start again.");
    }

    public async Task Check(CancellationToken cancellationToken)
    {
        var (status, answer) = await _vault.Send(HttpMethod.Get, PathOf("data", Erasures, "none"), null, cancellationToken);
        if (status != HttpStatusCode.OK && !IsMissing(status, answer))
        {
            throw Refusal(status);
        }
    }

    public Task<byte[]?> Find(string merchantId, CancellationToken cancellationToken) => Guarded(merchantId, () => Read(merchantId, cancellationToken));

    public Task<byte[]> FindOrMake(string merchantId, CancellationToken cancellationToken) => Guarded(merchantId, async () =>
    {
        if (await Read(merchantId, cancellationToken) is { } found)
        {
            return found;
        }

        await RequireId(cancellationToken);
        await Create(Secrets, merchantId, RandomNumberGenerator.GetBytes(IMerchantSecrets.Length), cancellationToken);
        try
        {
            return await Read(merchantId, cancellationToken) ?? throw new VaultUnavailableException($"The secret of merchant {merchantId} was taken away while it was made.");
        }
        catch (MerchantErasedException)
        {
            // Erased in between: what was made after that must not outlive it.
            await Destroy(merchantId, cancellationToken);
            throw;
        }
    });

    public Task Erase(string merchantId, CancellationToken cancellationToken) => Guarded(merchantId, async () =>
    {
        await RequireId(cancellationToken);
        await Create(Erasures, merchantId, [], cancellationToken);
        await Destroy(merchantId, cancellationToken);
        return true;
    });

    public void Dispose() => _vault.Dispose();

    private async Task<byte[]?> Read(string merchantId, CancellationToken cancellationToken)
    {
        if (await Entry(Erasures, merchantId, cancellationToken) is not null)
        {
            throw new MerchantErasedException(merchantId);
        }

        return await Entry(Secrets, merchantId, cancellationToken) is not { } secret ? null
            : secret.Length == IMerchantSecrets.Length ? secret
            : throw new RootKeyException($"{Description} keeps something as the secret of merchant {merchantId} that is none: restore it from Vault's backup.");
    }

    private async Task RequireId(CancellationToken cancellationToken)
    {
        if (await FindId(cancellationToken) is null)
        {
            throw new VaultUnavailableException($"{Description} has lost its id, so it is not the place of merchants' secrets any more: {Remedy}.");
        }
    }

    private async Task<byte[]?> Entry(string kind, string merchantId, CancellationToken cancellationToken)
    {
        var (status, answer) = await _vault.Send(HttpMethod.Get, PathOf("data", kind, merchantId), null, cancellationToken);
        try
        {
            return IsMissing(status, answer) ? null
                : status != HttpStatusCode.OK ? throw Refusal(status)
                : JsonSerializer.Deserialize(answer, VaultSecretJson.Default.VaultSecretAnswer)?.Data?.Data?.Secret ?? throw Refusal(HttpStatusCode.NotFound);
        }
        catch (JsonException exception)
        {
            throw new RootKeyException($"{Description} does not answer as Vault does: mend PAYGATE_VAULT_ADDR or PAYGATE_VAULT_KV_MOUNT.", exception);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(answer);
        }
    }

    /// <summary>An entry that is there already stays.</summary>
    private async Task Create(string kind, string merchantId, byte[] secret, CancellationToken cancellationToken)
    {
        var request = new VaultSecretRequest { Options = new VaultSecretOptions { Cas = 0 }, Data = new VaultSecret { Secret = secret } };
        var content = JsonSerializer.SerializeToUtf8Bytes(request, VaultSecretJson.Default.VaultSecretRequest);
        CryptographicOperations.ZeroMemory(secret);
        var (status, _) = await _vault.Send(HttpMethod.Post, PathOf("data", kind, merchantId), content, cancellationToken);
        // 400 says that check-and-set met an entry; whoever reads next finds it.
        if (status is not (HttpStatusCode.OK or HttpStatusCode.NoContent or HttpStatusCode.BadRequest))
        {
            throw Refusal(status);
        }
    }

    /// <summary>All versions with their metadata: a mere delete would keep them.</summary>
    private async Task Destroy(string merchantId, CancellationToken cancellationToken)
    {
        var (status, answer) = await _vault.Send(HttpMethod.Delete, PathOf("metadata", Secrets, merchantId), null, cancellationToken);
        if (status is not (HttpStatusCode.OK or HttpStatusCode.NoContent) && !IsMissing(status, answer))
        {
            throw Refusal(status);
        }
    }

    /// <summary>Vault answers 404 with an empty list of errors, or with the metadata of what was deleted, where there is no entry; without an engine it names an error.</summary>
    private static bool IsMissing(HttpStatusCode status, byte[] answer)
    {
        try
        {
            return status == HttpStatusCode.NotFound && JsonSerializer.Deserialize(answer, VaultSecretJson.Default.VaultSecretAnswer) is { Errors: null or [] };
        }
        catch (JsonException)
        {
            // Not Vault's own answer.
            return false;
        }
    }

    private RootKeyException Refusal(HttpStatusCode status) => (int)status switch
    {
        403 => new RootKeyException(
            $"{Description} refuses the token in {options.TokenFile}: give it a policy that may create and read {PathOf("data", "*")}, and delete {PathOf("metadata", Secrets, "*")}."),
        404 => new RootKeyException(
            $"{Description} is not there: run `vault secrets enable -path={options.SecretsMount} -version=2 kv`, or mend PAYGATE_VAULT_KV_MOUNT."),
        >= 500 or 412 or 429 or 472 or 473 => new RootKeyUnavailableException($"{Description} answers {(int)status}: see Vault's log, and unseal it if it is sealed."),
        _ => new RootKeyException($"{Description} answers {(int)status}: mend PAYGATE_VAULT_ADDR or PAYGATE_VAULT_KV_MOUNT."),
    };

    private string PathOf(params ReadOnlySpan<string> steps)
    {
        var name = steps[^1];
        return Name().IsMatch(name)
            ? $"{options.SecretsMount}/{steps[0]}/{options.SecretsPath}/{string.Join('/', steps[1..].ToArray())}"
            : throw new ArgumentException("A merchant's id has letters, digits, dashes and underscores only.", nameof(steps));
    }

    /// <summary>At a start the key source's own words say what to mend; later it is a fault of the vault, which callers know.</summary>
    private static async Task<T> Guarded<T>(string merchantId, Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (RootKeyException exception)
        {
            throw new VaultUnavailableException($"The secret of merchant {merchantId} is not to be had: {exception.Message}", exception);
        }
    }

    [GeneratedRegex(@"^([0-9A-Za-z_-]{1,128}|\*)$")]
    private static partial Regex Name();
}

internal sealed record VaultSecretRequest
{
    public required VaultSecretOptions Options { get; init; }

    public required VaultSecret Data { get; init; }

    public override string ToString() => "VaultSecretRequest(***)";
}

internal sealed record VaultSecretOptions
{
    public required int Cas { get; init; }
}

internal sealed record VaultSecret
{
    public required byte[] Secret { get; init; }

    public override string ToString() => "VaultSecret(***)";
}

internal sealed record VaultSecretAnswer
{
    public VaultSecretVersion? Data { get; init; }

    public string[]? Errors { get; init; }

    public override string ToString() => "VaultSecretAnswer(***)";
}

internal sealed record VaultSecretVersion
{
    public VaultSecret? Data { get; init; }

    public override string ToString() => "VaultSecretVersion(***)";
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(VaultSecretRequest))]
[JsonSerializable(typeof(VaultSecretAnswer))]
internal sealed partial class VaultSecretJson : JsonSerializerContext;
