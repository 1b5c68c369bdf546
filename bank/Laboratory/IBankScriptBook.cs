namespace PayGate.Bank.Laboratory;

/// <summary>The scripts of the sandbox, in force in this process at once and in others within a second.</summary>
public interface IBankScriptBook
{
    /// <summary>False when the merchant has <see cref="BankScripts.LiveMax"/> scripts that are not used up. Used-up ones make room.</summary>
    Task<bool> Add(BankScript script, CancellationToken cancellationToken);

    /// <summary>A merchant's scripts, newest first, used-up ones too.</summary>
    Task<IReadOnlyList<BankScript>> List(string merchantId, CancellationToken cancellationToken);

    /// <summary>False when the merchant has no such script.</summary>
    Task<bool> Remove(string merchantId, string id, CancellationToken cancellationToken);
}
