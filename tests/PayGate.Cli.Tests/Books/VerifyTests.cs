using Npgsql;
using PayGate.Cli.Migrations;
using PayGate.Cli.Postgres;
using PayGate.Cli.Tests.Up;
using PayGate.Silo.Books;

namespace PayGate.Cli.Tests.Books;

/// <summary><c>paygate verify</c> on an installation of its own.</summary>
public sealed class VerifyTests
{
    [Fact]
    public async Task Verify_TellsWhatItSaw_NamesWhatIsWrong_AndSaysWhatItCouldNotCheck()
    {
        await using var directory = new TemporaryDirectory();
        await using var program = PayGateProgram.Start("up", "--port", "0", "--data", directory.Data);
        await program.Ready();

        var sound = await Run(directory);
        await program.Signal("TERM");
        await program.Ended();
        using var key = BooksKey.Open(Path.Combine(directory.Data, BooksKey.DefaultName));
        Assert.Equal(0, sound.ExitCode);
        Assert.Matches("^[0-9]+ facts of [0-9]+ objects, 0 roots, 0 differences\n", sound.Output);
        Assert.Contains($"signatures of the roots: checked with the key {key.Id}\n", sound.Output, StringComparison.Ordinal);
        Assert.EndsWith("NOT compared, there is no file here: name one with --roots", sound.Output, StringComparison.Ordinal);

        await Change(directory, "set session_replication_role = replica; update paygate.events set type = 'merchant.closed' where seq = 1 and stream_id like 'mch_%'");
        File.Move(Path.Combine(directory.Data, BooksKey.DefaultName), Path.Combine(directory.Location, "away.pem"));
        var changed = await Run(directory);
        Assert.Equal(1, changed.ExitCode);
        Assert.Contains("paygate: fact_chain: mch_", changed.Error, StringComparison.Ordinal);
        Assert.Contains("NOT checked, there is no key here: name it with --public-key", changed.Output, StringComparison.Ordinal);
        Assert.Equal(0, (await Run(directory, "--public-key", Path.Combine(directory.Location, "away.pem"))).Output.Split('\n').Count(line => line.Contains("NOT checked", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("--roots", "There is no file nowhere.jsonl: name one that exists.")]
    [InlineData("--public-key", "There is no file nowhere.jsonl: name one that exists.")]
    [InlineData(null, "There is no PayGate in ")]
    public async Task WhatIsNotThere_IsSaid(string? option, string sentence)
    {
        await using var directory = new TemporaryDirectory();

        var refused = await Run(directory, option is null ? [] : [option, "nowhere.jsonl"]);

        Assert.Equal((1, ""), (refused.ExitCode, refused.Output));
        Assert.StartsWith("paygate: " + sentence, refused.Error, StringComparison.Ordinal);
    }

    private static async Task<(int ExitCode, string Output, string Error)> Run(TemporaryDirectory directory, params string[] arguments)
    {
        await using var program = PayGateProgram.Start(["verify", .. arguments, "--data", directory.Data]);
        var (exitCode, error) = await program.Ended();
        return (exitCode, string.Join('\n', program.Output), error);
    }

    private static async Task Change(TemporaryDirectory directory, string sql)
    {
        var (server, owner) = await new DatabaseLocator(_ => null, _ => { }).StartAsync(
            directory.Data, () => RolePasswords.ForService(directory.Data, _ => null).Owner, CancellationToken.None);
        await using (var source = NpgsqlDataSource.Create(owner))
        {
            await using var command = source.CreateCommand(sql);
            await command.ExecuteNonQueryAsync();
        }

        await server.StopAsync(CancellationToken.None);
    }
}
