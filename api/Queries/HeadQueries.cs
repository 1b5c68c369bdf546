using System.Text;
using PayGate.Api.Commands;
using PayGate.Api.Http;

namespace PayGate.Api.Queries;

/// <summary>Reads the objects of one kind by SQL: their rows are written in the commit that changes them, so a read is never behind.</summary>
/// <param name="database">Read only.</param>
/// <param name="prefix">Of their ids.</param>
/// <param name="table">Their head table, which has merchant, mode and the whole state.</param>
public abstract class HeadQueries<T>(ApiDatabase database, string prefix, string table)
    where T : class
{
    /// <summary>One object by id, or null; the caller compares the tenant.</summary>
    public async Task<T?> Find(string id, CancellationToken cancellationToken)
    {
        if (!ObjectId.IsWellFormed(prefix, id))
        {
            return null;
        }

        var found = await Read(new SqlText($"select state::text from {table} where true").AddWith(" and id = ?", id), cancellationToken);
        return found.FirstOrDefault();
    }

    /// <summary>An object of the tenant; null for what is unknown, of another merchant or of the other mode alike.</summary>
    public async Task<T?> Find(string id, Tenant tenant, CancellationToken cancellationToken) =>
        await Find(id, cancellationToken) is { } found && TenantOf(found) == tenant ? found : null;

    /// <summary>Those of the tenant's objects that have these ids.</summary>
    public Task<List<T>> FindAll(IEnumerable<string> ids, Tenant tenant, CancellationToken cancellationToken) =>
        Read(Of("state::text", tenant).AddWith(" and id = any(?)", ids.Distinct().ToArray()), cancellationToken);

    protected abstract T ReadState(byte[] stored);

    protected abstract Tenant TenantOf(T item);

    /// <summary>One page of a merchant's objects; null for an unknown cursor.</summary>
    /// <param name="tenant">Merchant and mode.</param>
    /// <param name="query">Cursor, size, times.</param>
    /// <param name="filter">Adds the conditions of the kind.</param>
    /// <param name="cancellationToken">Of the request.</param>
    private protected async Task<Page<T>?> List(Tenant tenant, ListQuery query, Func<SqlText, SqlText> filter, CancellationToken cancellationToken)
    {
        if (query.Cursor is { } cursor && await Find(cursor, tenant, cancellationToken) is null)
        {
            return null;
        }

        var page = Matching("state::text")
            .AddWith(" and id < ?", query.StartingAfter)
            .AddWith(" and id > ?", query.EndingBefore)
            .AddWith($" order by id {query.Direction} limit ?", (int?)(query.Limit + 1));
        return query.PageOf(
            await Read(page, cancellationToken), query.IncludesTotalCount ? await Count(Matching("count(*)"), cancellationToken) : null);

        SqlText Matching(string columns) => filter(Of(columns, tenant)
            .AddWith(" and id >= ?", Lowest(query.Created.From))
            .AddWith(" and id < ?", Lowest(query.Created.Before)));

        string? Lowest(DateTimeOffset? instant) => instant is { } at ? ObjectId.LowestAt(prefix, tenant.MerchantId, at) : null;
    }

    /// <summary>The beginning of a statement about all of a merchant's objects.</summary>
    private protected SqlText Of(string columns, Tenant tenant) =>
        new SqlText($"select {columns} from {table} where true")
            .AddWith(" and merchant_id = ?", tenant.MerchantId)
            .AddWith(" and livemode = ?", (bool?)tenant.Livemode);

    private protected Task<long> Count(SqlText sql, CancellationToken cancellationToken) => sql.Count(database, cancellationToken);

    private protected async Task<List<T>> Read(SqlText sql, CancellationToken cancellationToken)
    {
        await using var command = sql.On(database);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var items = new List<T>();
        while (await reader.ReadAsync(cancellationToken))
        {
            items.Add(ReadState(Encoding.UTF8.GetBytes(reader.GetString(0))));
        }

        return items;
    }
}
