using PayGate.PaymentIntents;
using PayGate.Settlements;

namespace PayGate.Grains.Settlements;

/// <summary>The movements of merchants' balances, as far as settlement needs them: which have no batch, and assigning them to one.</summary>
public interface ISettlementMovements
{
    /// <summary>The batches of a merchant and mode that were given movements and are not closed, as after a crash.</summary>
    Task<IReadOnlyList<string>> Interrupted(Tenant tenant, CancellationToken cancellationToken);

    /// <summary>When the oldest movement without a batch happened that is from before the instant; null where there is none.</summary>
    Task<DateTimeOffset?> OldestOpen(Tenant tenant, DateTimeOffset before, CancellationToken cancellationToken);

    /// <summary>In which currencies there are such movements, in order of their codes.</summary>
    Task<IReadOnlyList<Currency>> OpenCurrencies(Tenant tenant, DateTimeOffset before, CancellationToken cancellationToken);

    /// <summary>Assigns some of them, the oldest first, to a batch that is collecting; how many, and 0 where none are left. One commit of its own.</summary>
    Task<int> Claim(string batchId, CancellationToken cancellationToken);

    /// <summary>What the movements add up to that were assigned to a batch.</summary>
    Task<BatchTotals> Claimed(string batchId, CancellationToken cancellationToken);
}
