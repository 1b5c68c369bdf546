using Orleans.Concurrency;
using PayGate.Bins;

namespace PayGate.Grains.Bins;

/// <summary>Holds nothing of its own, so as many of it may run as are asked for.</summary>
[StatelessWorker]
public sealed class BinTableGrain(IBins bins) : Grain, IBinTableGrain
{
    public Task<BinFacts?> Find(string bin, CancellationToken cancellationToken) => Task.FromResult(bins.Find(bin));
}
