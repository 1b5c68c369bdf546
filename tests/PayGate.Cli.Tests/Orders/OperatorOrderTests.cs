using System.Text.Json;
using PayGate.Cli.Tests.Up;

namespace PayGate.Cli.Tests.Orders;

/// <summary><c>paygate rates</c> and <c>paygate fees</c> beside a running gateway.</summary>
public sealed class OperatorOrderTests
{
    [Fact]
    public async Task RatesAndFees_AreSetByARunningSilo_OrRefusedWithTheReason()
    {
        await using var directory = new TemporaryDirectory();
        await using var program = PayGateProgram.Start("up", "--port", "0", "--data", directory.Data);
        await program.Ready();
        using var demo = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(directory.Data, "demo-keys.json")));
        var merchant = demo.RootElement.GetProperty("merchant_id").GetString()!;
        var plan = Path.Combine(directory.Location, "plan.json");
        await File.WriteAllTextAsync(plan, """{"basis_points":180,"fixed":"30 usd","returns_fee":true}""");

        var set = await Run(directory, "rates", "set", "usd", "12.5", "--reason", "The source is down.");
        var beyond = await Run(directory, "rates", "set", "usd", "200", "--reason", "A slip.");
        var status = await Run(directory, "rates", "status");
        var charged = await Run(directory, "fees", "set", plan, "--merchant", merchant, "--reason", "Contract of May.");
        var shown = await Run(directory, "fees", "show", "--merchant", merchant);
        var unknown = await Run(directory, "fees", "set", plan, "--merchant", "mch_unknown", "--reason", "A slip.");

        Assert.Equal((0, "usd is 12.5 mad for 24 h: every process uses it within seconds"), (set.ExitCode, set.Output));
        Assert.Equal(1, beyond.ExitCode);
        Assert.EndsWith(
            "paygate: 200 is more than 10 times off the last good rate of usd, 12.5. Nothing was changed; say --beyond-band if a rate that far off is meant.\n",
            beyond.Error,
            StringComparison.Ordinal);
        Assert.Contains("usd  12.5 mad", status.Output, StringComparison.Ordinal);
        Assert.Equal((0, $"{merchant} is charged by this plan within seconds; payments that are authorized keep theirs"), (charged.ExitCode, charged.Output));
        Assert.Equal("""{"version":1,"basis_points":180,"fixed":"30 usd","cards":[],"returns_fee":true}""", shown.Output);
        Assert.Equal((1, "paygate: There is no merchant mch_unknown.\n"), (unknown.ExitCode, unknown.Error));
        await program.Signal("TERM");
        await program.Ended();
    }

    private static async Task<(int ExitCode, string Output, string Error)> Run(TemporaryDirectory directory, params string[] arguments)
    {
        await using var program = PayGateProgram.Start([.. arguments, "--data", directory.Data]);
        var (exitCode, error) = await program.Ended();
        return (exitCode, string.Join('\n', program.Output), error);
    }
}
