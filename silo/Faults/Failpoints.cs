using System.Globalization;
using PayGate.Grains.Faults;

namespace PayGate.Silo.Faults;

/// <summary>
/// Crash points armed by PAYGATE_FAILPOINT=name:kill|error|delay=milliseconds, several separated by commas. <c>kill@n</c> strikes at the n-th time,
/// <c>kill@/path</c> at the first time that the file of this absolute path exists.
/// </summary>
public sealed class Failpoints : IFailpoints
{
    public const string Variable = "PAYGATE_FAILPOINT";

    private readonly Dictionary<Failpoint, Armed> _armed = [];

    /// <param name="setting">The variable's value, or null.</param>
    /// <param name="sandbox">Outside the sandbox an armed point is refused.</param>
    /// <exception cref="ArgumentException">Names the part that is not understood, or says that this is no sandbox.</exception>
    public Failpoints(string? setting, bool sandbox)
    {
        if (string.IsNullOrWhiteSpace(setting))
        {
            return;
        }

        if (!sandbox)
        {
            throw new ArgumentException($"{Variable} is set, but this is not a sandbox: unset it.");
        }

        foreach (var part in setting.Split(',', StringSplitOptions.TrimEntries))
        {
            var (point, armed) = Parse(part);
            _armed[point] = armed;
        }
    }

    public ValueTask Reach(Failpoint point) => _armed.TryGetValue(point, out var armed) ? armed.Strike(point) : ValueTask.CompletedTask;

    private static (Failpoint Point, Armed Armed) Parse(string part)
    {
        var colon = part.IndexOf(':', StringComparison.Ordinal);
        var name = colon < 0 ? part : part[..colon];
        var action = colon < 0 ? "" : part[(colon + 1)..];
        var at = action.IndexOf('@', StringComparison.Ordinal);
        var when = at < 0 ? "1" : action[(at + 1)..];
        var kind = at < 0 ? action : action[..at];
        if (!Enum.TryParse<Failpoint>(name.Replace("_", "", StringComparison.Ordinal), ignoreCase: true, out var point) || kind is not ("kill" or "error")
            && !kind.StartsWith("delay=", StringComparison.Ordinal))
        {
            throw new ArgumentException($"{Variable}: '{part}' is not name:kill, name:error or name:delay=milliseconds of a known crash point.");
        }

        return (point, new Armed(kind, Path.IsPathRooted(when) ? IsFirstWith(when) : IsNth(int.Parse(when, CultureInfo.InvariantCulture))));
    }

    private static Func<bool> IsNth(int nth)
    {
        var reached = 0;
        return () => Interlocked.Increment(ref reached) == nth;
    }

    private static Func<bool> IsFirstWith(string path)
    {
        var struck = 0;
        return () => File.Exists(path) && Interlocked.Exchange(ref struck, 1) == 0;
    }

    private sealed class Armed(string kind, Func<bool> isNow)
    {
        public async ValueTask Strike(Failpoint point)
        {
            if (kind.StartsWith("delay=", StringComparison.Ordinal))
            {
                await Task.Delay(int.Parse(kind["delay=".Length..], CultureInfo.InvariantCulture));
            }
            else if (isNow())
            {
                if (kind == "kill")
                {
                    // As a power cut: no handler, no flush, no goodbye.
                    System.Diagnostics.Process.GetCurrentProcess().Kill();
                }

                throw new InvalidOperationException($"The crash point {point} is armed with an error.");
            }
        }
    }
}
