using System.Text.Json;
using PayGate.Grains.Journal;
using PayGate.Merchants;

namespace PayGate.Grains.Merchants;

/// <summary>How a merchant is read, changed and written.</summary>
internal sealed class MerchantStream : IStream<Merchant, MerchantEvent>
{
    public StreamKind Kind => StreamKind.Merchant;

    public ValueTask<Merchant> Read(byte[] stored, CancellationToken cancellationToken) => ValueTask.FromResult(ReadState(stored));

    public static Merchant ReadState(byte[] stored) => JsonSerializer.Deserialize(stored, MerchantJson.Default.Merchant)!;

    public Merchant Apply(Merchant? state, MerchantEvent fact) => (state, fact) switch
    {
        (null, MerchantOpened opened) => opened.Merchant,
        ({ } merchant, BankAccountAdded added) => merchant with { BankAccounts = merchant.BankAccounts.Add(added.Account) },
        ({ } merchant, PayoutScheduleSet set) => merchant with { PayoutSchedule = set.Schedule },
        ({ } merchant, FeePlanSet set) => merchant with { FeePlan = set.Plan, LastFeeOrder = set.Order },
        _ => throw new InvalidOperationException($"A merchant's stream does not know the fact {fact.GetType().Name} here."),
    };

    public (string Type, string Data) WriteFact(MerchantEvent fact) => fact switch
    {
        MerchantOpened opened => ("merchant.opened", JsonSerializer.Serialize(opened.Merchant, MerchantJson.Default.Merchant)),
        BankAccountAdded added => ("merchant.bank_account_added", JsonSerializer.Serialize(Shown(added), MerchantJson.Default.BankAccountAdded)),
        PayoutScheduleSet set => ("merchant.payout_schedule_set", JsonSerializer.Serialize(set, MerchantJson.Default.PayoutScheduleSet)),
        FeePlanSet set => ("merchant.fee_plan_set", JsonSerializer.Serialize(set, MerchantJson.Default.FeePlanSet)),
        _ => throw new InvalidOperationException($"A merchant's stream does not know the fact {fact.GetType().Name}."),
    };

    /// <summary>A fact stays for ever; the whole number is in the state alone, from which it can be taken away.</summary>
    private static BankAccountAdded Shown(BankAccountAdded added) => new(added.Account with { Number = added.Account.Last4 });

    public JournalCommit Commit(Merchant next, IReadOnlyList<MerchantEvent> facts, JournalFrame frame) => new()
    {
        Head = new MerchantRow
        {
            Id = next.Id,
            MerchantId = next.Id,
            Version = frame.Last.Seq,
            HeadHash = frame.Last.Hash,
            State = JsonSerializer.SerializeToUtf8Bytes(next, MerchantJson.Default.Merchant),
            Name = next.Name,
            Status = next.Status,
            SettlementCurrency = next.SettlementCurrency,
            FeeBasisPoints = next.FeeBasisPoints,
            FeeFixedUsdCents = next.FeeFixedUsdCents,
            TimeZone = next.TimeZone,
            PayoutSchedule = next.PayoutSchedule.ToString(),
            FeePlan = next.FeePlan is { } plan ? FeePlanStorage.Write(plan) : null,
        },
        ExpectedVersion = frame.ExpectedVersion,
        Facts = frame.Facts,
        Index = [.. facts.OfType<FeePlanSet>().Select(set => new FeePlanRow
        {
            Id = $"{next.Id}/fees/{set.Plan.Version}",
            MerchantId = next.Id,
            Version = set.Plan.Version,
            Plan = FeePlanStorage.Write(set.Plan),
            SetBy = set.By,
            Reason = set.Reason,
            SetAt = frame.Last.At,
        })],
    };
}
