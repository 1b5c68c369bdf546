using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using PayGate.Api.Commands;
using PayGate.Api.Http;
using PayGate.Api.Queries;

namespace PayGate.Api.Summary;

/// <summary>The route of <c>/v1/summary</c>.</summary>
public static class SummaryEndpoints
{
    /// <summary>A quarter: what one statement may have to read is bounded.</summary>
    private const int DaysMax = 92;

    private const int DaysDefault = 30;

    public static void MapSummary(this IEndpointRouteBuilder routes) => routes
        .MapResource("summary", "Summary", "A merchant's figures by day.")
        .MapRead("", Retrieve, "retrieveSummary", "Count payments, declines and refunds by day").RequireSecretKey("summary:read");

    internal static async Task<Results<ResourceResult<SummaryResource>, ErrorResult>> Retrieve(
        Params<SummaryParams> request, MerchantQueries merchants, SummaryQueries summaries, TimeProvider clock)
    {
        var merchant = await merchants.FindSettings(request.Tenant.MerchantId, request.Aborted);
        var zone = TimeZoneInfo.FindSystemTimeZoneById(merchant.TimeZone);
        var to = request.Value.To ?? LocalDay.Of(clock.GetUtcNow(), zone);
        var from = request.Value.From ?? to.AddDays(1 - DaysDefault);
        if (from > to || to.DayNumber - from.DayNumber >= DaysMax)
        {
            return ErrorResult.From(new Refusal(
                "parameter_invalid_string", $"A summary is of 1 to {DaysMax} days, from the first to the last.", request.Value.From is null ? "to" : "from"));
        }

        var days = LocalDay.Between(from, to, zone);
        var counts = await summaries.Count(request.Tenant, merchant.SettlementCurrency, days, request.Aborted);
        var byDay = counts.ToLookup(count => count.Day);
        return new ResourceResult<SummaryResource>(new SummaryResource
        {
            Currency = merchant.SettlementCurrency,
            Days = [.. days.Select((day, number) => Shown(day, [.. byDay[number]]))],
            From = Text(from),
            Livemode = request.Tenant.Livemode,
            TimeZone = merchant.TimeZone,
            To = Text(to),
            Total = SummaryFigures.Of(counts),
        });
    }

    private static SummaryDayResource Shown(LocalDay day, IReadOnlyCollection<SummaryCount> counts) => new()
    {
        Date = Text(day.Date),
        EndsAt = day.End.ToUnixTimeSeconds(),
        Figures = SummaryFigures.Of(counts),
        StartsAt = day.Start.ToUnixTimeSeconds(),
    };

    private static string Text(DateOnly day) => day.ToString("O", CultureInfo.InvariantCulture);
}
