using Microsoft.AspNetCore.Http;

namespace PayGate.Api.Http;

public enum CallerKind
{
    Secret,
    Publishable,
    Restricted,

    /// <summary>A client secret and no key.</summary>
    ClientSecret,
}

/// <summary>Who sends a request, as authentication found it.</summary>
public sealed record Caller
{
    public required CallerKind Kind { get; init; }

    /// <summary>Null only for <see cref="CallerKind.ClientSecret"/>: then the object that the secret names knows its merchant.</summary>
    public string? MerchantIdOrNull { get; init; }

    /// <summary>The merchant of the key. Asking a caller without a key is a bug and throws.</summary>
    public string MerchantId => MerchantIdOrNull ?? throw NoKey();

    /// <summary>The mode of the key. Asking a caller without a key is a bug and throws.</summary>
    public bool Livemode => MerchantIdOrNull is null ? throw NoKey() : IsLive;

    /// <summary>Null without a key.</summary>
    public string? KeyId { get; init; }

    /// <summary>The one object that the request may touch, when it came with that object's client secret.</summary>
    public string? ClientSecretObjectId { get; init; }

    /// <summary>Without a secret key: what only the merchant may know stays hidden.</summary>
    public bool IsBrowser => Kind is CallerKind.ClientSecret or CallerKind.Publishable;

    internal bool IsLive { get; init; }

    private static InvalidOperationException NoKey() => new("A client secret alone names no merchant and no mode; ask the object.");
}

public static class CallerExtensions
{
    /// <summary>The caller that authentication found. Routes outside <c>/v1</c> have none, and asking there throws.</summary>
    public static Caller Caller(this HttpContext context) =>
        context.Features.Get<Caller>() ?? throw new InvalidOperationException("The route was reached without authentication.");
}
