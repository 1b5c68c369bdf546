using System.Globalization;

namespace PayGate.Bench.Machine;

/// <summary>Processor seconds used so far by the gateway, by PostgreSQL and by this load generator.</summary>
internal sealed record CpuTimes(double Gateway, double Postgres, double Load)
{
    /// <summary>USER_HZ, which Linux fixes at 100 for what /proc shows (proc(5)).</summary>
    private const double TicksPerSecond = 100;

    public static CpuTimes Read(int gateway, int postmaster) => new(
        Of(gateway, withChildren: false),
        Of(postmaster, withChildren: true) + ChildrenOf(postmaster).Sum(child => Of(child, withChildren: false)),
        Of(Environment.ProcessId, withChildren: false));

    public static CpuTimes operator -(CpuTimes left, CpuTimes right) =>
        new(left.Gateway - right.Gateway, left.Postgres - right.Postgres, left.Load - right.Load);

    /// <param name="process">A process that is alive.</param>
    /// <param name="withChildren">Whether those of its children that have ended count.</param>
    private static double Of(int process, bool withChildren)
    {
        var fields = Fields(process);
        return fields is null ? 0 : fields.Skip(11).Take(withChildren ? 4 : 2).Sum(ticks => long.Parse(ticks, CultureInfo.InvariantCulture)) / TicksPerSecond;
    }

    private static IEnumerable<int> ChildrenOf(int process) => Directory.EnumerateDirectories("/proc")
        .Select(path => int.TryParse(Path.GetFileName(path), CultureInfo.InvariantCulture, out var id) ? id : 0)
        .Where(id => id > 0 && Fields(id)?[1] == process.ToString(CultureInfo.InvariantCulture));

    /// <summary>The fields of /proc/PID/stat behind the name, which may hold anything: state, parent, … user and system ticks at 11 and 12.</summary>
    private static string[]? Fields(int process)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{process}/stat");
            return stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            // It ended between being listed and being read.
            return null;
        }
    }
}
