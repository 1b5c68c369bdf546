using System.Globalization;
using System.Text;
using PayGate.Cards;

namespace PayGate.Bins;

/// <summary>The rules of one line of a file of BIN ranges.</summary>
internal static class BinFileLine
{
    public const int CategoryLengthMax = 40;
    public const int IssuerLengthMax = 100;

    private const int Fields = 7;

    /// <summary>The range, or else what is wrong.</summary>
    public static (BinRange? Range, string? Problem) Read(string line)
    {
        if (Split(line) is not [var lowest, var highest, var brand, var type, var category, var issuer, var country])
        {
            return (null, string.Create(CultureInfo.InvariantCulture, $"a line has {Fields} fields, separated by commas; one with a comma in it stands in quotes"));
        }

        highest = highest.Length == 0 ? lowest : highest;
        var problem = RangeProblem(lowest, highest) ?? BrandProblem(lowest, highest, brand)
            ?? (CardFunding.IsKnownWord(type) ? null : "type is none of credit, debit, prepaid, unknown")
            ?? TextProblem("category", category, CategoryLengthMax) ?? TextProblem("issuer", issuer, IssuerLengthMax)
            ?? (country.Length == 0 || CountryCodes.IsKnown(country) ? null : "country is no code of ISO 3166-1 alpha-2, in capitals");
        if (problem is not null)
        {
            return (null, problem);
        }

        var facts = new BinFacts { Brand = brand, Type = type, Category = OrNull(category), Issuer = OrNull(issuer), Country = OrNull(country) };
        return (new BinRange(lowest.Length, Number(lowest), Number(highest), facts), null);
    }

    private static string? RangeProblem(string lowest, string highest) =>
        !Bin.IsWellFormed(lowest) || !Bin.IsWellFormed(highest) ? "lowest and highest are BINs of 6 to 8 digits; highest may be left empty"
        : lowest.Length != highest.Length ? "lowest and highest have the same number of digits"
        : Number(lowest) > Number(highest) ? "lowest is above highest"
        : null;

    /// <summary>A brand follows from the number, by the rules under which cards are accepted; a table that says otherwise is mistyped.</summary>
    private static string? BrandProblem(string lowest, string highest, string brand) =>
        CardBrand.Of(lowest) is not { } scheme || !ReferenceEquals(scheme, CardBrand.Of(highest)) ? "the range lies outside those of the accepted brands"
        : scheme.Name != brand ? $"brand is not that of the range, which is {scheme.Name}"
        : null;

    private static string? TextProblem(string field, string text, int lengthMax) =>
        text.Length > lengthMax ? string.Create(CultureInfo.InvariantCulture, $"{field} has more than {lengthMax} characters")
        : text.Any(char.IsControl) || text.Trim().Length != text.Length ? $"{field} holds control characters, or spaces at its ends"
        : null;

    private static string? OrNull(string text) => text.Length == 0 ? null : text;

    private static int Number(string bin) => int.Parse(bin, NumberStyles.None, CultureInfo.InvariantCulture);

    /// <summary>The fields without their quotes; null if the quotes do not match.</summary>
    private static List<string>? Split(string line)
    {
        var fields = new List<string>();
        var field = new StringBuilder();
        for (var at = 0; at <= line.Length; at++)
        {
            if (at == line.Length || line[at] == ',')
            {
                fields.Add(field.ToString());
                field.Clear();
            }
            else if (line[at] != '"')
            {
                field.Append(line[at]);
            }
            else if (field.Length > 0 || QuotedEnd(line, at, field) is not { } end)
            {
                return null;
            }
            else
            {
                at = end;
            }
        }

        return fields;
    }

    /// <summary>Where the closing quote of a field stands, which a comma or the line's end follows; null if it is not closed so. Two quotes are one of its characters.</summary>
    private static int? QuotedEnd(string line, int open, StringBuilder field)
    {
        for (var at = open + 1; at < line.Length; at++)
        {
            if (line[at] != '"')
            {
                field.Append(line[at]);
            }
            else if (at + 1 < line.Length && line[at + 1] == '"')
            {
                field.Append(line[at++]);
            }
            else
            {
                return at + 1 == line.Length || line[at + 1] == ',' ? at : null;
            }
        }

        return null;
    }
}
