using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace PayGate.Api.Http;

/// <summary>
/// Finds the <see cref="Caller"/> of a request under <c>/v1</c> and lets it through if the route's declaration allows it. Runs after
/// routing, so that unknown routes and methods are answered without a key, and before the endpoint.
/// </summary>
internal sealed class AuthenticationMiddleware(
    RequestDelegate next, IApiKeyDirectory directory, IClientSecrets secrets, HttpOptions options, TimeProvider time)
{
    private const string SecretParam = "client_secret";

    public async Task InvokeAsync(HttpContext context)
    {
        // Routing answers a wrong method with an endpoint of its own, which is no RouteEndpoint and needs no caller.
        if (!ApiPaths.IsVersioned(context.Request.Path) || context.GetEndpoint() is not RouteEndpoint route)
        {
            await next(context);
            return;
        }

        var access = route.Metadata.GetMetadata<RouteAccess>() ?? throw RouteGuard.Undeclared(route);
        var caller = await Identify(context, access);
        if (!caller.IsSuccess)
        {
            await ErrorResult.From(caller.Refusal).ExecuteAsync(context);
            return;
        }

        context.Features.Set(caller.Value);
        await next(context);
    }

    private async ValueTask<Outcome<Caller>> Identify(HttpContext context, RouteAccess access)
    {
        var credential = Credential.Read(context.Request);
        if (!credential.IsSuccess)
        {
            return credential.Refusal;
        }

        string? param = null;
        if (access.ClientSecretRouteValue is not null)
        {
            var request = await RequestParams.Read(context);
            if (!request.IsSuccess)
            {
                return credential.Value.IsAbsent ? Credential.Invalid : request.Refusal;
            }

            request.Value.Consumed.Add(SecretParam);
            param = request.Value.Root.Members.GetValueOrDefault(SecretParam) is { IsUnset: false } sent ? sent.Text : null;
        }

        return (credential.Value.IsAbsent, credential.Value.ClientSecret) switch
        {
            (true, _) => BySecretAlone(context, access, param),
            (_, not null) when param is not null => new Refusal("ambiguous_credentials", "Send the client secret once."),
            (_, { } bearer) => BySecretAlone(context, access, bearer),
            _ => ByKey(context, access, credential.Value, param),
        };
    }

    private Outcome<Caller> BySecretAlone(HttpContext context, RouteAccess access, string? secret)
    {
        if (secret is not null && access.ClientSecretRouteValue is null)
        {
            return KeyRules.SecretKeyRequired();
        }

        if (OpenedObject(context, access, secret) is not { } objectId)
        {
            return Credential.Invalid;
        }

        return KeyRules.RefuseForeignAccount(context.Request, null) is { } refusal
            ? refusal
            : new Caller { Kind = CallerKind.ClientSecret, ClientSecretObjectId = objectId };
    }

    private Outcome<Caller> ByKey(HttpContext context, RouteAccess access, Credential credential, string? secret)
    {
        if (credential.FindKey(directory, time.GetUtcNow()) is not { } key)
        {
            return Credential.Invalid;
        }

        if (KeyRules.Refuse(context.Request, key, access, hasClientSecret: secret is not null, options) is { } refusal)
        {
            return refusal;
        }

        var objectId = OpenedObject(context, access, secret);
        if (secret is not null && objectId is null)
        {
            return new Refusal("resource_missing", ErrorCatalog.Of("resource_missing").Message, "id");
        }

        return new Caller
        {
            Kind = key.Kind,
            MerchantIdOrNull = key.MerchantId,
            IsLive = key.Livemode,
            KeyId = key.KeyId,
            ClientSecretObjectId = objectId,
        };
    }

    /// <summary>The route's object when the secret is its secret; a valid secret of another object opens nothing here.</summary>
    private string? OpenedObject(HttpContext context, RouteAccess access, string? secret) =>
        secret is not null
        && access.ClientSecretRouteValue is { } routeValue
        && HmacClientSecrets.ObjectIdIn(secret) is { } objectId
        && objectId == context.Request.RouteValues[routeValue] as string
        && secrets.Matches(objectId, secret)
            ? objectId
            : null;
}
