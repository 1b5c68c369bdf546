using PayGate.Cli.Postgres;

namespace PayGate.Cli.Tests.Launcher;

/// <summary>./paygate keys and bins: the real launcher in a tree of its own; a small script stands for dotnet and says what it was asked to run.</summary>
public class DataVerbTests
{
    private const string Dotnet = """
        case "$*" in
          --list-sdks) echo '10.0.100 [/sdk]' ;;
          build*) ;;
          *) echo "ran: ${*:2}" ;;
        esac
        """;

    [Theory]
    [InlineData("keys status --json", "keys --data ROOT/.paygate status --json")]
    [InlineData("keys export backup", "keys --data ROOT/.paygate export backup")]
    [InlineData("keys verify --data /elsewhere", "keys verify --data /elsewhere")]
    [InlineData("keys verify --data=/elsewhere", "keys verify --data=/elsewhere")]
    [InlineData("bins import bins.csv", "bins --data ROOT/.paygate import bins.csv")]
    [InlineData("bins import bins.csv --data /elsewhere", "bins import bins.csv --data /elsewhere")]
    public async Task Verbs_LookAtTheDataOfUp_WhereNoOthersAreNamed(string arguments, string expected)
    {
        await using var tree = new TemporaryDirectory();

        var result = await Run(tree, arguments.Split(' '));

        Assert.Equal((0, $"ran: {expected.Replace("ROOT", tree.Location, StringComparison.Ordinal)}"), (result.ExitCode, result.Output.Split('\n')[^1]));
    }

    [Fact]
    public async Task Help_ListsTheVerb()
    {
        await using var tree = new TemporaryDirectory();

        Assert.Contains("\n  ./paygate keys     ", (await Run(tree, ["help"])).Output, StringComparison.Ordinal);
    }

    private static async Task<ToolResult> Run(TemporaryDirectory tree, string[] arguments)
    {
        var root = tree.Location;
        foreach (var folder in new[] { "grain-interfaces", "grains", "silo", "bank", "api", "cli", "engine", "programs" })
        {
            Directory.CreateDirectory(Path.Combine(root, folder));
        }

        Directory.CreateSymbolicLink(Path.Combine(root, "cli", "launcher"), Path.Combine(SourceTree.Root, "cli", "launcher"));
        File.Copy(Path.Combine(SourceTree.Root, "paygate"), Path.Combine(root, "paygate"));
        var dotnet = Path.Combine(root, "programs", "dotnet");
        await File.WriteAllTextAsync(dotnet, $"#!/usr/bin/env bash\nroot='{root}'\n{Dotnet}\n");
        File.SetUnixFileMode(dotnet, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return await Tool.RunAsync(
            ["env", "-i", $"PATH={root}/programs:{Environment.GetEnvironmentVariable("PATH")}", $"HOME={root}", "bash", Path.Combine(root, "paygate"), .. arguments],
            CancellationToken.None);
    }
}
