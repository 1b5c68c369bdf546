using System.Collections.Immutable;
using System.Text.Json.Serialization;
using PayGate.PaymentIntents;

namespace PayGate.Disputes;

/// <summary>Public status of a dispute; the legal moves are in the decider's table (grains/Disputes/README.md).</summary>
public enum DisputeStatus
{
    /// <summary>Waits for the merchant's evidence, until its deadline.</summary>
    NeedsResponse,

    /// <summary>The evidence is with the issuer.</summary>
    UnderReview,

    /// <summary>The money comes back; the fee does not.</summary>
    Won,

    /// <summary>The money is gone.</summary>
    Lost,
}

/// <summary>How a dispute came to its end.</summary>
public enum DisputeEnding
{
    /// <summary>By the issuer.</summary>
    Ruled,

    /// <summary>The merchant accepted it.</summary>
    Accepted,

    /// <summary>No evidence came in time.</summary>
    Overdue,
}

/// <summary>A cardholder's dispute of a charge as last committed. Its money is its payment's (<see cref="PaymentDispute"/>).</summary>
[GenerateSerializer, Alias("paygate.dispute"), Immutable]
public sealed record Dispute
{
    public const string Prefix = "dp";

    /// <summary>From the opening until evidence must have been submitted.</summary>
    public static readonly TimeSpan AnswerTime = TimeSpan.FromDays(7);

    [Id(0)]
    public required string Id { get; init; }

    [Id(1)]
    public required Tenant Tenant { get; init; }

    [Id(2)]
    public required DateTimeOffset Created { get; init; }

    [Id(3)]
    public required DisputeStatus Status { get; init; }

    /// <summary><c>ch_…</c></summary>
    [Id(4)]
    public required string Charge { get; init; }

    /// <summary><c>pi_…</c></summary>
    [Id(5)]
    public required string PaymentIntent { get; init; }

    /// <summary>Whose payment it is, <c>cus_…</c>; null for one without a customer.</summary>
    [Id(6)]
    public string? Customer { get; init; }

    /// <summary>In the payment's currency.</summary>
    [Id(7)]
    public required Money Amount { get; init; }

    /// <summary>One of <see cref="DisputeReasons"/>.</summary>
    [Id(8)]
    public required string Reason { get; init; }

    /// <summary>From this instant on a dispute without submitted evidence is lost.</summary>
    [Id(9)]
    public required DateTimeOffset EvidenceDueBy { get; init; }

    [Id(10)]
    public required DisputeMovement Withdrawal { get; init; }

    /// <summary>Null unless it was won and its payment has the money back.</summary>
    [Id(11)]
    public DisputeMovement? Reinstatement { get; init; }

    /// <summary>What the merchant says, by member of <see cref="DisputeEvidence.Members"/>. Personal data.</summary>
    [Id(12)]
    public ImmutableSortedDictionary<string, string> Evidence { get => field ?? DisputeEvidence.None; init; } = DisputeEvidence.None;

    [Id(13)]
    public ImmutableSortedDictionary<string, string> Metadata { get => field ?? IntentDetails.NoMetadata; init; } = IntentDetails.NoMetadata;

    /// <summary>When the evidence went to the issuer; once for each dispute.</summary>
    [Id(14)]
    public DateTimeOffset? SubmittedAt { get; init; }

    /// <summary>When the issuer said it will have ruled; null before it has said so.</summary>
    [Id(19)]
    public DateTimeOffset? RulingAt { get; init; }

    [Id(15)]
    public DateTimeOffset? EndedAt { get; init; }

    [Id(16)]
    public DisputeEnding? Ending { get; init; }

    /// <summary>The end is still to be told to the payment, which has the money.</summary>
    [Id(17), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool OwesPayment { get; init; }

    /// <summary>Its customer was erased, and with it what was personal here.</summary>
    [Id(18), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Erased { get; init; }

    public bool IsOpen => Status is DisputeStatus.NeedsResponse or DisputeStatus.UnderReview;

    /// <summary>The dispute as it reads at an instant: one whose deadline has passed is lost from then on, whether or not its actor has written that down yet.</summary>
    public Dispute AsOf(DateTimeOffset now) => Status == DisputeStatus.NeedsResponse && now >= EvidenceDueBy
        ? this with { Status = DisputeStatus.Lost, Ending = DisputeEnding.Overdue, EndedAt = EvidenceDueBy }
        : this;
}

/// <summary>A movement of the merchant's balance for a dispute, with all that its balance transaction shows.</summary>
[GenerateSerializer, Alias("paygate.dispute.movement"), Immutable]
public sealed record DisputeMovement
{
    /// <summary><c>txn_…</c></summary>
    [Id(0)]
    public required string Id { get; init; }

    /// <summary>In the settlement currency; a withdrawal is negative.</summary>
    [Id(1)]
    public required Money Amount { get; init; }

    [Id(2)]
    public required Money Fee { get; init; }

    /// <summary>Settlement units for one unit of the payment's currency, where they differ.</summary>
    [Id(3)]
    public decimal? ExchangeRate { get; init; }

    [Id(4)]
    public required DateTimeOffset At { get; init; }

    [Id(5)]
    public required DateTimeOffset AvailableOn { get; init; }
}

/// <summary>What evidence can say, in Stripe's words: texts only.</summary>
public static class DisputeEvidence
{
    /// <summary>Characters of one member.</summary>
    public const int LengthMax = 20_000;

    /// <summary>Characters of all members together, as Stripe bounds them.</summary>
    public const int TotalLengthMax = 150_000;

    /// <summary>The member that the sandbox's issuer reads.</summary>
    public const string Uncategorized = "uncategorized_text";

    public static readonly string[] Members =
    [
        "access_activity_log", "billing_address", "cancellation_policy_disclosure", "cancellation_rebuttal", "customer_email_address", "customer_name",
        "customer_purchase_ip", "duplicate_charge_explanation", "duplicate_charge_id", "product_description", "refund_policy_disclosure",
        "refund_refusal_explanation", "service_date", "shipping_address", "shipping_carrier", "shipping_date", "shipping_tracking_number", Uncategorized,
    ];

    public static readonly ImmutableSortedDictionary<string, string> None = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);
}
