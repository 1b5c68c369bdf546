using System.Buffers.Binary;
using System.Text;

namespace PayGate.Cards;

/// <summary>
/// Additional authenticated data of a ciphertext: the parts that it belongs to, each with its length before it, so that no two lists of parts give the
/// same bytes.
/// </summary>
public static class AssociatedData
{
    public static byte[] Of(params ReadOnlySpan<string> parts)
    {
        var size = 0;
        foreach (var part in parts)
        {
            size += sizeof(int) + Encoding.UTF8.GetByteCount(part);
        }

        var bytes = new byte[size];
        var rest = bytes.AsSpan();
        foreach (var part in parts)
        {
            var length = Encoding.UTF8.GetBytes(part, rest[sizeof(int)..]);
            BinaryPrimitives.WriteInt32BigEndian(rest, length);
            rest = rest[(sizeof(int) + length)..];
        }

        return bytes;
    }
}
