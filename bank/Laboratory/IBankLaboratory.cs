namespace PayGate.Bank.Laboratory;

/// <summary>Decides how the bank behaves with each operation: by the scripts of the sandbox, then by the test card.</summary>
public interface IBankLaboratory
{
    /// <summary>The behaviour for an operation that has just arrived; a script that is used up by it counts no more. May take its time.</summary>
    ValueTask<BankBehavior> Next(BankRequest request, CancellationToken cancellationToken);
}
