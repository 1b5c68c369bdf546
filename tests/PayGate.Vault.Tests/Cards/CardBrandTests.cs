using System.Globalization;
using System.Text.Json;
using PayGate.Cards;

namespace PayGate.Vault.Tests.Cards;

/// <summary>
/// Goal: brands are told apart at the very edges that the schemes publish, with their lengths. Method: <c>tests/card-brands.json</c>, to which the checkout page
/// is held as well.
/// </summary>
public sealed class CardBrandTests
{
    private static readonly JsonSerializerOptions Strict = new(JsonSerializerOptions.Strict) { PropertyNameCaseInsensitive = true };

    private static readonly BrandFacts Facts = Read();

    public static TheoryData<string, string?> Prefixes
    {
        get
        {
            var prefixes = new TheoryData<string, string?>();
            foreach (var row in Facts.Prefixes)
            {
                prefixes.Add(row[0]!, row[1]);
            }

            return prefixes;
        }
    }

    public static TheoryData<string> Brands => [.. Facts.Lengths.Keys];

    [Theory]
    [MemberData(nameof(Prefixes))]
    public void Of_AtTheEdgesOfRanges_IsWhatTheSchemesPublish(string prefix, string? brand) =>
        Assert.Equal(brand, CardBrand.Of(prefix + "0000000000")?.Name);

    [Theory]
    [MemberData(nameof(Brands))]
    public void Validate_TakesTheLengthsOfTheBrandAndNoOther(string brand)
    {
        foreach (var prefix in Facts.Prefixes.Where(row => row[1] == brand).Select(row => row[0]!))
        {
            var taken = Enumerable.Range(8, 14).Where(length => CardNumber.Validate(Secret.Of(Numbered(prefix, length)), "number").IsSuccess);

            Assert.Equal(Facts.Lengths[brand], taken);
        }
    }

    [Theory]
    [MemberData(nameof(Brands))]
    public void CvcLength_IsThatOfTheBrand(string brand) =>
        Assert.Equal(Facts.CvcLengths[brand], CardBrand.Of(Facts.Prefixes.First(row => row[1] == brand)[0])!.CvcLength);

    /// <summary>A number with this prefix and a right check digit.</summary>
    private static string Numbered(string prefix, int length)
    {
        var body = prefix.PadRight(length - 1, '7');
        return Enumerable.Range(0, 10).Select(digit => body + digit.ToString(CultureInfo.InvariantCulture)).Single(number => CardNumber.HasCheckDigit(number));
    }

    private static BrandFacts Read()
    {
        using var file = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "card-brands.json"));
        return JsonSerializer.Deserialize<BrandFacts>(file, Strict)!;
    }

    private sealed record BrandFacts(
        string About, IReadOnlyList<IReadOnlyList<string?>> Prefixes, IReadOnlyDictionary<string, int[]> Lengths, IReadOnlyDictionary<string, int> CvcLengths);
}
