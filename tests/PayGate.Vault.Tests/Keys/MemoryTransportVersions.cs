using PayGate.Silo.Keys;

namespace PayGate.Vault.Tests.Keys;

/// <summary>The list of transport keys in memory; counts how often it is read.</summary>
internal sealed class MemoryTransportVersions : ITransportVersions
{
    private readonly List<TransportVersion> _versions = [new(1, null)];

    public int Loads { get; private set; }

    public void Add(DateTimeOffset now)
    {
        _versions[^1] = _versions[^1] with { Replaced = now };
        _versions.Add(new TransportVersion(_versions.Count + 1, null));
    }

    public Task<IReadOnlyList<TransportVersion>> Load(DateTimeOffset replacedAfter, CancellationToken cancellationToken)
    {
        Loads++;
        return Task.FromResult<IReadOnlyList<TransportVersion>>([.. _versions.Where(version => version.Replaced is null || version.Replaced > replacedAfter)]);
    }
}
