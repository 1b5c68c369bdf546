namespace PayGate.Simulation.Tests.Crash;

/// <summary>Holds callers back while the gateway is down.</summary>
internal sealed class UpGate
{
    private readonly Lock _gate = new();
    private TaskCompletionSource _up = New();

    public Task Up
    {
        get
        {
            lock (_gate)
            {
                return _up.Task;
            }
        }
    }

    public void Open()
    {
        lock (_gate)
        {
            _up.TrySetResult();
        }
    }

    public void Close()
    {
        lock (_gate)
        {
            if (_up.Task.IsCompleted)
            {
                _up = New();
            }
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
