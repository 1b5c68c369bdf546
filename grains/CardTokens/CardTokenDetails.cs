using System.Collections.Immutable;
using PayGate.CardTokens;
using PayGate.PaymentIntents;

namespace PayGate.Grains.CardTokens;

/// <summary>Contact data and metadata of a handle, name of the holder included.</summary>
public sealed record CardTokenDetails
{
    public required BillingDetails Billing { get; init; }

    public ImmutableSortedDictionary<string, string> Metadata { get => field ?? IntentDetails.NoMetadata; init; } = IntentDetails.NoMetadata;
}
