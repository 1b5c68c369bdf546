using Microsoft.AspNetCore.Http;

namespace PayGate.Api.Http;

/// <summary>What a known key may not do, in the order in which it is told.</summary>
internal static class KeyRules
{
    private static readonly string[] AccountHeaders = ["Stripe-Account", "Stripe-Context"];

    public static Refusal? Refuse(HttpRequest request, ApiKeyEntry key, RouteAccess access, bool hasClientSecret, HttpOptions options) =>
        RefuseForeignOrigin(request, key, options)
        ?? RefuseForeignAccount(request, key.MerchantId)
        ?? RefuseKind(key, access, hasClientSecret)
        ?? RefuseInactive(request, key);

    /// <summary>A header that names an account must name the caller's own.</summary>
    public static Refusal? RefuseForeignAccount(HttpRequest request, string? merchantId) =>
        AccountHeaders.SelectMany(header => request.Headers[header]).Any(account => account != merchantId)
            ? new Refusal("permission_denied", "Stripe-Account and Stripe-Context may only name the key's own merchant.")
            : null;

    public static Refusal SecretKeyRequired() =>
        new("secret_key_required", "This route needs a secret key; publishable keys and client secrets do not open it.");

    /// <summary>
    /// A secret key in a foreign page's JavaScript is a leaked key. Pages of PayGate's own origin, such as the API reference, may use one.
    /// </summary>
    private static Refusal? RefuseForeignOrigin(HttpRequest request, ApiKeyEntry key, HttpOptions options)
    {
        if (key.Kind is CallerKind.Publishable || request.Headers.Origin.Count == 0)
        {
            return null;
        }

        var own = $"{request.Scheme}://{request.Host}";
        return request.Headers.Origin.All(origin => origin is not null && (origin == own || options.PublicOrigins.Contains(origin)))
            ? null
            : new Refusal(
                "permission_denied", "Secret keys must not be used from a browser. Use a publishable key there, and roll this one.");
    }

    private static Refusal? RefuseKind(ApiKeyEntry key, RouteAccess access, bool hasClientSecret) => key.Kind switch
    {
        CallerKind.Secret => null,
        CallerKind.Publishable when access.AllowsPublishable || (hasClientSecret && access.ClientSecretRouteValue is not null) => null,
        CallerKind.Publishable => SecretKeyRequired(),
        CallerKind.Restricted when access.Permission is null => new Refusal("permission_denied", "Restricted keys do not open this route."),
        CallerKind.Restricted when key.Permissions.Contains(access.Permission) => null,
        CallerKind.Restricted => new Refusal("permission_denied", $"The restricted key lacks the permission {access.Permission}."),
        _ => throw new InvalidOperationException($"A key cannot be of the kind {key.Kind}."),
    };

    private static Refusal? RefuseInactive(HttpRequest request, ApiKeyEntry key) =>
        key.MerchantActive || HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)
            ? null
            : new Refusal("permission_denied", "The merchant's account is not active; it can be read, but not changed.");
}
