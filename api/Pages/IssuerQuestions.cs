using PayGate.Api.Queries;
using PayGate.SetupIntents;

namespace PayGate.Api.Pages;

/// <summary>What the issuer asks a cardholder: whether they make this payment, or save this card.</summary>
internal sealed record IssuerQuestion
{
    public required string MerchantId { get; init; }

    public required PaymentMethodSnapshot Method { get; init; }

    /// <summary>Null where a card is only saved.</summary>
    public Money? Amount { get; init; }

    /// <summary>False once it was answered, or its time is over.</summary>
    public required bool IsOpen { get; init; }

    /// <summary>Where the merchant wants the cardholder afterwards, or null.</summary>
    public string? ReturnUrl { get; init; }

    /// <summary>Where the cardholder goes from here, as things stand.</summary>
    public required string WayOut { get; init; }
}

/// <summary>The issuer's questions, under the object that a question is about and its transaction.</summary>
public sealed class IssuerQuestions(PaymentQueries payments, SetupIntentQueries setups, IGrainFactory grains)
{
    /// <summary>Null for any other address.</summary>
    internal async Task<IssuerQuestion?> Find(string objectId, string transaction, CancellationToken cancellationToken)
    {
        if (await payments.Find(PaymentKind.PaymentIntent, objectId, cancellationToken) is { Payment: { Challenge: { } challenge } payment })
        {
            return challenge.Authentication.TransactionId == transaction ? Of(payment, challenge) : null;
        }

        return await setups.Find(objectId, cancellationToken) is { Challenge: { } asked } setup && asked.Authentication.TransactionId == transaction
            ? Of(setup, asked)
            : null;
    }

    /// <summary>A second answer, or one that comes too late, changes nothing: where the cardholder goes shows what became of it.</summary>
    internal Task Answer(string objectId, string transaction, bool passed)
    {
        var answer = new AnswerChallenge { TransactionId = transaction, Passed = passed };
        return ObjectId.IsWellFormed("pi", objectId)
            ? grains.GetGrain<IPaymentIntentGrain>(objectId).AnswerChallenge(answer, CancellationToken.None)
            : grains.GetGrain<ISetupIntentGrain>(objectId).AnswerChallenge(answer, CancellationToken.None);
    }

    private static IssuerQuestion Of(PaymentIntent payment, Challenge challenge) => new()
    {
        MerchantId = payment.MerchantId,
        Method = challenge.Method,
        Amount = payment.Amount,
        IsOpen = payment.Status == PaymentIntentStatus.RequiresAction,
        ReturnUrl = challenge.ReturnUrl,
        WayOut = WayOut(challenge.ReturnUrl, "payment_intent", payment.Id, payment.Status switch
        {
            PaymentIntentStatus.Succeeded or PaymentIntentStatus.RequiresCapture or PaymentIntentStatus.Processing => "succeeded",
            PaymentIntentStatus.RequiresAction => "pending",
            _ => "failed",
        }) ?? $"/pay/{payment.Id}",
    };

    private static IssuerQuestion Of(SetupIntent setup, SetupChallenge challenge) => new()
    {
        MerchantId = setup.Tenant.MerchantId,
        Method = challenge.Method,
        IsOpen = setup.Status == SetupIntentStatus.RequiresAction,
        ReturnUrl = challenge.ReturnUrl,
        WayOut = WayOut(challenge.ReturnUrl, "setup_intent", setup.Id, setup.Status switch
        {
            SetupIntentStatus.Succeeded or SetupIntentStatus.Processing => "succeeded",
            SetupIntentStatus.RequiresAction => "pending",
            _ => "failed",
        }) ?? new Uri(challenge.Url).PathAndQuery,
    };

    /// <summary>The merchant's address with the object and what became of it, as Stripe names them.</summary>
    private static string? WayOut(string? returnUrl, string name, string objectId, string status)
    {
        if (returnUrl is null)
        {
            return null;
        }

        var url = new UriBuilder(returnUrl);
        url.Query = $"{(url.Query.Length > 1 ? url.Query[1..] + "&" : "")}{name}={objectId}&redirect_status={status}";
        return url.Uri.AbsoluteUri;
    }
}
