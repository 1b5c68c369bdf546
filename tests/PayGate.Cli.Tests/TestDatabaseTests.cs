using Npgsql;
using PayGate.Testing;

namespace PayGate.Cli.Tests;

public class TestDatabaseTests
{
    [Fact]
    public async Task CreateDatabase_WhenCalled_LetsEveryRoleLogIn()
    {
        await using var database = await PostgresServer.CreateDatabase();

        Assert.Equal("paygate_owner", await UserOf(database.Owner));
        Assert.Equal("paygate_silo", await UserOf(database.Silo));
        Assert.Equal("paygate_api", await UserOf(database.Api));
        Assert.Equal("paygate_bank", await UserOf(database.Bank));
        Assert.Equal("paygate_audit", await UserOf(database.Audit));
    }

    private static async Task<object?> UserOf(string connectionString)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand("SELECT current_user");
        return await command.ExecuteScalarAsync();
    }
}
