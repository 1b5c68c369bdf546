using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using PayGate.Api.Http;
using PayGate.Idempotency;

namespace PayGate.Api.Commands;

/// <summary>
/// Answers a command, with the whole of idempotency seen from outside: the silo claims a key in the commit of the effect, so here only
/// refusals need a look at the records. A refused request whose key is on record gets the recorded answer, "still running", or "other
/// parameters"; never a second execution.
/// </summary>
public sealed class CommandRunner(IdempotencyContext idempotency, IIdempotencyRecords records, IClientSecrets secrets)
{
    /// <param name="context">The request.</param>
    /// <param name="outcome">What the command, or a check before it, came to.</param>
    /// <param name="payment">The payment to show in the error, for a refusal because of its state.</param>
    /// <param name="setup">The setup, likewise.</param>
    public async Task<IResult> Answer(
        HttpContext context, Outcome<Answer> outcome, PaymentIntentResource? payment = null, SetupIntentResource? setup = null) =>
        outcome.IsSuccess
            ? new AnswerResult(outcome.Value, secrets)
            : await FindRecorded(context) ?? ErrorResult.From(NotRecorded(outcome.Refusal), payment, setup);

    /// <summary>
    /// The answer to give when the request's key is on record, so that work before the command itself can be left undone.
    /// </summary>
    public async Task<IResult?> FindRecorded(HttpContext context) =>
        context.Features.Get<RequestParams>() is { } request
        && idempotency.ClaimOf(context, request) is { } claim
        && await records.Find(claim, context.RequestAborted) is { } record
            ? Recorded(record, claim)
            : null;

    private IResult Recorded(RecordedAnswer record, IdempotencyClaim claim) => record switch
    {
        _ when !CryptographicOperations.FixedTimeEquals(record.RequestHash, claim.RequestHash) => ErrorResult.Of("idempotency_error"),
        { IsDone: false } => ErrorResult.Of("idempotency_key_in_use"),
        _ => new AnswerResult(new Answer { Status = record.Status, Body = record.Body! }, secrets) { Replays = record },
    };

    /// <summary>A key that was taken a moment ago and has no record now: its effect is being written, or is being undone.</summary>
    private static Refusal NotRecorded(Refusal refusal) =>
        refusal.Code == IPaymentIntentGrain.RequestSeenBefore
            ? new Refusal("idempotency_key_in_use", "A request with this idempotency key is still running.")
            : refusal;
}

/// <summary>What idempotency keys were used for.</summary>
public interface IIdempotencyRecords
{
    /// <summary>Null for a key that is free to be claimed.</summary>
    Task<RecordedAnswer?> Find(IdempotencyClaim claim, CancellationToken cancellationToken);
}

/// <summary>The record of a key.</summary>
/// <param name="RequestHash">Keyed hash of the first request.</param>
/// <param name="IsDone">False while that request is still running.</param>
/// <param name="Status">The answer's status, when done.</param>
/// <param name="Body">The answer's bytes, when done.</param>
/// <param name="RequestId">The first request; null on records from before it was kept.</param>
public sealed record RecordedAnswer(byte[] RequestHash, bool IsDone, int Status, byte[]? Body, string? RequestId);
