using PayGate.Customers;

namespace PayGate.PaymentIntents;

/// <summary>What an update says about <see cref="IntentDetails"/>, member by member.</summary>
[GenerateSerializer, Alias("paygate.payment-intent.patch"), Immutable]
public sealed record IntentPatch
{
    [Id(0)]
    public Patch<string> Description { get; init; }

    [Id(1)]
    public Patch<string> ReceiptEmail { get; init; }

    [Id(2)]
    public Patch<string> OrderId { get; init; }

    [Id(3)]
    public Patch<string> SuccessUrl { get; init; }

    [Id(4)]
    public Patch<string> CancelUrl { get; init; }

    [Id(5)]
    public Patch<string> StatementDescriptor { get; init; }

    [Id(6)]
    public Patch<string> StatementDescriptorSuffix { get; init; }

    [Id(7)]
    public MetadataPatch Metadata { get; init; } = new();

    /// <summary>Null leaves it.</summary>
    [Id(8)]
    public ThreeDSecureDemand? ThreeDSecure { get; init; }

    [Id(9)]
    public Patch<string> Customer { get; init; }

    [Id(10)]
    public Patch<string> SetupFutureUsage { get; init; }

    [Id(11)]
    public Patch<ShippingDetails> Shipping { get; init; }

    /// <summary>Refuses parameter_too_long when the metadata grew over its limit.</summary>
    public Outcome<IntentDetails> ApplyTo(IntentDetails details)
    {
        var metadata = Metadata.ApplyTo(details.Metadata);
        return metadata.IsSuccess
            ? details with
            {
                Description = Description.ApplyTo(details.Description),
                ReceiptEmail = ReceiptEmail.ApplyTo(details.ReceiptEmail),
                OrderId = OrderId.ApplyTo(details.OrderId),
                SuccessUrl = SuccessUrl.ApplyTo(details.SuccessUrl),
                CancelUrl = CancelUrl.ApplyTo(details.CancelUrl),
                StatementDescriptor = StatementDescriptor.ApplyTo(details.StatementDescriptor),
                StatementDescriptorSuffix = StatementDescriptorSuffix.ApplyTo(details.StatementDescriptorSuffix),
                ThreeDSecure = ThreeDSecure ?? details.ThreeDSecure,
                Customer = Customer.ApplyTo(details.Customer),
                SetupFutureUsage = SetupFutureUsage.ApplyTo(details.SetupFutureUsage),
                Shipping = Shipping.ApplyTo(details.Shipping),
                Metadata = metadata.Value,
            }
            : metadata.Refusal;
    }
}
