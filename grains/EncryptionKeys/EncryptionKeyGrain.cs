using PayGate.EncryptionKeys;
using PayGate.Grains.Journal;
using PayGate.Grains.Keys;

namespace PayGate.Grains.EncryptionKeys;

/// <summary>One merchant's key of one purpose: decides, commits once, then answers.</summary>
public sealed class EncryptionKeyGrain(IJournal journal, IKeyFactory keys, TimeProvider clock) : Grain, IEncryptionKeyGrain
{
    private StreamBook<EncryptionKeyState, EncryptionKeyEvent> _book = null!;
    private (string MerchantId, string Purpose) _name;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var id = this.GetPrimaryKeyString();
        _name = KeyPurpose.Parse(id);
        _book = new StreamBook<EncryptionKeyState, EncryptionKeyEvent>(id, new EncryptionKeyStream(), journal);
        return Task.CompletedTask;
    }

    public Task<KeyLease> Reserve(ReserveEncryptions command, CancellationToken cancellationToken) => Guarded(async () =>
    {
        ArgumentOutOfRangeException.ThrowIfNegative(command.Count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(command.Count, ReserveEncryptions.CountMax);
        await _book.EnsureLoaded(cancellationToken);
        var now = clock.GetUtcNow();
        var reserved = await _book.Change(
            _name.MerchantId, now, state => EncryptionKeyDecider.Decide(state, Block(state, command.Count), now), _ => null, cancellationToken);
        return new KeyLease { Key = reserved.Value!.Active.Key, Count = command.Count };
    });

    public Task<WrappedKey?> Find(int version, CancellationToken cancellationToken) => Guarded(async () =>
    {
        await _book.EnsureLoaded(cancellationToken);
        return _book.Current?.Versions.FirstOrDefault(known => known.Key.Version == version)?.Key;
    });

    private ReserveBlock Block(EncryptionKeyState? state, int count) =>
        new(_name.MerchantId, _name.Purpose, count, state is null ? keys.Create(_name.MerchantId, _name.Purpose, 1) : null);

    /// <summary>After an exception the stored state may be ahead of the memory, so the activation goes; without a key it leaves nothing behind either.</summary>
    private async Task<T> Guarded<T>(Func<Task<T>> turn)
    {
        var completed = false;
        try
        {
            var result = await turn();
            completed = _book.Current is not null;
            return result;
        }
        finally
        {
            if (!completed)
            {
                DeactivateOnIdle();
            }
        }
    }
}
