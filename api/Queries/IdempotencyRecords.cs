using Npgsql;
using PayGate.Api.Commands;
using PayGate.Idempotency;

namespace PayGate.Api.Queries;

/// <summary>What an idempotency key was used for. Written by the silo in the commit of the effect; here it is only read.</summary>
public sealed class IdempotencyRecords(ApiDatabase database, TimeProvider clock) : IIdempotencyRecords
{
    /// <summary>Older records are free to be claimed again; the silo's claim says the same.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    public async Task<RecordedAnswer?> Find(IdempotencyClaim claim, CancellationToken cancellationToken)
    {
        await using var command = database.Reader.CreateCommand(
            """
            select request_hash, state = 'done', status, body, request_id from paygate.idempotency
            where scope = $1 and livemode = $2 and key = $3 and created >= $4
            """);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = claim.Scope });
        command.Parameters.Add(new NpgsqlParameter<bool> { TypedValue = claim.Livemode });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = claim.Key });
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = (clock.GetUtcNow() - Lifetime).UtcDateTime });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new RecordedAnswer(
                (byte[])reader.GetValue(0), reader.GetBoolean(1), reader.GetInt32(2),
                await reader.IsDBNullAsync(3, cancellationToken) ? null : (byte[])reader.GetValue(3),
                await reader.IsDBNullAsync(4, cancellationToken) ? null : reader.GetString(4))
            : null;
    }
}
