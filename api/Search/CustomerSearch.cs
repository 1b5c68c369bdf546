namespace PayGate.Api.Search;

/// <summary>What can be searched of customers. Fields without a column are read from the stored state.</summary>
internal static class CustomerSearch
{
    private const string Details = "(state -> 'customer' -> 'details')";

    public static readonly SearchFields Customers = new(
        new Dictionary<string, SearchField>
        {
            ["created"] = new("created", SearchKind.Time),
            ["email"] = new("email", SearchKind.Text),
            ["name"] = new($"{Details} ->> 'name'", SearchKind.Text),
            ["phone"] = new($"{Details} ->> 'phone'", SearchKind.Text),
        },
        $"({Details} -> 'metadata')");
}
