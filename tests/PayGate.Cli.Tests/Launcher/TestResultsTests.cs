using PayGate.Cli.Postgres;

namespace PayGate.Cli.Tests.Launcher;

/// <summary>How ./paygate test counts: from the files that the runners write, of which these are short examples.</summary>
public class TestResultsTests
{
    private const string Trx = """
        <?xml version="1.0" encoding="utf-8"?>
        <TestRun xmlns="http://microsoft.com/schemas/VisualStudio/TeamTest/2010"><Results>
          <UnitTestResult testName="Pays" outcome="Passed" duration="00:00:00.1" />
          <UnitTestResult testName="Says(text: &quot;a &gt; b&quot;)" outcome="Failed"><Output><ErrorInfo>
            <Message>Expected &lt;1&gt;</Message><StackTrace>at Somewhere</StackTrace></ErrorInfo></Output></UnitTestResult>
          <UnitTestResult testName="Waits" outcome="NotExecuted"><Output><ErrorInfo>
            <Message>needs a browser</Message></ErrorInfo></Output></UnitTestResult>
        </Results></TestRun>
        """;

    private const string Vitest = """
        {"testResults": [
          {"name": "a.test.ts", "status": "passed", "message": "", "assertionResults": [
            {"fullName": "adds", "status": "passed", "failureMessages": []}, {"fullName": "later", "status": "todo", "failureMessages": []}]},
          {"name": "b.test.ts", "status": "failed", "message": "cannot be read", "assertionResults": []}]}
        """;

    private const string Junit = """
        <?xml version="1.0" encoding="utf-8"?>
        <testsuites>
          <testcase name="opens" time="0.1" classname="test"/>
          <testcase name="buys" time="0.1" classname="test" failure="1 == 2"><failure type="x" message="1 == 2">1 == 2</failure></testcase>
          <testcase name="rests" time="0.1" classname="test"><skipped type="skipped" message="true"/></testcase>
        </testsuites>
        """;

    [Fact]
    public async Task Total_WhenSuitesHaveAllOutcomes_SumsThemAndShowsEachFailure()
    {
        await using var directory = new TemporaryDirectory();
        await Suite(directory, "domain", "trx", Trx, exitCode: 1);
        await Suite(directory, "pages", "vitest", Vitest, exitCode: 1);
        await Suite(directory, "browser", "junit", Junit, exitCode: 1);

        var total = await Results("total", directory.Location);

        Assert.Equal(1, total.ExitCode);
        Assert.EndsWith("\n3 passed, 3 failed, 3 skipped", total.Output, StringComparison.Ordinal);
        Assert.Contains("FAILED domain: Says(text: \"a > b\")\n  Expected <1>\n  at Somewhere", total.Output, StringComparison.Ordinal);
        Assert.Contains("\nnot run domain: Waits: needs a browser\n", total.Output, StringComparison.Ordinal);
        Assert.Contains("FAILED pages: b.test.ts\n  cannot be read", total.Output, StringComparison.Ordinal);
        Assert.Contains("FAILED browser: buys\n  1 == 2", total.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Total_WhenAllPass_Succeeds()
    {
        await using var directory = new TemporaryDirectory();
        await Suite(directory, "browser", "junit", "<testsuites><testcase name=\"opens\"/></testsuites>", exitCode: 0);

        var total = await Results("total", directory.Location);

        Assert.Equal((0, "1 passed, 0 failed, 0 skipped"), (total.ExitCode, total.Output));
    }

    [Fact]
    public async Task Total_WhenASuiteBrokeOffAfterPassing_CountsAFailure()
    {
        await using var directory = new TemporaryDirectory();
        await Suite(directory, "browser", "junit", "<testsuites><testcase name=\"opens\"/></testsuites>", exitCode: 134);

        var total = await Results("total", directory.Location);

        Assert.Equal(1, total.ExitCode);
        Assert.Contains("FAILED browser: browser: ended with exit code 134", total.Output, StringComparison.Ordinal);
        Assert.EndsWith("\n1 passed, 1 failed, 0 skipped", total.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Total_WhenASuiteRanNothing_CountsAFailure()
    {
        await using var directory = new TemporaryDirectory();
        await Results("suite", directory.Location, "domain", "trx", "0", "1");

        var total = await Results("total", directory.Location);

        Assert.Equal(1, total.ExitCode);
        Assert.Contains("FAILED domain: domain: no test ran", total.Output, StringComparison.Ordinal);
        Assert.EndsWith("\n0 passed, 1 failed, 0 skipped", total.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Total_WhenNoSuiteRan_Fails()
    {
        await using var directory = new TemporaryDirectory();

        var total = await Results("total", directory.Location);

        Assert.Equal((1, "0 passed, 0 failed, 0 skipped"), (total.ExitCode, total.Output));
    }

    private static async Task Suite(TemporaryDirectory directory, string name, string format, string content, int exitCode)
    {
        var extension = format switch { "trx" => "trx", "vitest" => "json", _ => "xml" };
        await File.WriteAllTextAsync(Path.Combine(directory.Location, $"{name}.{extension}"), content);
        var counted = await Results("suite", directory.Location, name, format, $"{exitCode}", "1");
        Assert.True(counted.ExitCode == 0, counted.Output);
    }

    private static Task<ToolResult> Results(params string[] arguments) =>
        Tool.RunAsync(["node", Path.Combine(SourceTree.Root, "cli", "launcher", "results.mjs"), .. arguments], CancellationToken.None);
}
