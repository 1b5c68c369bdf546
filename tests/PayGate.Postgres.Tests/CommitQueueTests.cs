using PayGate.Silo.Storage;

namespace PayGate.Postgres.Tests;

/// <summary>What may leave the queue together, and in which order.</summary>
public sealed class CommitQueueTests
{
    private const int Beside = 64;

    private readonly CommitQueue _queue = new();

    [Fact]
    public async Task Take_OfSeveralStreams_GivesThemTogether()
    {
        var (first, second) = (Add("a"), Add("b"));

        Assert.Equal([first, second], await _queue.Take());
    }

    [Fact]
    public async Task Take_OfTwoOfOneStream_GivesTheSecondOnceTheFirstIsDone()
    {
        var (first, second) = (Add("a"), Add("a"));
        var batch = (await _queue.Take())!;
        Assert.Equal([first], batch);

        var next = _queue.Take();
        Assert.False(next.IsCompleted);
        _queue.Done(batch);

        Assert.Equal([second], await next);
    }

    [Fact]
    public async Task Take_BehindOneThatWaits_WaitsAsWell()
    {
        var first = Add("a");
        // Waits for the first by its stream, and keeps the third back by its key.
        var second = Add("a", key: "k");
        var third = Add("b", key: "k");

        var batch = (await _queue.Take())!;
        Assert.Equal([first], batch);
        _queue.Done(batch);
        var following = (await _queue.Take())!;
        Assert.Equal([second], following);
        _queue.Done(following);

        Assert.Equal([third], await _queue.Take());
    }

    [Fact]
    public async Task Take_WhileATransactionRuns_GivesANextOnlyWhenEnoughWait()
    {
        Add("running");
        var running = (await _queue.Take())!;
        for (var number = 1; number < Beside; number++)
        {
            Add($"next-{number}");
        }

        // What may leave is handed out within the call, so one that waits has been told no.
        var next = _queue.Take();
        Assert.False(next.IsCompleted);
        Add("last");

        Assert.Equal(Beside, (await next)!.Count);
        Assert.Single(running);
    }

    [Fact]
    public async Task Close_HandsOutWhatWaits_AndTakesNoMore()
    {
        var waiting = Add("a");

        _queue.Close();

        Assert.Equal([waiting], await _queue.Take());
        Assert.Null(await _queue.Take());
        Assert.Throws<StorageUnavailableException>(() => Add("b"));
    }

    private PendingCommit Add(string stream, string? key = null)
    {
        var claim = key is null ? null : JournalFixture.Claim("scope", key, resource: stream);
        var id = JournalFixture.NewId();
        var commit = JournalFixture.Merchant(id, idempotency: claim);
        var pending = new PendingCommit(commit with { Head = commit.Head with { Id = stream } });
        _queue.Add(pending);
        return pending;
    }
}
