using System.Text.Json.Serialization;

namespace PayGate.PaymentIntents;

/// <summary>
/// What a payment is converted and charged at: fixed when it is authorized, used for its capture and again for its refunds. Rates are major units of
/// the settlement currency for one major unit of the other, with 8 decimals.
/// </summary>
[GenerateSerializer, Alias("paygate.settlement-terms"), Immutable]
public sealed record SettlementTerms
{
    /// <summary>USD 15.00 for each dispute, whatever its amount and its end.</summary>
    public const long DisputeFeeUsdCents = 15_00;

    [Id(0)]
    public required Currency SettlementCurrency { get; init; }

    /// <summary>Payment currency to settlement currency; 1 when they are the same.</summary>
    [Id(1)]
    public required decimal Rate { get; init; }

    /// <summary>USD to settlement currency, for the fixed part of the fee.</summary>
    [Id(2)]
    public required decimal UsdRate { get; init; }

    /// <summary>The percentage part of the fee: 290 is 2.9 %.</summary>
    [Id(3)]
    public required int FeeBasisPoints { get; init; }

    /// <summary>The fixed part of the fee in US cents; 0 where <see cref="FeeFixed"/> says it.</summary>
    [Id(4)]
    public required long FeeFixedUsdCents { get; init; }

    /// <summary>In whose days the money becomes available, as an IANA name; null for UTC.</summary>
    [Id(5)]
    public string? TimeZone { get; init; }

    /// <summary>The fixed part of the fee where it is in another currency than USD; otherwise null.</summary>
    [Id(6)]
    public Money? FeeFixed { get; init; }

    /// <summary>The currency of <see cref="FeeFixed"/> to settlement currency; null without one.</summary>
    [Id(7)]
    public decimal? FeeFixedRate { get; init; }

    /// <summary>Whether a refund returns the fee in proportion; otherwise it is kept.</summary>
    [Id(8), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool ReturnsFee { get; init; }

    /// <summary>The version of the merchant's fee plan; 0 for the one that it was opened with.</summary>
    [Id(9), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int FeePlanVersion { get; init; }

    /// <summary>When a movement of that instant becomes available.</summary>
    public DateTimeOffset AvailableOn(DateTimeOffset movedAt) => Settlement.AvailableOn(movedAt, TimeZone is null ? TimeZoneInfo.Utc : TimeZoneInfo.FindSystemTimeZoneById(TimeZone));

    /// <summary>Converts an amount of the payment, truncated.</summary>
    public Money Convert(Money amount) =>
        amount.Currency == SettlementCurrency ? amount : amount.ConvertTruncated(Rate, SettlementCurrency);

    /// <summary>Gross and fee of a capture: the fee is on the captured amount, and may exceed it on a small one.</summary>
    public CaptureFigures OfCapture(Money captured, string balanceTransactionId)
    {
        var gross = Convert(captured);
        return new CaptureFigures { BalanceTransactionId = balanceTransactionId, Gross = gross, Fee = FeeOf(gross).Sum };
    }

    /// <summary>The parts of the fee of a capture.</summary>
    /// <param name="gross">What was captured, in the settlement currency.</param>
    public FeeParts FeeOf(Money gross) => new(gross.BasisPointsTruncated(FeeBasisPoints), FixedFee());

    /// <summary>The fee of a dispute that is opened under these terms.</summary>
    public Money OfDispute() => FromUsd(DisputeFeeUsdCents);

    private Money FixedFee() => FeeFixed switch
    {
        null => FromUsd(FeeFixedUsdCents),
        { } own when own.Currency == SettlementCurrency => own,
        { } other => other.ConvertTruncated(FeeFixedRate!.Value, SettlementCurrency),
    };

    private Money FromUsd(long cents)
    {
        var amount = new Money(cents, Currency.Usd);
        return SettlementCurrency == Currency.Usd ? amount : amount.ConvertTruncated(UsdRate, SettlementCurrency);
    }
}

/// <summary>What a fee is made of.</summary>
/// <param name="Percentage">Of the gross amount, truncated.</param>
/// <param name="Fixed">Converted, truncated.</param>
public readonly record struct FeeParts(Money Percentage, Money Fixed)
{
    public Money Sum => Percentage + Fixed;
}

/// <summary>A capture in the merchant's settlement currency.</summary>
[GenerateSerializer, Alias("paygate.capture-figures"), Immutable]
public sealed record CaptureFigures
{
    [Id(0)]
    public required string BalanceTransactionId { get; init; }

    [Id(1)]
    public required Money Gross { get; init; }

    [Id(2)]
    public required Money Fee { get; init; }

    public Money Net => Gross - Fee;
}
