using PayGate.Bins;

namespace PayGate.Grains.Bins;

/// <summary>The table of BINs in memory: what is asked on the payment path costs no statement.</summary>
public interface IBins
{
    /// <summary>The facts of a BIN or of a whole card number, in ASCII digits; null if it belongs to no accepted brand.</summary>
    /// <exception cref="PayGate.Snapshots.StaleSnapshotException">The imported ranges could not be read for too long.</exception>
    BinFacts? Find(ReadOnlySpan<char> digits);
}
