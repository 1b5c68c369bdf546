using PayGate.CardTokens;
using PayGate.Grains.Keys;

namespace PayGate.Grains.CardTokens;

/// <summary>A handle with what is never shown of it.</summary>
public sealed record CardTokenState
{
    public required CardToken Token { get; init; }

    /// <summary>Null once the card was erased: expired or revoked.</summary>
    public EncryptedCard? Card { get; init; }

    /// <summary>What stands in the place of an erased fingerprint.</summary>
    public static readonly byte[] NoFingerprint = new byte[32];

    /// <summary>HMAC-SHA-256 of the number under the merchant's fingerprint key; <see cref="NoFingerprint"/> once erased.</summary>
    public required byte[] Fingerprint { get; init; }

    public CardOwner Owner => new(Token.Tenant.MerchantId, Token.Id, Token.Tenant.Livemode);

    /// <summary>Whether the holder's name is known only encrypted.</summary>
    internal bool HidesHolder => Card?.Holder is not null && Token.Billing.Name is null;

    internal bool IsUnused => Token.Status == CardTokenStatus.Active && !Token.Reusable;

    internal bool HasLapsed(DateTimeOffset now) => IsUnused && Token.ExpiresAt <= now;
}
