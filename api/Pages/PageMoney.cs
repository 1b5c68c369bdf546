using System.Globalization;

namespace PayGate.Api.Pages;

/// <summary>Amounts as pages without script show them.</summary>
internal static class PageMoney
{
    /// <summary>With all digits of the currency, for example <c>1,234.50 USD</c>.</summary>
    public static string Text(Money amount)
    {
        var digits = amount.Currency.Exponent;
        var major = amount.MinorUnits / (decimal)Math.Pow(10, digits);
        return $"{major.ToString("N" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)} {amount.Currency.Code.ToUpperInvariant()}";
    }
}
