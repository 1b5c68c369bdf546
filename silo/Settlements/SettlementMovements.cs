using Npgsql;
using PayGate.Grains.Settlements;
using PayGate.PaymentIntents;
using PayGate.Settlements;
using PayGate.Silo.Storage;

namespace PayGate.Silo.Settlements;

/// <summary>Reads the index of movements that have no batch, and has the database assign them.</summary>
public sealed class SettlementMovements(SiloDatabase database) : ISettlementMovements
{
    /// <summary>Movements in one commit: some tens of milliseconds, so that nobody waits for long and little is repeated after a crash.</summary>
    private const int ClaimMax = 5_000;

    /// <summary>Batches that were given movements and not closed, as after a crash, count as open in the last moment of their day.</summary>
    private const string Interrupted =
        """
        select currency, day_end - interval '1 microsecond' as created from paygate.settlement_batches b
        where merchant_id = $1 and livemode = $2 and day_end <= $3 and status = 'collecting'
          and exists (select from paygate.settlement_claims c where c.batch_id = b.id)
        """;

    public async Task<DateTimeOffset?> OldestOpen(Tenant tenant, DateTimeOffset before, CancellationToken cancellationToken)
    {
        await using var command = Open("min(created)", tenant, before);
        return await command.ExecuteScalarAsync(cancellationToken) is DateTime oldest ? oldest : null;
    }

    public async Task<IReadOnlyList<Currency>> OpenCurrencies(Tenant tenant, DateTimeOffset before, CancellationToken cancellationToken)
    {
        await using var command = Open("distinct currency", tenant, before);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var currencies = new List<Currency>();
        while (await reader.ReadAsync(cancellationToken))
        {
            currencies.Add(Currency.Parse(reader.GetString(0)));
        }

        return currencies;
    }

    public async Task<int> Claim(string batchId, CancellationToken cancellationToken)
    {
        await using var command = database.Reader.CreateCommand("select paygate.claim_movements($1, $2)");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = batchId });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = ClaimMax });
        return (int)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    public async Task<BatchTotals> Claimed(string batchId, CancellationToken cancellationToken)
    {
        await using var command = database.Reader.CreateCommand(
            """
            select coalesce(sum(movements), 0)::bigint, coalesce(sum(gross), 0)::bigint, coalesce(sum(refunds), 0)::bigint, coalesce(sum(fees), 0)::bigint,
              coalesce(sum(disputes), 0)::bigint
            from paygate.settlement_claims where batch_id = $1
            """);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = batchId });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return new BatchTotals
        {
            Movements = reader.GetInt64(0),
            Gross = reader.GetInt64(1),
            Refunds = reader.GetInt64(2),
            Fees = reader.GetInt64(3),
            Disputes = reader.GetInt64(4),
        };
    }

    private NpgsqlCommand Open(string columns, Tenant tenant, DateTimeOffset before)
    {
        var command = database.Reader.CreateCommand(
            $"""
            select {columns} from (
              select currency, min(created) as created from paygate.balance_transactions
                where merchant_id = $1 and livemode = $2 and created < $3 and batch_id is null group by currency
              union all {Interrupted}) found
            order by 1
            """);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = tenant.MerchantId });
        command.Parameters.Add(new NpgsqlParameter<bool> { TypedValue = tenant.Livemode });
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = before.UtcDateTime });
        return command;
    }
}
