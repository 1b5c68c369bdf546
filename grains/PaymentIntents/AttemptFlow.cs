using PayGate.CardTokens;
using PayGate.Grains.Acquiring;
using PayGate.Grains.Merchants;
using PayGate.PaymentIntents;
using PayGate.Wire.V1;

namespace PayGate.Grains.PaymentIntents;

/// <summary>
/// The way of an attempt: terms and payment method, the issuer's word on the cardholder, the commit, the bank. Where the issuer wants a challenge first, the
/// way ends there, and goes on when the challenge is passed.
/// </summary>
internal sealed class AttemptFlow(
    string paymentId, PaymentBook book, BankCalls bank, PaymentMethods methods, IAcquirer acquirer, IMerchantTerms terms, TimeProvider clock)
{
    /// <summary>The sealed card with its CVC, while the cardholder is at the issuer's page; in memory only.</summary>
    private UsableMethod? _held;

    /// <summary>The payment method taken for this payment, and all else that is needed before an attempt is committed.</summary>
    /// <param name="card">What to pay with, when it came with the request.</param>
    /// <param name="methodId">What to pay with otherwise.</param>
    /// <param name="tenant">Of the payment.</param>
    /// <param name="details">Of the payment.</param>
    /// <param name="currency">Of the payment.</param>
    /// <param name="options">With the demand for authentication that holds.</param>
    /// <param name="request">Who asked.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<Outcome<(UsableMethod Method, AttemptPlan Plan)>> Prepare(
        EnteredCard? card,
        string? methodId,
        Tenant tenant,
        IntentDetails details,
        Currency currency,
        AttemptOptions options,
        RequestInfo request,
        CancellationToken cancellationToken)
    {
        if (card is null && methodId is null)
        {
            return Refusals.NoPaymentMethod;
        }

        var inForce = terms.For(tenant.MerchantId, currency);
        if (!inForce.IsSuccess)
        {
            return inForce.Refusal;
        }

        var chargeId = ObjectId.New("ch", tenant.MerchantId, clock.GetUtcNow());
        var plan = new AttemptPlan(chargeId, inForce.Value)
        {
            ReceiptUrl = ReceiptAddress.New(options.PublicUrl, chargeId),
            SetupFutureUsage = options.SetupFutureUsage,
        };
        var saves = details.Customer is not null && (options.SetupFutureUsage ?? details.SetupFutureUsage) is not null;
        var entered = card ?? (saves ? methods.MakeOwn(methodId!, tenant) : null);
        var method = entered is not null
            ? await methods.StoreAndUse(entered, tenant, paymentId, plan.ChargeId, cancellationToken)
            : await methods.Use(methodId!, new MethodUser(tenant, paymentId, details.Customer), plan.ChargeId, cancellationToken);
        if (!method.IsSuccess)
        {
            return method.Refusal;
        }

        var issuer = options.OffSession ? null : await acquirer.Authenticate(
            new AuthenticationRequest
            {
                MerchantId = tenant.MerchantId,
                Reference = plan.ChargeId,
                Card = method.Value.Card,
                Demand = options.Demand ?? ThreeDSecureDemand.Automatic,
            },
            cancellationToken);
        return (method.Value, Authenticated(plan, issuer, method.Value.Snapshot, options, request));
    }

    /// <summary>Commits the attempt and asks the bank, or commits the issuer's challenge, which is an answer already.</summary>
    public async Task<Outcome<Answer>> Begin(PaymentCommand start, UsableMethod method, RequestInfo request, CancellationToken cancellationToken)
    {
        var begun = await book.Change(
            start,
            next => next.Status == PaymentIntentStatus.RequiresAction
                ? IdempotencyWrites.Done(request, next.Id, next.ToAnswer(request), clock)
                : IdempotencyWrites.Claim(request, next.Id, clock),
            cancellationToken);
        if (!begun.IsSuccess)
        {
            return begun.Refusal;
        }

        if (begun.Value.Status != PaymentIntentStatus.RequiresAction)
        {
            return await bank.Authorize(method, request, cancellationToken);
        }

        _held = method;
        return begun.Value.ToAnswer(request);
    }

    /// <summary>The cardholder passed: on with the attempt that the challenge stood before. The confirm that asked for it has its answer already.</summary>
    public async Task<Outcome<Answer>> Resume(PaymentIntent payment, CancellationToken cancellationToken)
    {
        var challenge = payment.Challenge!;
        var method = _held?.Snapshot.Id == challenge.Method.Id
            ? _held
            : await methods.Use(
                challenge.Method.Id, new MethodUser(payment.Tenant, payment.Id, payment.Details.Customer), challenge.ChargeId, cancellationToken);
        Forget();
        if (!method.IsSuccess)
        {
            return method.Refusal;
        }

        var plan = new AttemptPlan(challenge.ChargeId, challenge.Terms)
        {
            Authentication = challenge.Authentication,
            ReceiptUrl = ReceiptAddress.New(new Uri(challenge.Url).GetLeftPart(UriPartial.Authority), challenge.ChargeId),
        };
        var start = new StartAttempt(method.Value.Snapshot, plan, challenge.Request);
        return await Begin(start, method.Value, challenge.Request with { Claim = null }, cancellationToken);
    }

    /// <summary>Drops the card that was held back.</summary>
    public void Forget() => _held = null;

    private AttemptPlan Authenticated(
        AttemptPlan plan, IssuerAuthentication? issuer, PaymentMethodSnapshot method, AttemptOptions options, RequestInfo request) => issuer switch
        {
            null => plan,
            { NeedsChallenge: false } => plan with { Authentication = issuer.Authentication },
            _ => plan with
            {
                Challenge = new Challenge
                {
                    ChargeId = plan.ChargeId,
                    Method = method,
                    Terms = plan.Terms,
                    Authentication = issuer.Authentication,
                    Url = $"{options.PublicUrl}/issuer/{paymentId}/{issuer.Authentication.TransactionId}",
                    ReturnUrl = options.ReturnUrl,
                    Request = request,
                },
            },
        };
}
