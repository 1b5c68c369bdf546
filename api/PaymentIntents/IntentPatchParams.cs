using PayGate.Api.Customers;
using PayGate.Api.Http;

namespace PayGate.Api.PaymentIntents;

/// <summary>Reads what updates may say about a payment's details; the limits are those of creating it.</summary>
internal static class IntentPatchParams
{
    public static IntentPatch ReadIntentPatch(this ParamBinder parameters) => parameters.ReadWordsPatch() with
    {
        ReceiptEmail = parameters.PatchString("receipt_email", 320),
        OrderId = parameters.PatchString("order_id", 100),
        SuccessUrl = parameters.PatchUrl("success_url"),
        CancelUrl = parameters.PatchUrl("cancel_url"),
        StatementDescriptorSuffix = parameters.PatchString("statement_descriptor_suffix", 22),
        Customer = parameters.PatchString("customer", 255),
        SetupFutureUsage = parameters.PatchEnum("setup_future_usage", ConfirmIntentParams.FutureUsages),
        Shipping = parameters.ReadShipping(withParcel: true),
    };

    /// <summary>The part that an increment may say as well.</summary>
    public static IntentPatch ReadWordsPatch(this ParamBinder parameters) => new()
    {
        Description = parameters.PatchText("description", 1000),
        StatementDescriptor = parameters.PatchString("statement_descriptor", 22),
        Metadata = parameters.OptionalMetadata("metadata") ?? new MetadataPatch(),
    };
}
