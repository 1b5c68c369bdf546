using Npgsql;
using PayGate.Grains.Journal;
using PayGate.Idempotency;
using PayGate.Silo.Storage.Tables;

namespace PayGate.Silo.Storage;

/// <summary>The table of idempotency records, for who does not write through the journal.</summary>
public sealed class AnswerRecords(SiloDatabase database, TimeProvider clock) : IAnswerRecords
{
    public async Task<bool> IsTaken(IdempotencyClaim claim, CancellationToken cancellationToken)
    {
        await using var command = database.Reader.CreateCommand(
            "select true from paygate.idempotency where scope = $1 and livemode = $2 and key = $3 and created >= $4");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = claim.Scope });
        command.Parameters.Add(new NpgsqlParameter<bool> { TypedValue = claim.Livemode });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = claim.Key });
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = (clock.GetUtcNow() - IdempotencyTable.Lifetime).UtcDateTime });
        return await command.ExecuteScalarAsync(cancellationToken) is true;
    }

    public async Task<bool> Record(IdempotencyWrite write, CancellationToken cancellationToken)
    {
        await using var connection = await database.Reader.OpenConnectionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { IdempotencyTable.Claim([write]) } };
        return await batch.ExecuteScalarAsync(cancellationToken) is not null;
    }
}
