using System.Text.Json;
using PayGate.CheckoutSessions;

namespace PayGate.Grains.CheckoutSessions;

/// <summary>All refusals of a session.</summary>
internal static class SessionRefusals
{
    public static readonly Refusal NoSuchSession = new("resource_missing", "No such checkout.session.", "id");

    public static Refusal NotOpen(CheckoutSessionStatus status) => new(
        "checkout_session_unexpected_state",
        status == CheckoutSessionStatus.Open
            ? "The customer is paying this session right now, so it cannot be expired."
            : $"Only open sessions can be expired; this one is {JsonNamingPolicy.SnakeCaseLower.ConvertName(status.ToString())}.");
}
