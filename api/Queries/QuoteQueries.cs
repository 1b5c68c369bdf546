using Npgsql;
using PayGate.Quotes;

namespace PayGate.Api.Queries;

/// <summary>Reads quotes, and which payments cite them.</summary>
public sealed class QuoteQueries(ApiDatabase database) : HeadQueries<Quote>(database, Quote.Prefix, "paygate.quotes")
{
    private readonly ApiDatabase _database = database;

    /// <summary>The one payment intent that cites a quote, or null.</summary>
    public async Task<string?> PaymentOf(string quoteId, CancellationToken cancellationToken)
    {
        await using var command = _database.Reader.CreateCommand("select payment_intent_id from paygate.quote_uses where id = $1");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = quoteId });
        return await command.ExecuteScalarAsync(cancellationToken) as string;
    }

    protected override Quote ReadState(byte[] stored) => QuoteStorage.Read(stored);

    protected override Tenant TenantOf(Quote item) => item.Tenant;
}
