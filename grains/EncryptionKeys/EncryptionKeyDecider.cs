using System.Collections.Immutable;
using PayGate.EncryptionKeys;
using Decision = PayGate.Outcome<System.Collections.Immutable.ImmutableArray<PayGate.Grains.EncryptionKeys.EncryptionKeyEvent>>;

namespace PayGate.Grains.EncryptionKeys;

/// <summary>A command to a key, with everything that the decider must not make itself.</summary>
public abstract record EncryptionKeyCommand;

/// <param name="MerchantId">Whose key it is.</param>
/// <param name="Purpose">What it is for.</param>
/// <param name="Count">Encryptions wanted; 0 asks for the active version only.</param>
/// <param name="FirstKey">Version 1, wrapped, in case there is none yet.</param>
public sealed record ReserveBlock(string MerchantId, string Purpose, int Count, WrappedKey? FirstKey) : EncryptionKeyCommand;

/// <summary>The rules of a merchant's key, pure.</summary>
public static class EncryptionKeyDecider
{
    public static Decision Decide(EncryptionKeyState? state, EncryptionKeyCommand command, DateTimeOffset now) => (state, command) switch
    {
        (null, ReserveBlock { FirstKey: { Version: 1 } key } first) => Facts([Created(first, key, now), .. Reserved(1, first.Count, now)]),
        ({ } known, ReserveBlock reserve) => Facts(Reserved(known.Active.Key.Version, reserve.Count, now)),
        _ => throw new InvalidOperationException("The first use of a key brings version 1 of it."),
    };

    /// <summary>Total over all facts; an unknown one is corruption and throws.</summary>
    public static EncryptionKeyState Apply(EncryptionKeyState? state, EncryptionKeyEvent fact) => (state, fact) switch
    {
        (null, KeyVersionCreated created) => new EncryptionKeyState
        {
            MerchantId = created.MerchantId,
            Purpose = created.Purpose,
            Versions = [Version(created)],
        },
        ({ } known, KeyVersionCreated created) => known with { Versions = [.. known.Versions.Select(DecryptOnly), Version(created)] },
        ({ } known, EncryptionsReserved reserved) => known with
        {
            Versions = [.. known.Versions.Select(version => version.Key.Version == reserved.KeyVersion ? Counted(version, reserved.Count) : version)],
        },
        _ => throw new InvalidOperationException($"A key's stream does not know the fact {fact.GetType().Name} here."),
    };

    private static Decision Facts(params ReadOnlySpan<EncryptionKeyEvent> facts) => ImmutableArray.Create(facts);

    private static KeyVersionCreated Created(ReserveBlock first, WrappedKey key, DateTimeOffset now) => new()
    {
        MerchantId = first.MerchantId,
        Purpose = first.Purpose,
        KeyVersion = key.Version,
        KekVersion = key.KekVersion,
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

    private static KeyVersion DecryptOnly(KeyVersion version) =>
        version.State == KeyVersionState.Active ? version with { State = KeyVersionState.DecryptOnly } : version;

    private static KeyVersion Counted(KeyVersion version, int count) => version with { Encryptions = checked(version.Encryptions + count) };
}
