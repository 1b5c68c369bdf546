using System.Diagnostics;
using System.Net;
using System.Text;

namespace PayGate.Bench.Load;

/// <summary>Clients that make complete payments, create and confirm, until they are told to stop.</summary>
internal sealed class PaymentLoad(IPEndPoint gateway, PaymentRequests requests, int clients)
{
    private static readonly byte[] IdStart = Encoding.ASCII.GetBytes("{\"id\":\"");
    private static readonly byte[] Succeeded = Encoding.ASCII.GetBytes("\"status\":\"succeeded\"");

    private long _number;
    private long _measuredFrom;
    private volatile bool _measuring;
    private volatile bool _ending;
    private volatile Schedule? _schedule;

    /// <summary>All payments that were acknowledged as succeeded, also unmeasured ones.</summary>
    public long Acknowledged;

    /// <param name="warmUp">Says after each of its windows, paid before measuring begins, whether the gateway still gets faster.</param>
    /// <param name="length">Of the measurement.</param>
    /// <param name="rate">Payments per second to begin on a schedule; null for as fast as possible.</param>
    /// <param name="atStart">Called when measuring begins, and again when it ends.</param>
    public async Task<Latencies> Run(WarmUp warmUp, TimeSpan length, double? rate, Func<Task> atStart)
    {
        var all = new Latencies[clients];
        var running = Enumerable.Range(0, clients).Select(index => Pay(all[index] = new Latencies())).ToList();
        var firstEnd = Task.WhenAny(running);
        for (var before = 0L; !firstEnd.IsCompleted && warmUp.IsNeeded; before = Acknowledged)
        {
            await Task.WhenAny(Task.Delay(WarmUp.Window), firstEnd);
            warmUp.Add(Acknowledged - before);
        }

        await atStart();
        var watch = Stopwatch.StartNew();
        // Only now: what piled up while the gateway was cold would be late for the whole measurement.
        _schedule = rate is { } perSecond ? new Schedule(perSecond) : null;
        _measuredFrom = Stopwatch.GetTimestamp();
        _measuring = true;
        await Task.WhenAny(Task.Delay(length), firstEnd);
        _measuring = false;
        var elapsed = watch.Elapsed;
        await atStart();
        _ending = true;
        await Task.WhenAll(running);
        return Latencies.Merge(all, elapsed);
    }

    private async Task Pay(Latencies latencies)
    {
        using var connection = new PaymentConnection();
        await connection.Open(gateway, CancellationToken.None);
        while (!_ending)
        {
            var number = Interlocked.Increment(ref _number);
            // On a schedule a payment counts from when it should have begun: one that waits for a free client is late.
            var start = _schedule is { } schedule ? await schedule.Next() : Stopwatch.GetTimestamp();
            var create = Stopwatch.GetTimestamp();
            var (createStatus, intent) = await connection.Send(requests.Create(number), CancellationToken.None);
            var created = Stopwatch.GetTimestamp();
            if (createStatus != 200)
            {
                throw Refused(intent);
            }

            var id = IdOf(intent);
            var confirm = Stopwatch.GetTimestamp();
            var (confirmStatus, paid) = await connection.Send(requests.Confirm(number, id), CancellationToken.None);
            var confirmed = Stopwatch.GetTimestamp();
            if (confirmStatus != 200 || paid.Span.IndexOf(Succeeded) < 0)
            {
                throw Refused(paid);
            }

            Interlocked.Increment(ref Acknowledged);
            if (_measuring && start >= _measuredFrom)
            {
                latencies.Add(create: created - create, confirm: confirmed - confirm, payment: confirmed - start);
            }
        }
    }

    private static string IdOf(ReadOnlyMemory<byte> intent)
    {
        var rest = intent.Span[IdStart.Length..];
        return Encoding.ASCII.GetString(rest[..rest.IndexOf((byte)'"')]);
    }

    private static InvalidOperationException Refused(ReadOnlyMemory<byte> answer) =>
        new($"A payment failed, so there is nothing to measure: {Encoding.UTF8.GetString(answer.Span[..Math.Min(answer.Length, 600)])}");

    /// <summary>Begins at a steady rate, whether or not earlier payments have ended.</summary>
    private sealed class Schedule(double perSecond)
    {
        private readonly long _start = Stopwatch.GetTimestamp();
        private long _next;

        public async ValueTask<long> Next()
        {
            var at = _start + (long)(Interlocked.Increment(ref _next) / perSecond * Stopwatch.Frequency);
            var wait = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), at);
            if (wait > TimeSpan.FromMilliseconds(1))
            {
                await Task.Delay(wait);
            }

            return Math.Max(at, _start);
        }
    }
}
