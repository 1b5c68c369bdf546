using System.Text.Json;
using PayGate.PaymentIntents;

namespace PayGate.Wire.V1;

/// <summary>A payment as its public objects. Pure: the same state, expansion and audience give the same bytes.</summary>
public static class PaymentIntentRendering
{
    /// <summary>Ends the client secret in rendered answers; what follows it is a MAC that only the API knows to make.</summary>
    public const string SecretInfix = "_secret_";

    /// <param name="intent">The committed state.</param>
    /// <param name="expansion">Paths to show as objects.</param>
    /// <param name="browser">True for callers with a client secret only: metadata is left out and telling declines look generic.</param>
    public static PaymentIntentResource ToResource(this PaymentIntent intent, Expansion expansion, bool browser = false)
    {
        var latest = intent.LatestAttempt;
        var details = intent.Details;
        return new PaymentIntentResource
        {
            Id = intent.Id,
            Amount = intent.Amount.MinorUnits,
            AmountCapturable = intent.Status == PaymentIntentStatus.RequiresCapture ? latest!.Authorized!.Value.MinorUnits : 0,
            AmountReceived = intent.AmountCaptured.MinorUnits,
            // Time cancels at one instant, however late an actor writes it down.
            CanceledAt = (intent.CancellationReason == PaymentIntent.Expired ? intent.ExpiresAt : intent.CanceledAt)?.ToUnixTimeSeconds(),
            CancelUrl = details.CancelUrl,
            CancellationReason = intent.CancellationReason,
            CaptureMethod = Word(intent.CaptureMethod),
            ClientSecret = intent.Id + SecretInfix,
            Created = intent.Created.ToUnixTimeSeconds(),
            Currency = intent.Amount.Currency.Code,
            Customer = expansion.Show("customer", details.Customer),
            Description = details.Description,
            ExpiresAt = intent.ExpiresAt.ToUnixTimeSeconds(),
            LastPaymentError = LastError(intent, browser),
            LatestCharge = LatestCharge(intent, expansion, browser),
            Livemode = intent.Livemode,
            Metadata = browser ? Empty : details.Metadata,
            NextAction = NextAction(intent),
            OrderId = details.OrderId,
            Quote = details.Quote?.QuoteId,
            PaymentMethod = browser ? intent.PaymentMethod?.Id : expansion.Show("payment_method", intent.PaymentMethod?.Id),
            PaymentMethodOptions = CardOptionsResource.Of(details.ThreeDSecure),
            ReceiptEmail = details.ReceiptEmail,
            Shipping = details.Shipping?.ToResource(),
            SetupFutureUsage = details.SetupFutureUsage,
            StatementDescriptor = details.StatementDescriptor,
            StatementDescriptorSuffix = details.StatementDescriptorSuffix,
            Status = Word(intent.Status),
            SuccessUrl = details.SuccessUrl,
        };
    }

    /// <summary>The answer to a request that changed the intent, or captured through its charge: 200, or 402 with the intent inside the error when it made an attempt that was declined.</summary>
    public static Answer ToAnswer(this PaymentIntent intent, RequestInfo request, bool ofAttempt = false)
    {
        if (request.AboutCharge)
        {
            return intent.ToChargeAnswer(intent.LatestAttempt!.ChargeId, request);
        }

        var expansion = new Expansion(request.Expand);
        var resource = intent.ToResource(expansion, request.FromBrowser);
        return ofAttempt && intent.LatestAttempt is { Status: AttemptStatus.Declined or AttemptStatus.Failed }
            ? new Answer { Status = 402, Body = WireJson.Write(new ErrorAnswer { Error = resource.LastPaymentError! with { PaymentIntent = resource } }) }
            : new Answer { Status = 200, Body = WireJson.Write(resource) };
    }

