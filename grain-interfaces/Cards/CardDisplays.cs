using PayGate.Bins;

namespace PayGate.Cards;

/// <summary>Makes what may be shown of a validated card.</summary>
public static class CardDisplays
{
    private const int PublicFingerprintLength = 16;
    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    /// <param name="card">The card.</param>
    /// <param name="fingerprint">Its public fingerprint.</param>
    /// <param name="facts">What its BIN tells. A test card's own funding and country go before it.</param>
    public static CardDisplay Of(CardInput card, string? fingerprint, BinFacts? facts)
    {
        var digits = card.Number.Reveal();
        var known = TestMethods.FindByNumber(digits);
        return new CardDisplay
        {
            Brand = CardBrand.Of(digits)?.Name ?? "unknown",
            Last4 = digits[^4..],
            ExpMonth = card.ExpMonth,
            ExpYear = card.ExpYear,
            Fingerprint = fingerprint,
            Funding = known?.Funding ?? facts?.Type ?? CardFunding.Unknown,
            Country = known is null ? facts?.Country : known.Country,
        };
    }

    /// <summary>The public form of a 32-byte fingerprint: 16 base-62 characters, about 95 bits of it.</summary>
    public static string ToPublicFingerprint(ReadOnlySpan<byte> fingerprint)
    {
        Span<char> text = stackalloc char[PublicFingerprintLength];
        var rest = System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(fingerprint);
        for (var index = 0; index < text.Length; index++)
        {
            (rest, var digit) = UInt128.DivRem(rest, (UInt128)Alphabet.Length);
            text[index] = Alphabet[(int)digit];
        }

        return text.ToString();
    }
}
