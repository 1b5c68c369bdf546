using PayGate.Cli.Postgres;

namespace PayGate.Cli.Tests.Launcher;

/// <summary>
/// On which engines ./paygate test runs. The launcher is the real one, in a tree with one test project; a small script stands for dotnet, says whether Orleans can be
/// restored, and lets every suite pass.
/// </summary>
public class TestEnginesTests
{
    private const string Restores = "Orleans (its packages can be restored)";
    private const string DoesNotRestore = "Local (NU1101: Unable to find package Microsoft.Orleans.Sdk.)";

    [Fact]
    public async Task Test_WhereOrleansCanBeHad_RunsOnBothEngines()
    {
        await using var tree = new TemporaryDirectory();

        var result = await Run(tree, Restores);

        Assert.Equal((0, "7 passed, 0 failed, 0 skipped"), (result.ExitCode, result.Output.Split('\n')[^1]));
        Assert.Contains("Testing PayGate on Orleans Local\n", result.Output, StringComparison.Ordinal);
        Assert.Equal(["Orleans:Some.Tests.dll", "Local:Some.Tests.dll"], await Ran(tree));
        Assert.DoesNotContain(" only", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Test_WhereOrleansCannotBeHad_RunsOnTheStandInAndSaysSo()
    {
        await using var tree = new TemporaryDirectory();

        var result = await Run(tree, DoesNotRestore);

        Assert.Equal((0, "4 passed, 0 failed, 0 skipped"), (result.ExitCode, result.Output.Split('\n')[^1]));
        Assert.Equal(["Local:Some.Tests.dll"], await Ran(tree));
        Assert.Contains(
            "\nOrleans packages do not restore: ran the stand-in only (NU1101: Unable to find package Microsoft.Orleans.Sdk.)\n",
            result.Output,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Test_WithoutTheStandIn_RunsOnOrleansAndSaysSo()
    {
        await using var tree = new TemporaryDirectory();

        var result = await Run(tree, Restores, hasStandIn: false);

        Assert.Equal((0, "4 passed, 0 failed, 0 skipped"), (result.ExitCode, result.Output.Split('\n')[^1]));
        Assert.Equal(["Orleans:Some.Tests.dll"], await Ran(tree));
        Assert.Contains("\nThere is no stand-in (engine/local): ran Orleans only\n", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Test_WhenOneEngineIsAskedFor_RunsOnThatOneAndSaysSo()
    {
        await using var tree = new TemporaryDirectory();

        var result = await Run(tree, "Local (asked for)", asked: "local");

        Assert.Equal(["Local:Some.Tests.dll"], await Ran(tree));
        Assert.Contains("\nPAYGATE_ENGINE asks for one engine: ran Local only\n", result.Output, StringComparison.Ordinal);
    }

    private static async Task<ToolResult> Run(TemporaryDirectory tree, string selection, bool hasStandIn = true, string asked = "")
    {
        var root = tree.Location;
        string[] folders = ["grain-interfaces", "grains", "silo", "bank", "api", "cli", "tests/Some.Tests", "tests/stripe-sdk", "tests/openapi-lint", "engine", "programs"];
        foreach (var folder in hasStandIn ? [.. folders, "engine/local"] : folders)
        {
            Directory.CreateDirectory(Path.Combine(root, folder));
        }

        Directory.CreateSymbolicLink(Path.Combine(root, "cli", "launcher"), Path.Combine(SourceTree.Root, "cli", "launcher"));
        File.Copy(Path.Combine(SourceTree.Root, "paygate"), Path.Combine(root, "paygate"));
        File.Copy(Path.Combine(SourceTree.Root, "engine", "select.sh"), Path.Combine(root, "engine", "select.sh"));
        await File.WriteAllTextAsync(Path.Combine(root, "PayGate.sln"), "Some.Tests.csproj");
        await File.WriteAllTextAsync(Path.Combine(root, "tests", "Some.Tests", "Some.Tests.csproj"), "<Project />");
        await AddProgram(root, "initdb", "exit 0");
        await AddProgram(root, "npm", Npm);
        await AddProgram(root, "python3", Python);
        await AddProgram(root, "dotnet", Dotnet.Replace("SELECTION", selection, StringComparison.Ordinal));
        return await Tool.RunAsync(
            [
                "env", "-i", $"PATH={root}/programs:{Environment.GetEnvironmentVariable("PATH")}", $"HOME={root}", $"PAYGATE_ENGINE={asked}",
                "bash", Path.Combine(root, "paygate"), "test",
            ],
            CancellationToken.None);
    }

    /// <summary>Each run of a test project: the engine that it was built on, and its name.</summary>
    private static Task<string[]> Ran(TemporaryDirectory tree) => File.ReadAllLinesAsync(Path.Combine(tree.Location, "ran"));

    private static async Task AddProgram(string root, string name, string script)
    {
        var path = Path.Combine(root, "programs", name);
        await File.WriteAllTextAsync(path, $"#!/usr/bin/env bash\nroot='{root}'\n{script}\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }

    private const string Dotnet = """
        case "$*" in
          *-p:Engine=Orleans*) echo 'Orleans (asked for)' ;;
          *-p:Engine=Local*) echo 'Local (asked for)' ;;
          msbuild*) echo 'SELECTION' ;;
          --list-sdks) echo '10.0.100 [/sdk]' ;;
          build*) mkdir -p "$root/artifacts/Local" "$root/artifacts/Orleans" ;;
          test*)
            engine=${2#"$root/artifacts/"}
            echo "${engine%%/*}:${2##*/}" >>"$root/ran"
            echo '<UnitTestResult testName="Pays" outcome="Passed" />' >"$root/artifacts/test-results/${5##*LogFileName=}"
            ;;
          *' up --port 0 --data '*) mkdir -p "${*: -1}" && echo http://127.0.0.1:1/ >"${*: -1}/address" && exec tail -f /dev/null ;;
        esac
        """;

    private const string Python = """
        for argument; do
          case $argument in
            --junitxml=*) echo '<testsuites><testcase name="pays"/></testsuites>' >"${argument#*=}" ;;
          esac
        done
        """;

    private const string Npm = """
        case "$*" in
          *' test') echo '<testsuites><testcase name="opens"/></testsuites>' >"${NODE_OPTIONS##*destination=}" ;;
        esac
        """;
}
