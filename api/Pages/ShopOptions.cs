namespace PayGate.Api.Pages;

/// <summary>Whose demo shop this is.</summary>
public sealed record ShopOptions
{
    /// <summary>The word in the shop's address, <c>/shop/{Address}</c>: a plain name or a merchant's id.</summary>
    public string Address { get; init; } = "demo";

    /// <summary>The merchant that is paid; null means the demo merchant.</summary>
    public string? MerchantId { get; init; }

    public string Name { get; init; } = "Atlas Coffee";
}
