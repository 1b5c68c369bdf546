using System.Collections.Immutable;
using PayGate.Grains.PaymentIntents;

namespace PayGate.Grains.Journal;

/// <summary>
/// The last committed state of one actor and the only way to change it: decide, commit once, then replace the memory. Whoever sees an exception from
/// here must drop the memory, because the commit's fate may be unknown.
/// </summary>
internal sealed class StreamBook<TState, TFact>(string id, IStream<TState, TFact> stream, IJournal journal)
    where TState : class
{
    /// <summary>
    /// A second activation can win a version race, and goes on winning while it has work, because the loser must read before it tries again. Each loss means that the
    /// other made progress; one that loses this often in a row is a fault.
    /// </summary>
    private const int ConflictsMax = 50;

    private long _version;
    private byte[]? _headHash;
    private DateTimeOffset? _dueAt;
    private bool _loaded;

    /// <summary>Swapped in one assignment after the commit, so that interleaved reads see either the old or the new state whole.</summary>
    public TState? Current { get; private set; }

    /// <summary>Reads the stored state once. A creation need not call it: a new id has no row, and the commit's expected version finds out if it has.</summary>
    public async ValueTask EnsureLoaded(CancellationToken cancellationToken)
    {
        if (!_loaded)
        {
            await Load(cancellationToken);
        }
    }

    /// <summary>
    /// The state, read again where the memory does not have what a command needs. A commit finds out by itself that another activation wrote first, as after a silo hung
    /// and was given up; a refusal writes nothing, so it has to look before it is said.
    /// </summary>
    public async Task<TState?> Recall(Func<TState?, bool> isEnough, CancellationToken cancellationToken)
    {
        await EnsureLoaded(cancellationToken);
        if (!isEnough(Current))
        {
            await WasBehind(cancellationToken);
        }

        return Current;
    }

    /// <summary>The state after the decision; unchanged if there was nothing to do.</summary>
    /// <param name="merchantId">Whose stream it is.</param>
    /// <param name="at">The decision's instant.</param>
    /// <param name="decide">Asked again with the stored state when another activation wrote first.</param>
    /// <param name="idempotency">The write that goes with the commit, made from the state that is about to be committed.</param>
    /// <param name="cancellationToken">Ends the wait for the journal's queue; what was sent to the database is not undone.</param>
    public async Task<Outcome<TState>> Change(
        string merchantId,
        DateTimeOffset at,
        Func<TState?, Outcome<ImmutableArray<TFact>>> decide,
        Func<TState, IdempotencyWrite?> idempotency,
        CancellationToken cancellationToken)
    {
        for (var conflicts = 0; conflicts < ConflictsMax; conflicts++)
        {
            var decision = decide(Current);
            if (!decision.IsSuccess)
            {
                if (!await WasBehind(cancellationToken))
                {
                    return decision.Refusal;
                }

                continue;
            }

            if (decision.Value.IsEmpty)
            {
                return Current!;
            }

            switch (await Commit(merchantId, at, decision.Value, idempotency, cancellationToken))
            {
                case CommitResult.Committed:
                    return Current!;
                case CommitResult.IdempotencyConflict:
                    return Refusals.RequestSeenBefore;
                case CommitResult.LeaseLost:
                    return JournalRefusals.LeaseLost;
                case CommitResult.BalanceInsufficient:
                    return JournalRefusals.BalanceInsufficient;
                case CommitResult.VersionConflict:
                    await Load(cancellationToken);
                    break;
                default:
                    if (await LoadWhatTookTheKey(cancellationToken) is { } taken)
                    {
                        return taken;
                    }

                    break;
            }
        }

        throw new StorageUnavailableException($"{id} lost {ConflictsMax} version races in a row.");
    }

    /// <summary>
    /// A key that is taken is a race only if another activation wrote this stream meanwhile; otherwise deciding again would meet the same row, and the kind says what
    /// that means.
    /// </summary>
    private async Task<Refusal?> LoadWhatTookTheKey(CancellationToken cancellationToken)
    {
        var before = _version;
        await Load(cancellationToken);
        return _version != before
            ? null
            : stream.KeyTaken ?? throw new InvalidOperationException($"A unique rule of the database refuses what {id} would write after version {before}.");
    }

    private async Task<bool> WasBehind(CancellationToken cancellationToken)
    {
        var before = _version;
        if (before > 0)
        {
            await Load(cancellationToken);
        }

        return _version != before;
    }

    private async Task Load(CancellationToken cancellationToken)
    {
        if (await journal.Load(stream.Kind, id, cancellationToken) is { } stored)
        {
            var state = await stream.Read(stored.State, cancellationToken);
            // A read that interleaves with a commit must not put the older state back.
            if (stored.Version > _version)
            {
                (_version, _headHash, _dueAt, Current) = (stored.Version, stored.HeadHash, stored.DueAt, state);
            }
        }

        _loaded = true;
    }

    private async Task<CommitResult> Commit(
        string merchantId,
        DateTimeOffset at,
        ImmutableArray<TFact> facts,
        Func<TState, IdempotencyWrite?> idempotency,
        CancellationToken cancellationToken)
    {
        var next = facts.Aggregate(Current, (state, fact) => stream.Apply(state, fact))!;
        var written = facts.Select(stream.WriteFact).Select(fact => (fact.Type, Parts: PersonalMembers.Split(fact.Type, fact.Data))).ToArray();
        var rows = FactChain.Link(id, merchantId, _version, _headHash, at, [.. written.Select(fact => (fact.Type, fact.Parts.Data))]);
        var commit = stream.Commit(next, facts, new JournalFrame(id, _version, rows)) with
        {
            DueBefore = _dueAt,
            Idempotency = idempotency(next),
        };
        // Most commits have none, and pay for no copy.
        if (written.Any(fact => fact.Parts.Personal is not null))
        {
            commit = commit with { Index = [.. commit.Index, .. PersonalRows(merchantId, rows, [.. written.Select(fact => fact.Parts.Personal)])] };
        }

        var result = await journal.Commit(commit, cancellationToken);
        if (result == CommitResult.Committed)
        {
            (_version, _headHash, _dueAt, Current, _loaded) = (commit.Head.Version, commit.Head.HeadHash, commit.Head.DueAt, next, true);
        }

        return result;
    }

    private IEnumerable<FactMembersRow> PersonalRows(string merchantId, ImmutableArray<FactRow> rows, IReadOnlyList<string?> personal) => rows
        .Zip(personal)
        .Where(pair => pair.Second is not null)
        .Select(pair => new FactMembersRow { Id = id, MerchantId = merchantId, Seq = pair.First.Seq, Data = pair.Second! });
}
