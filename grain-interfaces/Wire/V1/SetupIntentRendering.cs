using PayGate.PaymentIntents;
using PayGate.SetupIntents;

namespace PayGate.Wire.V1;

/// <summary>A setup as its public object. Pure: the same state and audience give the same bytes.</summary>
public static class SetupIntentRendering
{
    /// <param name="setup">The committed state.</param>
    /// <param name="browser">True for callers with a client secret only: metadata is left out and telling declines look generic.</param>
    public static SetupIntentResource ToResource(this SetupIntent setup, bool browser = false) => new()
    {
        Id = setup.Id,
        CancellationReason = setup.CancellationReason,
        ClientSecret = setup.Id + PaymentIntentRendering.SecretInfix,
        Created = setup.Created.ToUnixTimeSeconds(),
        Customer = setup.Details.Customer,
        Description = setup.Details.Description,
        LastSetupError = LastError(setup, browser),
        LatestAttempt = setup.LatestAttempt?.Id,
        Livemode = setup.Tenant.Livemode,
        Metadata = browser ? PaymentIntentRendering.Empty : setup.Details.Metadata,
        NextAction = setup is { Status: SetupIntentStatus.RequiresAction, Challenge: { } challenge }
            ? new NextActionResource { RedirectToUrl = new RedirectResource { Url = challenge.Url, ReturnUrl = challenge.ReturnUrl } }
            : null,
        PaymentMethod = setup.PaymentMethod?.Id,
        Status = PaymentIntentRendering.Word(setup.Status),
        Usage = setup.Details.Usage,
    };

    /// <summary>The answer to a request that changed the setup: 200, or an error with the setup inside when it made an attempt that failed.</summary>
    public static Answer ToAnswer(this SetupIntent setup, RequestInfo request, bool ofAttempt = false)
    {
        var resource = setup.ToResource(request.FromBrowser);
        return ofAttempt && setup.LatestAttempt is { Status: SetupAttemptStatus.Failed } failed
            ? new Answer
            {
                // As the catalogue has it: what is missing is 404, all else that a card token or a customer refuses is 400.
                Status = failed.Refused switch { null => 402, { Code: "resource_missing" } => 404, _ => 400 },
                Body = WireJson.Write(new ErrorAnswer { Error = resource.LastSetupError! with { SetupIntent = resource } }),
            }
            : new Answer { Status = 200, Body = WireJson.Write(resource) };
    }

    private static ErrorResource? LastError(SetupIntent setup, bool browser)
    {
        if (setup.Challenge is { Status: ChallengeStatus.Failed } challenge)
        {
            return new ErrorResource
            {
                Type = "invalid_request_error",
                Code = "setup_intent_authentication_failure",
                Message = "The cardholder was not authenticated. Confirm again, with this or another payment method.",
                PaymentMethod = CardTokenRendering.ToPaymentMethodResource(challenge.Method, null, setup.Created, setup.Tenant.Livemode, browser),
            };
        }

        if (setup.LatestAttempt is not { Status: SetupAttemptStatus.Failed } attempt)
        {
            return null;
        }

        var method = CardTokenRendering.ToPaymentMethodResource(attempt.Method, attempt.Answer, attempt.StartedAt, setup.Tenant.Livemode, browser);
        if (attempt.Refused is { } refused)
        {
            return new ErrorResource
            {
                Type = "invalid_request_error",
                Code = refused.Code,
                Message = refused.Message,
                Param = refused.Param,
                PaymentMethod = method,
            };
        }

        var decline = Decline.Of(attempt.Answer!.Reason, browser);
        return new ErrorResource
        {
            Type = "card_error",
            Code = decline.Code,
            DeclineCode = decline.DeclineCode,
            Message = decline.Message,
            Param = decline.Param,
            NetworkDeclineCode = browser ? null : attempt.Answer.NetworkCode,
            PaymentMethod = method,
        };
    }
}
