using Npgsql;
using PayGate.Grains.Erasure;
using PayGate.Silo.Storage;

namespace PayGate.Silo.Erasure;

/// <summary>Reads the heads' own columns, each by its index. A head that was erased does not name its customer there any more.</summary>
public sealed class CustomerTraces(SiloDatabase database) : ICustomerTraces
{
    private const string Sql =
        """
        (select id from paygate.card_tokens where merchant_id = $1 and customer_id = $2 order by id limit $3)
        union all (select id from paygate.card_tokens where merchant_id = $1 and detached_from = $2 order by id limit $3)
        union all (
          select id from paygate.card_tokens
          where merchant_id = $1 and consumer = $2 and fingerprint <> decode(repeat('00', 32), 'hex') order by id limit $3)
        union all (select id from paygate.payment_intents where merchant_id = $1 and customer_id = $2 order by id limit $3)
        union all (select id from paygate.setup_intents where merchant_id = $1 and customer_id = $2 order by id limit $3)
        union all (select id from paygate.checkout_sessions where merchant_id = $1 and customer_id = $2 order by id limit $3)
        union all (select id from paygate.refund_requests where merchant_id = $1 and customer_id = $2 and not erased order by id limit $3)
        union all (select id from paygate.disputes where merchant_id = $1 and customer_id = $2 and not erased order by id limit $3)
        """;

    public async Task<IReadOnlyList<string>> Find(string merchantId, string customerId, int limit, CancellationToken cancellationToken)
    {
        await using var command = database.Reader.CreateCommand(Sql);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = merchantId });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = customerId });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
        return await Ids(command, cancellationToken);
    }

    public async Task<IReadOnlyList<string>> UsedUpBy(string merchantId, IReadOnlyCollection<string> consumers, CancellationToken cancellationToken)
    {
        await using var command = database.Reader.CreateCommand(
            "select id from paygate.card_tokens where consumer = any($2) and merchant_id = $1 and fingerprint <> decode(repeat('00', 32), 'hex') order by id");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = merchantId });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. consumers] });
        return await Ids(command, cancellationToken);
    }

    private static async Task<IReadOnlyList<string>> Ids(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var ids = new List<string>();
        while (await reader.ReadAsync(cancellationToken))
        {
            ids.Add(reader.GetString(0));
        }

        return ids;
    }
}
