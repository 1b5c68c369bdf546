namespace PayGate.Idempotency;

/// <summary>A request's idempotency key with its scope and the keyed hash of the canonical request (method, path and parameters).</summary>
[GenerateSerializer, Alias("paygate.idempotency-claim")]
public sealed record IdempotencyClaim
{
    /// <summary>Merchant id, or user id for the routes of users: the scope of the key together with the mode.</summary>
    [Id(0)]
    public required string Scope { get; init; }

    [Id(1)]
    public required bool Livemode { get; init; }

    /// <summary>1 to 255 printable characters, as the client sent it.</summary>
    [Id(2)]
    public required string Key { get; init; }

    /// <summary>HMAC-SHA-256 of the canonical request, so that a stored hash cannot be searched for a card number.</summary>
    [Id(3)]
    public required byte[] RequestHash { get; init; }
}
