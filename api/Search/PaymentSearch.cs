namespace PayGate.Api.Search;

/// <summary>What can be searched of payments and their charges. Fields without a column are read from the stored state.</summary>
internal static class PaymentSearch
{
    private const string Details = "(p.state -> 'intent' -> 'details')";

    /// <summary>The charge's own part of the state.</summary>
    private const string Attempt =
        "(select a from json_array_elements(p.state -> 'intent' -> 'attempts') a where a ->> 'charge_id' = o.id)";

    public static readonly SearchFields PaymentIntents = new(
        new Dictionary<string, SearchField>
        {
            ["amount"] = new("p.amount", SearchKind.Number),
            ["created"] = new("p.created", SearchKind.Time),
            ["currency"] = new("p.currency", SearchKind.Text),
            ["customer"] = new("p.customer_id", SearchKind.Text),
            ["status"] = new("p.status", SearchKind.Text),
            ["order_id"] = new($"{Details} ->> 'order_id'", SearchKind.Text),
            ["receipt_email"] = new($"{Details} ->> 'receipt_email'", SearchKind.Text),
        },
        $"({Details} -> 'metadata')");

    public static readonly SearchFields Charges = new(
        new Dictionary<string, SearchField>
        {
            ["amount"] = new("p.amount", SearchKind.Number),
            ["created"] = new($"({Attempt} ->> 'started_at')::timestamptz", SearchKind.Time),
            ["currency"] = new("p.currency", SearchKind.Text),
            ["customer"] = new("p.customer_id", SearchKind.Text),
            ["payment_method_details.card.brand"] = new($"{Attempt} -> 'method' -> 'card' ->> 'brand'", SearchKind.Text),
            ["payment_method_details.card.exp_month"] = new($"({Attempt} -> 'method' -> 'card' ->> 'exp_month')::int", SearchKind.Number),
            ["payment_method_details.card.exp_year"] = new($"({Attempt} -> 'method' -> 'card' ->> 'exp_year')::int", SearchKind.Number),
            ["payment_method_details.card.fingerprint"] = new($"{Attempt} -> 'method' -> 'card' ->> 'fingerprint'", SearchKind.Text),
            ["payment_method_details.card.last4"] = new($"{Attempt} -> 'method' -> 'card' ->> 'last4'", SearchKind.Text),
            ["refunded"] = new($"({Attempt} ->> 'status' = 'Captured' and p.amount_refunded = p.amount_captured)", SearchKind.Boolean),
            ["status"] = new(
                $"case {Attempt} ->> 'status' when 'Started' then 'pending' when 'Declined' then 'failed' when 'Failed' then 'failed' else 'succeeded' end",
                SearchKind.Text),
        },
        $"(coalesce({Attempt} -> 'details' -> 'metadata', {Details} -> 'metadata'))");
}
