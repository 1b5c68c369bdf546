namespace PayGate.Cli.Postgres;

/// <summary>
/// Looks after a private cluster, which has no other supervisor: a server that ended by itself is started again until it stays, so that nobody has to once the
/// cause is gone. Disposing it ends the watch, never the server.
/// </summary>
public sealed class ClusterKeeper : IAsyncDisposable
{
    /// <summary>With the start itself, calls are answered again within 5 s of the cause's end.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _ending = new();
    private readonly PrivateCluster _cluster;
    private readonly Action<string> _report;
    private readonly Task _watch;

    /// <param name="cluster">It has been started.</param>
    /// <param name="report">Told once when the server is found ended, and once when it runs again.</param>
    public ClusterKeeper(PrivateCluster cluster, Action<string> report)
    {
        (_cluster, _report) = (cluster, report);
        _watch = WatchAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _watch;
        _ending.Dispose();
    }

    private async Task WatchAsync()
    {
        using var timer = new PeriodicTimer(Interval);
        var isDown = false;
        try
        {
            while (await timer.WaitForNextTickAsync(_ending.Token))
            {
                isDown = await LookAsync(isDown);
            }
        }
        catch (OperationCanceledException) when (_ending.IsCancellationRequested)
        {
            // The watch is over.
        }
    }

    /// <summary>Whether the server is down after all.</summary>
    private async Task<bool> LookAsync(bool wasDown)
    {
        ToolResult? attempt;
        try
        {
            // Not cancelled midway: a server that is half started could not be stopped.
            attempt = await _cluster.ReviveAsync(CancellationToken.None);
        }
        catch (IOException)
        {
            // This process is short of files, say; nothing is known of the server, and the next look may see more.
            return wasDown;
        }

        var isDown = attempt is { Succeeded: false };
        if (attempt is not null && !wasDown)
        {
            _report($"PostgreSQL has ended by itself and is being started again: see {_cluster.Files.Log}");
        }

        if ((attempt is not null || wasDown) && !isDown)
        {
            _report("PostgreSQL runs again");
        }

        return isDown;
    }
}
