using Npgsql;
using PayGate.Payouts;

namespace PayGate.Api.Queries;

/// <summary>
/// What a payout is made of, from the statement of the available balance: all that moved it since the payout before. Each line of the statement has the balance after it, so
/// that the parts always add up to the payout.
/// </summary>
public sealed class PayoutBreakdownQueries(ApiDatabase database)
{
    /// <summary>From the line of the payout before, where there is one, to this one's, with the figures of the batches among them.</summary>
    private const string Lines =
        """
        with this as (
          select * from paygate.available_movements where source_id = $1 and source_type = 'payout'),
        before as (
          select coalesce(max(m.seq), 0) as seq
          from paygate.available_movements m join this using (merchant_id, livemode, currency)
          where m.seq < this.seq and m.source_type = 'payout')
        select m.source_type, m.source_id, m.amount, m.balance, m.held, m.at, m.seq = before.seq as is_before, m.seq = this.seq as is_this,
          coalesce(b.gross, 0), coalesce(b.refunds, 0), coalesce(b.fees, 0), coalesce(b.disputes, 0)
        from this cross join before
        join paygate.available_movements m
          on m.merchant_id = this.merchant_id and m.livemode = this.livemode and m.currency = this.currency and m.seq between before.seq and this.seq
        left join paygate.settlement_batches b on b.id = m.source_id
        order by m.seq
        """;

    public async Task<PayoutBreakdownResource> Of(Payout payout, CancellationToken cancellationToken)
    {
        await using var command = database.Reader.CreateCommand(Lines);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = payout.Id });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var carriedOver = new CarriedOverResource { Amount = 0 };
        var left = new LeftOverResource { Amount = 0, Held = 0 };
        var lines = new List<PayoutBreakdownLineResource>();
        while (await reader.ReadAsync(cancellationToken))
        {
            if (reader.GetBoolean(6))
            {
                carriedOver = new CarriedOverResource { Amount = reader.GetInt64(3), Payout = reader.GetString(1) };
            }
            else if (reader.GetBoolean(7))
            {
                left = new LeftOverResource { Amount = reader.GetInt64(3), Held = reader.GetInt64(4) };
            }
            else
            {
                lines.Add(LineAt(reader));
            }
        }

        return new PayoutBreakdownResource
        {
            Amount = payout.Amount.MinorUnits,
            CarriedOver = carriedOver,
            Currency = payout.Amount.Currency.Code,
            Left = left,
            Lines = lines,
            Livemode = payout.Tenant.Livemode,
            Payout = payout.Id,
        };
    }

    private static PayoutBreakdownLineResource LineAt(NpgsqlDataReader reader) => new()
    {
        Type = reader.GetString(0),
        Source = reader.GetString(1),
        Amount = reader.GetInt64(2),
        At = reader.GetFieldValue<DateTimeOffset>(5).ToUnixTimeSeconds(),
        Gross = reader.GetInt64(8),
        Refunds = reader.GetInt64(9),
        Fees = reader.GetInt64(10),
        Disputes = reader.GetInt64(11),
    };
}
