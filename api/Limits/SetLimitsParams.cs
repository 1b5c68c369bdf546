using PayGate.Api.Commands;
using PayGate.Api.Http;
using PayGate.RateLimits;

namespace PayGate.Api.Limits;

/// <summary>The parameters of setting an account's limits in one currency; an empty amount takes its limit away.</summary>
public sealed record SetLimitsParams : IParams<SetLimitsParams>
{
    /// <summary>Sums of limits and leases stay far from the end of 64 bits, and no number that is accepted is long enough for a card's.</summary>
    private const long AmountMax = 999_999_999_999;

    public required Currency Currency { get; init; }

    public required IntegerPatch Daily { get; init; }

    public required IntegerPatch Monthly { get; init; }

    public static SetLimitsParams Read(ParamBinder parameters) => new()
    {
        Currency = parameters.RequiredCurrency("currency"),
        Daily = parameters.PatchInteger("daily_amount", 1, AmountMax),
        Monthly = parameters.PatchInteger("monthly_amount", 1, AmountMax),
    };

    public SetAmountLimits ToCommand(RequestInfo request) => new() { Daily = Daily, Monthly = Monthly, Request = request };
}
