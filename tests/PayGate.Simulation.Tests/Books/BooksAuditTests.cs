using Npgsql;
using PayGate.Silo.Books.Checks;

namespace PayGate.Simulation.Tests.Books;

/// <summary>
/// Goal: each check of the books sees the defect it is for, and stays green otherwise. Method: defects are planted by the owner into healthy books, inside a
/// transaction that is rolled back, and the checks run there with the rights of paygate_audit.
/// </summary>
public sealed class BooksAuditTests(HealthyBooks books) : IClassFixture<HealthyBooks>
{
    public static TheoryData<string> Plants { get; } = [.. Plant.All.Select(plant => plant.Name)];

    [Fact]
    public async Task Run_OnHealthyBooks_FindsNothing() => Assert.Empty(await BooksAudit.Run(books.Site.Database.Audit));

    [Theory]
    [MemberData(nameof(Plants))]
    public async Task Run_AfterADefectWasPlanted_FindsIt(string name)
    {
        var plant = Plant.All.Single(candidate => candidate.Name == name);
        await using var connection = new NpgsqlConnection(books.Site.Database.Owner);
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        // As a replica's writer, which no trigger stops.
        await Execute(connection, "set local session_replication_role = replica");
        await Execute(connection, plant.Sql);
        await Execute(connection, "set local role paygate_audit");

        var violations = await BooksAudit.Run(connection);

        Assert.Equal(plant.Red.Order(), violations.Select(violation => violation.Check).Distinct().Order());
    }

    [Fact]
    public void Checks_All_HaveBeenSeenRed() =>
        Assert.Equal(BooksAudit.Checks.Select(check => check.Name).Order(), Plant.All.SelectMany(plant => plant.Red).Distinct().Order());

    private static async Task Execute(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
