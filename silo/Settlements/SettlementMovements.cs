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
    private const int ClaimMax = 2_000;

    /// <summary>The currencies of a merchant's open movements with the oldest of each, by as many looks into the index as there are currencies.</summary>
    private const string OldestOfEach =
        """
        with recursive found as (
          (select currency from paygate.balance_transactions where merchant_id = $1 and livemode = $2 and batch_id is null order by currency limit 1)
          union all
          select (select t.currency from paygate.balance_transactions t
            where merchant_id = $1 and livemode = $2 and batch_id is null and t.currency > found.currency order by t.currency limit 1)
          from found where found.currency is not null),
        oldest as (
          select currency, (select created from paygate.balance_transactions t
            where merchant_id = $1 and livemode = $2 and batch_id is null and t.currency = found.currency order by created limit 1) as created
          from found where currency is not null)
        """;

    public async Task<IReadOnlyList<string>> Interrupted(Tenant tenant, CancellationToken cancellationToken)
    {
        await using var command = database.Reader.CreateCommand(
            """
            select id from paygate.settlement_batches b
            where merchant_id = $1 and livemode = $2 and status = 'collecting' and exists (select from paygate.settlement_claims c where c.batch_id = b.id)
            order by day_end
            """);
        return await Read(command, tenant, null, reader => reader.GetString(0), cancellationToken);
    }

    public async Task<DateTimeOffset?> OldestOpen(Tenant tenant, DateTimeOffset before, CancellationToken cancellationToken)
    {
        await using var command = database.Reader.CreateCommand($"{OldestOfEach} select created from oldest where created < $3 order by created limit 1");
        var oldest = await Read(command, tenant, before, reader => reader.GetFieldValue<DateTimeOffset>(0), cancellationToken);
        return oldest.Count == 0 ? null : oldest[0];
    }

    public async Task<IReadOnlyList<Currency>> OpenCurrencies(Tenant tenant, DateTimeOffset before, CancellationToken cancellationToken)
    {
        await using var command = database.Reader.CreateCommand($"{OldestOfEach} select currency from oldest where created < $3 order by currency");
        return await Read(command, tenant, before, reader => Currency.Parse(reader.GetString(0)), cancellationToken);
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

    private static async Task<List<T>> Read<T>(
        NpgsqlCommand command, Tenant tenant, DateTimeOffset? before, Func<NpgsqlDataReader, T> row, CancellationToken cancellationToken)
    {
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = tenant.MerchantId });
        command.Parameters.Add(new NpgsqlParameter<bool> { TypedValue = tenant.Livemode });
        if (before is { } instant)
        {
            command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = instant.UtcDateTime });
        }

        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(row(reader));
        }

        return rows;
    }
}
