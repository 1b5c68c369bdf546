using Npgsql;
using PayGate.Bank.Journal;

namespace PayGate.Bank.Laboratory;

/// <summary>The SQL of bank.scripts.</summary>
internal sealed class ScriptStore(BankDatabase database)
{
    private const string Columns =
        "id, merchant_id, operation, card_last4, amount, payment_id, behavior, latency_ms, decline_reason, approved_amount, after_seconds, dispute_reason, times, times_left, created";

    /// <summary>All that are not used up, the oldest first: the order in which they are tried.</summary>
    public Task<IReadOnlyList<BankScript>> Live(CancellationToken cancellationToken) =>
        Read($"select {Columns} from bank.scripts where times_left > 0 order by created, id", [], cancellationToken);

    public Task<IReadOnlyList<BankScript>> Of(string merchantId, CancellationToken cancellationToken) =>
        Read($"select {Columns} from bank.scripts where merchant_id = $1 order by id desc", [Text(merchantId)], cancellationToken);

    /// <summary>Deletes used-up scripts beyond the limit first. Two at once may exceed the limit by one, which harms nobody.</summary>
    public async Task<bool> Add(BankScript script, CancellationToken cancellationToken)
    {
        await Run(
            """
            delete from bank.scripts where id in (
              select id from bank.scripts where merchant_id = $1 order by times_left > 0 desc, id desc offset $2) and times_left = 0
            """,
            [Text(script.MerchantId), Integer(BankScripts.LiveMax - 1)],
            cancellationToken);
        return await Run(
            $"""
            insert into bank.scripts ({Columns})
            select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15
            where (select count(*) from bank.scripts where merchant_id = $2 and times_left > 0) < $16
            """,
            [
                Text(script.Id), Text(script.MerchantId), Text(script.Operation), Text(script.CardLastFour), Bigint(script.Amount), Text(script.PaymentId),
                Text(script.Behavior), Integer(script.LatencyMilliseconds), Text(script.DeclineReason), Bigint(script.ApprovedAmount),
                Integer(script.AfterSeconds), Text(script.DisputeReason), Integer(script.Times), Integer(script.TimesLeft),
                new NpgsqlParameter<DateTimeOffset> { TypedValue = script.Created }, Integer(BankScripts.LiveMax),
            ],
            cancellationToken) == 1;
    }

    public async Task<bool> Remove(string merchantId, string id, CancellationToken cancellationToken) =>
        await Run("delete from bank.scripts where merchant_id = $1 and id = $2", [Text(merchantId), Text(id)], cancellationToken) == 1;

    /// <summary>Uses the script once; false when it is used up or gone.</summary>
    public async Task<bool> Take(string id, CancellationToken cancellationToken) =>
        await Run("update bank.scripts set times_left = times_left - 1 where id = $1 and times_left > 0", [Text(id)], cancellationToken) == 1;

    /// <summary>The last four digits of the card that an operation's authorization was opened with.</summary>
    public async Task<string?> LastFourBehind(string reference, CancellationToken cancellationToken)
    {
        await using var connection = await database.Open(cancellationToken);
        await using var command = new NpgsqlCommand(
            """
            select opening.card_last4 from bank.operations original join bank.operations opening on opening.id = coalesce(original.authorization_id, original.id)
            where original.reference = $1 and not original.repeat
            """,
            connection)
        { Parameters = { Text(reference) } };
        return await command.ExecuteScalarAsync(cancellationToken) as string;
    }

    private async Task<int> Run(string sql, NpgsqlParameter[] parameters, CancellationToken cancellationToken)
    {
        await using var connection = await database.Open(cancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddRange(parameters);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task<IReadOnlyList<BankScript>> Read(string sql, NpgsqlParameter[] parameters, CancellationToken cancellationToken)
    {
        await using var connection = await database.Open(cancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddRange(parameters);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var scripts = new List<BankScript>();
        while (await reader.ReadAsync(cancellationToken))
        {
            scripts.Add(ScriptAt(reader));
        }

        return scripts;
    }

    private static BankScript ScriptAt(NpgsqlDataReader reader) => new()
    {
        Id = reader.GetString(0),
        MerchantId = reader.GetString(1),
        Operation = TextAt(reader, 2),
        CardLastFour = TextAt(reader, 3),
        Amount = BigintAt(reader, 4),
        PaymentId = TextAt(reader, 5),
        Behavior = reader.GetString(6),
        LatencyMilliseconds = reader.GetInt32(7),
        DeclineReason = TextAt(reader, 8),
        ApprovedAmount = BigintAt(reader, 9),
        AfterSeconds = reader.GetInt32(10),
        DisputeReason = TextAt(reader, 11),
        Times = reader.GetInt32(12),
        TimesLeft = reader.GetInt32(13),
        Created = reader.GetFieldValue<DateTimeOffset>(14),
    };

    private static string? TextAt(NpgsqlDataReader reader, int ordinal) => reader.IsDBNull(ordinal) ? null : reader.GetString(ordinal);

    private static long? BigintAt(NpgsqlDataReader reader, int ordinal) => reader.IsDBNull(ordinal) ? null : reader.GetInt64(ordinal);

    private static NpgsqlParameter<string?> Text(string? value) => new() { TypedValue = value };

    private static NpgsqlParameter<long?> Bigint(long? value) => new() { TypedValue = value };

    private static NpgsqlParameter<int> Integer(int value) => new() { TypedValue = value };
}
