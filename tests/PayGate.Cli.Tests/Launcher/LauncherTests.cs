using PayGate.Cli.Postgres;

namespace PayGate.Cli.Tests.Launcher;

/// <summary>./paygate on machines that lack something: a PATH that holds links to chosen programs only.</summary>
public class LauncherTests
{
    private static readonly string[] Basics = ["bash", "cat", "dirname", "find", "grep", "head", "id", "mkdir", "readlink", "rm", "sed", "sort"];

    [Fact]
    public async Task Up_WhenTheSdkIsMissing_SaysWhereToGetIt()
    {
        await using var directory = new TemporaryDirectory();

        var result = await Run(directory, Basics, "up");

        Assert.Equal(
            (1, "paygate: The .NET SDK 10 is missing: install it from https://dot.net/download (Ubuntu: apt-get install dotnet-sdk-10.0)."),
            (result.ExitCode, result.Output));
    }

    [Fact]
    public async Task Test_WhenNodeIsMissing_SaysWhereToGetIt()
    {
        await using var directory = new TemporaryDirectory();

        var result = await Run(directory, [.. Basics, "dotnet"], "test");

        Assert.Equal(
            (1, "paygate: Node.js 20.19 or newer, with npm, is missing: install it from https://nodejs.org or with your package manager."),
            (result.ExitCode, result.Output));
    }

    [Fact]
    public async Task Doctor_WhenToolsAreMissing_ListsThemAndFails()
    {
        await using var directory = new TemporaryDirectory();

        var result = await Run(directory, Basics, "doctor");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("missing  .NET SDK        install the .NET SDK 10 from https://dot.net/download", result.Output, StringComparison.Ordinal);
        Assert.Contains("missing  Node.js         install Node.js 20.19 or newer with npm, from https://nodejs.org", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnyVerb_WhenUnknown_IsRefused()
    {
        await using var directory = new TemporaryDirectory();

        var result = await Run(directory, Basics, "dance");

        Assert.Equal(1, result.ExitCode);
        Assert.EndsWith("paygate: There is no verb dance: use one of those above.", result.Output, StringComparison.Ordinal);
    }

    private static Task<ToolResult> Run(TemporaryDirectory directory, IEnumerable<string> programs, params string[] arguments)
    {
        foreach (var program in programs)
        {
            File.CreateSymbolicLink(Path.Combine(directory.Location, program), Tool.Find(program)!);
        }

        return Tool.RunAsync(
            ["env", "-i", $"PATH={directory.Location}", $"HOME={directory.Location}", "bash", Path.Combine(SourceTree.Root, "paygate"), .. arguments],
            CancellationToken.None);
    }
}
