using PayGate.PaymentIntents;

namespace PayGate.BankScripts;

/// <summary>A merchant's scripts for the simulated bank, keyed by the merchant. It owns nothing: they live in the bank's schema. Sandbox only.</summary>
[Alias("paygate.IBankScriptsGrain")]
public interface IBankScriptsGrain : IGrainWithStringKey
{
    /// <summary>Refuses bank_scripts_exceeded, and <see cref="IPaymentIntentGrain.RequestSeenBefore"/>.</summary>
    [Alias("create")]
    Task<Outcome<Answer>> Create(CreateBankScript command, CancellationToken cancellationToken);

    /// <summary>Newest first, used-up ones too; a bounded number.</summary>
    [Alias("list")]
    Task<List<BankScript>> List(CancellationToken cancellationToken);

    /// <summary>False when the merchant has no such script.</summary>
    [Alias("delete")]
    Task<bool> Delete(string id, CancellationToken cancellationToken);
}
