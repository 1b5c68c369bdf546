using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace PayGate;

/// <summary>
/// Public ids: a prefix that names the kind, 12 bits of the merchant's bucket, 44 bits of milliseconds since 2020, a 9-bit counter and 80 random bits,
/// in base 62 of fixed width. Their ordinal order is bucket first, then time, then the order in which one process made them; so one merchant's objects
/// lie together and in order of creation, and the creation time that a partition is chosen by can be read back from the id.
/// </summary>
public static class ObjectId
{
    /// <summary>Characters after the prefix: 10 for bucket and time, 15 for the random part.</summary>
    public const int BodyLength = HeadLength + TailLength;

    private const int HeadLength = 10;
    private const int TailLength = 15;
    private const int TimeBits = 44;
    private const int CounterBits = 9;
    private const long CounterMask = (1L << CounterBits) - 1;
    private const int RandomBits = 80;
    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private static readonly DateTimeOffset Epoch = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>
    /// The last id's time and counter, by time modulo the length: those who read their clocks at different instants do not disturb each other, nor do two clocks
    /// of one process, unless they meet on one slot.
    /// </summary>
    private static readonly long[] Latest = new long[4096];

    /// <summary>
    /// A new id of the merchant's bucket, for example <c>New("pi", merchantId, now)</c>. Above all that this process made for the same millisecond; the 513th
    /// takes the next millisecond's first.
    /// </summary>
    public static string New(string prefix, string merchantId, DateTimeOffset now)
    {
        var (milliseconds, counter) = Next(Milliseconds(now));
        Span<byte> random = stackalloc byte[16];
        RandomNumberGenerator.Fill(random[^(RandomBits / 8)..]);
        random[..^(RandomBits / 8)].Clear();
        var tail = ((UInt128)counter << RandomBits) | BinaryPrimitives.ReadUInt128BigEndian(random);
        return string.Create(prefix.Length + 1 + BodyLength, (prefix, Head(merchantId, milliseconds), tail), Write);
    }

    /// <summary>
    /// The one id of what a merchant has once at an instant under a name, the same on every machine, so that two that make it at once make the same. Its random part is
    /// taken from SHA-256 over the merchant and the name.
    /// </summary>
    public static string Derived(string prefix, string merchantId, DateTimeOffset instant, string name)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{merchantId}/{name}"), hash);
        var tail = BinaryPrimitives.ReadUInt128BigEndian(hash) >> (128 - RandomBits);
        return string.Create(prefix.Length + 1 + BodyLength, (prefix, Head(merchantId, Milliseconds(instant)), tail), Write);
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
    public static DateTimeOffset CreatedAt(string id) => Epoch.AddMilliseconds(HeadOf(id) & ((1UL << TimeBits) - 1));

    /// <summary>False when the id, which must be well formed, was not made for this merchant; true says only that it may have been.</summary>
    public static bool MayBelongTo(string id, string merchantId) => HeadOf(id) >> TimeBits == (ulong)Bucket(merchantId);

    /// <summary>The smallest id body that an object of this merchant created at or after the instant can have; for range filters on ids.</summary>
    public static string LowestAt(string prefix, string merchantId, DateTimeOffset instant) =>
        string.Create(prefix.Length + 1 + BodyLength, (prefix, Head(merchantId, Milliseconds(instant)), UInt128.Zero), Write);

    /// <summary>The first 12 bits of SHA-256 over the merchant's id.</summary>
    public static int Bucket(string merchantId)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(merchantId), hash);
        return BinaryPrimitives.ReadUInt16BigEndian(hash) >> 4;
    }

    private static ulong HeadOf(string id)
    {
        var head = 0UL;
        foreach (var character in id.AsSpan(id.Length - BodyLength, HeadLength))
        {
            head = (head * 62) + (ulong)Alphabet.IndexOf(character, StringComparison.Ordinal);
        }

        return head;
    }

    private static long Milliseconds(DateTimeOffset instant) => Math.Clamp((long)(instant - Epoch).TotalMilliseconds, 0, (1L << TimeBits) - 1);

    private static ulong Head(string merchantId, long milliseconds) => ((ulong)Bucket(merchantId) << TimeBits) | (ulong)milliseconds;

    /// <summary>A pair of time and counter that no other call gets, unless the clock was set back and forth.</summary>
    private static (long Milliseconds, uint Counter) Next(long milliseconds)
    {
        while (true)
        {
            ref var slot = ref Latest[milliseconds % Latest.Length];
            var before = Volatile.Read(ref slot);
            var counter = before >> CounterBits == milliseconds ? (before & CounterMask) + 1 : 0;
            if (counter > CounterMask)
            {
                milliseconds++;
            }
            else if (Interlocked.CompareExchange(ref slot, (milliseconds << CounterBits) | counter, before) == before)
            {
                return (milliseconds, (uint)counter);
            }
        }
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
