using System.Diagnostics;
using System.Text.Json.Serialization;

namespace PayGate.Bank;

/// <summary>
/// A card in clear, alive only while the bank decides. Of it the journal keeps the last four digits and nothing else; text and debugger
/// show no more, and JSON refuses it.
/// </summary>
[DebuggerDisplay("{ToString(),nq}")]
public sealed record BankCard
{
    /// <summary>Digits only.</summary>
    [JsonIgnore]
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public required string Number { get; init; }

    /// <summary>1 to 12.</summary>
    public required int ExpMonth { get; init; }

    /// <summary>Four digits. A card is good until the last day of its month, UTC.</summary>
    public required int ExpYear { get; init; }

    /// <summary>Absent for saved cards: the bank then answers "P", not processed.</summary>
    [JsonIgnore]
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public string? Cvc { get; init; }

    /// <summary>Empty if the number is none: what was typed instead of it is not kept.</summary>
    internal string LastFour => Number.Length > 4 && Number.All(char.IsAsciiDigit) ? Number[^4..] : "";

    public override string ToString() => "card ending " + LastFour;
}
