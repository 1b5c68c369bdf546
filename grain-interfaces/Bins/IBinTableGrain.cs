using Orleans.Concurrency;

namespace PayGate.Bins;

/// <summary>
/// The table of BINs, keyed <see cref="Key"/>: imported ranges first, then those that PayGate ships, then the schemes' own. It holds no state, and nothing is
/// kept of what it was asked.
/// </summary>
[Alias("paygate.IBinTableGrain")]
public interface IBinTableGrain : IGrainWithStringKey
{
    const string Key = "bins";

    /// <summary>
    /// What is known of a BIN of six to eight digits; null if it belongs to no accepted brand. An import is seen a second or two after its commit. Throws while the imported ranges cannot be
    /// read, because an answer without them might be another one.
    /// </summary>
    [Alias("find"), ReadOnly]
    Task<BinFacts?> Find(string bin, CancellationToken cancellationToken);
}
