using PayGate.Api.Http;

namespace PayGate.Api.Commands;

/// <summary>The parameters of a list, with the filters that some lists have.</summary>
public interface IListParams : IExpanding
{
    ListQuery Query { get; }

    /// <summary>Narrows the list to one payment.</summary>
    string? PaymentIntent => null;

    /// <summary>Narrows the list to the payment of one charge.</summary>
    string? Charge => null;

    /// <summary>Narrows the list to the payments of one customer.</summary>
    string? Customer => null;

    /// <summary>Narrows the list to objects whose own row has these values; null asks for nothing.</summary>
    IReadOnlyList<(string Column, string? Value)> Own => [];
}

/// <summary>The parameters that all lists share.</summary>
public sealed record ListParams : IParams<ListParams>, IListParams
{
    public required ListQuery Query { get; init; }

    public required IReadOnlySet<string> Expand { get; init; }

    public static ListParams Read(ParamBinder parameters) =>
        new() { Query = ListQuery.Read(parameters), Expand = ListExpansion.Read(parameters) };
}

/// <summary>On lists the paths of <c>expand</c> start with <c>data.</c>.</summary>
internal static class ListExpansion
{
    private const string Prefix = "data.";

    /// <summary>The paths as seen from one object of the list.</summary>
    public static IReadOnlySet<string> Read(ParamBinder parameters) => Below(parameters.Expand());

    /// <inheritdoc cref="Read"/>
    public static IReadOnlySet<string> Below(IReadOnlySet<string> paths) => paths
        .Where(path =>
            path.StartsWith(Prefix, StringComparison.Ordinal)).Select(path => path[Prefix.Length..]).ToHashSet(StringComparer.Ordinal);
}
