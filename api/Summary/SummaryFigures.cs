namespace PayGate.Api.Summary;

/// <summary>What the database counted on one day: one row for each kind of movement, and one for each reason of a decline.</summary>
/// <param name="Day">Which of the days, from 0.</param>
/// <param name="Kind">charge, refund or decline.</param>
/// <param name="Reason">The bank's word; null for what is not a decline.</param>
/// <param name="Count">How often.</param>
/// <param name="Amount">The sum, refunds negative.</param>
/// <param name="Fee">The sum of the fees.</param>
public sealed record SummaryCount(int Day, string Kind, string? Reason, long Count, long Amount, long Fee);

/// <summary>Adds counts up to figures.</summary>
internal static class SummaryFigures
{
    public static SummaryFiguresResource Of(IReadOnlyCollection<SummaryCount> counts)
    {
        var (charges, refunds, declines) = (OfKind("charge"), OfKind("refund"), OfKind("decline"));
        var (volume, refunded, fees) = (charges.Sum(count => count.Amount), -refunds.Sum(count => count.Amount), counts.Sum(count => count.Fee));
        var (paid, declined) = (charges.Sum(count => count.Count), declines.Sum(count => count.Count));
        return new SummaryFiguresResource
        {
            Declines = declined,
            DeclinesByReason = declines.GroupBy(count => WordOf(count.Reason!))
                .OrderBy(group => group.Key, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Sum(count => count.Count)),
            Fees = fees,
            Net = volume - refunded - fees,
            Payments = paid,
            Refunded = refunded,
            Refunds = refunds.Sum(count => count.Count),
            SuccessRate = paid + declined == 0 ? null : decimal.Round((decimal)paid / (paid + declined), 4, MidpointRounding.ToZero),
            Volume = volume,
        };

        List<SummaryCount> OfKind(string kind) => [.. counts.Where(count => count.Kind == kind)];
    }

    private static string WordOf(string reason)
    {
        var decline = Decline.Of(reason, browser: false);
        return decline.DeclineCode ?? decline.Code;
    }
}
