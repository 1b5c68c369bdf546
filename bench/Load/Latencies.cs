using System.Diagnostics;

namespace PayGate.Bench.Load;

/// <summary>Durations of one client's payments, in timer ticks, and their percentiles.</summary>
internal sealed class Latencies
{
    private readonly List<long> _create = [];
    private readonly List<long> _confirm = [];
    private readonly List<long> _payment = [];

    public int Count => _payment.Count;

    public TimeSpan Elapsed { get; private init; }

    public double PerSecond => Count / Elapsed.TotalSeconds;

    public void Add(long create, long confirm, long payment)
    {
        _create.Add(create);
        _confirm.Add(confirm);
        _payment.Add(payment);
    }

    public static Latencies Merge(IEnumerable<Latencies> parts, TimeSpan elapsed)
    {
        var all = new Latencies { Elapsed = elapsed };
        foreach (var part in parts)
        {
            all._create.AddRange(part._create);
            all._confirm.AddRange(part._confirm);
            all._payment.AddRange(part._payment);
        }

        all._create.Sort();
        all._confirm.Sort();
        all._payment.Sort();
        return all;
    }

    public string Describe() => $"create {Describe(_create)}; confirm {Describe(_confirm)}; both {Describe(_payment)}";

    private static string Describe(List<long> sorted) =>
        sorted.Count == 0 ? "-" : $"{Milliseconds(sorted, 0.50):0.0}/{Milliseconds(sorted, 0.95):0.0}/{Milliseconds(sorted, 0.99):0.0} ms";

    private static double Milliseconds(List<long> sorted, double share) =>
        Stopwatch.GetElapsedTime(0, sorted[Math.Min(sorted.Count - 1, (int)(sorted.Count * share))]).TotalMilliseconds;
}
