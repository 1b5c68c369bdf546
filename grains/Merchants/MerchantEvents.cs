using PayGate.Merchants;

namespace PayGate.Grains.Merchants;

/// <summary>The facts of a merchant's stream.</summary>
internal abstract record MerchantEvent;

internal sealed record MerchantOpened(Merchant Merchant) : MerchantEvent;

internal sealed record BankAccountAdded(BankAccount Account) : MerchantEvent;

/// <summary>An operator set what its payments are charged from then on; who, before, after and why.</summary>
internal sealed record FeePlanSet(long Order, FeePlan? Before, FeePlan Plan, string By, string Reason) : MerchantEvent;

internal sealed record PayoutScheduleSet(PayoutSchedule Schedule) : MerchantEvent;
