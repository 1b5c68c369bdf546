using System.Collections.Immutable;
using System.Globalization;

namespace PayGate.Bins;

/// <summary>
/// Ranges to look card numbers up in. The longest BIN that fits is the answer, so a range of eight digits refines one of six that holds it; ranges of equal
/// length never overlap, so there is one answer at most.
/// </summary>
public sealed class BinTable
{
    public static readonly BinTable Empty = new([]);

    private readonly ImmutableArray<BinRange>[] _byDigits;

    /// <exception cref="ArgumentException">Two ranges of equal length overlap.</exception>
    public BinTable(IEnumerable<BinRange> ranges)
    {
        var sorted = ranges.ToLookup(range => range.Digits);
        _byDigits = [.. Enumerable.Range(Bin.DigitsMin, Bin.DigitsMax - Bin.DigitsMin + 1).Select(digits => Sorted(sorted[digits]))];
    }

    public int Count => _byDigits.Sum(ranges => ranges.Length);

    /// <summary>The facts of a BIN or of a whole card number, in ASCII digits; null if no range holds it.</summary>
    public BinFacts? Find(ReadOnlySpan<char> digits)
    {
        for (var length = Math.Min(digits.Length, Bin.DigitsMax); length >= Bin.DigitsMin; length--)
        {
            var bin = int.Parse(digits[..length], NumberStyles.None, CultureInfo.InvariantCulture);
            if (Find(_byDigits[length - Bin.DigitsMin], bin) is { } range)
            {
                return range.Facts;
            }
        }

        return null;
    }

    private static ImmutableArray<BinRange> Sorted(IEnumerable<BinRange> ranges)
    {
        ImmutableArray<BinRange> sorted = [.. ranges.OrderBy(range => range.Lowest)];
        for (var next = 1; next < sorted.Length; next++)
        {
            if (sorted[next].Lowest <= sorted[next - 1].Highest)
            {
                throw new ArgumentException($"The ranges from {sorted[next - 1].Lowest} and from {sorted[next].Lowest} overlap.", nameof(ranges));
            }
        }

        return sorted;
    }

    private static BinRange? Find(ImmutableArray<BinRange> sorted, int bin)
    {
        var (low, high) = (0, sorted.Length - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (bin < sorted[middle].Lowest)
            {
                high = middle - 1;
            }
            else if (bin > sorted[middle].Highest)
            {
                low = middle + 1;
            }
            else
            {
                return sorted[middle];
            }
        }

        return null;
    }
}
