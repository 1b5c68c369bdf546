using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace PayGate.Grains.Journal;

/// <summary>Numbers and hash-links the facts of one commit, from the stream's last number and hash on.</summary>
public static class FactChain
{
    public static ImmutableArray<FactRow> Link(
        string streamId, string merchantId, long version, byte[]? headHash, DateTimeOffset at, IReadOnlyList<(string Type, string Data)> facts)
    {
        var rows = ImmutableArray.CreateBuilder<FactRow>(facts.Count);
        foreach (var (type, data) in facts)
        {
            var row = new FactRow
            {
                StreamId = streamId,
                MerchantId = merchantId,
                Seq = ++version,
                Type = type,
                Data = data,
                PrevHash = headHash,
                Hash = Hash(headHash, streamId, version, type, data),
                At = at,
            };
            headHash = row.Hash;
            rows.Add(row);
        }

        return rows.MoveToImmutable();
    }

    /// <summary>The audit contract's formula: sha256(previous hash or nothing, then UTF-8 of stream|seq|type|data).</summary>
    public static byte[] Hash(byte[]? previous, string streamId, long seq, string type, string data)
    {
        var text = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{streamId}|{seq}|{type}|{data}"));
        return previous is null ? SHA256.HashData(text) : SHA256.HashData([.. previous, .. text]);
    }
}
