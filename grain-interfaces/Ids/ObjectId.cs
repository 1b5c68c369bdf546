using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace PayGate;

/// <summary>
/// Public ids: a prefix that names the kind, 12 bits of the merchant's bucket, 44 bits of milliseconds since 2020, and 88 random bits, in base 62
/// of fixed width. Their ordinal order is bucket first, then time; so one merchant's objects lie together and in order of creation, and the
/// creation time that a partition is chosen by can be read back from the id.
/// </summary>
public static class ObjectId
{
    /// <summary>Characters after the prefix: 10 for bucket and time, 15 for the random part.</summary>
    public const int BodyLength = HeadLength + TailLength;

    private const int HeadLength = 10;
    private const int TailLength = 15;
    private const int TimeBits = 44;
    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private static readonly DateTimeOffset Epoch = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>A new id of the merchant's bucket, for example <c>New("pi", merchantId, now)</c>.</summary>
    public static string New(string prefix, string merchantId, DateTimeOffset now)
    {
        Span<byte> random = stackalloc byte[16];
        RandomNumberGenerator.Fill(random[5..]);
        random[..5].Clear();
        return string.Create(prefix.Length + 1 + BodyLength, (prefix, Head(merchantId, now), BinaryPrimitives.ReadUInt128BigEndian(random)), Write);
    }

    /// <summary>True for the prefix, an underscore and exactly <see cref="BodyLength"/> base-62 characters; nothing else ever reaches an actor.</summary>
    public static bool IsWellFormed(string prefix, string? id)
    {
        if (id is null || id.Length != prefix.Length + 1 + BodyLength || id[prefix.Length] != '_' || !id.StartsWith(prefix, StringComparison.Ordinal))
        {
            return false;
        }

        foreach (var character in id.AsSpan(prefix.Length + 1))
        {
            if (!char.IsAsciiLetterOrDigit(character))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>When the object was created, to the millisecond. The id must be well formed.</summary>
    public static DateTimeOffset CreatedAt(string id)
    {
        var head = 0UL;
        foreach (var character in id.AsSpan(id.Length - BodyLength, HeadLength))
        {
            head = (head * 62) + (ulong)Alphabet.IndexOf(character, StringComparison.Ordinal);
        }

        return Epoch.AddMilliseconds(head & ((1UL << TimeBits) - 1));
    }

    /// <summary>The smallest id body that an object of this merchant created at or after the instant can have; for range filters on ids.</summary>
    public static string LowestAt(string prefix, string merchantId, DateTimeOffset instant) =>
        string.Create(prefix.Length + 1 + BodyLength, (prefix, Head(merchantId, instant), UInt128.Zero), Write);

    /// <summary>The first 12 bits of SHA-256 over the merchant's id.</summary>
    public static int Bucket(string merchantId)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(merchantId), hash);
        return BinaryPrimitives.ReadUInt16BigEndian(hash) >> 4;
    }

    private static ulong Head(string merchantId, DateTimeOffset instant)
    {
        var milliseconds = Math.Clamp((long)(instant - Epoch).TotalMilliseconds, 0, (1L << TimeBits) - 1);
        return ((ulong)Bucket(merchantId) << TimeBits) | (ulong)milliseconds;
    }

    private static void Write(Span<char> target, (string Prefix, ulong Head, UInt128 Tail) parts)
    {
        parts.Prefix.CopyTo(target);
        target[parts.Prefix.Length] = '_';
        var body = target[(parts.Prefix.Length + 1)..];
        var head = parts.Head;
        for (var index = HeadLength - 1; index >= 0; index--)
        {
            (head, var digit) = Math.DivRem(head, 62UL);
            body[index] = Alphabet[(int)digit];
        }

        var tail = parts.Tail;
        for (var index = BodyLength - 1; index >= HeadLength; index--)
        {
            (tail, var digit) = UInt128.DivRem(tail, 62);
            body[index] = Alphabet[(int)digit];
        }
    }
}
