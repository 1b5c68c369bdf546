using PayGate.Silo.Keys;

namespace PayGate.Vault.Tests.Keys;

/// <summary>Merchants' secrets in memory: each is derived from the merchant's id, so that what one instance wrapped another opens.</summary>
internal sealed class MemorySecrets : IMerchantSecrets
{
    private readonly HashSet<string> _erased = [];

    /// <summary>How often a secret was asked for.</summary>
    public int Reads { get; private set; }

    public string Description => "Memory";

    public string Remedy => "start again";

    public Task<string?> FindId(CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    public Task<string> TakeId(string id, CancellationToken cancellationToken) => Task.FromResult(id);

    public Task Check(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task<byte[]?> Find(string merchantId, CancellationToken cancellationToken) => await FindOrMake(merchantId, cancellationToken);

    public Task<byte[]> FindOrMake(string merchantId, CancellationToken cancellationToken)
    {
        Reads++;
        return _erased.Contains(merchantId)
            ? throw new MerchantErasedException(merchantId)
            : Task.FromResult(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(merchantId)));
    }

    public Task Erase(string merchantId, CancellationToken cancellationToken)
    {
        _erased.Add(merchantId);
        return Task.CompletedTask;
    }

    public void Dispose()
    {
    }
}
