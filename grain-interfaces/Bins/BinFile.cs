using System.Globalization;

namespace PayGate.Bins;

/// <summary>
/// A file of BIN ranges, read: CSV by RFC 4180 with one range a line, under the header <see cref="Header"/>. It is of use only if there are no problems.
/// </summary>
/// <param name="Ranges">The good lines.</param>
/// <param name="Problems">One for each other line, in order.</param>
public sealed record BinFile(IReadOnlyList<BinRange> Ranges, IReadOnlyList<BinFileProblem> Problems)
{
    public const string Header = "lowest,highest,brand,type,category,issuer,country";

    /// <summary>All BINs that schemes have handed out are fewer. Every silo holds the table in memory.</summary>
    public const int RangesMax = 500_000;

    public static BinFile Read(TextReader text)
    {
        var lines = new List<(int Line, BinRange Range)>();
        var problems = new List<BinFileProblem>();
        if (text.ReadLine() != Header)
        {
            return new BinFile([], [new BinFileProblem(1, $"the first line must be {Header}")]);
        }

        for (var number = 2; text.ReadLine() is { } line; number++)
        {
            if (line.Length == 0)
            {
                continue;
            }

            if (lines.Count == RangesMax)
            {
                problems.Add(new BinFileProblem(number, string.Create(CultureInfo.InvariantCulture, $"a file has at most {RangesMax} ranges")));
                break;
            }

            var (range, problem) = BinFileLine.Read(line);
            if (range is null)
            {
                problems.Add(new BinFileProblem(number, problem!));
            }
            else
            {
                lines.Add((number, range));
            }
        }

        problems.AddRange(Overlaps(lines));
        return new BinFile([.. lines.Select(line => line.Range)], [.. problems.OrderBy(problem => problem.Line)]);
    }

    /// <summary>Each line that begins within another of the same length. One line may reach over several.</summary>
    private static IEnumerable<BinFileProblem> Overlaps(List<(int Line, BinRange Range)> lines)
    {
        (int Line, BinRange Range)? reaching = null;
        foreach (var next in lines.OrderBy(line => line.Range.Digits).ThenBy(line => line.Range.Lowest))
        {
            if (reaching is not { } before || before.Range.Digits != next.Range.Digits || before.Range.Highest < next.Range.Lowest)
            {
                reaching = next;
                continue;
            }

            var (first, second) = before.Line < next.Line ? (before.Line, next.Line) : (next.Line, before.Line);
            yield return new BinFileProblem(second, string.Create(CultureInfo.InvariantCulture, $"the range overlaps that of line {first}"));
            reaching = next.Range.Highest > before.Range.Highest ? next : before;
        }
    }
}

/// <summary>What is wrong with a line of a file, without what it holds: that might be a card number.</summary>
/// <param name="Line">Counted from 1.</param>
/// <param name="Text">The problem, in words.</param>
public sealed record BinFileProblem(int Line, string Text);
