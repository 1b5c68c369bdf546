using System.Text;
using Npgsql;
using PayGate.Api.Http;
using PayGate.PaymentIntents;

namespace PayGate.Api.Queries;

/// <summary>
/// Reads payments by SQL: their rows are written in the commit that changes them, so a read is never behind. An object that belongs to a payment is found through
/// its index row and comes as the payment it belongs to.
/// </summary>
public sealed class PaymentQueries(ApiDatabase database)
{
    /// <summary>A payment with what a reader must know besides its state.</summary>
    /// <param name="ObjectId">The id that was looked up or listed.</param>
    /// <param name="Payment">The payment it belongs to.</param>
    /// <param name="DueAt">When time alone asks for a change.</param>
    public sealed record Found(string ObjectId, PaymentIntent Payment, DateTimeOffset? DueAt);

    /// <summary>Kinds of objects that are read as payments, with the table that knows their ids.</summary>
    public sealed record Kind
    {
        public static readonly Kind PaymentIntent = new("pi", "select id, id as payment_intent_id, merchant_id from paygate.payment_intents");
        public static readonly Kind Charge = new("ch", "select id, payment_intent_id, merchant_id from paygate.charges");
        public static readonly Kind Refund = new("re", "select id, payment_intent_id, merchant_id from paygate.refunds");
        public static readonly Kind BalanceTransaction = new("txn", "select id, payment_intent_id, merchant_id from paygate.balance_transactions");

        private Kind(string prefix, string source) => (Prefix, Source) = (prefix, source);

        public string Prefix { get; }

        internal string Source { get; }
    }

    /// <summary>One object by id, or null if no such object exists; the caller compares the tenant.</summary>
    public async Task<Found?> Find(Kind kind, string id, CancellationToken cancellationToken)
    {
        if (!global::PayGate.ObjectId.IsWellFormed(kind.Prefix, id))
        {
            return null;
        }

        await using var command = database.Reader.CreateCommand(
            kind == Kind.PaymentIntent
                ? "select id, state::text, due_at from paygate.payment_intents where id = $1"
                : $"select o.id, p.state::text, p.due_at from ({kind.Source}) o join paygate.payment_intents p on p.id = o.payment_intent_id where o.id = $1");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = id });
        return (await Read(command, cancellationToken)).FirstOrDefault();
    }

    /// <summary>One page of a merchant's objects, newest first, and whether more follow. An unknown cursor, or one of another merchant or mode, gives null.</summary>
    public async Task<(IReadOnlyList<Found> Items, bool HasMore)?> List(
        Kind kind, Tenant tenant, ListQuery query, string? paymentIntentId, string? chargeId, CancellationToken cancellationToken)
    {
        if ((query.StartingAfter ?? query.EndingBefore) is { } cursor && !IsOf(tenant, await Find(kind, cursor, cancellationToken)))
        {
            return null;
        }

        var sql = new StringBuilder($"select o.id, p.state::text, p.due_at from ({kind.Source}) o join paygate.payment_intents p on p.id = o.payment_intent_id ")
            .Append("where o.merchant_id = $1 and p.livemode = $2");
        await using var command = database.Reader.CreateCommand();
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = tenant.MerchantId });
        command.Parameters.Add(new NpgsqlParameter<bool> { TypedValue = tenant.Livemode });
        And("o.id <", query.StartingAfter);
        And("o.id >", query.EndingBefore);
        And("o.id >=", query.Created.From is { } from ? global::PayGate.ObjectId.LowestAt(kind.Prefix, tenant.MerchantId, from) : null);
        And("o.id <", query.Created.Before is { } before ? global::PayGate.ObjectId.LowestAt(kind.Prefix, tenant.MerchantId, before) : null);
        And("o.payment_intent_id =", paymentIntentId);
        And("p.id = (select payment_intent_id from paygate.charges where id =", chargeId, ")");
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = query.Limit + 1 });
        sql.Append(query.EndingBefore is null ? " order by o.id desc" : " order by o.id").Append($" limit ${command.Parameters.Count}");
        command.CommandText = sql.ToString();
        var items = await Read(command, cancellationToken);
        var page = items.Take(query.Limit);
        return ([.. query.EndingBefore is null ? page : page.Reverse()], items.Count > query.Limit);

        void And(string condition, string? value, string suffix = "")
        {
            if (value is not null)
            {
                command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = value });
                sql.Append($" and {condition} ${command.Parameters.Count}{suffix}");
            }
        }
    }

    private static bool IsOf(Tenant tenant, Found? found) =>
        found is not null && found.Payment.MerchantId == tenant.MerchantId && found.Payment.Livemode == tenant.Livemode;

    private static async Task<List<Found>> Read(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var found = new List<Found>();
        while (await reader.ReadAsync(cancellationToken))
        {
            found.Add(new Found(
                reader.GetString(0),
                PaymentIntentStorage.Read(Encoding.UTF8.GetBytes(reader.GetString(1))),
                await reader.IsDBNullAsync(2, cancellationToken) ? null : reader.GetDateTime(2)));
        }

        return found;
    }
}
