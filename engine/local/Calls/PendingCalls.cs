using System.Collections.Concurrent;

namespace Orleans.Local;

/// <summary>The calls that have no answer yet. A sweep fails those whose time is over; a timer per call would cost more than the call.</summary>
internal sealed class PendingCalls : IDisposable
{
    private readonly ConcurrentDictionary<Request, long> _deadlines = new();
    private readonly Timer _sweep;

    public PendingCalls(TimeSpan responseTimeout)
    {
        var period = TimeSpan.FromMilliseconds(Math.Clamp(responseTimeout.TotalMilliseconds / 20, 10, 500));
        _sweep = new Timer(static self => ((PendingCalls)self!).Sweep(), this, period, period);
    }

    public void Add(Request request, TimeSpan timeout) => _deadlines[request] = Environment.TickCount64 + (long)timeout.TotalMilliseconds;

    public void Remove(Request request) => _deadlines.TryRemove(request, out _);

    public void FailAll(Exception exception)
    {
        foreach (var request in _deadlines.Keys)
        {
            request.Fail(exception);
        }
    }

    public void Dispose() => _sweep.Dispose();

    private void Sweep()
    {
        var now = Environment.TickCount64;
        foreach (var (request, deadline) in _deadlines)
        {
            if (deadline <= now)
            {
                request.Fail(new TimeoutException($"Response did not arrive on time for {request}."));
            }
        }
    }
}
