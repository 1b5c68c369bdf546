using System.Text.Json;
using PayGate.Disputes;

namespace PayGate.Grains.Disputes;

/// <summary>All refusals of a dispute, in the order in which they are checked.</summary>
internal static class DisputeRefusals
{
    public static readonly Refusal NoSuchDispute = new("resource_missing", "No such dispute.", "id");

    public static readonly Refusal CustomerErased = new(
        "dispute_unexpected_state", "The customer of this dispute was erased: nothing more about it can be stored.", "evidence");

    public static readonly Refusal NoEvidence = new("parameter_missing", "There is no evidence to submit. Give some in evidence.", "evidence");

    public static readonly Refusal TooMuchEvidence = new(
        "parameter_too_long", $"All evidence together has at most {DisputeEvidence.TotalLengthMax} characters, what is stored included.", "evidence");

    public static Refusal UnexpectedState(DisputeStatus status, string verb) => new(
        "dispute_unexpected_state",
        $"This dispute's status is {JsonNamingPolicy.SnakeCaseLower.ConvertName(status.ToString())}; {verb} is not possible in it.");
}
