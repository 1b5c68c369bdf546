namespace PayGate.Grains.Customers;

/// <summary>All refusals of a customer, in the order in which they are checked.</summary>
internal static class CustomerRefusals
{
    public static readonly Refusal NoSuchCustomer = new("resource_missing", "No such customer.", "id");

    public static readonly Refusal NoSuchOwner = new("resource_missing", "No such customer.", "customer");

    public static readonly Refusal TooManyMethods = new(
        "customer_max_payment_methods", $"A customer has at most {CustomerGrain.MethodsMax} payment methods. Detach one first.", "customer");

    /// <summary>Its payment method is spent on it, too.</summary>
    public static readonly Refusal CreatedBefore = new(
        "payment_method_unexpected_state", "A customer was created with this payment method before.", "payment_method");

    public static readonly Refusal NotOwnMethod = new(
        "resource_missing", "The customer has no such payment method. Attach it first.", "invoice_settings[default_payment_method]");
}
