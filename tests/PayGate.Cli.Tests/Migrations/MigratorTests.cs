using System.Text;
using PayGate.Cli.Migrations;
using PayGate.Cli.Postgres;
using PayGate.Testing;

namespace PayGate.Cli.Tests.Migrations;

public class MigratorTests
{
    private static readonly MigrationScript First = Script("bank/001_first.sql", "CREATE TABLE first (step text); INSERT INTO first VALUES ('first');");
    private static readonly MigrationScript Second = Script("bank/002_second.sql", "INSERT INTO first VALUES ('second');");
    private static readonly MigrationScript Third = Script("silo/001_third.sql", "INSERT INTO first VALUES ('third');");

    [Fact]
    public async Task Migrate_WhenDatabaseIsNew_AppliesAllInOrderAndSaysSo()
    {
        await using var database = await PostgresServer.CreateEmptyDatabase();
        var lines = new List<string>();

        var applied = await new Migrator([First, Second, Third], PostgresServer.RolePasswords, lines.Add).MigrateAsync(database.Owner, CancellationToken.None);

        Assert.Equal(3, applied);
        Assert.Equal(["applied bank/001_first.sql", "applied bank/002_second.sql", "applied silo/001_third.sql"], lines);
        Assert.Equal(["first", "second", "third"], await Sql.Column(database.Owner, "SELECT step FROM first ORDER BY ctid"));
        Assert.Equal(
            ["bank/001_first.sql", "bank/002_second.sql", "silo/001_third.sql"],
            await Sql.Column(database.Owner, "SELECT name FROM paygate_migrations ORDER BY applied_at"));
    }

    [Fact]
    public async Task Migrate_WhenRepeated_AppliesOnlyWhatIsNew()
    {
        await using var database = await PostgresServer.CreateEmptyDatabase();
        await Migrate(database, First);

        Assert.Equal(2, await Migrate(database, First, Second, Third));
        Assert.Equal(0, await Migrate(database, First, Second, Third));
        Assert.Equal(["first", "second", "third"], await Sql.Column(database.Owner, "SELECT step FROM first ORDER BY ctid"));
    }

    [Fact]
    public async Task Migrate_WhenAppliedScriptWasChanged_RefusesAndAppliesNothing()
    {
        await using var database = await PostgresServer.CreateEmptyDatabase();
        await Migrate(database, First);
        var changed = Script(First.Name, First.Sql + " ");

        var refusal = await Assert.ThrowsAsync<SetupException>(() => Migrate(database, changed, Second));

        Assert.Equal(
            "Script bank/001_first.sql was changed after it was applied: put it back as it was, and write the change as a new script.", refusal.Message);
        Assert.Equal(["first"], await Sql.Column(database.Owner, "SELECT step FROM first"));
    }

    [Fact]
    public async Task Migrate_WhenDatabaseIsNewerThanTheProgram_Refuses()
    {
        await using var database = await PostgresServer.CreateEmptyDatabase();
        await Migrate(database, First, Second);

        var refusal = await Assert.ThrowsAsync<SetupException>(() => Migrate(database, First));

        Assert.Equal("The database was migrated by a newer PayGate (bank/002_second.sql): run that version or a newer one.", refusal.Message);
    }

    [Fact]
    public async Task Migrate_WhenAScriptFails_KeepsTheOnesBeforeAndNothingOfIt()
    {
        await using var database = await PostgresServer.CreateEmptyDatabase();
        var broken = Script("bank/002_broken.sql", "INSERT INTO first VALUES ('half'); SELECT 1 / 0;");

        var refusal = await Assert.ThrowsAsync<SetupException>(() => Migrate(database, First, broken));

        Assert.Equal(
            "Script bank/002_broken.sql failed and left nothing behind (division by zero, 22012): mend the script or the database.", refusal.Message);
        Assert.Equal(["first"], await Sql.Column(database.Owner, "SELECT step FROM first"));
        Assert.Equal(["bank/001_first.sql"], await Sql.Column(database.Owner, "SELECT name FROM paygate_migrations"));
    }

