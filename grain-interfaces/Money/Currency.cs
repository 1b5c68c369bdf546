using System.Diagnostics.CodeAnalysis;

namespace PayGate;

/// <summary>An ISO 4217 currency. The code is kept in lower case, as the wire shows it.</summary>
[GenerateSerializer, Alias("paygate.currency")]
public readonly record struct Currency
{
    public static readonly Currency Usd = Parse("usd");
    public static readonly Currency Eur = Parse("eur");
    public static readonly Currency Mad = Parse("mad");

    private Currency(string code) => Code = code;

    /// <summary>Three ASCII letters in lower case.</summary>
    [Id(0)]
    public string Code { get; init; }

    /// <summary>Digits after the decimal point: 0, 2, 3 or 4 (ISO 4217, table A.1).</summary>
    public int Exponent => Iso4217.Exponents[Code];

    /// <summary>Minor units in one major unit, for example 100 for USD.</summary>
    public long MinorUnitsPerMajor => Exponent switch { 0 => 1, 2 => 100, 3 => 1_000, _ => 10_000 };

    /// <summary>Accepts upper or lower case ASCII; anything that is not an ISO 4217 code is refused.</summary>
    public static bool TryParse([NotNullWhen(true)] string? code, out Currency currency)
    {
        currency = default;
        if (code is not { Length: 3 } || !code.All(char.IsAsciiLetter))
        {
            return false;
        }

        var lower = code.ToLowerInvariant();
        if (!Iso4217.Exponents.ContainsKey(lower))
        {
            return false;
        }

        currency = new Currency(lower);
        return true;
    }

    /// <summary>For codes that were checked before; a wrong one is a bug and throws.</summary>
    public static Currency Parse(string code) =>
        TryParse(code, out var currency) ? currency : throw new ArgumentException($"'{code}' is not an ISO 4217 currency.", nameof(code));

    public override string ToString() => Code;
}
