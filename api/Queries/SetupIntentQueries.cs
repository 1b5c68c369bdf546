using System.Text;
using Npgsql;
using PayGate.Api.Commands;
using PayGate.Api.SetupIntents;
using PayGate.SetupIntents;

namespace PayGate.Api.Queries;

/// <summary>Reads setups by SQL: their rows are written in the commit that changes them, so a read is never behind.</summary>
public sealed class SetupIntentQueries(ApiDatabase database)
{
    /// <summary>One setup by id, or null; the caller compares the tenant.</summary>
    public async Task<SetupIntent?> Find(string id, CancellationToken cancellationToken)
    {
        if (!ObjectId.IsWellFormed("seti", id))
        {
            return null;
        }

        await using var command = database.Reader.CreateCommand("select state::text from paygate.setup_intents where id = $1");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = id });
        return (await Read(command, cancellationToken)).FirstOrDefault();
    }

    /// <summary>One page of a merchant's setups; null for an unknown cursor.</summary>
    public async Task<Page<SetupIntent>?> List(Tenant tenant, SetupListParams list, CancellationToken cancellationToken)
    {
        var query = list.Query;
        if (query.Cursor is { } cursor && (await Find(cursor, cancellationToken))?.Tenant != tenant)
        {
            return null;
        }

        await using var command = Matching("state::text", tenant, list)
            .AddWith(" and id < ?", query.StartingAfter)
            .AddWith(" and id > ?", query.EndingBefore)
            .AddWith($" order by id {query.Direction} limit ?", (int?)(query.Limit + 1))
            .On(database);
        return query.PageOf(
            await Read(command, cancellationToken),
            query.IncludesTotalCount ? await Matching("count(*)", tenant, list).Count(database, cancellationToken) : null);
    }

    private static SqlText Matching(string columns, Tenant tenant, SetupListParams list) =>
        new SqlText($"select {columns} from paygate.setup_intents where true")
            .AddWith(" and merchant_id = ?", tenant.MerchantId)
            .AddWith(" and livemode = ?", (bool?)tenant.Livemode)
            .AddWith(" and customer_id = ?", list.Customer)
            .AddWith(" and payment_method_id = ?", list.PaymentMethod)
            .AddWith(" and id >= ?", Lowest(tenant, list.Query.Created.From))
            .AddWith(" and id < ?", Lowest(tenant, list.Query.Created.Before));

    private static string? Lowest(Tenant tenant, DateTimeOffset? instant) =>
        instant is { } at ? ObjectId.LowestAt("seti", tenant.MerchantId, at) : null;

    private static async Task<List<SetupIntent>> Read(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var setups = new List<SetupIntent>();
        while (await reader.ReadAsync(cancellationToken))
        {
            setups.Add(SetupIntentStorage.Read(Encoding.UTF8.GetBytes(reader.GetString(0))));
        }

        return setups;
    }
}
