using System.Diagnostics.CodeAnalysis;
using PayGate.PaymentIntents;

namespace PayGate.RateLimits;

/// <summary>Whose budget it is, in which mode and currency; the actor's key is <c>{merchantId}/limits/{test|live}/{currency}</c>.</summary>
[GenerateSerializer, Alias("paygate.rate-limit.key"), Immutable]
public readonly record struct LimitKey
{
    private const string Limits = "limits";
    private const string Live = "live";
    private const string Test = "test";

    [SetsRequiredMembers]
    public LimitKey(Tenant tenant, Currency currency) => (Tenant, Currency) = (tenant, currency);

    [Id(0)]
    public required Tenant Tenant { get; init; }

    [Id(1)]
    public required Currency Currency { get; init; }

    /// <exception cref="ArgumentException">The text is no actor's key.</exception>
    public static LimitKey Parse(string actorKey) =>
        actorKey.Split('/') is [var merchantId, Limits, (Live or Test) and var mode, var code] && Currency.TryParse(code, out var currency)
            ? new LimitKey(new Tenant { MerchantId = merchantId, Livemode = mode == Live }, currency)
            : throw new ArgumentException("A rate limit's actor is named {merchantId}/limits/{test|live}/{currency}.", nameof(actorKey));

    public override string ToString() => $"{Tenant.MerchantId}/{Limits}/{(Tenant.Livemode ? Live : Test)}/{Currency}";
}
