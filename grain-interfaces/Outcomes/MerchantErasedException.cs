namespace PayGate;

/// <summary>The merchant's card data was erased: its keys are destroyed, and no card of it is encrypted or opened any more. Never passes.</summary>
[GenerateSerializer, Alias("paygate.merchant-erased")]
public sealed class MerchantErasedException(string merchantId) : Exception($"The card data of merchant {merchantId} was erased, together with its keys.");
