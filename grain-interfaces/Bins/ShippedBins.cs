using System.Text;
using PayGate.Cards;

namespace PayGate.Bins;

/// <summary>
/// What PayGate knows of BINs without an import: the issuers of <c>shipped.csv</c>, which are examples and the sandbox's test cards, and for every other card of
/// an accepted brand the brand alone.
/// </summary>
public static class ShippedBins
{
    private const string Resource = "PayGate.Bins.shipped.csv";

    private static readonly BinTable Issuers = Load();

    /// <summary>The facts of a BIN or of a whole card number, in ASCII digits; null if it belongs to no accepted brand.</summary>
    public static BinFacts? Find(ReadOnlySpan<char> digits) =>
        Issuers.Find(digits) ?? (CardBrand.Of(digits) is { } brand ? new BinFacts { Brand = brand.Name } : null);

    /// <summary>The file as it was built in.</summary>
    internal static BinFile ReadFile()
    {
        using var stream = typeof(ShippedBins).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The resource {Resource} is not part of the build.");
        using var text = new StreamReader(stream, Encoding.UTF8);
        return BinFile.Read(text);
    }

    private static BinTable Load()
    {
        var file = ReadFile();
        return file.Problems.Count == 0
            ? new BinTable(file.Ranges)
            : throw new InvalidOperationException($"Line {file.Problems[0].Line} of {Resource}: {file.Problems[0].Text}.");
    }
}
