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
        await Execute(connection, violation.Beside);

        var refused = await Assert.ThrowsAsync<PostgresException>(() => Execute(connection, violation.Sql));

        Assert.StartsWith("23", refused.SqlState, StringComparison.Ordinal);
        // Partitions have primary keys of their own names, with the month in them.
        Assert.Equal(violation.Constraint, Regex.Replace(refused.ConstraintName!, "_[0-9]{6}_", "_%_"));
    }

    /// <summary>Rules that no refusal names: triggers that refuse by the names of others, and rules that another one implies.</summary>
    private static readonly string[] Unnamed =
    [
        "amount_moves_counted", "amount_moves_step_check", "card_tokens_forget_fingerprint", "card_tokens_take_new_nonces", "card_tokens_take_nonces", "encryption_keys_one_active",
        "encryption_keys_take_versions", "encryption_keys_take_wrappings", "events_erase_stream", "key_encryption_keys_accepted",
        "payment_intents_of_merchant",
    ];

    [Fact]
    public async Task Rules_AllHaveAViolation()
    {
        await using var command = fixture.Owner.CreateCommand(
            """
            select c.conname from pg_constraint c join pg_class t on t.oid = c.conrelid
              where c.connamespace = 'paygate'::regnamespace and c.contype in ('c', 'u', 'x') and not t.relispartition
            union select g.tgname from pg_trigger g join pg_class t on t.oid = g.tgrelid
              where t.relnamespace = 'paygate'::regnamespace and not g.tgisinternal and not t.relispartition
            union select t.relname from pg_index i join pg_class t on t.oid = i.indexrelid
              where t.relnamespace = 'paygate'::regnamespace and i.indisunique and not i.indisprimary and not t.relispartition
            """);
        await using var reader = await command.ExecuteReaderAsync();
        var rules = new List<string>();
        while (await reader.ReadAsync())
        {
            rules.Add(reader.GetString(0));
        }

        var unbroken = rules.Except(Unnamed).Except(Violation.All.Select(violation => violation.Constraint)).Order(StringComparer.Ordinal).ToList();
        Assert.True(unbroken.Count == 0, string.Join(", ", unbroken));
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
