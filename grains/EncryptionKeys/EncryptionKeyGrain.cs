using System.Collections.Immutable;
using PayGate.EncryptionKeys;
using PayGate.Grains.Faults;
using PayGate.Grains.Journal;
using PayGate.Grains.Keys;

namespace PayGate.Grains.EncryptionKeys;

/// <summary>One merchant's key of one purpose: decides, commits once, then answers.</summary>
public sealed class EncryptionKeyGrain(IJournal journal, IKeyFactory keys, KeyPolicy policy, IFailpoints failpoints, TimeProvider clock) : Grain, IEncryptionKeyGrain
{
    private StreamBook<EncryptionKeyState, EncryptionKeyEvent> _book = null!;
    private (string MerchantId, string Purpose) _name;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var id = this.GetPrimaryKeyString();
        _name = KeyPurpose.Parse(id);
        _book = new StreamBook<EncryptionKeyState, EncryptionKeyEvent>(id, new EncryptionKeyStream(policy), journal);
        return Task.CompletedTask;
    }

    public Task<KeyLease> Reserve(ReserveEncryptions command, CancellationToken cancellationToken) => Guarded(async () =>
    {
        ArgumentOutOfRangeException.ThrowIfNegative(command.Count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(command.Count, ReserveEncryptions.CountMax);
        // Prolonging a lease writes nothing, so the database has to be asked whether that version is still the active one.
        await _book.Recall(known => known is null || known.Latest.Key.Version != command.Holding, cancellationToken);
        var (state, facts) = await Change(key => new ReserveBlock(_name.MerchantId, _name.Purpose, command, key), cancellationToken);
        return new KeyLease
        {
            Key = state!.Latest.Key,
            Count = facts.OfType<EncryptionsReserved>().Sum(fact => fact.Count),
            Until = state.Rotates ? clock.GetUtcNow() + KeyPolicy.LeaseLifetime : DateTimeOffset.MaxValue,
        };
    });

    public Task<WrappedKey?> Find(int version, CancellationToken cancellationToken) => Guarded(async () =>
    {
        var state = await _book.Recall(known => Usable(known, version) is not null || known?.Erased is not null, cancellationToken);
        return state?.Erased is null ? Usable(state, version) : throw new MerchantErasedException(_name.MerchantId);
    });

    public Task<int> Rotate(RotateKey command, CancellationToken cancellationToken) => Guarded(async () =>
    {
        var (state, _) = await Change(key => new Rotate(command, key), cancellationToken);
        return state?.Latest.Key.Version ?? 0;
    });

    public Task<bool> Destroy(int version, CancellationToken cancellationToken) => Guarded(async () =>
    {
        var (state, _) = await Change(_ => new DestroyVersion(version), cancellationToken);
        return state is not null && state.Versions.Any(known => known.Key.Version == version && known.State == KeyVersionState.Destroyed);
    });

    public Task Rewrap(RewrapKey command, CancellationToken cancellationToken) => Guarded(async () =>
    {
        await _book.EnsureLoaded(cancellationToken);
        using var merchantKeys = await keys.For(_name.MerchantId, command.KekVersion, cancellationToken);
        var facts = await Commit(state => new Rewrap(Rewrapped(state, merchantKeys)), clock.GetUtcNow(), cancellationToken);
        await Reach(facts.Count > 0 ? Failpoint.KeyRewrap : null);
        return facts.Count;
    });

    public Task Erase(CancellationToken cancellationToken) => Guarded(async () =>
    {
        await _book.EnsureLoaded(cancellationToken);
        return await Commit(_ => new Erase(), clock.GetUtcNow(), cancellationToken);
    });

    public Task Wake(CancellationToken cancellationToken) => Guarded(() => Change(key => new PassTime(key), cancellationToken));

    private static WrappedKey? Usable(EncryptionKeyState? state, int version) =>
        state?.Versions.FirstOrDefault(known => known.Key.Version == version && known.State != KeyVersionState.Destroyed)?.Key;

    private ImmutableArray<WrappedKey> Rewrapped(EncryptionKeyState? state, IMerchantKeyFactory merchantKeys) => state is null ? [] :
        [.. state.Versions.Where(version => version.State != KeyVersionState.Destroyed).Select(version => merchantKeys.Rewrap(version.Key, _name.Purpose))];

    /// <summary>
    /// The state after the command, and what it took. A version that is due is made only then, and again should another activation have written first. What it is wrapped
    /// with is looked up before, because a decision waits for nothing.
    /// </summary>
    private async Task<(EncryptionKeyState? State, IReadOnlyList<EncryptionKeyEvent> Facts)> Change(
        Func<WrappedKey?, EncryptionKeyCommand> command, CancellationToken cancellationToken)
    {
        await _book.EnsureLoaded(cancellationToken);
        var now = clock.GetUtcNow();
        int? Next(EncryptionKeyState? state) => EncryptionKeyDecider.NextVersion(state, command(null), now, policy);
        using var merchantKeys = Next(_book.Current) is null ? null : await keys.For(_name.MerchantId, kekVersion: 0, cancellationToken);
        WrappedKey Create(int version) => merchantKeys?.Create(_name.Purpose, version)
            ?? throw new VaultUnavailableException($"Key {_name.MerchantId}/{_name.Purpose} changed meanwhile: the next call finds it as it is.");
        var facts = await Commit(state => command(Next(state) is { } version ? Create(version) : null), now, cancellationToken);
        await Reach(facts.Any(fact => fact is KeyVersionCreated { KeyVersion: > 1 }) ? Failpoint.KeyRotation : null);
        return (_book.Current, facts);
    }

    private async Task<IReadOnlyList<EncryptionKeyEvent>> Commit(
        Func<EncryptionKeyState?, EncryptionKeyCommand> command, DateTimeOffset now, CancellationToken cancellationToken)
    {
        IReadOnlyList<EncryptionKeyEvent> facts = [];
        Outcome<ImmutableArray<EncryptionKeyEvent>> Decide(EncryptionKeyState? state)
        {
            var decision = EncryptionKeyDecider.Decide(state, command(state), now, policy);
            facts = decision.IsSuccess ? decision.Value : [];
            return decision;
        }

        var changed = await _book.Change(_name.MerchantId, now, Decide, _ => null, cancellationToken);
        return changed.IsSuccess ? facts : throw new MerchantErasedException(_name.MerchantId);
    }

    private ValueTask Reach(Failpoint? point) => point is { } reached ? failpoints.Reach(reached) : ValueTask.CompletedTask;

    private Task<T> Guarded<T>(Func<Task<T>> turn) => this.Turn(turn, () => _book.Current is not null);
}
