namespace PayGate.Bench.Load;

/// <summary>
/// How long to pay before measuring: until the compiler, plans and caches have settled, which takes seconds on one machine and a minute on another. It ends when
/// three windows in a row were no faster than the fastest before them by <see cref="Gain"/>, between <see cref="Shortest"/> and <see cref="Longest"/> and after <see cref="Fewest"/> payments:
/// a process that has just started stays even for a while, before the compiler has learned what is worth compiling well.
/// </summary>
internal sealed class WarmUp
{
    public static readonly TimeSpan Window = TimeSpan.FromSeconds(4);

    public static readonly TimeSpan Shortest = TimeSpan.FromSeconds(40);

    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(100);

    public const long Fewest = 20_000;

    /// <summary>A window counts as faster from 4 % on.</summary>
    private const double Gain = 1.04;

    private const int SettledAfter = 3;

    private readonly List<long> _windows = [];
    private long _best;
    private int _settled;

    public bool IsNeeded => Length < Shortest || ((_settled < SettledAfter || _windows.Sum() < Fewest) && Length < Longest);

    private TimeSpan Length => _windows.Count * Window;

    /// <summary>How many payments each window acknowledged, per second.</summary>
    public string Describe() => string.Join(", ", _windows.Select(count => $"{count / Window.TotalSeconds:0}"));

    /// <param name="payments">Acknowledged in the window that has just ended.</param>
    public void Add(long payments)
    {
        _settled = _windows.Count > 0 && payments < _best * Gain ? _settled + 1 : 0;
        _best = Math.Max(_best, payments);
        _windows.Add(payments);
    }
}
