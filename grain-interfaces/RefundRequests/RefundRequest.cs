using System.Text.Json.Serialization;
using PayGate.PaymentIntents;

namespace PayGate.RefundRequests;

/// <summary>Public status of a refund request; the legal moves are in the decider's table (grains/RefundRequests/README.md).</summary>
public enum RefundRequestStatus
{
    /// <summary>Waits for the merchant's decision.</summary>
    Pending,

    /// <summary>The merchant agreed, and the refund is being made.</summary>
    Approved,

    /// <summary>The refund is made.</summary>
    Completed,

    /// <summary>The merchant agreed, and no money could be given back.</summary>
    Failed,
    Rejected,
}

/// <summary>A customer's wish to get money back, and what the merchant said to it, as last committed.</summary>
[GenerateSerializer, Alias("paygate.refund-request"), Immutable]
public sealed record RefundRequest
{
    [Id(0)]
    public required string Id { get; init; }

    [Id(1)]
    public required Tenant Tenant { get; init; }

    [Id(2)]
    public required DateTimeOffset Created { get; init; }

    [Id(3)]
    public required RefundRequestStatus Status { get; init; }

    /// <summary><c>cus_…</c></summary>
    [Id(4)]
    public required string Customer { get; init; }

    /// <summary>One of the customer's payments, <c>pi_…</c>.</summary>
    [Id(5)]
    public required string PaymentIntent { get; init; }

    /// <summary>In the payment's currency; fixed when the request is made.</summary>
    [Id(6)]
    public required Money Amount { get; init; }

    /// <summary>The customer's words.</summary>
    [Id(7)]
    public required string Reason { get; init; }

    /// <summary>When the merchant decided.</summary>
    [Id(8)]
    public DateTimeOffset? DecidedAt { get; init; }

    /// <summary>The merchant's words.</summary>
    [Id(9)]
    public string? RejectionReason { get; init; }

    /// <summary>Null unless the merchant agreed.</summary>
    [Id(10)]
    public ApprovedRefund? Refund { get; init; }

    /// <summary>One of <see cref="RefundRequestFailure"/>, or the bank's reason; null unless it failed.</summary>
    [Id(11)]
    public string? FailureReason { get; init; }

    /// <summary>The customer was erased, and with it what was said here.</summary>
    [Id(12), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Erased { get; init; }
}

/// <summary>The refund that an approval leads to.</summary>
[GenerateSerializer, Alias("paygate.refund-request.refund"), Immutable]
public sealed record ApprovedRefund
{
    /// <summary><c>re_…</c>: fixed in the commit of the approval, so that however often the refund is asked for there is one.</summary>
    [Id(0)]
    public required string Id { get; init; }

    /// <summary>The request that approved.</summary>
    [Id(1)]
    public required RequestInfo Request { get; init; }

    /// <summary>When its outcome is looked for next.</summary>
    [Id(2)]
    public required DateTimeOffset LookAt { get; init; }

    /// <summary>The answer to the approving request was <c>approved</c> and is recorded; the outcome follows later.</summary>
    [Id(3)]
    public bool AnsweredApproved { get; init; }
}

/// <summary>Why an approved request failed, other than by the bank's word.</summary>
public static class RefundRequestFailure
{
    /// <summary>The refund was withdrawn while its issuer could not be reached.</summary>
    public const string Canceled = "canceled";

    /// <summary>The payment no longer holds the money: it was given back in another way meanwhile.</summary>
    public const string NotRefundable = "not_refundable";

    /// <summary>The public word; null for a request that did not fail.</summary>
    public static string? WordOf(string? reason) => reason is Canceled or NotRefundable ? reason : RefundFailure.WordOf(reason);
}
