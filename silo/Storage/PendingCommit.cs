using PayGate.Grains.Journal;

namespace PayGate.Silo.Storage;

/// <summary>One commit and whoever waits for its result.</summary>
internal sealed class PendingCommit(JournalCommit commit)
{
    private readonly TaskCompletionSource<CommitResult> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public JournalCommit Commit => commit;

    public Task<CommitResult> Result => _result.Task;

    public void Complete(CommitResult result) => _result.TrySetResult(result);

    public void Fail(Exception exception) => _result.TrySetException(exception);

    public void End(Exception cause)
    {
        if (cause is RejectedBatchException { IsUniqueViolation: true })
        {
            Complete(CommitResult.UniqueConflict);
        }
        else if (cause is RejectedBatchException { IsLeaseLost: true })
        {
            Complete(CommitResult.LeaseLost);
        }
        else if (cause is RejectedBatchException { IsBalanceInsufficient: true })
        {
            Complete(CommitResult.BalanceInsufficient);
        }
        else
        {
            Fail(cause);
        }
    }
}
