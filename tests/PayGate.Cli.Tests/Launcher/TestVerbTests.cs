using PayGate.Cli.Postgres;

namespace PayGate.Cli.Tests.Launcher;

/// <summary>
/// What ./paygate test runs. The launcher is the real one, in a tree with one test project; small scripts stand for dotnet, npm and python3 and let every suite pass.
/// </summary>
public class TestVerbTests
{
    [Fact]
    public async Task Test_RunsEachSuiteOnce_AndSumsThem()
    {
        await using var tree = new TemporaryDirectory();

        var result = await Run(tree);

        Assert.Equal((0, "4 passed, 0 failed, 0 skipped"), (result.ExitCode, result.Output.Split('\n')[^1]));
        Assert.Equal(
            ["dotnet PayGate.sln", "dotnet Some.Tests.dll", "npm stripe-sdk", "python3 stripe-python", "npm openapi-lint"],
            await File.ReadAllLinesAsync(Path.Combine(tree.Location, "ran")));
    }

    private static async Task<ToolResult> Run(TemporaryDirectory tree)
    {
        var root = tree.Location;
        string[] folders = ["grain-interfaces", "grains", "silo", "bank", "api", "cli", "tests/Some.Tests", "tests/stripe-sdk", "tests/openapi-lint", "engine", "programs"];
        foreach (var folder in folders)
        {
            Directory.CreateDirectory(Path.Combine(root, folder));
        }

        Directory.CreateSymbolicLink(Path.Combine(root, "cli", "launcher"), Path.Combine(SourceTree.Root, "cli", "launcher"));
        File.Copy(Path.Combine(SourceTree.Root, "paygate"), Path.Combine(root, "paygate"));
        await File.WriteAllTextAsync(Path.Combine(root, "PayGate.sln"), "Some.Tests.csproj");
        await File.WriteAllTextAsync(Path.Combine(root, "tests", "Some.Tests", "Some.Tests.csproj"), "<Project />");
        await AddProgram(root, "initdb", "exit 0");
        await AddProgram(root, "npm", Npm);
        await AddProgram(root, "python3", Python);
        await AddProgram(root, "dotnet", Dotnet);
        return await Tool.RunAsync(
            ["env", "-i", $"PATH={root}/programs:{Environment.GetEnvironmentVariable("PATH")}", $"HOME={root}", "bash", Path.Combine(root, "paygate"), "test"],
            CancellationToken.None);
    }

    private static async Task AddProgram(string root, string name, string script)
    {
        var path = Path.Combine(root, "programs", name);
        await File.WriteAllTextAsync(path, $"#!/usr/bin/env bash\nroot='{root}'\n{script}\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }

    private const string Dotnet = """
        case "$*" in
          --list-sdks) echo '10.0.100 [/sdk]' ;;
          build*) echo "dotnet ${2##*/}" >>"$root/ran" ;;
          test*)
            echo "dotnet ${2##*/}" >>"$root/ran"
            echo '<UnitTestResult testName="Pays" outcome="Passed" />' >"$root/artifacts/test-results/${5##*LogFileName=}"
            ;;
          *' up --port 0 --data '*) mkdir -p "${*: -1}" && echo http://127.0.0.1:1/ >"${*: -1}/address" && exec tail -f /dev/null ;;
        esac
        """;

    private const string Python = """
        for argument; do
          case $argument in
            --junitxml=*)
              echo "python3 ${*: -1}" | sed 's: .*/: :' >>"$root/ran"
              echo '<testsuites><testcase name="pays"/></testsuites>' >"${argument#*=}"
              ;;
          esac
        done
        """;

    private const string Npm = """
        case "$*" in
          *' test')
            echo "npm ${2##*/}" >>"$root/ran"
            echo '<testsuites><testcase name="opens"/></testsuites>' >"${NODE_OPTIONS##*destination=}"
            ;;
        esac
        """;
}
