using System.Collections.Immutable;
using PayGate.EncryptionKeys;
using Decision = PayGate.Outcome<System.Collections.Immutable.ImmutableArray<PayGate.Grains.EncryptionKeys.EncryptionKeyEvent>>;

namespace PayGate.Grains.EncryptionKeys;

/// <summary>A command to a key, with everything that the decider must not make itself.</summary>
/// <param name="NewKey">The next version, wrapped, where <see cref="EncryptionKeyDecider.NextVersion"/> asks for one.</param>
public abstract record EncryptionKeyCommand(WrappedKey? NewKey);

/// <param name="MerchantId">Whose key it is.</param>
/// <param name="Purpose">What it is for.</param>
/// <param name="Wanted">How much, at least how much, and what the caller has left.</param>
/// <param name="NewKey">Version 1 if there is none yet, or the next if one is due.</param>
public sealed record ReserveBlock(string MerchantId, string Purpose, ReserveEncryptions Wanted, WrappedKey? NewKey) : EncryptionKeyCommand(NewKey);

public sealed record Rotate(RotateKey Order, WrappedKey? NewKey) : EncryptionKeyCommand(NewKey);

/// <summary>Time alone: a version may have become too old.</summary>
public sealed record PassTime(WrappedKey? NewKey) : EncryptionKeyCommand(NewKey);

public sealed record DestroyVersion(int Version) : EncryptionKeyCommand(NewKey: null);

/// <param name="Keys">The versions' keys as they are to be wrapped; those that do not differ may be among them.</param>
public sealed record Rewrap(ImmutableArray<WrappedKey> Keys) : EncryptionKeyCommand(NewKey: null);

public sealed record Erase() : EncryptionKeyCommand(NewKey: null);

/// <summary>The rules of a merchant's key, pure.</summary>
public static class EncryptionKeyDecider
{
    public static readonly Refusal Erased = new("account_erased", "The card data of this account was erased.");

    public static Decision Decide(EncryptionKeyState? state, EncryptionKeyCommand command, DateTimeOffset now, KeyPolicy policy) => (state, command) switch
    {
        (null, ReserveBlock { NewKey: { Version: 1 } key } first) =>
            Facts([Created(first.MerchantId, first.Purpose, key, null, now), .. Reserved(1, Given(first.Wanted, 0, first.Purpose, policy), now)]),
        (null, Rotate or PassTime or DestroyVersion or Rewrap or Erase) => Facts(),
        ({ Erased: not null }, ReserveBlock) => Erased,
        ({ Erased: not null }, _) => Facts(),
        ({ }, Erase) => Facts(new KeysErased { At = now }),
        ({ } known, DestroyVersion destroy) => MayDestroy(known, destroy.Version, now) ? Facts(new KeyVersionDestroyed { KeyVersion = destroy.Version, At = now }) : Facts(),
        ({ } known, Rewrap rewrap) => Rewrapped(known, rewrap, now),
        ({ } known, _) when ReasonForNext(known, command, now, policy) is { } reason => Facts(
            [Created(known.MerchantId, known.Purpose, Next(known, command), reason, now), .. FirstBlock(known, command, policy, now)]),
        ({ } known, ReserveBlock reserve) => Facts(Reserved(known.Latest.Key.Version, Block(known, reserve.Wanted, policy), now)),
        ({ }, Rotate or PassTime) => Facts(),
        _ => throw new InvalidOperationException("The first use of a key brings version 1 of it."),
    };

    /// <summary>The number of the version that the command needs made, or null for none.</summary>
    public static int? NextVersion(EncryptionKeyState? state, EncryptionKeyCommand command, DateTimeOffset now, KeyPolicy policy) => (state, command) switch
    {
        (null, ReserveBlock) => 1,
        (null, _) => null,
        var (known, _) => ReasonForNext(known, command, now, policy) is null ? null : known.Versions[^1].Key.Version + 1,
    };

    /// <summary>When time alone will make a new version; never for fingerprints, whose key cannot change.</summary>
    public static DateTimeOffset? DueAt(EncryptionKeyState state, KeyPolicy policy) => state is { Rotates: true, Erased: null } ? state.Latest.Created + policy.AgeMax : null;

    /// <summary>Total over all facts; an unknown one is corruption and throws.</summary>
    public static EncryptionKeyState Apply(EncryptionKeyState? state, EncryptionKeyEvent fact) => (state, fact) switch
    {
        (null, KeyVersionCreated created) => new EncryptionKeyState
        {
            MerchantId = created.MerchantId,
            Purpose = created.Purpose,
            Versions = [Version(created)],
        },
        ({ } known, KeyVersionCreated created) => known with { Versions = [.. known.Versions.Select(version => Retired(version, created.At)), Version(created)] },
        ({ } known, EncryptionsReserved reserved) => With(known, reserved.KeyVersion, version => Counted(version, reserved.Count)),
        ({ } known, KeysRewrapped rewrapped) => rewrapped.Keys.Aggregate(known, (state, key) => With(state, key.Version, version => version with { Key = key })),
        ({ } known, KeysErased erased) => known with { Versions = [.. known.Versions.Select(Destroyed)], Erased = erased.At },
        ({ } known, KeyVersionDestroyed destroyed) => With(known, destroyed.KeyVersion, Destroyed),
        _ => throw new InvalidOperationException($"A key's stream does not know the fact {fact.GetType().Name} here."),
    };

