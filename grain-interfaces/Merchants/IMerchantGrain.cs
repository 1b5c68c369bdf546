using System.Collections.Immutable;

namespace PayGate.Merchants;

/// <summary>One merchant, keyed <c>mch_…</c>: profile, status and the terms its payments are charged at.</summary>
[Alias("paygate.IMerchantGrain")]
public interface IMerchantGrain : IGrainWithStringKey
{
    /// <summary>Opens an active merchant; a time zone that the system does not know is a fault. A repeat with a merchant that exists changes nothing and answers the stored one.</summary>
    [Alias("open")]
    Task<Merchant> Open(OpenMerchant command, CancellationToken cancellationToken);

    /// <summary>
    /// Adds an account, which payouts in its currency and mode go to from now on; those that are made go where they were meant to. A number that is not 4 to 34 digits and
    /// capital letters, or a merchant that is not open, is a fault. One that is there already changes nothing.
    /// </summary>
    [Alias("add-bank-account")]
    Task<Merchant> AddBankAccount(BankAccount account, CancellationToken cancellationToken);

    /// <summary>Says when its money goes out by itself, from the next day on that is closed. A merchant that is not open is a fault.</summary>
    [Alias("set-payout-schedule")]
    Task<Merchant> SetPayoutSchedule(PayoutSchedule schedule, CancellationToken cancellationToken);

    /// <summary>
    /// Charges payments that are authorized from now on by another plan, as an operator ordered, once for each order; the version is the next one. Those that are authorized keep
    /// theirs. Refuses parameter_invalid_string for what cannot be a plan, and resource_missing for a merchant that is not open.
    /// </summary>
    [Alias("set-fee-plan")]
    Task<Outcome<Merchant>> SetFeePlan(SetFeePlan order, CancellationToken cancellationToken);
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

    /// <summary>All that it ever had; of each currency and mode the last one counts.</summary>
    [Id(7)]
    public ImmutableArray<BankAccount> BankAccounts { get => field.IsDefault ? [] : field; init; } = [];

    /// <summary>When its money goes out by itself.</summary>
    [Id(8)]
    public PayoutSchedule PayoutSchedule { get => field ?? PayoutSchedule.Daily; init; } = PayoutSchedule.Daily;

    /// <summary>What its payments are charged; null while it is the plan that it was opened with.</summary>
    [Id(9)]
    public FeePlan? FeePlan { get; init; }

    /// <summary>The number of the last operator's order about its plan that was carried out; null before the first.</summary>
    [Id(10)]
    public long? LastFeeOrder { get; init; }

    /// <summary>Where money of a currency is paid out to; null where nobody said so. The sandbox has an account for everybody.</summary>
    public BankAccount? BankAccountFor(Currency currency, bool livemode) =>
        BankAccounts.LastOrDefault(account => account.Currency == currency && account.Livemode == livemode)
        ?? (livemode ? null : BankAccount.TestAccount(Id, currency));

    /// <summary>One that a payout refers to.</summary>
    public BankAccount BankAccountOf(string id, Currency currency) =>
        BankAccounts.FirstOrDefault(account => account.Id == id) ?? BankAccount.TestAccount(Id, currency);
}
