using System.Collections.Immutable;
using PayGate.Api.Commands;
using PayGate.Api.Http;
using PayGate.Disputes;

namespace PayGate.Api.Disputes;

/// <summary>The parameters of updating a dispute: its evidence, whether that goes to the issuer, and metadata.</summary>
public sealed record UpdateDisputeParams : IParams<UpdateDisputeParams>, IExpanding
{
    /// <summary>By member; a null value takes one away. Null when the request says nothing of evidence.</summary>
    public ImmutableSortedDictionary<string, string?>? Evidence { get; init; }

    public required MetadataPatch Metadata { get; init; }

    public bool? Submit { get; init; }

    public required IReadOnlySet<string> Expand { get; init; }

    public static UpdateDisputeParams Read(ParamBinder parameters) => new()
    {
        Evidence = ReadEvidence(parameters.OptionalObject("evidence")),
        Metadata = parameters.OptionalMetadata("metadata") ?? new MetadataPatch(),
        Submit = parameters.OptionalBoolean("submit"),
        Expand = parameters.Expand(),
    };

    public UpdateDispute ToCommand(Tenant tenant, RequestInfo request) => new()
    {
        Tenant = tenant,
        Evidence = Evidence,
        Metadata = Metadata,
        Submit = Submit,
        Request = request,
    };

    private static ImmutableSortedDictionary<string, string?>? ReadEvidence(ParamBinder? evidence)
    {
        if (evidence is null)
        {
            return null;
        }

        var said = DisputeEvidence.Members.Select(member => (Member: member, Text: evidence.PatchText(member, DisputeEvidence.LengthMax))).ToList();
        var given = said.Where(pair => pair.Text.IsPresent)
            .ToImmutableSortedDictionary(pair => pair.Member, pair => pair.Text.Value, StringComparer.Ordinal);
        if (given.Values.Sum(text => text?.Length ?? 0) > DisputeEvidence.TotalLengthMax)
        {
            evidence.Refuse(
                DisputeEvidence.Uncategorized, "parameter_too_long", $"All evidence together has at most {DisputeEvidence.TotalLengthMax} characters.");
        }

        return given.Count > 0 ? given : null;
    }
}

/// <summary>The parameters of a list of disputes.</summary>
public sealed record DisputeListParams : IParams<DisputeListParams>, IExpanding
{
    public required ListQuery Query { get; init; }

    public string? Charge { get; init; }

    public string? PaymentIntent { get; init; }

    public required IReadOnlySet<string> Expand { get; init; }

    public static DisputeListParams Read(ParamBinder parameters) => new()
    {
        Query = ListQuery.Read(parameters),
        Charge = parameters.OptionalString("charge", 255),
        PaymentIntent = parameters.OptionalString("payment_intent", 255),
        Expand = ListExpansion.Read(parameters),
    };
}
