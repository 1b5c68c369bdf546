using System.Buffers.Binary;
using System.Text;

namespace PayGate.Cards;

/// <summary>
/// A card as bytes inside a seal: format, month, year (two bytes), then number, CVC and name, each with a two-byte length before it. An absent CVC or name
/// has length 0.
/// </summary>
internal static class CardCodec
{
    private const byte Format = 1;
    private const int HeadLength = 4;
    private const int LengthSize = sizeof(ushort);

    /// <summary>The caller zeroes the result.</summary>
    public static byte[] Encode(CardInput card)
    {
        var number = card.Number.Reveal();
        var cvc = card.Cvc?.Reveal() ?? "";
        var name = card.Name?.Reveal() ?? "";
        var size = HeadLength + (3 * LengthSize) + Encoding.UTF8.GetByteCount(number) + Encoding.UTF8.GetByteCount(cvc) + Encoding.UTF8.GetByteCount(name);
        var bytes = new byte[size];
        bytes[0] = Format;
        bytes[1] = checked((byte)card.ExpMonth);
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(2), checked((ushort)card.ExpYear));
        var rest = bytes.AsSpan(HeadLength);
        Write(ref rest, number);
        Write(ref rest, cvc);
        Write(ref rest, name);
        return bytes;
    }

    /// <exception cref="SealedCardException">A format that this release does not know.</exception>
    public static CardInput Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < HeadLength || bytes[0] != Format)
        {
            throw new SealedCardException("The sealed card has a format that is not known here.");
        }

        var rest = bytes[HeadLength..];
        return new CardInput
        {
            ExpMonth = bytes[1],
            ExpYear = BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]),
            Number = Secret.Of(Read(ref rest)),
            Cvc = Optional(Read(ref rest)),
            Name = Optional(Read(ref rest)),
        };
    }

    private static Secret<string>? Optional(string text) => text.Length == 0 ? null : Secret.Of(text);

    private static void Write(ref Span<byte> rest, string text)
    {
        var length = Encoding.UTF8.GetBytes(text, rest[LengthSize..]);
        BinaryPrimitives.WriteUInt16BigEndian(rest, checked((ushort)length));
        rest = rest[(LengthSize + length)..];
    }

    private static string Read(ref ReadOnlySpan<byte> rest)
    {
        var length = BinaryPrimitives.ReadUInt16BigEndian(rest);
        var text = Encoding.UTF8.GetString(rest.Slice(LengthSize, length));
        rest = rest[(LengthSize + length)..];
        return text;
    }
}
