using System.Diagnostics;
using System.Globalization;

namespace PayGate.Simulation.Tests.Crash;

/// <summary>What became of one sending of an operation, as the client knows it.</summary>
internal enum Outcome
{
    Ok,

    /// <summary>A definite refusal.</summary>
    Fail,

    /// <summary>Time-out, reset, 5xx or still in progress: it may have happened or may happen yet.</summary>
    Info,
}

/// <summary>One time that a request leaves.</summary>
/// <param name="Operation">create, confirm, capture, cancel or refund.</param>
/// <param name="Key">Its idempotency key.</param>
/// <param name="Parameters">Without card data.</param>
/// <param name="IsFirst">Whether it is no repeat.</param>
internal sealed record Sending(string Operation, string Key, string Parameters, bool IsFirst);

/// <summary>What a client was told instead of 200.</summary>
internal sealed record AnsweredError(int Status, string? Code, string? RetryAfter);

/// <summary>Every sending, written before its bytes leave and after its answer.</summary>
internal sealed class OperationLog
{
    public const string Confirm = "confirm";

    private readonly Lock _gate = new();
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly List<string> _lines = [];
    private readonly List<double> _faults = [];
    private readonly Dictionary<AnsweredError, int> _errors = [];
    private readonly HashSet<Sending> _inFlight = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<string> _confirmsInFlight = new(StringComparer.Ordinal);
    private readonly HashSet<string> _confirmsAtKill = new(StringComparer.Ordinal);
    private readonly List<(Func<bool> Condition, Action Then, TaskCompletionSource Reached)> _waiting = [];

    /// <summary>Confirms whose bytes may have left for the first time and whose answer has not come; repeats are not counted.</summary>
    public int ConfirmsInFlight => _confirmsInFlight.Count;

    /// <summary>Operations with a definite answer.</summary>
    public int Definite { get; private set; }

    /// <summary>Confirm operations with a definite answer.</summary>
    public int ConfirmsDefinite { get; private set; }

    /// <summary>Confirms that were in flight when a kill was set off and never got that answer.</summary>
    public int ConfirmsCut { get; private set; }

    /// <summary>Faults that did not say when to come back: no answer at all, none of 503, or one without Retry-After.</summary>
    public int FaultsUntold { get; private set; }

    /// <summary>Seconds since the start of the log.</summary>
    public double Now => _watch.Elapsed.TotalSeconds;

    /// <summary>When sendings ended in a fault (5xx, or no answer), as <see cref="Now"/>.</summary>
    public IReadOnlyList<double> Faults
    {
        get
        {
            lock (_gate)
            {
                return [.. _faults];
            }
        }
    }

    /// <summary>Every answer other than 200, and how often it came.</summary>
    public IReadOnlyDictionary<AnsweredError, int> Errors
    {
        get
        {
            lock (_gate)
            {
                return new Dictionary<AnsweredError, int>(_errors);
            }
        }
    }

    /// <summary>Sendings that ended without any answer.</summary>
    public int Unanswered { get; private set; }

    public void Begin(Sending sending)
    {
        lock (_gate)
        {
            Write($"begin {sending.Operation} {sending.Key} {sending.Parameters}");
            _inFlight.Add(sending);
            if (sending is { Operation: Confirm, IsFirst: true })
            {
                _confirmsInFlight.Add(sending.Key);
            }

            Wake();
        }
    }

    /// <summary>The gateway is about to be killed: what is in flight now and stays without its answer was cut.</summary>
    public void NoteKill()
    {
        lock (_gate)
        {
            _confirmsAtKill.UnionWith(_confirmsInFlight);
        }
    }

    /// <param name="isTold">Whether there was an answer that says when to come back.</param>
    public void NoteFault(bool isTold)
    {
        lock (_gate)
        {
            _faults.Add(Now);
            FaultsUntold += isTold ? 0 : 1;
            Wake();
        }
    }

    public void NoteError(AnsweredError error)
    {
        lock (_gate)
        {
            _errors[error] = _errors.GetValueOrDefault(error) + 1;
        }
    }

    /// <param name="sending">Of which this is the end.</param>
    /// <param name="outcome">What is known now.</param>
    /// <param name="detail">The answer, or what broke.</param>
    /// <param name="answered">False if the connection broke.</param>
    public void End(Sending sending, Outcome outcome, string detail, bool answered)
    {
        lock (_gate)
        {
            Write($"{outcome.ToString().ToLowerInvariant(),-5} {sending.Operation} {sending.Key} {detail}");
            _inFlight.Remove(sending);
            Definite += outcome == Outcome.Info ? 0 : 1;
            Unanswered += answered ? 0 : 1;
            if (sending.Operation == Confirm)
            {
                ConfirmsDefinite += outcome == Outcome.Info ? 0 : 1;
                _confirmsInFlight.Remove(sending.Key);
                ConfirmsCut += _confirmsAtKill.Remove(sending.Key) && !answered ? 1 : 0;
            }

            Wake();
        }
    }

    /// <summary>Waits for the ends of all sendings that are in flight now.</summary>
    public Task EndsOfThoseInFlight()
    {
        lock (_gate)
        {
            var waitedFor = new HashSet<Sending>(_inFlight, ReferenceEqualityComparer.Instance);
            return At(() => !waitedFor.Overlaps(_inFlight), () => { });
        }
    }

    /// <summary>At the first entry after which the condition holds, before any further entry, <paramref name="then"/> is done; both under the log's lock.</summary>
    public Task At(Func<bool> condition, Action then)
    {
        lock (_gate)
        {
            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((condition, then, reached));
            Wake();
            return reached.Task;
        }
    }

    /// <summary>All lines that speak of one of these ids or keys.</summary>
    public string About(params IEnumerable<string> words)
    {
        lock (_gate)
        {
            return string.Join('\n', _lines.Where(line => words.Any(word => line.Contains(word, StringComparison.Ordinal))));
        }
    }

    private void Write(string line) => _lines.Add(string.Create(CultureInfo.InvariantCulture, $"{_watch.Elapsed.TotalSeconds,8:0.000} {line}"));

    private void Wake()
    {
        foreach (var waiting in _waiting.Where(waiting => waiting.Condition()).ToList())
        {
            _waiting.Remove(waiting);
            waiting.Then();
            waiting.Reached.SetResult();
        }
    }
}
