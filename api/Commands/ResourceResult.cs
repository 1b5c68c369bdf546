using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using PayGate.Api.Http;

namespace PayGate.Api.Commands;

/// <summary>One public object as its bytes, status 200.</summary>
public sealed class ResourceResult<T>(byte[] body) : IResult, IStatusCodeHttpResult, IEndpointMetadataProvider
{
    public ResourceResult(T resource)
        : this(WireJson.Write(resource))
    {
    }

    public int? StatusCode => StatusCodes.Status200OK;

    static void IEndpointMetadataProvider.PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new RouteAnswer(typeof(T), AnswerShape.Resource));

    public Task ExecuteAsync(HttpContext httpContext) => JsonAnswer.Write(httpContext, body);
}

internal static class TenantExtensions
{
    /// <summary>The merchant and mode of the caller's key.</summary>
    public static Tenant Tenant(this HttpContext context)
    {
        var caller = context.Caller();
        return new Tenant { MerchantId = caller.MerchantId, Livemode = caller.Livemode };
    }
}
