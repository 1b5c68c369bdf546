using System.Collections.Immutable;
using System.Text.Json.Serialization;
using PayGate.PaymentIntents;

namespace PayGate.CheckoutSessions;

public enum CheckoutSessionStatus
{
    /// <summary>The customer may pay.</summary>
    Open,

    /// <summary>The customer has paid, or the money is held for a later capture.</summary>
    Complete,

    /// <summary>Its time passed, or the merchant ended it, before the customer paid.</summary>
    Expired,
}

/// <summary>What a customer is asked to pay for on the hosted page, line by line, as last committed. The money moves in its payment intent.</summary>
[GenerateSerializer, Alias("paygate.checkout-session"), Immutable]
public sealed record CheckoutSession
{
    public const int LinesMax = 100;

    [Id(0)]
    public required string Id { get; init; }

    [Id(1)]
    public required Tenant Tenant { get; init; }

    [Id(2)]
    public required DateTimeOffset Created { get; init; }

    [Id(3)]
    public required DateTimeOffset ExpiresAt { get; init; }

    [Id(4)]
    public required CheckoutSessionStatus Status { get; init; }

    [Id(5)]
    public required string PaymentIntentId { get; init; }

    [Id(6)]
    public required SessionDetails Details { get; init; }

    /// <summary>All in one currency, at least one.</summary>
    [Id(7)]
    public ImmutableArray<SessionLine> Lines { get => field.IsDefault ? [] : field; init; } = [];

    [Id(8)]
    public required RequestInfo Request { get; init; }

    /// <summary>True once the money was taken, not only held.</summary>
    [Id(9)]
    public bool Paid { get; init; }

    /// <summary>Its customer was erased, and with it what was personal here.</summary>
    [Id(10), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Erased { get; init; }

    /// <summary>The sum of the lines.</summary>
    public Money Amount => Sum(Lines);

    /// <exception cref="OverflowException">The sum is beyond 64 bits.</exception>
    public static Money Sum(ImmutableArray<SessionLine> lines) => lines.Aggregate(Money.Zero(lines[0].UnitAmount.Currency), (sum, line) => sum + line.Amount);
}

/// <summary>So many of one thing.</summary>
[GenerateSerializer, Alias("paygate.checkout-session.line"), Immutable]
public sealed record SessionLine
{
    public const long QuantityMax = 999_999;

    /// <summary><c>li_…</c>.</summary>
    [Id(0)]
    public required string Id { get; init; }

    [Id(1)]
    public required string Name { get; init; }

    [Id(2)]
    public string? Description { get; init; }

    [Id(3)]
    public required Money UnitAmount { get; init; }

    [Id(4)]
    public required long Quantity { get; init; }

    public Money Amount => new(checked(UnitAmount.MinorUnits * Quantity), UnitAmount.Currency);
}

/// <summary>What the merchant said about a session.</summary>
[GenerateSerializer, Alias("paygate.checkout-session.details"), Immutable]
public sealed record SessionDetails
{
    /// <summary>With the session's id in the place of <c>{CHECKOUT_SESSION_ID}</c>.</summary>
    [Id(0)]
    public string? SuccessUrl { get; init; }

    [Id(1)]
    public string? CancelUrl { get; init; }

    [Id(2)]
    public string? ClientReferenceId { get; init; }

    [Id(3)]
    public string? Customer { get; init; }

    [Id(4)]
    public string? CustomerEmail { get; init; }

    [Id(5)]
    public string? OrderId { get; init; }

    [Id(6)]
    public string? Locale { get; init; }

    /// <summary>auto, book, donate or pay.</summary>
    [Id(7)]
    public string? SubmitType { get; init; }

    [Id(8)]
    public ImmutableSortedDictionary<string, string> Metadata { get => field ?? IntentDetails.NoMetadata; init; } = IntentDetails.NoMetadata;

    /// <summary>Where the customer pays, without the secret that opens it.</summary>
    [Id(9)]
    public required string PageUrl { get; init; }

    /// <summary>The link that opened it; null when the merchant's server did.</summary>
    [Id(10)]
    public string? PaymentLink { get; init; }
}
