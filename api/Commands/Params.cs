using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.DependencyInjection;
using PayGate.Api.Http;

namespace PayGate.Api.Commands;

/// <summary>
/// The parameters of a route. Their reader is all there is to say about them: it binds requests, and run without one it documents them.
/// </summary>
public interface IParams<TSelf>
    where TSelf : IParams<TSelf>
{
    /// <summary>Reads all members; what is wrong with them is the binder's to say. Asks nothing but the binder.</summary>
    static abstract TSelf Read(ParamBinder parameters);
}

/// <summary>Parameters that hold paths of <c>expand</c>.</summary>
public interface IExpanding
{
    IReadOnlySet<string> Expand { get; }
}

/// <summary>Parameters of a command that may have a step of its own ahead of the commit, such as storing a card.</summary>
public interface IPreparing
{
    /// <summary>True when there is such a step, which a request that is on record must not take again.</summary>
    bool Prepares { get; }
}

/// <summary>
/// A request as its endpoint sees it, bound before the endpoint runs. <see cref="RouteMapping"/> keeps refused ones from it.
/// </summary>
public sealed class Params<T> : IBoundParams, IBindableFromHttpContext<Params<T>>, IEndpointParameterMetadataProvider
    where T : IParams<T>
{
    private readonly RequestParams? _request;

    private Params(HttpContext context, RequestParams? request, T? value, Refusal? refusal)
    {
        Context = context;
        _request = request;
        Value = value!;
        Refusal = refusal;
    }

    public HttpContext Context { get; }

    /// <summary>What was read; of no meaning when the request is refused.</summary>
    public T Value { get; }

    public Refusal? Refusal { get; }

    public CancellationToken Aborted => Context.RequestAborted;

    /// <summary>The merchant and mode of the caller's key.</summary>
    public Tenant Tenant => Context.Tenant();

    /// <summary>What to show as objects.</summary>
    public Expansion Expansion => new(Value is IExpanding { Expand: { } paths } ? paths : []);

    /// <summary>What the silo must know of the request besides the command.</summary>
    public RequestInfo Info => new()
    {
        RequestId = Context.TraceIdentifier,
        Claim = Context.RequestServices.GetRequiredService<IdempotencyContext>().ClaimOf(Context, _request!),
        Expand = [.. Expansion.Paths.Order(StringComparer.Ordinal)],
        FromBrowser = Context.Caller().IsBrowser,
    };

    bool IBoundParams.Prepares => Value is IPreparing { Prepares: true };

    static async ValueTask<Params<T>?> IBindableFromHttpContext<Params<T>>.BindAsync(HttpContext context, ParameterInfo parameter)
    {
        var request = await RequestParams.Read(context);
        if (!request.IsSuccess)
        {
            return new Params<T>(context, null, default, request.Refusal);
        }

        var binder = request.Value.Bind(context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow());
        var value = T.Read(binder);
        if (value is IExpanding { Expand: { Count: > 0 } paths })
        {
            context.Features.Set(new AskedExpansion(new Expansion(paths)));
        }

        return new Params<T>(context, request.Value, value, binder.Refusal());
    }

    static void IEndpointParameterMetadataProvider.PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new RouteParams(typeof(T), static binder => T.Read(binder)));

    public override string ToString() => "Params(***)";
}

/// <summary>What the mapping of routes needs to know of any request.</summary>
internal interface IBoundParams
{
    Refusal? Refusal { get; }

    bool Prepares { get; }
}

/// <summary>No parameters at all.</summary>
public sealed record NoParams : IParams<NoParams>
{
    public static NoParams Read(ParamBinder parameters) => new();
}

/// <summary>The parameters of retrieving one object.</summary>
public sealed record ReadParams : IParams<ReadParams>, IExpanding
{
    public required IReadOnlySet<string> Expand { get; init; }

    public static ReadParams Read(ParamBinder parameters) => new() { Expand = parameters.Expand() };
}
