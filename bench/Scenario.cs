using System.Collections.Immutable;

namespace PayGate.Bench;

/// <summary>What is paid, by whom, how fast.</summary>
/// <param name="Name">For <c>--only</c>.</param>
/// <param name="Title">For people.</param>
/// <param name="ManyMerchants">Whether payments are spread over all merchants, or go to one.</param>
/// <param name="NewCards">A new card for each payment, tokenized, encrypted and fingerprinted; otherwise <c>pm_card_visa</c>.</param>
/// <param name="OfPeak">A share of the first scenario's rate at which payments begin on a schedule; null for as fast as the clients can.</param>
internal sealed record Scenario(string Name, string Title, bool ManyMerchants, bool NewCards, double? OfPeak)
{
    public static ImmutableArray<Scenario> All { get; } =
    [
        new("visa", "pm_card_visa, many merchants", ManyMerchants: true, NewCards: false, OfPeak: null),
        new("one", "pm_card_visa, one merchant", ManyMerchants: false, NewCards: false, OfPeak: null),
        new("cards", "a new card each, many merchants", ManyMerchants: true, NewCards: true, OfPeak: null),
        new("paced", "pm_card_visa at 70 % of that rate", ManyMerchants: true, NewCards: false, OfPeak: 0.7),
    ];
}
