using PayGate.Grains.Journal;
using PayGate.Silo.Books.Checks;

namespace PayGate.Silo.Books.Verification;

/// <summary>Whether a stream's facts are numbered without gaps, belong to one merchant, and each holds the hash of the one before it and of its own text.</summary>
internal static class ChainCheck
{
    public const string Name = "fact_chain";

    /// <summary>The first fault; null for none.</summary>
    public static Violation? Run(StoredStream stream)
    {
        byte[]? before = null;
        long seq = 0;
        foreach (var row in stream.Rows)
        {
            seq++;
            if (FaultOf(row, seq, before, stream.Rows[0].MerchantId) is { } fault)
            {
                return new Violation(Name, stream.Id, $"fact {row.Seq}: {fault}");
            }

            before = row.Hash;
        }

        return null;
    }

    private static string? FaultOf(FactRow row, long seq, byte[]? before, string merchant) =>
        row.Seq != seq ? $"its number follows {seq - 1}"
        : row.MerchantId != merchant ? "it is of another merchant than the first"
        : !Same(row.PrevHash, before) ? "its link is not the hash before it"
        : !Same(row.Hash, FactChain.Hash(before, row.StreamId, row.Seq, row.Type, row.Data)) ? "its hash does not fit its text"
        : null;

    private static bool Same(byte[]? left, byte[]? right) => left is null || right is null ? left == right : left.AsSpan().SequenceEqual(right);
}
