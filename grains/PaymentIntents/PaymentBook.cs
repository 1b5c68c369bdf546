using System.Collections.Immutable;
using PayGate.Grains.Faults;
using PayGate.Grains.Journal;
using PayGate.PaymentIntents;

namespace PayGate.Grains.PaymentIntents;

/// <summary>
/// The last committed state of one payment and the only way to change it: decide, commit once, then replace the memory. Whoever sees an exception from here
/// must drop the memory, because the commit's fate may be unknown.
/// </summary>
internal sealed class PaymentBook(string id, IJournal journal, IFailpoints failpoints, TimeProvider clock)
{
    /// <summary>A second activation can win a version race; one that loses this often in a row is a fault.</summary>
    private const int VersionConflictsMax = 3;

    private long _version;
    private byte[]? _headHash;

    /// <summary>Null before the first load or commit, and for an intent that does not exist.</summary>
    public PaymentIntent? Current { get; private set; }

    public Task EnsureLoaded(CancellationToken cancellationToken) => Current is null ? Load(cancellationToken) : Task.CompletedTask;

    /// <summary>The state after the command; unchanged if there was nothing to do.</summary>
    /// <param name="command">What to decide.</param>
    /// <param name="idempotency">The idempotency write that goes with the commit, made from the state that is about to be committed.</param>
    /// <param name="cancellationToken">Ends the wait for the journal's queue; what was sent to the database is not undone.</param>
    public async Task<Outcome<PaymentIntent>> Change(
        PaymentCommand command, Func<PaymentIntent, IdempotencyWrite?> idempotency, CancellationToken cancellationToken)
    {
        for (var conflicts = 0; conflicts < VersionConflictsMax; conflicts++)
        {
            var decision = PaymentIntentDecider.Decide(Current, command, clock.GetUtcNow());
            if (!decision.IsSuccess)
            {
                return decision.Refusal;
            }

            if (decision.Value.IsEmpty)
            {
                return Current!;
            }

            switch (await Commit(decision.Value, idempotency, cancellationToken))
            {
                case CommitResult.Committed:
                    return Current!;
                case CommitResult.IdempotencyConflict:
                    return new Refusal(IPaymentIntentGrain.RequestSeenBefore, "This idempotency key was used before.");
                default:
                    await Load(cancellationToken);
                    break;
            }
        }

        throw new StorageUnavailableException($"{id} lost {VersionConflictsMax} version races in a row.");
    }

    private async Task Load(CancellationToken cancellationToken)
    {
        if (await journal.Load(StreamKind.PaymentIntent, id, cancellationToken) is { } stored)
        {
            (_version, _headHash, Current) = (stored.Version, stored.HeadHash, PaymentIntentStorage.Read(stored.State));
        }
    }

    private async Task<CommitResult> Commit(
        ImmutableArray<PaymentIntentEvent> facts, Func<PaymentIntent, IdempotencyWrite?> idempotency, CancellationToken cancellationToken)
    {
        var next = facts.Aggregate(Current, (state, fact) => state.Apply(fact))!;
        PaymentInvariants.Assert(next);
        var commit = PaymentCommits.Build(next, facts, _version, _headHash, idempotency(next));
        await failpoints.Reach(Failpoint.BeforeCommit);
        var result = await journal.Commit(commit, cancellationToken);
        if (result == CommitResult.Committed)
        {
            (_version, _headHash, Current) = (commit.Head.Version, commit.Head.HeadHash, next);
            await failpoints.Reach(Failpoint.AfterCommit);
        }

        return result;
    }
}
