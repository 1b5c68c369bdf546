using System.Text.RegularExpressions;
using Npgsql;

namespace PayGate.Postgres.Tests;

/// <summary>
/// Goal: the database itself refuses what the books forbid, whoever writes. Method: each violation is tried by the owner beside healthy rows, in a transaction
/// that is rolled back, and must meet the very constraint that is for it.
/// </summary>
public sealed class RuleTests(JournalFixture fixture) : IClassFixture<JournalFixture>
{
    public static TheoryData<string> Violations { get; } = [.. Violation.All.Select(violation => violation.Name)];

    [Theory]
    [MemberData(nameof(Violations))]
    public async Task Write_WhenARuleIsBroken_IsRefusedByItsConstraint(string name)
    {
        var violation = Violation.All.Single(candidate => candidate.Name == name);
        await using var connection = await fixture.Owner.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await Execute(connection, Violation.Healthy);

        var refused = await Assert.ThrowsAsync<PostgresException>(() => Execute(connection, violation.Sql));

        Assert.StartsWith("23", refused.SqlState, StringComparison.Ordinal);
        // Partitions have primary keys of their own names, with the month in them.
        Assert.Equal(violation.Constraint, Regex.Replace(refused.ConstraintName!, "_[0-9]{6}_", "_%_"));
    }

    [Fact]
    public async Task Rotate_WhenAllFieldsGetNewNonces_IsTaken()
    {
        await using var connection = await fixture.Owner.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await Execute(connection, Violation.Healthy);

        await Execute(
            connection,
            "update paygate.card_tokens set version = 2, key_version = 3, number_nonce = 'number-nonc2', expiry_nonce = 'expiry-nonc2', holder_nonce = null");
        await Execute(
            connection,
            "update paygate.card_tokens set version = 3, status = 'revoked', key_version = null, number_nonce = null, expiry_nonce = null");

        await using var count = new NpgsqlCommand("select count(*) from paygate.card_nonces", connection);
        Assert.Equal(5L, await count.ExecuteScalarAsync());
    }

    private static async Task Execute(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
