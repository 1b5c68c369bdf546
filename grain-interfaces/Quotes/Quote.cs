using PayGate.PaymentIntents;

namespace PayGate.Quotes;

/// <summary>What a payment of an amount would come to, promised for <see cref="Lifetime"/>, as last committed. It never changes; which payment uses it is that payment's to say.</summary>
[GenerateSerializer, Alias("paygate.quote"), Immutable]
public sealed record Quote
{
    /// <summary>Of ids, <c>qt_…</c>.</summary>
    public const string Prefix = "qt";

    /// <summary>How long it is promised.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);

    [Id(0)]
    public required string Id { get; init; }

    [Id(1)]
    public required Tenant Tenant { get; init; }

    [Id(2)]
    public required DateTimeOffset Created { get; init; }

    /// <summary>An attempt that starts at or after this instant cannot use it.</summary>
    [Id(3)]
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Of the payment, in its own currency.</summary>
    [Id(4)]
    public required Money Amount { get; init; }

    /// <summary>Rates and fee of the promise, whatever card it is paid with.</summary>
    [Id(5)]
    public required SettlementTerms Terms { get; init; }

    /// <summary>The request that made it.</summary>
    [Id(6)]
    public required RequestInfo Request { get; init; }

    /// <summary>The amount in the settlement currency.</summary>
    public Money Gross => Terms.Convert(Amount);

    public Money Fee => Terms.FeeOf(Gross).Sum;

    /// <summary>Negative where the fee exceeds a small amount.</summary>
    public Money Net => Gross - Fee;
}

/// <summary>Asks for a quote under the id that is the grain's key.</summary>
[GenerateSerializer, Alias("paygate.quote.create"), Immutable]
public sealed record CreateQuote
{
    [Id(0)]
    public required Tenant Tenant { get; init; }

    [Id(1)]
    public required Money Amount { get; init; }

    [Id(2)]
    public required RequestInfo Request { get; init; }
}
