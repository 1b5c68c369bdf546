namespace PayGate.Merchants;

/// <summary>An account of a merchant at a bank, where its money is paid out to. Once added it stays as it is: payouts refer to it.</summary>
[GenerateSerializer, Alias("paygate.merchant.bank-account"), Immutable]
public sealed record BankAccount
{
    /// <summary>Of ids, <c>ba_…</c>.</summary>
    public const string Prefix = "ba";

    /// <summary>The account that every merchant has in the sandbox until it adds another: the simulated bank takes money for it.</summary>
    private const string TestNumber = "000123456789";

    [Id(0)]
    public required string Id { get; init; }

    /// <summary>4 to 34 digits and capital letters. Never shown whole.</summary>
    [Id(1)]
    public required string Number { get; init; }

    [Id(2)]
    public required string BankName { get; init; }

    /// <summary>ISO 3166, two capital letters.</summary>
    [Id(3)]
    public required string Country { get; init; }

    /// <summary>What it takes.</summary>
    [Id(4)]
    public required Currency Currency { get; init; }

    [Id(5)]
    public required bool Livemode { get; init; }

    public string Last4 => Number[^4..];

    /// <summary>The sandbox's account of a merchant in a currency.</summary>
    public static BankAccount TestAccount(string merchantId, Currency currency) => new()
    {
        Id = ObjectId.Derived(Prefix, merchantId, ObjectId.CreatedAt(merchantId), $"bank_accounts/test/{currency}"),
        Number = TestNumber,
        BankName = "PAYGATE TEST BANK",
        Country = "MA",
        Currency = currency,
        Livemode = false,
    };

    public override string ToString() => $"account ending {Last4}";
}
