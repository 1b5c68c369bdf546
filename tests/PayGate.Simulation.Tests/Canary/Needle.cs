using System.Text;

namespace PayGate.Simulation.Tests.Canary;

/// <summary>A secret in the forms in which it could lie in a file.</summary>
/// <param name="Name">What was found, for the report; never the secret itself.</param>
/// <param name="Bytes">The form.</param>
internal sealed record Needle(string Name, byte[] Bytes)
{
    /// <summary>Plain, UTF-16 both ways, the hexadecimal of its ASCII bytes in both cases, and base64 at each of the three places it can begin at.</summary>
    public static IEnumerable<Needle> Of(string secret)
    {
        var ascii = Encoding.ASCII.GetBytes(secret);
        yield return new Needle("plain", ascii);
        yield return new Needle("UTF-16", Encoding.Unicode.GetBytes(secret));
        yield return new Needle("UTF-16, big end first", Encoding.BigEndianUnicode.GetBytes(secret));
        yield return new Needle("hexadecimal", Encoding.ASCII.GetBytes(Convert.ToHexStringLower(ascii)));
        yield return new Needle("hexadecimal, upper case", Encoding.ASCII.GetBytes(Convert.ToHexString(ascii)));
        for (var offset = 0; offset < 3; offset++)
        {
            yield return new Needle($"base64 at {offset}", Base64(ascii, offset));
        }
    }

    /// <summary>The characters that depend on the secret alone, whatever stands before and after it.</summary>
    private static byte[] Base64(byte[] secret, int offset)
    {
        var text = Convert.ToBase64String([.. new byte[offset], .. secret]);
        var first = ((offset * 8) + 5) / 6;
        var last = (offset + secret.Length) * 8 / 6;
        return Encoding.ASCII.GetBytes(text[first..last]);
    }
}
