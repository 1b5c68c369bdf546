using System.Globalization;

namespace PayGate.Cli.Postgres;

/// <summary>An installed PostgreSQL: the directory with initdb and pg_ctl, and its major version.</summary>
public sealed record PostgresBinaries(string Directory, int Major)
{
    /// <summary>The oldest release whose functions and defaults (scram passwords, transaction status) PayGate relies on.</summary>
    public const int MajorMin = 14;

    private const string DebianRoot = "/usr/lib/postgresql";

    public string InitDb => Path.Combine(Directory, "initdb");

    public string PgCtl => Path.Combine(Directory, "pg_ctl");

    /// <summary>
    /// The one on the PATH, else the highest below /usr/lib/postgresql; a cluster that exists already needs its own <paramref name="major"/> version.
    /// </summary>
    public static async Task<PostgresBinaries?> FindAsync(int? major, CancellationToken cancellationToken)
    {
        foreach (var directory in Candidates())
        {
            var found = await InspectAsync(directory, cancellationToken);
            if (found is not null && found.Major >= MajorMin && (major is null || found.Major == major))
            {
                return found;
            }
        }

        return null;
    }

    private static IEnumerable<string> Candidates()
    {
        if (Tool.Find("initdb") is { } onPath && Tool.Find("pg_ctl") is not null)
        {
            // The rest of PostgreSQL lies beside the program itself, not beside a link to it.
            yield return Path.GetDirectoryName(File.ResolveLinkTarget(onPath, returnFinalTarget: true)?.FullName ?? onPath)!;
        }

        if (System.IO.Directory.Exists(DebianRoot))
        {
            var versions = System.IO.Directory.GetDirectories(DebianRoot)
                .OrderByDescending(path => int.TryParse(Path.GetFileName(path), CultureInfo.InvariantCulture, out var number) ? number : 0);
            foreach (var version in versions)
            {
                yield return Path.Combine(version, "bin");
            }
        }
    }

    private static async Task<PostgresBinaries?> InspectAsync(string directory, CancellationToken cancellationToken)
    {
        var candidate = new PostgresBinaries(directory, 0);
        if (!File.Exists(candidate.InitDb) || !File.Exists(candidate.PgCtl))
        {
            return null;
        }

        // "pg_ctl (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)"; a beta says "19beta1".
        var version = await Tool.RunAsync([candidate.PgCtl, "--version"], cancellationToken);
        var number = version.Output.Split(") ", 2).ElementAtOrDefault(1) ?? "";
        var digits = string.Concat(number.TakeWhile(char.IsAsciiDigit));
        return int.TryParse(digits, CultureInfo.InvariantCulture, out var major) ? candidate with { Major = major } : null;
    }
}
