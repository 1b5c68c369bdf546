namespace PayGate.Api.Queries;

/// <summary>Kinds of objects that are read as payments, with the table that knows their ids.</summary>
public sealed record PaymentKind
{
    public static readonly PaymentKind PaymentIntent = new(
        "pi", "select id, id as payment_intent_id, merchant_id from paygate.payment_intents");
    public static readonly PaymentKind Charge = new("ch", "select id, payment_intent_id, merchant_id from paygate.charges");
    public static readonly PaymentKind Refund = new("re", "select id, payment_intent_id, merchant_id from paygate.refunds");

    public static readonly PaymentKind BalanceTransaction =
        new(
            "txn",
            """
            select id, payment_intent_id, merchant_id, case when type in ('dispute', 'dispute_reinstated') then 'adjustment' else type end as public_type, source_id, currency
            from paygate.balance_transactions
            """);

    private PaymentKind(string prefix, string source) => (Prefix, Source) = (prefix, source);

    public string Prefix { get; }

    internal string Source { get; }
}

/// <summary>A payment with what a reader must know besides its state.</summary>
/// <param name="ObjectId">The id that was looked up or listed.</param>
/// <param name="Payment">The payment it belongs to.</param>
/// <param name="DueAt">When time alone asks for a change.</param>
public sealed record FoundPayment(string ObjectId, PaymentIntent Payment, DateTimeOffset? DueAt);
