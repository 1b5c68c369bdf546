namespace PayGate.Simulation.Tests.Settlement;

/// <summary>
/// What settlement must come to, counted apart from the product: from the answers of the API, the clock and the rules of the manual alone, in decimals.
/// </summary>
internal sealed class SettlementModel
{
    private static readonly Dictionary<string, decimal> InMad = new() { ["usd"] = 10m, ["eur"] = 11m, ["mad"] = 1m };

    private readonly SortedDictionary<(string Merchant, DateOnly Day), Figures> _days = [];
    private readonly List<DateTimeOffset> _swept = [];

    public void Captured(ModelMerchant merchant, DateTimeOffset at, ModelPayment payment)
    {
        var gross = Convert(payment.Amount, payment.Currency, merchant.Currency);
        Add(merchant, at, new Figures(1, gross, 0, Math.Floor(gross * 290 / 10_000) + Convert(30, "usd", merchant.Currency)));
    }

    /// <summary>The n-th refund gives back what all refunds and disputes convert to, less what was given back before.</summary>
    public void Refunded(ModelMerchant merchant, DateTimeOffset at, ModelPayment payment, long amount)
    {
        Add(merchant, at, new Figures(1, 0, Returned(merchant, payment, amount), 0));
    }

    /// <summary>A dispute is withdrawn as a refund is, with USD 15.00 on top.</summary>
    public void Disputed(ModelMerchant merchant, DateTimeOffset at, ModelPayment payment, long amount)
    {
        var settled = Returned(merchant, payment, amount);
        payment.Dispute = new ModelDispute(amount, settled, at);
        Add(merchant, at, new Figures(1, 0, 0, Convert(1_500, "usd", merchant.Currency)) { Disputes = settled });
    }

    /// <summary>A dispute that is won brings back what was withdrawn, without the fee; a lost one moves nothing more.</summary>
    public void Decided(ModelMerchant merchant, DateTimeOffset at, ModelPayment payment, bool won)
    {
        var (amount, settled, _) = payment.Dispute!;
        payment.Dispute = null;
        if (won)
        {
            payment.GivenBack -= amount;
            payment.Settled -= settled;
            Add(merchant, at, new Figures(1, 0, 0, 0) { Disputes = -settled });
        }
    }

    private static decimal Returned(ModelMerchant merchant, ModelPayment payment, long amount)
    {
        payment.GivenBack += amount;
        var settled = Math.Max(0, Convert(payment.GivenBack, payment.Currency, merchant.Currency) - payment.Settled);
        payment.Settled += settled;
        return settled;
    }

    /// <summary>A line for each batch that must exist, as the audit view shows it.</summary>
    public IEnumerable<string> Batches() => _days.Select(day =>
        FormattableString.Invariant($"{day.Key.Merchant} {day.Key.Day:yyyy-MM-dd} {PayoutDay(day.Key.Day):yyyy-MM-dd} {day.Value}"));

    /// <summary>An instant at which everything was done that was due.</summary>
    public void Swept(DateTimeOffset at) => _swept.Add(at);

    /// <summary>
    /// A line for each payout that a merchant must have had: on each day of its schedule, or the first business day after it on which somebody looked, all that has become
    /// available and was not paid out.
    /// </summary>
    public IEnumerable<string> Payouts(ModelMerchant merchant)
    {
        var (paid, done) = (0m, DateOnly.MinValue);
        foreach (var day in _swept.Select(at => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at.AddMinutes(-1), merchant.Zone).DateTime)).Distinct())
        {
            if (!IsBusinessDay(day) || !Wanted(merchant.PayoutSchedule, done == DateOnly.MinValue ? day.AddDays(-3) : done, day))
            {
                continue;
            }

            done = day;
            var due = _days.Where(known => known.Key.Merchant == merchant.Id && PayoutDay(known.Key.Day) <= day).Sum(known => known.Value.Net) - paid;
            if (due > 0)
            {
                paid += due;
                yield return FormattableString.Invariant($"{merchant.Id} {day:yyyy-MM-dd} {due:0}");
            }
        }
    }

    private static bool Wanted(string schedule, DateOnly after, DateOnly until)
    {
        for (var day = after.AddDays(1); day <= until; day = day.AddDays(1))
        {
            if (schedule switch { "daily" => true, "weekly:wednesday" => day.DayOfWeek == DayOfWeek.Wednesday, "monthly:15" => day.Day == 15, _ => false })
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsBusinessDay(DateOnly day) => day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);

    private static DateOnly PayoutDay(DateOnly day)
    {
        var payout = day;
        for (var left = 2; left > 0;)
        {
            payout = payout.AddDays(1);
            left -= payout.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? 0 : 1;
        }

        return payout;
    }

    private static decimal RateOf(string from, string to) => from == to ? 1m : Math.Floor(InMad[from] / InMad[to] * 100_000_000m) / 100_000_000m;

    /// <summary>All these currencies have two decimals.</summary>
    private static decimal Convert(decimal amount, string from, string to) => Math.Floor(amount * RateOf(from, to));

    private void Add(ModelMerchant merchant, DateTimeOffset at, Figures more)
    {
        var key = (merchant.Id, DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, merchant.Zone).DateTime));
        _days[key] = _days.GetValueOrDefault(key) is { } known
            ? new Figures(known.Movements + 1, known.Gross + more.Gross, known.Refunds + more.Refunds, known.Fees + more.Fees) { Disputes = known.Disputes + more.Disputes }
            : more;
    }

    private sealed record Figures(int Movements, decimal Gross, decimal Refunds, decimal Fees)
    {
        public decimal Disputes { get; init; }

        public decimal Net => Gross - Refunds - Fees - Disputes;

        public override string ToString() => FormattableString.Invariant($"{Movements} {Gross:0} {Refunds:0} {Fees:0} {Disputes:0} {Net:0}");
    }
}

internal sealed record ModelMerchant(string Id, string Key, string Currency, TimeZoneInfo Zone)
{
    public required string PayoutSchedule { get; init; }
}

internal sealed record ModelPayment(string Id, long Amount, string Currency)
{
    /// <summary>Refunded, or withdrawn for disputes and not returned.</summary>
    public long GivenBack { get; set; }

    /// <summary>The same in the settlement currency.</summary>
    public decimal Settled { get; set; }

    /// <summary>Null while none is open.</summary>
    public ModelDispute? Dispute { get; set; }

    public string? DisputeId { get; set; }
}

internal sealed record ModelDispute(long Amount, decimal Settled, DateTimeOffset At);
