using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using PayGate.Idempotency;

namespace PayGate.Api.Http;

/// <summary>
/// Makes the idempotency claim of a request. The hash is keyed, so that a stored one cannot be searched for a card number.
/// </summary>
public sealed class IdempotencyContext(HttpOptions options)
{
    /// <summary>
    /// Null without <c>Idempotency-Key</c> or when the method is not POST. The scope is the key's merchant and mode; a request with a
    /// client secret is scoped to that one object, so that a browser can neither guess nor occupy its merchant's keys.
    /// </summary>
    public IdempotencyClaim? ClaimOf(HttpContext context, RequestParams request)
    {
        if (RequestHeaderRules.IdempotencyKeyOf(context.Request) is not { } key)
        {
            return null;
        }

        var caller = context.Caller();
        var isBrowser = caller.Kind is CallerKind.ClientSecret or CallerKind.Publishable && caller.ClientSecretObjectId is not null;
        return new IdempotencyClaim
        {
            Scope = isBrowser ? caller.ClientSecretObjectId! : caller.MerchantId,
            // An object's id is unique across both modes.
            Livemode = !isBrowser && caller.Livemode,
            Key = key,
            RequestHash = HashOf(request),
        };
    }

    private byte[] HashOf(RequestParams request)
    {
        var canonical = request.Canonical();
        try
        {
            return HMACSHA256.HashData(options.IdempotencyHashKey, canonical);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(canonical);
        }
    }
}
