using System.Collections.Immutable;
using PayGate.Cards;
using PayGate.Grains.EncryptionKeys;

namespace PayGate.Silo.Keys;

/// <summary>
/// Keeps the process's transport keys at what the database says: the active version, and those that were replaced not long ago. A version that is not known here is looked up
/// once before a card under it is refused, so that one that was ordered in another silo is at hand at once.
/// </summary>
public sealed class AcceptedTransportKeys(KeyHierarchy keys, ITransportVersions versions, TimeProvider clock) : IDisposable
{
    /// <summary>
    /// How long cards still open that were sealed under a version that was replaced. An API process learns of the new one within seconds where it shares the file with a silo,
    /// but in some set-ups people copy that file by hand: they have an hour.
    /// </summary>
    public static readonly TimeSpan AcceptedFor = TimeSpan.FromHours(1);

    /// <summary>As for key-encryption keys: then the list is read again in any case, so that a replacement that this silo missed counts here too.</summary>
    private static readonly TimeSpan KnownFor = KeyPolicy.LeaseLifetime;

    private readonly SemaphoreSlim _gate = new(1, 1);
    private volatile Known _known = new([], DateTimeOffset.MinValue);

    public TransportKeys Keys => keys.ApiSecrets.TransportKeys;

    /// <summary>Sees to it that <see cref="Keys"/> holds this version if, and only if, it is accepted now.</summary>
    /// <exception cref="StorageUnavailableException">It is not known here, and the database cannot be asked for the moment.</exception>
    public async ValueTask LookUp(int version, CancellationToken cancellationToken)
    {
        if (Accepts(version))
        {
            return;
        }

        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (!Accepts(version))
            {
                await Load(cancellationToken);
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Reads the list anew.</summary>
    /// <exception cref="StorageUnavailableException">The list cannot be read for the moment; the keys stay as they are.</exception>
    public async Task Refresh(CancellationToken cancellationToken)
    {
        // One after the other: an older list must not take the place of a newer one.
        await _gate.WaitAsync(cancellationToken);
        try
        {
            await Load(cancellationToken);
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();

    private bool Accepts(int version)
    {
        var (known, now) = (_known, clock.GetUtcNow());
        return now < known.Until && known.Versions.TryGetValue(version, out var until) && (until is null || now < until);
    }

    private async Task Load(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var accepted = await versions.Load(now - AcceptedFor, cancellationToken);
        Keys.TakeOver(keys.TransportKeys(accepted.Select(known => known.Version)));
        _known = new Known(accepted.ToImmutableDictionary(known => known.Version, known => known.Replaced + AcceptedFor), now + KnownFor);
    }

    /// <summary>Until when each version is accepted, null for the active one; and until when this may be believed.</summary>
    private sealed record Known(ImmutableDictionary<int, DateTimeOffset?> Versions, DateTimeOffset Until);
}
