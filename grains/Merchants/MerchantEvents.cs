using PayGate.Merchants;

namespace PayGate.Grains.Merchants;

/// <summary>The facts of a merchant's stream.</summary>
internal abstract record MerchantEvent;

internal sealed record MerchantOpened(Merchant Merchant) : MerchantEvent;

internal sealed record BankAccountAdded(BankAccount Account) : MerchantEvent;

internal sealed record PayoutScheduleSet(PayoutSchedule Schedule) : MerchantEvent;
