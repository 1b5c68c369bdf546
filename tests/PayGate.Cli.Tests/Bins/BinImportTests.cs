using PayGate.Bins;
using PayGate.Cli.Bins;
using PayGate.Cli.Migrations;
using PayGate.Cli.Postgres;
using PayGate.Cli.Tests.Up;
using PayGate.Testing;

namespace PayGate.Cli.Tests.Bins;

public sealed class BinImportTests
{
    private const string Stored = "SELECT concat_ws(' ', digits, lowest, highest, brand, type, category, issuer, country) FROM paygate.bin_ranges ORDER BY digits, lowest";
    private const string Imports = "SELECT ranges::text FROM paygate.bin_imports ORDER BY id";

    [Fact]
    public async Task Import_WhenAllLinesAreGood_ReplacesWhatWasImported()
    {
        await using var directory = new TemporaryDirectory();
        await using var database = await PostgresServer.CreateDatabase();

        var first = await Import(database, await Write(directory, "414720,414729,visa,credit,signature,\"Chase, N.A.\",US", "41472000,,visa,debit,,,", "555555,,mastercard,credit,,,"));
        var second = await Import(database, await Write(directory, "417500,,visa,debit,,بنك,MA"));

        Assert.Equal((0, "", "3 ranges imported"), first);
        Assert.Equal((0, "", "1 ranges imported"), second);
        Assert.Equal(["6 417500 417500 visa debit بنك MA"], await Sql.Column(database.Owner, Stored));
        Assert.Equal(["3", "1"], await Sql.Column(database.Owner, Imports));
    }

    [Fact]
    public async Task Import_WhenALineIsBad_NamesEachAndWritesNothing()
    {
        await using var directory = new TemporaryDirectory();
        await using var database = await PostgresServer.CreateDatabase();
        await Import(database, await Write(directory, "417500,,visa,debit,,,"));
        var file = await Write(directory, "414720,,visa,credit,,,", "4242424242424242,,visa,credit,,,", "414720,,visa,debit,,,");

        var (exitCode, error, output) = await Import(database, file);

        Assert.Equal((1, ""), (exitCode, output));
        Assert.Equal(
            $"""
            {file}:3: lowest and highest are BINs of 6 to 8 digits; highest may be left empty
            {file}:4: the range overlaps that of line 2
            paygate: {file} has 2 bad lines and nothing was imported: mend them, and import it again.

            """,
            error);
        Assert.Equal(["6 417500 417500 visa debit"], await Sql.Column(database.Owner, Stored));
        Assert.Equal(["1"], await Sql.Column(database.Owner, Imports));
    }

    [Fact]
    public async Task Import_WhenMostLinesAreBad_ShowsTheFirstAndCountsAll()
    {
        await using var directory = new TemporaryDirectory();
        var file = await Write(directory, [.. Enumerable.Repeat("220000,,mir,debit,,,RU", 100)]);

        var error = await Refusal("bins", "import", file, "--data", directory.Data);

        Assert.Equal(21, error.TrimEnd('\n').Split('\n').Length);
        Assert.EndsWith($"\npaygate: {file} has 100 bad lines and nothing was imported: mend them, and import it again.\n", error, StringComparison.Ordinal);
    }

