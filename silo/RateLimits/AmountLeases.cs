using System.Collections.Immutable;
using Npgsql;
using PayGate.Grains.RateLimits;
using PayGate.RateLimits;
using PayGate.Silo.Storage;

namespace PayGate.Silo.RateLimits;

/// <summary>Reads and closes the leases' rows, in which the database counts what payments take.</summary>
public sealed class AmountLeases(SiloDatabase database) : IAmountLeases
{

    /// <summary>Locks in the order of the ids, as the journal does, so that the two never wait for each other in a circle.</summary>
    public async Task<ImmutableArray<LeaseUse>> Close(Reclaim reclaim, CancellationToken cancellationToken)
    {
        await using var command = database.Reader.CreateCommand(
            """
            with chosen as materialized (
              select id, used, amount from paygate.amount_leases where id = any($1) or id = any($2) order by id for update)
            update paygate.amount_leases l set closed = true
            from chosen c
            where l.id = c.id and (l.id = any($1) or c.used = c.amount)
            returning l.id, l.used, l.pending
            """);
        command.Parameters.Add(Ids([.. reclaim.Close]));
        command.Parameters.Add(Ids([.. reclaim.CloseIfUsedUp]));
        return await Read(command, cancellationToken);
    }

    public async Task<ImmutableArray<LeaseUse>> Find(IReadOnlyCollection<string> leaseIds, CancellationToken cancellationToken)
    {
        await using var command = database.Reader.CreateCommand("select id, used, pending from paygate.amount_leases where id = any($1)");
        command.Parameters.Add(Ids([.. leaseIds]));
        return await Read(command, cancellationToken);
    }

    /// <summary>
    /// Of a payment's attempts only the last can be approved or unknown, and its amount is the payment's. Increments that were taken from leases are part of what is
    /// authorized, and are counted there.
    /// </summary>
    public async Task<TakenBefore> CountBefore(LimitKey key, LocalPeriods periods, CancellationToken cancellationToken)
    {
        await using var command = database.Reader.CreateCommand(
            """
            select coalesce(sum(amount) filter (where id >= $4), 0)::bigint, coalesce(sum(amount), 0)::bigint
            from (
              select distinct on (c.payment_intent_id) c.id,
                case when p.amount_authorized > 0 then p.amount_authorized when p.status = 'processing' then p.amount else 0 end - (
                  select coalesce(sum(m.amount), 0) from paygate.amount_moves m where m.id > c.id || '.inc' and m.id < c.id || '.ind') as amount
              from paygate.charges c
              join paygate.payment_intents p on p.id = c.payment_intent_id
              where c.merchant_id = $1 and c.id >= $5 and p.livemode = $2 and p.currency = $3
              order by c.payment_intent_id, c.id desc) latest
            where not exists (select from paygate.amount_moves m where m.id = latest.id)
            """);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = key.Tenant.MerchantId });
        command.Parameters.Add(new NpgsqlParameter<bool> { TypedValue = key.Tenant.Livemode });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = key.Currency.Code });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = LowestCharge(periods.DayStart) });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = LowestCharge(periods.MonthStart) });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return new TakenBefore(reader.GetInt64(0), reader.GetInt64(1));

        string LowestCharge(DateTimeOffset start) => ObjectId.LowestAt("ch", key.Tenant.MerchantId, start);
    }

    private static NpgsqlParameter<string[]> Ids(string[] ids) => new() { TypedValue = ids };

    private static async Task<ImmutableArray<LeaseUse>> Read(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var uses = ImmutableArray.CreateBuilder<LeaseUse>();
        while (await reader.ReadAsync(cancellationToken))
        {
            uses.Add(new LeaseUse(reader.GetString(0), reader.GetInt64(1), reader.GetInt32(2)));
        }

        return uses.ToImmutable();
    }
}
