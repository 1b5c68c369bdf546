using PayGate.Bank.Issuer;

namespace PayGate.Bank.Journal;

/// <summary>One caller waiting for the row under a reference: an operation, or a question that forbids what is not there.</summary>
internal sealed class JournalJob
{
    private readonly TaskCompletionSource<JournalRow> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public required string Reference { get; init; }

    /// <summary>Null for a question.</summary>
    public BankRequest? Request { get; init; }

    /// <summary>The row to insert, if it depends on no stored row; otherwise it is decided inside the transaction.</summary>
    public JournalRow? Decided { get; init; }

    /// <summary>What the issuer says to an increment, or is made to say to a refund; null where it is not asked.</summary>
    public IssuerAnswer? Issuer { get; init; }

    /// <summary>Of an operation on an authorization: what the laboratory makes of it in the settlement file, if it is approved.</summary>
    public string? SettlementFault { get; init; }

    /// <summary>Equal references that arrived while this one waited; answered from its row.</summary>
    public List<JournalJob> Twins { get; } = [];

    /// <summary>Cancellation ends the wait, not the job.</summary>
    public Task<JournalRow> Wait(CancellationToken cancellationToken) => _answer.Task.WaitAsync(cancellationToken);

    public void Complete(JournalRow row) => _answer.TrySetResult(row);

    public void Fail(Exception cause)
    {
        // An answer that was given stands.
        if (_answer.TrySetException(new BankNoAnswerException("The bank's journal could not be written; the outcome is unknown.", cause)))
        {
            // The caller may have stopped waiting: then nobody reads the exception.
            _ = _answer.Task.Exception;
        }

        foreach (var twin in Twins)
        {
            twin.Fail(cause);
        }
    }
}
