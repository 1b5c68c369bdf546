using Npgsql;
using PayGate.Bank.Tests.Support;

namespace PayGate.Bank.Tests;

public sealed class RightsTests(BankFixture fixture) : IClassFixture<BankFixture>
{
    [Theory]
    [InlineData("update bank.operations set amount = 1")]
    [InlineData("delete from bank.operations")]
    [InlineData("truncate bank.operations")]
    [InlineData("delete from bank.authorizations")]
    [InlineData("update bank.authorizations set id = 1")]
    [InlineData("drop index bank.operations_reference")]
    [InlineData("create table bank.more (id int)")]
    [InlineData("select * from audit.issuer_ops")]
    public async Task BankRole_BeyondAppending_IsRefused(string sql) => await AssertRefused(fixture.Running.Database.Bank, sql);

    [Theory]
    [InlineData("select * from bank.operations")]
    [InlineData("select * from bank.authorizations")]
    [InlineData("insert into audit.issuer_ops (id) values (1)")]
    public async Task AuditRole_BeyondTheView_IsRefused(string sql) => await AssertRefused(fixture.Running.Database.Audit, sql);

    [Fact]
    public async Task AuditRole_ReadsTheView()
    {
        await fixture.Running.Execute(Requests.Sale("op"));
        await using var audit = NpgsqlDataSource.Create(fixture.Running.Database.Audit);
        await using var command = audit.CreateCommand("select count(*) from audit.issuer_ops where attempt_key = 'op'");

        Assert.Equal(2L, await command.ExecuteScalarAsync());
    }

    [Theory]
    [InlineData("update bank.authorizations set captured = authorized + 1")]
    [InlineData("update bank.authorizations set refunded = captured + 1")]
    [InlineData("update bank.authorizations set authorized = -1, captured = -1, refunded = -1")]
    [InlineData("update bank.authorizations set state = 'open'")]
    public async Task Authorizations_AgainstTheRules_AreRefusedByTheDatabase(string sql)
    {
        await fixture.Running.Execute(Requests.Sale(fixture.NewReference()));
        await using var command = fixture.Running.Owner.CreateCommand(sql);

        var refusal = await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync());

        Assert.Equal(PostgresErrorCodes.CheckViolation, refusal.SqlState);
    }

    private static async Task AssertRefused(string connectionString, string sql)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand(sql);

        var refusal = await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync());

        Assert.Contains(refusal.SqlState, new[] { PostgresErrorCodes.InsufficientPrivilege, PostgresErrorCodes.ObjectNotInPrerequisiteState });
    }
}
