using System.Text;

namespace PayGate.Simulation.Tests.Canary;

/// <summary>A secret in the forms in which it could lie in a file.</summary>
/// <param name="Name">What was found, for the report; never the secret itself.</param>
/// <param name="Bytes">The form.</param>
/// <param name="IsText">Whether it can stand in a text column, and so as it is in a dump.</param>
internal sealed record Needle(string Name, byte[] Bytes, bool IsText)
{
    /// <summary>
    /// A card number as digits, in groups with spaces and with dashes; each plain, as UTF-16 both ways, in hexadecimal of either in both cases, and in base64 at each of the
    /// three places it can begin at.
    /// </summary>
    public static IEnumerable<Needle> Of(string number)
    {
        foreach (var (spelling, text) in new[] { ("", number), ("spaced, ", Grouped(number, ' ')), ("dashed, ", Grouped(number, '-')) })
        {
            var ascii = Encoding.ASCII.GetBytes(text);
            yield return Text($"{spelling}plain", text);
            yield return new Needle($"{spelling}UTF-16", Encoding.Unicode.GetBytes(text), false);
            yield return new Needle($"{spelling}UTF-16, big end first", Encoding.BigEndianUnicode.GetBytes(text), false);
            foreach (var (coding, bytes) in new[] { ("", ascii), ("UTF-16 in ", Encoding.Unicode.GetBytes(text)), ("UTF-16, big end first, in ", Encoding.BigEndianUnicode.GetBytes(text)) })
            {
                yield return Text($"{spelling}{coding}hexadecimal", Convert.ToHexStringLower(bytes));
                yield return Text($"{spelling}{coding}hexadecimal, upper case", Convert.ToHexString(bytes));
            }

            for (var offset = 0; offset < 3; offset++)
            {
                yield return Text($"{spelling}base64 at {offset}", Base64(ascii, offset));
            }
        }
    }

    /// <summary>In fours, or 4-6-5 for fifteen digits, as on the card.</summary>
    public static string Grouped(string number, char between) => number.Length == 15
        ? $"{number[..4]}{between}{number[4..10]}{between}{number[10..]}"
        : string.Join(between, number.Chunk(4).Select(group => new string(group)));

    private static Needle Text(string name, string text) => new(name, Encoding.ASCII.GetBytes(text), true);

    /// <summary>The characters that depend on the secret alone, whatever stands before and after it.</summary>
    private static string Base64(byte[] secret, int offset)
    {
        var text = Convert.ToBase64String([.. new byte[offset], .. secret]);
        var first = ((offset * 8) + 5) / 6;
        var last = (offset + secret.Length) * 8 / 6;
        return text[first..last];
    }
}
