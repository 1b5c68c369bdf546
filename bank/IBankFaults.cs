namespace PayGate.Bank;

/// <summary>
/// Places where a sandbox or a test can disturb the bank. Both methods may wait as long as they like; throwing
/// <see cref="BankNoAnswerException"/> loses the request or the answer. A wait that honours the token ends when the caller gives up.
/// </summary>
public interface IBankFaults
{
    /// <summary>Before the request reaches the bank: nothing is journaled yet.</summary>
    Task BeforeExecute(BankRequest request, CancellationToken cancellationToken);

    /// <summary>After the commit of the journal, before the answer leaves: a fault here is a time-out after approval.</summary>
    Task AfterCommit(BankRequest request, BankReply reply, CancellationToken cancellationToken);
}

internal sealed class NoBankFaults : IBankFaults
{
    public Task BeforeExecute(BankRequest request, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task AfterCommit(BankRequest request, BankReply reply, CancellationToken cancellationToken) => Task.CompletedTask;
}
