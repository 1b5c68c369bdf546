using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PayGate.Grains.Faults;
using PayGate.Grains.Journal;

namespace PayGate.Silo.Storage;

/// <summary>
/// Group commit: one writer takes whatever commits queued up while the last transaction ran and sends them as one. A commit that loses its race leaves the
/// batch and the rest goes again; after any other error each commit goes alone, so that a bad one costs its neighbours nothing but time.
/// </summary>
public sealed partial class GroupJournal(JournalTransaction transaction, HeadReader heads, IFailpoints failpoints, ILogger<GroupJournal> logger)
    : BackgroundService, IJournal
{
    /// <summary>Bounds a transaction's size; at the rates measured a batch rarely reaches it.</summary>
    private const int BatchMax = 256;

    /// <summary>Commits that may wait; beyond it callers are told 503 at once, which they would be later anyway.</summary>
    private const int QueueMax = 8_192;

    private readonly Channel<PendingCommit> _queue = Channel.CreateBounded<PendingCommit>(
        new BoundedChannelOptions(QueueMax) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    public Task<StoredHead?> Load(StreamKind kind, string streamId, CancellationToken cancellationToken) => heads.Load(kind, streamId, cancellationToken);

    public async Task<CommitResult> Commit(JournalCommit commit, CancellationToken cancellationToken)
    {
        await failpoints.Reach(Failpoint.BeforeCommit);
        var pending = new PendingCommit(commit);
        cancellationToken.ThrowIfCancellationRequested();
        if (!_queue.Writer.TryWrite(pending))
        {
            throw new StorageUnavailableException("The journal is shutting down, or more commits wait than it can write in time.");
        }

        // Once it is queued it will be written: a caller that stops waiting cannot take it back.
        var result = await pending.Result;
        await failpoints.Reach(Failpoint.AfterCommit);
        return result;
    }

    /// <summary>Closes the queue first: a writer that was stopped before it ran would leave its callers waiting.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _queue.Writer.TryComplete();
        await base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The queue is emptied before the writer stops: what was accepted is written.
        await using var stopping = stoppingToken.Register(() => _queue.Writer.TryComplete());
        var deferred = new List<PendingCommit>();
        while (deferred.Count > 0 || await _queue.Reader.WaitToReadAsync(CancellationToken.None))
        {
            var batch = NextBatch(ref deferred);
            await WriteBatch(batch);
        }
    }

    /// <summary>Two commits of one stream or one idempotency key cannot share a statement; the later one waits for the next batch.</summary>
    private List<PendingCommit> NextBatch(ref List<PendingCommit> deferred)
    {
        var batch = new List<PendingCommit>();
        var later = new List<PendingCommit>();
        var taken = new HashSet<(string, string)>();
        foreach (var pending in deferred)
        {
            Place(pending);
        }

        while (batch.Count < BatchMax && _queue.Reader.TryRead(out var pending))
        {
            Place(pending);
        }

        deferred = later;
        return batch;

        void Place(PendingCommit pending)
        {
            var stream = ("stream", pending.Commit.Head.Id);
            var key = pending.Commit.Idempotency?.Claim is { } claim ? (claim.Scope, claim.Livemode + claim.Key) : stream;
            var free = !taken.Contains(stream) && !taken.Contains(key);
            (free ? batch : later).Add(pending);
            taken.Add(stream);
            taken.Add(key);
        }
    }

    private async Task WriteBatch(List<PendingCommit> batch)
    {
        while (batch.Count > 0)
        {
            try
            {
                var losers = await transaction.Write([.. batch.Select(pending => pending.Commit)]);
                if (losers.Count == 0)
                {
                    batch.ForEach(pending => pending.Complete(CommitResult.Committed));
                    return;
                }

                batch = Without(batch, losers);
            }
            catch (StorageUnavailableException exception)
            {
                LogUnavailable(batch.Count, exception);
                batch.ForEach(pending => pending.Fail(exception));
                return;
            }
            catch (Exception exception) when (batch.Count > 1)
            {
                // A rule of the database, or a row that cannot even be written down: it must not cost its neighbours more than time.
                LogSplit(batch.Count, exception.Message);
                foreach (var pending in batch)
                {
                    await WriteBatch([pending]);
                }

                return;
            }
            catch (Exception exception)
            {
                batch[0].End(exception);
                return;
            }
        }
    }

    private static List<PendingCommit> Without(List<PendingCommit> batch, IReadOnlyDictionary<string, CommitResult> losers)
    {
        foreach (var pending in batch)
        {
            if (losers.TryGetValue(pending.Commit.Head.Id, out var result))
            {
                pending.Complete(result);
            }
        }

        return [.. batch.Where(pending => !losers.ContainsKey(pending.Commit.Head.Id))];
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A batch of {Count} commits was rejected and goes one by one: {Reason}")]
    private partial void LogSplit(int count, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "The database could not take {Count} commits; their callers are told 503.")]
    private partial void LogUnavailable(int count, Exception exception);

    private sealed class PendingCommit(JournalCommit commit)
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
            else
            {
                Fail(cause);
            }
        }
    }
}
