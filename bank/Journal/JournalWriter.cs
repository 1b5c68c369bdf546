using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace PayGate.Bank.Journal;

/// <summary>
/// The one writer of this process: takes whatever queued up while the last transaction ran and journals it as the next. A stop journals
/// what is queued and refuses the rest.
/// </summary>
internal sealed partial class JournalWriter(
    JournalTransaction transaction, BankOptions options, ILogger<JournalWriter> logger) : BackgroundService
{
    /// <summary>Enough to use up the queue of a busy gateway; small enough that one transaction stays in milliseconds.</summary>
    private const int BatchSizeMax = 256;

    /// <summary>Callers beyond this wait to enter the queue; they are bounded by their own deadlines.</summary>
    private const int QueueLengthMax = 8192;

    /// <summary>A lost connection is answered by a second and a third run; more would outlast the callers.</summary>
    private const int RunCountMax = 3;

    /// <summary>
    /// A job alone loses a race once for its own reference and once for its original's, since what won stays; a deadlock may come before each.
    /// </summary>
    private const int RaceCountMax = 5;

    private readonly Channel<JournalJob> _queue = Channel.CreateBounded<JournalJob>(
        new BoundedChannelOptions(QueueLengthMax) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    /// <summary>Returns the job's row once it is committed. Cancellation ends the wait, not the job.</summary>
    public async Task<JournalRow> Write(JournalJob job, CancellationToken cancellationToken)
    {
        try
        {
            await _queue.Writer.WriteAsync(job, cancellationToken);
        }
        catch (ChannelClosedException closed)
        {
            throw new BankNoAnswerException("The bank is shutting down; the operation was not taken.", closed);
        }

        return await job.Wait(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _queue.Writer.TryComplete();
        if (ExecuteTask is { } running)
        {
            await running.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var waiting = new List<JournalJob>();
        var running = new List<JournalJob>();
        try
        {
            while (!stoppingToken.IsCancellationRequested && (waiting.Count > 0 || await _queue.Reader.WaitToReadAsync(stoppingToken)))
            {
                while (waiting.Count < BatchSizeMax && _queue.Reader.TryRead(out var job))
                {
                    waiting.Add(job);
                }

                var batch = new JournalBatch(options.DeduplicateReferences);
                waiting.ForEach(batch.Add);
                (running, waiting) = (batch.Jobs, batch.Deferred);
                await Commit(running, RunCountMax, RaceCountMax);
            }
        }
        finally
        {
            _queue.Writer.TryComplete();
            // Whoever has an answer keeps it; the others must not wait for a writer that is gone.
            var end = new OperationCanceledException("The bank's journal writer has ended.");
            running.ForEach(job => job.Fail(end));
            waiting.ForEach(job => job.Fail(end));
            while (_queue.Reader.TryRead(out var job))
            {
                job.Fail(end);
            }
        }
    }

    private async Task Commit(IReadOnlyList<JournalJob> jobs, int runsLeft, int racesLeft)
    {
        try
        {
            await transaction.Run(jobs);
        }
        catch (Exception fault) when (fault is NpgsqlException or TimeoutException or JournalRaceException)
        {
            LogFailedRun(logger, fault, jobs.Count);
            await Recover(jobs, fault, runsLeft, racesLeft);
        }
    }

    private async Task Recover(IReadOnlyList<JournalJob> jobs, Exception fault, int runsLeft, int racesLeft)
    {
        var isRace = fault is JournalRaceException or PostgresException { SqlState: PostgresErrorCodes.DeadlockDetected };
        // Class 57 is a server that is being stopped and ends its sessions.
        var databaseIsAway = fault is TimeoutException or NpgsqlException { IsTransient: true } or PostgresException { SqlState: ['5', '7', ..] };
        if (jobs.Count > 1 && (isRace || !databaseIsAway))
        {
            // One bad operation must cost its neighbours nothing but time.
            foreach (var job in jobs)
            {
                await Commit([job], runsLeft, racesLeft);
            }
        }
        else if (isRace && racesLeft > 1)
        {
            await Commit(jobs, runsLeft, racesLeft - 1);
        }
        else if (!isRace && databaseIsAway && runsLeft > 1)
        {
            await Commit(jobs, runsLeft - 1, racesLeft);
        }
        else
        {
            foreach (var job in jobs)
            {
                job.Fail(fault);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A run of the bank's journal did not write {Count} operations.")]
    private static partial void LogFailedRun(ILogger logger, Exception fault, int count);
}
