namespace Orleans.Local;

/// <summary>The calls that have no answer yet. A sweep fails those whose time is over; a timer per call would cost more than the call.</summary>
internal sealed class PendingCalls : IDisposable
{
    private readonly Shard[] _shards = [.. Enumerable.Range(0, 16).Select(_ => new Shard())];
    private readonly Timer _sweep;

    public PendingCalls(TimeSpan responseTimeout)
    {
        var period = TimeSpan.FromMilliseconds(Math.Clamp(responseTimeout.TotalMilliseconds / 20, 10, 500));
        _sweep = new Timer(static self => ((PendingCalls)self!).Sweep(), this, period, period);
    }

    public void Add(Request request, TimeSpan timeout)
    {
        request.Deadline = timeout == Timeout.InfiniteTimeSpan ? long.MaxValue : Environment.TickCount64 + (long)timeout.TotalMilliseconds;
        ShardOf(request).Add(request);
    }

    public void Remove(Request request) => ShardOf(request).Remove(request);

    public void FailAll(Func<Request, Exception> exception) => Fail(_ => true, exception);

    public void Dispose() => _sweep.Dispose();

    private void Sweep()
    {
        var now = Environment.TickCount64;
        Fail(
            request => request.Deadline <= now,
            request => new TimeoutException($"Response did not arrive on time for {request}."));
    }

    private void Fail(Func<Request, bool> condition, Func<Request, Exception> exception)
    {
        foreach (var shard in _shards)
        {
            foreach (var request in shard.Where(condition))
            {
                request.Fail(exception(request));
            }
        }
    }

    private Shard ShardOf(Request request) => _shards[request.Target.GrainId.Key.GetHashCode() & 15];

    /// <summary>A doubly linked list through the requests, so that adding and removing allocate nothing.</summary>
    private sealed class Shard
    {
        private readonly Lock _gate = new();
        private Request? _first;

        public void Add(Request request)
        {
            lock (_gate)
            {
                request.PendingNext = _first;
                _first?.PendingPrevious = request;
                _first = request;
            }
        }

        public void Remove(Request request)
        {
            lock (_gate)
            {
                if (request.PendingPrevious is null && _first != request)
                {
                    return;
                }

                if (request.PendingPrevious is { } previous)
                {
                    previous.PendingNext = request.PendingNext;
                }
                else
                {
                    _first = request.PendingNext;
                }

                request.PendingNext?.PendingPrevious = request.PendingPrevious;
                request.PendingNext = request.PendingPrevious = null;
            }
        }

        public List<Request> Where(Func<Request, bool> condition)
        {
            var found = new List<Request>();
            lock (_gate)
            {
                for (var request = _first; request is not null; request = request.PendingNext)
                {
                    if (condition(request))
                    {
                        found.Add(request);
                    }
                }
            }

            return found;
        }
    }
}
