using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace PayGate.Api.Http;

internal static class RequestIds
{
    public const string Header = "Request-Id";
    private const string Prefix = "req_";
    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    /// <summary>Characters of base 62 that hold 128 bits.</summary>
    private const int Length = 22;

    /// <summary>128 random bits, drawn at once: asking the generator for each character costs twenty times as much.</summary>
    public static string New()
    {
        Span<ulong> random = stackalloc ulong[2];
        RandomNumberGenerator.Fill(MemoryMarshal.AsBytes(random));
        return string.Create(Prefix.Length + Length, new UInt128(random[0], random[1]), Write);
    }

    private static void Write(Span<char> target, UInt128 rest)
    {
        Prefix.CopyTo(target);
        for (var index = target.Length - 1; index >= Prefix.Length; index--)
        {
            (rest, var digit) = UInt128.DivRem(rest, 62);
            target[index] = Alphabet[(int)digit];
        }
    }
}
