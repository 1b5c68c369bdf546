using PayGate.BankScripts;

namespace PayGate.Grains.BankScripts;

/// <summary>The port to the simulated bank's laboratory.</summary>
public interface IBankScripts
{
    /// <summary>False when the merchant has as many as one may have.</summary>
    Task<bool> Add(BankScript script, CancellationToken cancellationToken);

    Task<IReadOnlyList<BankScript>> List(string merchantId, CancellationToken cancellationToken);

    /// <summary>False when the merchant has no such script.</summary>
    Task<bool> Remove(string merchantId, string id, CancellationToken cancellationToken);
}
