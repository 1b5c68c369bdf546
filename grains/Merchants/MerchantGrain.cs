using System.Collections.Immutable;
using PayGate.Grains.Journal;
using PayGate.Merchants;

namespace PayGate.Grains.Merchants;

/// <summary>One merchant; opened once, read from its row by everyone else.</summary>
public sealed class MerchantGrain(IJournal journal, TimeProvider clock) : Grain, IMerchantGrain
{
    private const int NumberLengthMin = 4;
    private const int NumberLengthMax = 34;

    public Task<Merchant> Open(OpenMerchant command, CancellationToken cancellationToken) =>
        Change(state => state is null ? [new MerchantOpened(Active(this.GetPrimaryKeyString(), command))] : [], cancellationToken);

    public Task<Merchant> AddBankAccount(BankAccount account, CancellationToken cancellationToken)
    {
        if (account.Number.Length is < NumberLengthMin or > NumberLengthMax || !account.Number.All(symbol => char.IsAsciiDigit(symbol) || char.IsAsciiLetterUpper(symbol))
            || !ObjectId.IsWellFormed(BankAccount.Prefix, account.Id))
        {
            throw new ArgumentException("An account number has 4 to 34 digits and capital letters.", nameof(account));
        }

        return Change(state => Opened(state).BankAccounts.Any(known => known.Id == account.Id) ? [] : [new BankAccountAdded(account)], cancellationToken);
    }

    public Task<Merchant> SetPayoutSchedule(PayoutSchedule schedule, CancellationToken cancellationToken) =>
        Change(state => Opened(state).PayoutSchedule == schedule ? [] : [new PayoutScheduleSet(schedule)], cancellationToken);

    public async Task<Outcome<Merchant>> SetFeePlan(SetFeePlan order, CancellationToken cancellationToken)
    {
        if (order.Plan.Fault is { } fault)
        {
            return new Refusal("parameter_invalid_string", $"This is no fee plan: {fault}.", "plan");
        }

        return await Decide(
            state => state is null
                ? new Refusal("resource_missing", "No such merchant.", "merchant")
                : state.LastFeeOrder >= order.Order
                ? ImmutableArray<MerchantEvent>.Empty
                : [new FeePlanSet(order.Order, state.FeePlan, order.Plan with { Version = (state.FeePlan?.Version ?? 0) + 1 }, order.By, order.Reason)],
            cancellationToken);
    }

    /// <summary>The memory is not kept from one command to the next: they are few, and readers look at the row.</summary>
    private async Task<Outcome<Merchant>> Decide(Func<Merchant?, Outcome<ImmutableArray<MerchantEvent>>> decide, CancellationToken cancellationToken)
    {
        var id = this.GetPrimaryKeyString();
        var book = new StreamBook<Merchant, MerchantEvent>(id, new MerchantStream(), journal);
        await book.EnsureLoaded(cancellationToken);
        return await book.Change(id, clock.GetUtcNow(), decide, _ => null, cancellationToken);
    }

    private async Task<Merchant> Change(Func<Merchant?, ImmutableArray<MerchantEvent>> decide, CancellationToken cancellationToken) =>
        (await Decide(state => decide(state), cancellationToken)).Value!;

    private static Merchant Opened(Merchant? state) => state ?? throw new InvalidOperationException("The merchant is not open.");

    private static Merchant Active(string id, OpenMerchant command) => new()
    {
        Id = id,
        Name = command.Name,
        Status = "active",
        SettlementCurrency = command.SettlementCurrency,
        FeeBasisPoints = command.FeeBasisPoints,
        FeeFixedUsdCents = command.FeeFixedUsdCents,
        TimeZone = TimeZoneInfo.FindSystemTimeZoneById(command.TimeZone).Id,
    };
}
