namespace PayGate.Silo.Storage;

/// <summary>
/// Commits that wait for a transaction. Two of one stream or of one idempotency key are never under way together, in one transaction or in two, and leave in the
/// order in which they came.
/// </summary>
internal sealed class CommitQueue
{
    /// <summary>Bounds a transaction's size; at the rates measured a batch rarely reaches it.</summary>
    private const int BatchMax = 256;

    /// <summary>Commits that may wait; beyond it callers are told 503 at once, which they would be later anyway.</summary>
    private const int QueueMax = 8_192;

    /// <summary>While a transaction runs, the next begins beside it only with as many commits as this: small transactions cost more than they save.</summary>
    private const int BesideMin = 64;

    private readonly Lock _gate = new();
    private readonly HashSet<(string, string)> _busy = [];
    private List<PendingCommit> _waiting = [];
    private TaskCompletionSource _changed = NewSignal();
    private int _running;
    private bool _closed;

    private bool MayBegin => _running == 0 || _waiting.Count >= BesideMin || _closed;

    /// <exception cref="StorageUnavailableException">The queue is closed or full.</exception>
    public void Add(PendingCommit commit)
    {
        lock (_gate)
        {
            if (_closed || _waiting.Count >= QueueMax)
            {
                throw new StorageUnavailableException("The journal is shutting down, or more commits wait than it can write in time.");
            }

            _waiting.Add(commit);
            if (MayBegin)
            {
                Signal();
            }
        }
    }

    /// <summary>Takes no more commits; those that wait are still handed out.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            Signal();
        }
    }

    /// <summary>The next transaction's commits, at least one; null once the queue is closed and empty.</summary>
    public async Task<List<PendingCommit>?> Take()
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (_closed && _waiting.Count == 0)
                {
                    return null;
                }

                if (MayBegin && Choose() is { Count: > 0 } batch)
                {
                    _running++;
                    return batch;
                }

                changed = _changed.Task;
            }

            await changed;
        }
    }

    /// <summary>The transaction of these commits has ended, whatever became of it.</summary>
    public void Done(IReadOnlyList<PendingCommit> batch)
    {
        lock (_gate)
        {
            _running--;
            foreach (var (stream, key) in batch.Select(KeysOf))
            {
                _busy.Remove(stream);
                _busy.Remove(key);
            }

            Signal();
        }
    }

    private List<PendingCommit> Choose()
    {
        var batch = new List<PendingCommit>(Math.Min(_waiting.Count, BatchMax));
        var later = new List<PendingCommit>();
        var kept = new HashSet<(string, string)>();
        foreach (var pending in _waiting)
        {
            var (stream, key) = KeysOf(pending);
            var free = batch.Count < BatchMax && !_busy.Contains(stream) && !_busy.Contains(key) && !kept.Contains(stream) && !kept.Contains(key);
            if (free)
            {
                batch.Add(pending);
                _busy.Add(stream);
                _busy.Add(key);
            }
            else
            {
                // What comes behind one that waits, waits as well.
                later.Add(pending);
                kept.Add(stream);
                kept.Add(key);
            }
        }

        _waiting = later;
        return batch;
    }

    private static ((string, string) Stream, (string, string) Key) KeysOf(PendingCommit pending)
    {
        var stream = ("stream", pending.Commit.Head.Id);
        return (stream, pending.Commit.Idempotency?.Claim is { } claim ? (claim.Scope, claim.Livemode + claim.Key) : stream);
    }

    private void Signal()
    {
        _changed.SetResult();
        _changed = NewSignal();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
