using System.Numerics;

namespace PayGate.Domain.Tests.PaymentIntents;

/// <summary>
/// What a capture and its refunds come to, by fractions of whole numbers: an implementation of the rules of its own, which shares no code with the product's. A rate is
/// hundred-millionths, and <c>Minor</c> the minor units of a major one.
/// </summary>
internal static class FeeModel
{
    private static readonly BigInteger RateUnit = 100_000_000;

    /// <summary>An amount at a rate, cut.</summary>
    public static BigInteger Converted(BigInteger amount, BigInteger rate, int fromMinor, int toMinor) => amount * rate * toMinor / (RateUnit * fromMinor);

    /// <summary>The percentage of the gross, cut, and the fixed part at its rate, cut.</summary>
    public static BigInteger Fee(BigInteger gross, int basisPoints, BigInteger part, BigInteger partRate, int partMinor, int settlementMinor) =>
        (gross * basisPoints / 10_000) + Converted(part, partRate, partMinor, settlementMinor);

    /// <summary>What each refund moves: its own share of what all before it have taken of the gross and, where the fee comes back, of the fee.</summary>
    public static IEnumerable<(BigInteger Settled, BigInteger Fee)> Refunds(
        IEnumerable<BigInteger> amounts, BigInteger captured, Func<BigInteger, BigInteger> convert, BigInteger fee, bool returnsFee)
    {
        var total = BigInteger.Zero;
        foreach (var amount in amounts)
        {
            var (before, after) = (total, total + amount);
            total = after;
            yield return (convert(after) - convert(before), returnsFee ? (fee * after / captured) - (fee * before / captured) : 0);
        }
    }
}
