using System.Globalization;
using PayGate.PaymentIntents;

namespace PayGate.Grains.RateLimits;

/// <summary>Why an amount is not taken.</summary>
internal static class RateLimitRefusals
{
    /// <summary>Names the limit that is in the way; of two, the month's, which opens again later.</summary>
    public static Refusal Exceeded(RateLimitState state, long need)
    {
        var ofMonth = RateLimitState.Left(state.Monthly, state.Month.Before + state.TakenThisMonth);
        var ofDay = RateLimitState.Left(state.Daily, state.Day.Before + state.TakenToday);
        return ofMonth < need
            ? Exceeded("monthly", state, state.Monthly, ofMonth, state.Month.End, need)
            : Exceeded("daily", state, state.Daily, ofDay, state.Day.End, need);
    }

    private static Refusal Exceeded(string which, RateLimitState state, long? limit, long left, DateTimeOffset resets, long need) => new(
        IPaymentIntentGrain.AmountLimitExceeded,
        string.Create(
            CultureInfo.InvariantCulture,
            $"{need} {state.Key.Currency} (in the smallest unit) exceeds what is left of the account's {which} limit of {limit}: {left} until it resets at {resets.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}."),
        "amount");
}
