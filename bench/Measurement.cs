using PayGate.Bench.Load;
using PayGate.Bench.Machine;

namespace PayGate.Bench;

/// <summary>One scenario on a fresh gateway process, with what it cost.</summary>
internal sealed class Measurement(BenchSite site, GatewayProcess gateway)
{
    private readonly WarmUp _warmUp = new();
    private readonly List<Mark> _marks = [];

    private sealed record Mark(CpuTimes Cpu, decimal Wal, string At);

    public Latencies Latencies { get; private set; } = null!;

    public async Task Run(PaymentLoad load, BenchOptions options, double? rate) =>
        Latencies = await load.Run(_warmUp, options.Length, rate, SetMark);

    public async Task Print(TextWriter output)
    {
        var (count, seconds) = (Latencies.Count, Latencies.Elapsed.TotalSeconds);
        await output.WriteLineAsync($"    warm-up, payments/s per {WarmUp.Window.TotalSeconds:0} s: {_warmUp.Describe()}");
        await output.WriteLineAsync($"    {Latencies.PerSecond:0} payments/s  ({count} in {seconds:0.0} s)");
        await output.WriteLineAsync($"    p50/p95/p99: {Latencies.Describe()}");
        var cpu = _marks[1].Cpu - _marks[0].Cpu;
        await output.WriteLineAsync(
            $"    CPU per payment: gateway {Micros(cpu.Gateway)}, PostgreSQL {Micros(cpu.Postgres)}, load {Micros(cpu.Load)};"
            + $" {(cpu.Gateway + cpu.Postgres + cpu.Load) / seconds:0.0} of {Environment.ProcessorCount} cores busy");
        await output.WriteLineAsync($"    write-ahead log per payment: {(double)(_marks[1].Wal - _marks[0].Wal) / count / 1024:0.0} KiB");
        await output.WriteLineAsync($"    commits per transaction: journal {await Batches("paygate.events", "stream_id")}, bank {await Batches("bank.operations", "id")}");

        string Micros(double used) => $"{used / count * 1e6:0} µs";
    }

    private async Task SetMark() => _marks.Add(new Mark(
        CpuTimes.Read(gateway.Id, site.Postmaster),
        await site.Ask<decimal>("select pg_current_wal_lsn() - '0/0'::pg_lsn", CancellationToken.None),
        await site.Ask<string>("select clock_timestamp()::text", CancellationToken.None)));

    /// <summary>Rows that share a transaction have the same xmin, so the rows themselves tell how large the batches were.</summary>
    private Task<string> Batches(string table, string commit) => site.Ask<string>(
        $"""
        select format('mean %s, median %s, largest %s', round(avg(size), 1), percentile_disc(0.5) within group (order by size), max(size))
        from (select count(distinct {commit}) as size from {table} where at between '{_marks[0].At}' and '{_marks[1].At}' group by xmin::text) batches
        """,
        CancellationToken.None);
}
