namespace PayGate.Cli.Hosting;

/// <summary>Where the built pages of checkout/ lie: PAYGATE_WEB, or <c>web</c> beside the program, or <c>checkout/dist</c> of the source tree.</summary>
internal static class WebFiles
{
    private const string Variable = "PAYGATE_WEB";

    /// <summary>Null when they are not built.</summary>
    public static string? Find()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given)
        {
            return Directory.Exists(given) ? Path.GetFullPath(given) : throw new SetupException($"{Variable} names {given}, which is not a directory: mend or unset it.");
        }

        var beside = Path.Combine(AppContext.BaseDirectory, "web");
        return Directory.Exists(beside) ? beside : SourceTree(new DirectoryInfo(AppContext.BaseDirectory));
    }

    private static string? SourceTree(DirectoryInfo? directory)
    {
        for (; directory is not null; directory = directory.Parent)
        {
            var built = Path.Combine(directory.FullName, "checkout", "dist");
            if (Directory.Exists(built))
            {
                return built;
            }
        }

        return null;
    }
}