    [Fact]
    public async Task Migrate_WhenAScriptChangesSettings_TheNextOneDoesNotSeeThem()
    {
        await using var database = await PostgresServer.CreateEmptyDatabase();
        var settings = Script("bank/001_settings.sql", "CREATE SCHEMA aside; SET search_path = aside;");
        var table = Script("bank/002_table.sql", "CREATE TABLE plain ();");

        await Migrate(database, settings, table);

        Assert.Equal("public", await Sql.Scalar(database.Owner, "SELECT schemaname::text FROM pg_tables WHERE tablename = 'plain'"));
    }

    [Fact]
    public async Task Migrate_WhenManyRunAtOnce_AppliesEachScriptOnce()
    {
        await using var database = await PostgresServer.CreateEmptyDatabase();

        var counts = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Migrate(database, First, Second, Third)));

        Assert.Equal(3, counts.Sum());
        Assert.Equal(["first", "second", "third"], await Sql.Column(database.Owner, "SELECT step FROM first ORDER BY ctid"));
    }

    /// <summary>Roles belong to the server: migrations of different databases meet on them, and their lock does not reach that far.</summary>
    [Fact]
    public async Task Migrate_WhenManyDatabasesOfOneServerAreMigratedAtOnce_AllSucceed()
    {
        var databases = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => PostgresServer.CreateEmptyDatabase()));

        var counts = await Task.WhenAll(databases.Select(database => Migrate(database, First)));

        Assert.All(counts, count => Assert.Equal(1, count));
        foreach (var database in databases)
        {
            Assert.Equal("paygate_silo", await Sql.Scalar(database.Silo, "SELECT current_user::text"));
            await database.DisposeAsync();
        }
    }

    [Fact]
    public async Task Migrate_WhenRolesAreMade_TheyMayDoNoMoreThanLogIn()
    {
        await using var database = await PostgresServer.CreateEmptyDatabase();
        await Migrate(database);

        var powerful = await Sql.Column(
            database.Owner,
            "SELECT rolname::text FROM pg_roles WHERE rolname LIKE 'paygate_%' AND rolname <> 'paygate_owner' AND (rolsuper OR rolcreatedb OR rolcreaterole OR rolreplication OR rolbypassrls OR NOT rolcanlogin)");

        Assert.Empty(powerful);
    }

    [Fact]
    public async Task CreateDatabase_WhenCalled_IsMigratedAndLetsEveryRoleLogIn()
    {
        await using var database = await PostgresServer.CreateDatabase();

        Assert.Equal(
            Migrator.Scripts().Select(script => script.Name), await Sql.Column(database.Owner, "SELECT name FROM paygate_migrations ORDER BY applied_at"));
        Assert.Equal(PrivateCluster.Owner, await Sql.Scalar(database.Owner, "SELECT current_user::text"));
        Assert.Equal("paygate_silo", await Sql.Scalar(database.Silo, "SELECT current_user::text"));
        Assert.Equal("paygate_api", await Sql.Scalar(database.Api, "SELECT current_user::text"));
        Assert.Equal("paygate_bank", await Sql.Scalar(database.Bank, "SELECT current_user::text"));
        Assert.Equal("paygate_audit", await Sql.Scalar(database.Audit, "SELECT current_user::text"));
    }

    [Fact]
    public void ReadAll_WhenNumbersLeaveAGap_Refuses()
    {
        var source = new MigrationSource("test", typeof(MigratorTests).Assembly);

        var fault = Assert.Throws<InvalidOperationException>(() => MigrationScript.ReadAll([source]));

        Assert.Equal("Script test/003_after_a_gap.sql should be named 002_words.sql: scripts count 001, 002, … without gaps.", fault.Message);
    }

    private static Task<int> Migrate(TestDatabase database, params MigrationScript[] scripts) =>
        new Migrator(scripts, PostgresServer.RolePasswords, _ => { }).MigrateAsync(database.Owner, CancellationToken.None);

    private static MigrationScript Script(string name, string sql) => MigrationScript.Create(name, Encoding.UTF8.GetBytes(sql));
}
