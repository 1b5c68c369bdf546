using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using PayGate.Api.Http;
using PayGate.Api.Queries;
using PayGate.Idempotency;
using PayGate.PaymentIntents;

namespace PayGate.Api.Commands;

/// <summary>
/// Runs a POST and answers it, with the whole of idempotency seen from outside: the silo claims a key in the commit of the effect, so here only refusals need a
/// look at the records. A refused request whose key is on record gets the recorded answer, "still running", or "other parameters"; never a second execution.
/// </summary>
public sealed class CommandRunner(IdempotencyContext idempotency, IdempotencyRecords records, IClientSecrets secrets)
{
    /// <param name="context">The request.</param>
    /// <param name="request">Its parameters, for the keyed hash.</param>
    /// <param name="expand">Paths to show as objects.</param>
    /// <param name="refusal">What the parameters are refused for; the command then does not run.</param>
    /// <param name="command">Calls the actor.</param>
    public async Task<IResult> Run(
        HttpContext context, RequestParams request, IReadOnlySet<string> expand, Refusal? refusal, Func<RequestInfo, Task<Outcome<Answer>>> command)
    {
        var claim = idempotency.ClaimOf(context, request);
        var outcome = refusal is null ? await command(Info(context, claim, expand)) : refusal;
        if (outcome.IsSuccess)
        {
            return new AnswerResult(outcome.Value, secrets, replayed: false);
        }

        return claim is not null && await records.Find(claim, context.RequestAborted) is { } record
            ? Recorded(record, claim)
            : ErrorResult.From(NotRecorded(outcome.Refusal));
    }

    /// <summary>True if the key is on record, so that work before the command itself (storing a card) can be left undone.</summary>
    public async Task<IResult?> FindRecorded(HttpContext context, RequestParams request) =>
        idempotency.ClaimOf(context, request) is { } claim && await records.Find(claim, context.RequestAborted) is { } record
            ? Recorded(record, claim)
            : null;

    private static RequestInfo Info(HttpContext context, IdempotencyClaim? claim, IReadOnlySet<string> expand) => new()
    {
        RequestId = context.TraceIdentifier,
        Claim = claim,
        Expand = [.. expand.Order(StringComparer.Ordinal)],
        FromBrowser = context.Caller().Kind is CallerKind.ClientSecret or CallerKind.Publishable,
    };

    private IResult Recorded(IdempotencyRecords.Found record, IdempotencyClaim claim) => record switch
    {
        _ when !CryptographicOperations.FixedTimeEquals(record.RequestHash, claim.RequestHash) => ErrorResult.Of("idempotency_error"),
        { IsDone: false } => ErrorResult.Of("idempotency_key_in_use"),
        _ => new AnswerResult(new Answer { Status = record.Status, Body = record.Body! }, secrets, replayed: true),
    };

    /// <summary>A key that was taken a moment ago and has no record now: its effect is being written, or is being undone.</summary>
    private static Refusal NotRecorded(Refusal refusal) =>
        refusal.Code == IPaymentIntentGrain.RequestSeenBefore
            ? new Refusal("idempotency_key_in_use", "A request with this idempotency key is still running.")
            : refusal;
}