    /// <summary>The answer to an increment: 402 when the bank refused it, with the intent as it stays.</summary>
    public static Answer ToIncrementAnswer(this PaymentIntent intent, RequestInfo request, BankAnswer? answer)
    {
        var resource = intent.ToResource(new Expansion(request.Expand));
        return answer is { Approved: false }
            ? new Answer { Status = 402, Body = WireJson.Write(new ErrorAnswer { Error = CardError(intent, intent.LatestAttempt!, answer, browser: false) with { PaymentIntent = resource } }) }
            : new Answer { Status = 200, Body = WireJson.Write(resource) };
    }

    /// <summary>The answer to a capture: 400 when it found that the issuer had dropped the hold, which ended the payment.</summary>
    public static Answer ToCaptureAnswer(this PaymentIntent intent, RequestInfo request)
    {
        if (intent.Status != PaymentIntentStatus.Canceled)
        {
            return intent.ToAnswer(request);
        }

        var error = new ErrorResource
        {
            Type = "invalid_request_error",
            Code = "charge_expired_for_capture",
            Message = "The issuer has released the authorization, so it can no longer be captured. The payment is canceled.",
            Charge = intent.LatestAttempt!.ChargeId,
            PaymentIntent = intent.ToResource(new Expansion(request.Expand)),
        };
        return new Answer { Status = 400, Body = WireJson.Write(new ErrorAnswer { Error = error }) };
    }

    internal static readonly IReadOnlyDictionary<string, string> Empty = new Dictionary<string, string>();

    internal static string Word<T>(T value)
        where T : struct, Enum => Words<T>.Of[value];

    private static Expandable LatestCharge(PaymentIntent intent, Expansion expansion, bool browser) => intent.LatestAttempt switch
    {
        null => default,
        { } attempt when expansion.Contains("latest_charge") && !browser =>
            new Expandable(attempt.ChargeId, intent.ToChargeResource(attempt, expansion.Below("latest_charge"))),
        { } attempt => attempt.ChargeId,
    };

    private static NextActionResource? NextAction(PaymentIntent intent) =>
        intent is { Status: PaymentIntentStatus.RequiresAction, Challenge: { } challenge }
            ? new NextActionResource { RedirectToUrl = new RedirectResource { Url = challenge.Url, ReturnUrl = challenge.ReturnUrl } }
            : null;

    private static ErrorResource? LastError(PaymentIntent intent, bool browser) =>
        intent.Challenge is { Status: ChallengeStatus.Failed } challenge ? AuthenticationError(intent, challenge, browser)
        : intent.LatestAttempt is { Status: AttemptStatus.Declined or AttemptStatus.Failed, Answer: { } answer } attempt
            ? CardError(intent, attempt, answer, browser)
            : null;

    private static ErrorResource AuthenticationError(PaymentIntent intent, Challenge challenge, bool browser) => new()
    {
        Type = "invalid_request_error",
        Code = challenge.Refused?.Code ?? "payment_intent_authentication_failure",
        Message = challenge.Refused is { } refused
            ? browser ? IPaymentIntentGrain.AmountLimitForBrowser : refused.Message
            : "The cardholder was not authenticated. Confirm again, with this or another payment method.",
        Param = challenge.Refused?.Param,
        AttemptsLeft = intent.AttemptsLeft,
        PaymentMethod = CardTokenRendering.ToPaymentMethodResource(intent, challenge.Method, answer: null, browser),
    };

    private static ErrorResource CardError(PaymentIntent intent, Attempt attempt, BankAnswer answer, bool browser)
    {
        var decline = Decline.Of(answer.FailureReason, browser);
        return new ErrorResource
        {
            Type = "card_error",
            Code = decline.Code,
            DeclineCode = decline.DeclineCode,
            Message = decline.Message,
            Param = decline.Param,
            Charge = attempt.ChargeId,
            NetworkDeclineCode = browser || answer.Approved ? null : answer.NetworkCode,
            AttemptsLeft = intent.AttemptsLeft,
            PaymentMethod = CardTokenRendering.ToPaymentMethodResource(intent, attempt.Method, answer, browser),
        };
    }

    private static class Words<T>
        where T : struct, Enum
    {
        public static readonly Dictionary<T, string> Of =
            Enum.GetValues<T>().ToDictionary(value => value, value => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString()));
    }
}
