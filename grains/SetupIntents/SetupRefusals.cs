using System.Text.Json;
using PayGate.SetupIntents;

namespace PayGate.Grains.SetupIntents;

/// <summary>All refusals of a setup, in the order in which they are checked.</summary>
internal static class SetupRefusals
{
    public static readonly Refusal NoSuchSetup = new("resource_missing", "No such setup_intent.", "id");

    public static readonly Refusal NoSuchCustomer = new("resource_missing", "No such customer.", "customer");

    public static readonly Refusal NoSuchMethod = new("resource_missing", "No such PaymentMethod.", "payment_method");

    public static readonly Refusal NoPaymentMethod = new(
        "parameter_missing", "Give a payment_method to confirm this SetupIntent with, for example pm_card_visa.", "payment_method");

    public static readonly Refusal OtherCustomers = new(
        "payment_method_unexpected_state", "The payment method is saved for a customer; a setup of it names that customer.", "payment_method");

    public static Refusal UnexpectedState(SetupIntentStatus status, string verb) => new(
        "setup_intent_unexpected_state",
        $"This SetupIntent's status is {JsonNamingPolicy.SnakeCaseLower.ConvertName(status.ToString())}; {verb} is not possible in it.");
}
