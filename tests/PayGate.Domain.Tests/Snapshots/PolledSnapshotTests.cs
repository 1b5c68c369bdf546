using PayGate.Snapshots;
using PayGate.Storage;

namespace PayGate.Domain.Tests.Snapshots;

public sealed class PolledSnapshotTests
{
    private readonly MovedTime _clock = new();
    private Func<string> _read = () => "first";

    [Fact]
    public void Current_BeforeTheFirstRead_IsRefused()
    {
        var snapshot = New();

        Assert.False(snapshot.IsFresh);
        Assert.Throws<StaleSnapshotException>(() => snapshot.Current);
    }

    [Fact]
    public async Task Current_WhileReadsFail_LastsUntilItsAgeAndNoLonger()
    {
        var snapshot = New();
        await snapshot.Refresh(CancellationToken.None);
        _read = () => throw new TimeoutException();

        _clock.Advance(StorageLimits.SnapshotAgeMax);
        await Assert.ThrowsAsync<TimeoutException>(() => snapshot.Refresh(CancellationToken.None));
        Assert.Equal("first", snapshot.Current);

        _clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.False(snapshot.IsFresh);
        Assert.Equal("storage_unavailable", Assert.Throws<StaleSnapshotException>(() => snapshot.Current).Code);
    }

    [Fact]
    public async Task Current_AfterAReadThatTookLong_IsAsOldAsItsQuestion()
    {
        _read = () =>
        {
            _clock.Advance(StorageLimits.SnapshotAgeMax + TimeSpan.FromMilliseconds(1));
            return "late";
        };
        var snapshot = New();

        await snapshot.Refresh(CancellationToken.None);

        Assert.False(snapshot.IsFresh);
    }

    [Fact]
    public async Task Refresh_WhenAnOlderQuestionIsAnsweredLast_KeepsTheNewerAnswer()
    {
        var slow = new TaskCompletionSource<string>();
        var answers = new Queue<Task<string>>([slow.Task, Task.FromResult("newer")]);
        var snapshot = new PolledSnapshot<string>(_ => answers.Dequeue(), _clock);
        var older = snapshot.Refresh(CancellationToken.None);
        _clock.Advance(TimeSpan.FromSeconds(1));

        await snapshot.Refresh(CancellationToken.None);
        slow.SetResult("older");
        await older;

        Assert.Equal("newer", snapshot.Current);
    }

    private PolledSnapshot<string> New() => new(_ => Task.FromResult(_read()), _clock);

    private sealed class MovedTime : TimeProvider
    {
        private long _ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _ticks;

        public void Advance(TimeSpan by) => _ticks += by.Ticks;
    }
}
