using Npgsql;
using PayGate.Api.Summary;

namespace PayGate.Api.Queries;

/// <summary>Counts a merchant's movements by day, from rows and facts that are written in the commits of what they count.</summary>
public sealed class SummaryQueries(ApiDatabase database)
{
    /// <summary>
    /// A row's id is made a moment before its instant is taken, so that the index by ids bounds what has to be read; this much wider, the instants then decide.
    /// </summary>
    private static readonly TimeSpan IdMargin = TimeSpan.FromHours(1);

    /// <param name="tenant">Merchant and mode.</param>
    /// <param name="currency">The merchant's settlement currency.</param>
    /// <param name="days">Next to each other, in order.</param>
    /// <param name="cancellationToken">Of the request.</param>
    public async Task<IReadOnlyList<SummaryCount>> Count(
        Tenant tenant, string currency, IReadOnlyList<LocalDay> days, CancellationToken cancellationToken)
    {
        var (from, before) = (days[0].Start, days[^1].End);
        await using var command = database.Reader.CreateCommand(
            $"""
            select width_bucket(created, $3) - 1, type, null, count(*), sum(amount)::bigint, sum(fee)::bigint
            from paygate.balance_transactions
            where merchant_id = $1 and livemode = $2 and id >= $6 and id < $7 and created >= $4 and created < $5 and currency = $8
            group by 1, 2
            union all
            select width_bucket(e.at, $3) - 1, 'decline',
              case when (e.data -> 'answer' ->> 'approved')::boolean then '{Decline.AmountMismatch}' else e.data -> 'answer' ->> 'reason' end, count(*), 0, 0
            from paygate.events e join paygate.payment_intents p on p.id = e.stream_id
            where e.merchant_id = $1 and p.livemode = $2 and e.at >= $4 and e.at < $5 and e.type in ('attempt.declined', 'attempt.failed')
            group by 1, 3
            """);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = tenant.MerchantId });
        command.Parameters.Add(new NpgsqlParameter<bool> { TypedValue = tenant.Livemode });
        command.Parameters.Add(new NpgsqlParameter<DateTime[]> { TypedValue = [.. days.Select(day => day.Start.UtcDateTime)] });
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = from.UtcDateTime });
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = before.UtcDateTime });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = ObjectId.LowestAt("txn", tenant.MerchantId, from - IdMargin) });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = ObjectId.LowestAt("txn", tenant.MerchantId, before + IdMargin) });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = currency });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var counts = new List<SummaryCount>();
        while (await reader.ReadAsync(cancellationToken))
        {
            counts.Add(new SummaryCount(
                reader.GetInt32(0),
                reader.GetString(1),
                await reader.IsDBNullAsync(2, cancellationToken) ? null : reader.GetString(2),
                reader.GetInt64(3),
                reader.GetInt64(4),
                reader.GetInt64(5)));
        }

        return counts;
    }
}
