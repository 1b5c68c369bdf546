using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PayGate.Grains.Faults;
using PayGate.Grains.Journal;

namespace PayGate.Silo.Storage;

/// <summary>
/// Group commit: whatever commits queued up while the last transactions ran goes as one. A commit that loses its race leaves the batch and the rest goes
/// again; after any other error each commit goes alone, so that a bad one costs its neighbours nothing but time.
/// </summary>
public sealed partial class GroupJournal(JournalTransaction transaction, HeadReader heads, IFailpoints failpoints, ILogger<GroupJournal> logger)
    : BackgroundService, IJournal
{
    /// <summary>Transactions at once: while one waits for the disk, the next is written. More would only make each smaller.</summary>
    private const int Writers = 2;

    private readonly CommitQueue _queue = new();

    public Task<StoredHead?> Load(StreamKind kind, string streamId, CancellationToken cancellationToken) => heads.Load(kind, streamId, cancellationToken);

    public async Task<CommitResult> Commit(JournalCommit commit, CancellationToken cancellationToken)
    {
        await failpoints.Reach(Failpoint.BeforeCommit);
        var pending = new PendingCommit(commit);
        cancellationToken.ThrowIfCancellationRequested();
        _queue.Add(pending);
        // Once it is queued it will be written: a caller that stops waiting cannot take it back.
        var result = await pending.Result;
        await failpoints.Reach(Failpoint.AfterCommit);
        return result;
    }

    /// <summary>Closes the queue first: a writer that was stopped before it ran would leave its callers waiting.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _queue.Close();
        await base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The queue is emptied before the writers stop: what was accepted is written.
        await using var stopping = stoppingToken.Register(_queue.Close);
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(_ => WriteAll()));
    }

    private async Task WriteAll()
    {
        while (await _queue.Take() is { } batch)
        {
            await WriteBatch([.. batch]);
            _queue.Done(batch);
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
}