    /// <summary>The database refuses what no file can hold, and keeps what it has.</summary>
    [Fact]
    public async Task Import_WhenTheDatabaseRefuses_ChangesNothing()
    {
        await using var database = await PostgresServer.CreateDatabase();
        var facts = new BinFacts { Brand = "visa" };
        await BinImport.RunAsync(database.Silo, [new BinRange(6, 417500, 417500, facts)], CancellationToken.None);

        var refusal = await Assert.ThrowsAsync<SetupException>(() => BinImport.RunAsync(
            database.Silo, [new BinRange(6, 414720, 414729, facts), new BinRange(6, 414725, 414730, facts)], CancellationToken.None));

        Assert.Contains("bin_ranges_overlap", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(["6 417500 417500 visa unknown"], await Sql.Column(database.Owner, Stored));
        Assert.Equal(["1"], await Sql.Column(database.Owner, Imports));
    }

    [Fact]
    public async Task Import_WhenTwoRunAtOnce_LeavesTheFileOfOne()
    {
        await using var database = await PostgresServer.CreateDatabase();
        var facts = new BinFacts { Brand = "visa" };

        await Task.WhenAll(Enumerable.Range(1, 8).Select(count => BinImport.RunAsync(
            database.Silo, [.. Enumerable.Range(410000, count * 10).Select(bin => new BinRange(6, bin, bin, facts))], CancellationToken.None)));

        Assert.Equal(
            (await Sql.Column(database.Owner, Imports))[^1], Assert.Single(await Sql.Column(database.Owner, "SELECT count(*)::text FROM paygate.bin_ranges")));
    }

    [Fact]
    public async Task Import_WhenNotMigrated_SaysWhatToDo()
    {
        await using var directory = new TemporaryDirectory();
        // Roles belong to the whole server: another database of it has made them.
        await using var migrated = await PostgresServer.CreateDatabase();
        await using var database = await PostgresServer.CreateEmptyDatabase();

        var (_, error, _) = await Import(database, await Write(directory));

        Assert.Equal("paygate: The database has no table of BINs yet: run `paygate migrate` first.\n", error);
    }

    [Fact]
    public async Task Import_WhenThereIsNoPayGate_SaysSoAndMakesNone()
    {
        await using var directory = new TemporaryDirectory();

        var error = await Refusal("bins", "import", await Write(directory), "--data", directory.Data);

        Assert.Equal($"paygate: There is no PayGate in {directory.Data}: name its directory with --data, or its database in PAYGATE_DATABASE.\n", error);
        Assert.False(Directory.Exists(directory.Data));
    }

    [Fact]
    public async Task Import_WhenTheFileIsNotThere_SaysSo()
    {
        var error = await Refusal("bins", "import", "/nowhere/bins.csv");

        Assert.StartsWith("paygate: /nowhere/bins.csv cannot be read (", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_WhenTheFileIsNotUtf8_SaysSo()
    {
        await using var directory = new TemporaryDirectory();
        var file = Path.Combine(directory.Location, "bins.csv");
        await File.WriteAllBytesAsync(file, [.. System.Text.Encoding.ASCII.GetBytes(BinFile.Header + "\n414720,,visa,credit,,Banque G"), 0xE9, (byte)'n', (byte)',', (byte)'\n']);

        Assert.Equal($"paygate: {file} is not written in UTF-8: convert it, and import it again.\n", await Refusal("bins", "import", file));
    }

    /// <summary>As on one machine: the gateway runs on its own cluster, and is stopped later.</summary>
    [Fact]
    public async Task Import_IntoADataDirectory_ReachesItsDatabaseRunningOrNot()
    {
        await using var directory = new TemporaryDirectory();
        await using var program = PayGateProgram.Start("up", "--port", "0", "--data", directory.Data);
        await program.Ready();

        await using var beside = PayGateProgram.Start("bins", "import", await Write(directory, "417500,,visa,debit,,Atlas,MA"), "--data", directory.Data);
        Assert.Equal((0, ""), await beside.Ended());
        await program.Signal("TERM");
        Assert.Equal((0, ""), await program.Ended());
        await using var alone = PayGateProgram.Start("bins", "import", await Write(directory), "--data", directory.Data);
        Assert.Equal((0, ""), await alone.Ended());

        Assert.Equal(["1 ranges imported", "0 ranges imported"], beside.Output.Concat(alone.Output));
        Assert.False(File.Exists(PostmasterFile.PathIn(Path.Combine(directory.Data, "postgres"))));
    }

    private static async Task<string> Write(TemporaryDirectory directory, params string[] lines)
    {
        var file = Path.Combine(directory.Location, "bins.csv");
        await File.WriteAllLinesAsync(file, lines.Prepend(BinFile.Header));
        return file;
    }

    private static async Task<(int ExitCode, string Error, string Output)> Import(TestDatabase database, string file)
    {
        var environment = new Dictionary<string, string>
        {
            [ExternalServer.Variable] = database.Owner,
            [DatabaseRole.Silo.PasswordVariable()] = PostgresServer.RolePasswords[DatabaseRole.Silo],
        };
        await using var program = PayGateProgram.Start(environment, "bins", "import", file);
        var (exitCode, error) = await program.Ended();
        return (exitCode, error, string.Join('\n', program.Output));
    }

    private static async Task<string> Refusal(params string[] arguments)
    {
        await using var program = PayGateProgram.Start(arguments);
        var (exitCode, error) = await program.Ended();
        Assert.Equal(1, exitCode);
        return error;
    }
}
