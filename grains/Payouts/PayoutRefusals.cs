using System.Text.Json;
using PayGate.Payouts;

namespace PayGate.Grains.Payouts;

/// <summary>All refusals of a payout but the database's, in the order in which they are checked.</summary>
internal static class PayoutRefusals
{
    public static readonly Refusal NoSuchPayout = new("resource_missing", "No such payout.", "id");

    public static readonly Refusal NoSuchDestination = new("resource_missing", "No such destination: money goes to the account's own bank account in its currency.", "destination");

    public static Refusal NoAccount(Currency currency) => new(
        "payouts_not_allowed", $"The account has no bank account that takes {currency}, so nothing can be paid out in it.", "currency");

    public static Refusal UnexpectedState(PayoutStatus status) => new(
        "payout_unexpected_state",
        $"This payout's status is {JsonNamingPolicy.SnakeCaseLower.ConvertName(status.ToString())}; only one that is pending can be canceled, before the bank is told.");
}
