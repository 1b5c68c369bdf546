namespace PayGate.Cli.Tests.Launcher;

internal static class SourceTree
{
    /// <summary>The directory of ./paygate, above the one that this test was built into.</summary>
    public static string Root { get; } = Find(new DirectoryInfo(AppContext.BaseDirectory));

    private static string Find(DirectoryInfo? directory)
    {
        for (; directory is not null; directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, "PayGate.sln")))
            {
                return directory.FullName;
            }
        }

        throw new InvalidOperationException("The test was not built inside the source tree.");
    }
}
