using System.Globalization;

namespace PayGate.Api.Pages;

/// <summary>One thing on sale. The price is known here only; a browser never names one.</summary>
/// <param name="Id">The product's word in the order form; also the class of its picture.</param>
/// <param name="Name">As the customer reads it.</param>
/// <param name="Details">One sentence.</param>
/// <param name="Price">What one piece costs.</param>
public sealed record ShopProduct(string Id, string Name, string Details, Money Price)
{
    /// <summary>The price in plain form, for example <c>EUR 14.50</c>.</summary>
    public string PriceText
    {
        get
        {
            var (whole, fraction) = Math.DivRem(Price.MinorUnits, Price.Currency.MinorUnitsPerMajor);
            var digits = Price.Currency.Exponent;
            var text = whole.ToString("#,0", CultureInfo.InvariantCulture);
            var code = Price.Currency.Code.ToUpperInvariant();
            return digits == 0 ? $"{code} {text}" : $"{code} {text}.{fraction.ToString(CultureInfo.InvariantCulture).PadLeft(digits, '0')}";
        }
    }
}

/// <summary>What the demo shop sells: one product in each of the currencies that are supported from the start.</summary>
public static class ShopCatalog
{
    public static IReadOnlyList<ShopProduct> Products { get; } =
    [
        new("highland", "Highland beans", "Bright and floral, from 2,000 metres. 250\u00A0g, whole beans.", Price(1450, "eur")),
        new("atlas", "Atlas espresso", "Dark, with chocolate and a touch of orange. 500\u00A0g, whole beans.", Price(2200, "usd")),
        new("medina", "Medina blend", "Cardamom and cinnamon, the way it is served at home. 1\u00A0kg, ground.", Price(24000, "mad")),
    ];

    /// <summary>The product of that id, or null.</summary>
    public static ShopProduct? Find(string? id) => Products.FirstOrDefault(product => product.Id == id);

    private static Money Price(long minorUnits, string currency) => new(minorUnits, Currency.Parse(currency));
}
