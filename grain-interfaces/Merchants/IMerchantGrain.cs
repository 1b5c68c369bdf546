namespace PayGate.Merchants;

/// <summary>One merchant, keyed <c>mch_…</c>: profile, status and the terms its payments are charged at.</summary>
[Alias("paygate.IMerchantGrain")]
public interface IMerchantGrain : IGrainWithStringKey
{
    /// <summary>Opens an active merchant; a time zone that the system does not know is a fault. A repeat with a merchant that exists changes nothing and answers the stored one.</summary>
    [Alias("open")]
    Task<Merchant> Open(OpenMerchant command, CancellationToken cancellationToken);
}

[GenerateSerializer, Alias("paygate.merchant.open"), Immutable]
public sealed record OpenMerchant
{
    /// <summary>Shown to customers, 1 to 100 characters.</summary>
    [Id(0)]
    public required string Name { get; init; }

    /// <summary>All its money is converted to this currency.</summary>
    [Id(1)]
    public required Currency SettlementCurrency { get; init; }

    /// <summary>The percentage part of the fee: 290 is 2.9 %.</summary>
    [Id(2)]
    public int FeeBasisPoints { get; init; } = 290;

    [Id(3)]
    public long FeeFixedUsdCents { get; init; } = 30;

    /// <summary>In whose days it counts, as an IANA name.</summary>
    [Id(4)]
    public string TimeZone { get; init; } = Merchant.Utc;
}

/// <summary>A merchant as last committed.</summary>
[GenerateSerializer, Alias("paygate.merchant"), Immutable]
public sealed record Merchant
{
    /// <summary>The time zone of merchants that chose none.</summary>
    public const string Utc = "UTC";

    [Id(0)]
    public required string Id { get; init; }

    [Id(1)]
    public required string Name { get; init; }

    /// <summary>pending_review, active, suspended or closed; only an active merchant's payments are taken.</summary>
    [Id(2)]
    public required string Status { get; init; }

    [Id(3)]
    public required Currency SettlementCurrency { get; init; }

    [Id(4)]
    public required int FeeBasisPoints { get; init; }

    [Id(5)]
    public required long FeeFixedUsdCents { get; init; }

    /// <summary>In whose days it counts, as an IANA name.</summary>
    [Id(6)]
    public string TimeZone { get; init; } = Utc;
}
