using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace PayGate.Silo.Books;

/// <summary>
/// The Merkle tree hash of RFC 9162, section 2.1.1, over leaves that come one by one: leaves are hashed behind a byte 0, inner nodes behind a byte 1, so that neither can be
/// taken for the other. Keeps one hash for each level, whatever the number of leaves.
/// </summary>
public sealed class MerkleTree
{
    private const int HashBytes = 32;

    /// <summary>From the largest complete subtree to the smallest: their sizes are the binary digits of <see cref="Count"/>.</summary>
    private readonly Stack<byte[]> _complete = new();

    /// <summary>How many leaves there are so far.</summary>
    public long Count { get; private set; }

    /// <summary>What a leaf holds of a fact, as UTF-8: stream|number|instant|hash, and with the hash all facts of the stream before it.</summary>
    public static byte[] LeafOf(string streamId, long seq, DateTime at, byte[] hash) => Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture, $"{streamId}|{seq}|{at:yyyy-MM-ddTHH:mm:ss.ffffffZ}|{Convert.ToHexStringLower(hash)}"));

    public void Add(ReadOnlySpan<byte> leaf)
    {
        var hash = SHA256.HashData([0, .. leaf]);
        for (var size = Count++; (size & 1) == 1; size >>= 1)
        {
            hash = Join(_complete.Pop(), hash);
        }

        _complete.Push(hash);
    }

    /// <summary>The root of what was added so far; of nothing it is the hash of no bytes.</summary>
    public byte[] Root()
    {
        byte[]? root = null;
        foreach (var hash in _complete)
        {
            root = root is null ? hash : Join(hash, root);
        }

        return root ?? SHA256.HashData([]);
    }

    private static byte[] Join(byte[] left, byte[] right)
    {
        Span<byte> both = stackalloc byte[1 + (2 * HashBytes)];
        both[0] = 1;
        left.CopyTo(both[1..]);
        right.CopyTo(both[(1 + HashBytes)..]);
        return SHA256.HashData(both);
    }
}