    private static string? ReasonForNext(EncryptionKeyState state, EncryptionKeyCommand command, DateTimeOffset now, KeyPolicy policy) => (state, command) switch
    {
        ({ Rotates: false } or { Erased: not null }, _) or (_, DestroyVersion or Rewrap or Erase) => null,
        (_, Rotate { Order: var order }) => state.Latest.Created < order.OrderedAt ? order.Reason : null,
        _ when state.Latest.Created + policy.AgeMax <= now => "age",
        (_, ReserveBlock { Wanted: var wanted }) when !IsHeld(state, wanted) && state.Latest.Encryptions + wanted.Needed > policy.EncryptionsMax => "encryptions",
        _ => null,
    };

    private static WrappedKey Next(EncryptionKeyState state, EncryptionKeyCommand command) =>
        command.NewKey is { } key && key.Version == state.Versions[^1].Key.Version + 1
            ? key
            : throw new InvalidOperationException("A version that is due comes with the command.");

    private static EncryptionKeyEvent[] FirstBlock(EncryptionKeyState state, EncryptionKeyCommand command, KeyPolicy policy, DateTimeOffset now) =>
        command is ReserveBlock reserve ? Reserved(Next(state, command).Version, Given(reserve.Wanted, 0, state.Purpose, policy), now) : [];

    private static int Block(EncryptionKeyState state, ReserveEncryptions wanted, KeyPolicy policy) =>
        IsHeld(state, wanted) ? 0 : Given(wanted, state.Latest.Encryptions, state.Purpose, policy);

    private static int Given(ReserveEncryptions wanted, long used, string purpose, KeyPolicy policy) =>
        purpose == KeyPurpose.CardData ? (int)Math.Min(wanted.Count, policy.EncryptionsMax - used) : wanted.Count;

    private static bool IsHeld(EncryptionKeyState state, ReserveEncryptions wanted) => wanted.Holding == state.Latest.Key.Version;

    private static bool MayDestroy(EncryptionKeyState state, int number, DateTimeOffset now) => state.Versions.Any(version =>
        version.Key.Version == number && version.State == KeyVersionState.DecryptOnly && version.Retired + KeyPolicy.DestroyedAfter <= now);

    private static Decision Rewrapped(EncryptionKeyState state, Rewrap rewrap, DateTimeOffset now)
    {
        ImmutableArray<WrappedKey> moved = [.. rewrap.Keys.Where(key => state.Versions.Any(version => IsOlderWrapOf(version, key)))];
        return moved.IsEmpty ? Facts() : Facts(new KeysRewrapped
        {
            KekVersion = moved[0].KekVersion,
            KeyVersions = [.. moved.Select(key => key.Version)],
            Keys = moved,
            At = now,
        });
    }

    /// <summary>An order that comes late must not bring a key back under what is being retired.</summary>
    private static bool IsOlderWrapOf(KeyVersion version, WrappedKey key) =>
        version.State != KeyVersionState.Destroyed && version.Key.Version == key.Version
        && (version.Key.KekVersion < key.KekVersion || (version.Key.KekVersion == key.KekVersion && version.Key.Form is null && key.Form is not null));

    private static Decision Facts(params ReadOnlySpan<EncryptionKeyEvent> facts) => ImmutableArray.Create(facts);

    private static KeyVersionCreated Created(string merchantId, string purpose, WrappedKey key, string? reason, DateTimeOffset now) => new()
    {
        MerchantId = merchantId,
        Purpose = purpose,
        KeyVersion = key.Version,
        KekVersion = key.KekVersion,
        Reason = reason,
        Key = key,
        At = now,
    };

    private static EncryptionKeyEvent[] Reserved(int version, int count, DateTimeOffset now) =>
        count == 0 ? [] : [new EncryptionsReserved { KeyVersion = version, Count = count, At = now }];

    private static KeyVersion Version(KeyVersionCreated created) => new()
    {
        Key = created.Key ?? throw new InvalidOperationException("A stored fact carries no key; states are read from the head row."),
        State = KeyVersionState.Active,
        Created = created.At,
        Encryptions = 0,
    };

    private static EncryptionKeyState With(EncryptionKeyState state, int number, Func<KeyVersion, KeyVersion> change) =>
        state with { Versions = [.. state.Versions.Select(version => version.Key.Version == number ? change(version) : version)] };

    private static KeyVersion Retired(KeyVersion version, DateTimeOffset at) =>
        version.State == KeyVersionState.Active ? version with { State = KeyVersionState.DecryptOnly, Retired = at } : version;

    private static KeyVersion Destroyed(KeyVersion version) =>
        version with { State = KeyVersionState.Destroyed, Key = version.Key with { Nonce = [], Ciphertext = [] } };

    private static KeyVersion Counted(KeyVersion version, int count) => version with { Encryptions = checked(version.Encryptions + count) };
}
