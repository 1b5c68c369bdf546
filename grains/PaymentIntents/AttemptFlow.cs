using PayGate.CardTokens;
using PayGate.Grains.Acquiring;
using PayGate.Grains.Merchants;
using PayGate.Grains.Quotes;
using PayGate.Grains.RateLimits;
using PayGate.PaymentIntents;
using PayGate.Wire.V1;

namespace PayGate.Grains.PaymentIntents;

/// <summary>
/// The way of an attempt: terms, the merchant's budget and the payment method, the issuer's word on the cardholder, the commit, the bank. Where the issuer wants a challenge first, the
/// way ends there, and goes on when the challenge is passed.
/// </summary>
internal sealed class AttemptFlow(
    string paymentId, PaymentBook book, BankCalls bank, PaymentMethods methods, IAcquirer acquirer, IMerchantTerms terms, IAmountBudgets budgets,
    TimeProvider clock)
{
    /// <summary>The sealed card with its CVC, while the cardholder is at the issuer's page; in memory only.</summary>
    private UsableMethod? _held;

    /// <summary>The payment method taken for this payment, and all else that is needed before an attempt is committed.</summary>
    /// <param name="card">What to pay with, when it came with the request.</param>
    /// <param name="methodId">What to pay with otherwise.</param>
    /// <param name="tenant">Of the payment.</param>
    /// <param name="details">Of the payment.</param>
    /// <param name="amount">Of the payment. It is taken from the merchant's budget before anybody else is asked.</param>
    /// <param name="options">With the demand for authentication that holds.</param>
    /// <param name="request">Who asked.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<Outcome<ReadyAttempt>> Prepare(
        EnteredCard? card,
        string? methodId,
        Tenant tenant,
        IntentDetails details,
        Money amount,
        AttemptOptions options,
        RequestInfo request,
        CancellationToken cancellationToken)
    {
        if (card is null && methodId is null)
        {
            return Refusals.NoPaymentMethod;
        }

        var inForce = details.Quote is { } quoted ? quoted.At(clock.GetUtcNow()) : terms.For(tenant.MerchantId, amount.Currency);
        if (!inForce.IsSuccess)
        {
            return inForce.Refusal;
        }

        var taken = await Take(tenant, amount, request, cancellationToken);
        if (!taken.IsSuccess)
        {
            return taken.Refusal;
        }

        var end = TakeEnd.GivenBack;
        try
        {
            var chargeId = ObjectId.New("ch", tenant.MerchantId, clock.GetUtcNow());
            var plan = new AttemptPlan(chargeId, inForce.Value)
            {
                ReceiptUrl = ReceiptAddress.New(options.PublicUrl, chargeId),
                SetupFutureUsage = options.SetupFutureUsage,
            };
            var planned = await Authenticate(card, methodId, tenant, details, amount.Currency, plan, options, request, cancellationToken);
            if (!planned.IsSuccess)
            {
                return planned.Refusal;
            }

            if (planned.Value.Plan.Challenge is not null)
            {
                // Nothing is held back while a cardholder thinks: it is taken when he has passed.
                return new ReadyAttempt(planned.Value.Method, planned.Value.Plan, amount, null);
            }

            end = TakeEnd.Kept;
            return new ReadyAttempt(planned.Value.Method, planned.Value.Plan, amount, taken.Value);
        }
        finally
        {
            if (end == TakeEnd.GivenBack)
            {
                taken.Value?.End(end);
            }
        }
    }

    /// <summary>Commits the attempt and asks the bank, or commits the issuer's challenge, which is an answer already.</summary>
    /// <param name="ready">What was prepared.</param>
    /// <param name="start">The command for a plan.</param>
    /// <param name="tenant">Of the payment.</param>
    /// <param name="request">Who asked.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<Outcome<Answer>> Begin(
        ReadyAttempt ready, Func<AttemptPlan, PaymentCommand> start, Tenant tenant, RequestInfo request, CancellationToken cancellationToken)
    {
        var begun = ready.Plan.Challenge is null
            ? await budgets.Commit(tenant, ready.Amount, ready.Take, lease => Commit(ready.Plan with { Lease = lease }), cancellationToken)
            : await Commit(ready.Plan);
        if (!begun.IsSuccess)
        {
            return Worded(begun.Refusal, request);
        }

        if (begun.Value.Status != PaymentIntentStatus.RequiresAction)
        {
            return await bank.Authorize(ready.Method, request, cancellationToken);
        }

        _held = ready.Method;
        return begun.Value.ToAnswer(request);

        Task<Outcome<PaymentIntent>> Commit(AttemptPlan plan) => book.Change(
            start(plan),
            next => next.Status == PaymentIntentStatus.RequiresAction
                ? IdempotencyWrites.Done(request, next.Id, next.ToAnswer(request), clock)
                : IdempotencyWrites.Claim(request, next.Id, clock),
            cancellationToken);
    }

    /// <summary>
    /// The cardholder passed: on with the attempt that the challenge stood before. The confirm that asked for it has its answer already. If the merchant's budget has
    /// no room any more, the payment waits for another confirm.
    /// </summary>
    public async Task<Outcome<Answer>> Resume(PaymentIntent payment, CancellationToken cancellationToken)
    {
        var challenge = payment.Challenge!;
        var taken = await budgets.Take(payment.Tenant, payment.Amount, cancellationToken);
        if (!taken.IsSuccess)
        {
            return await Refuse(taken.Refusal, cancellationToken);
        }

        var method = _held?.Snapshot.Id == challenge.Method.Id
            ? _held
            : await methods.Use(
                challenge.Method.Id, new MethodUser(payment.Tenant, payment.Id, payment.Details.Customer),
                new MethodUse(challenge.ChargeId, OffSession: false, challenge.Request.RequestId), cancellationToken);
        Forget();
        if (!method.IsSuccess)
        {
            taken.Value?.End(TakeEnd.GivenBack);
            return method.Refusal;
        }

        var plan = new AttemptPlan(challenge.ChargeId, challenge.Terms)
        {
            Authentication = challenge.Authentication,
            ReceiptUrl = ReceiptAddress.New(new Uri(challenge.Url).GetLeftPart(UriPartial.Authority), challenge.ChargeId),
        };
        var begun = await Begin(
            new ReadyAttempt(method.Value, plan, payment.Amount, taken.Value),
            leased => new StartAttempt(method.Value.Snapshot, leased, challenge.Request),
            payment.Tenant, challenge.Request with { Claim = null }, cancellationToken);
        return begun.Refusal is { Code: IPaymentIntentGrain.AmountLimitExceeded } refusal ? await Refuse(refusal, cancellationToken) : begun;
    }

    /// <summary>Commits a higher amount, the difference taken from the merchant's budget, and asks the bank for it.</summary>
    public async Task<Outcome<Answer>> Increment(IncrementAuthorization command, CancellationToken cancellationToken)
    {
        var payment = book.Current!;
        var start = new StartIncrement(command.Amount, command.Details, command.Request);
        if (PaymentIntentDecider.Decide(payment, start, clock.GetUtcNow()).Refusal is { } refusal)
        {
            return refusal;
        }

        var difference = new Money(command.Amount, payment.Amount.Currency) - payment.StandingAttempt!.Authorized!.Value;
        var taken = await budgets.Take(payment.Tenant, difference, cancellationToken);
        if (!taken.IsSuccess)
        {
            return taken.Refusal;
        }

        var started = await budgets.Commit(
            payment.Tenant, difference, taken.Value,
            lease => book.Change(start with { Lease = lease }, next => IdempotencyWrites.Claim(command.Request, next.Id, clock), cancellationToken),
            cancellationToken);
        return started.IsSuccess ? await bank.Increment(command.Request, cancellationToken) : started.Refusal;
    }

    /// <summary>Drops the card that was held back.</summary>
    public void Forget() => _held = null;

    private async Task<Outcome<AmountTake?>> Take(Tenant tenant, Money amount, RequestInfo request, CancellationToken cancellationToken)
    {
        var taken = await budgets.Take(tenant, amount, cancellationToken);
        return taken.IsSuccess ? taken : Worded(taken.Refusal, request);
    }

    /// <summary>The payment method, used for the charge, and what the issuer says about its holder.</summary>
    private async Task<Outcome<(UsableMethod Method, AttemptPlan Plan)>> Authenticate(
        EnteredCard? card,
        string? methodId,
        Tenant tenant,
        IntentDetails details,
        Currency currency,
        AttemptPlan plan,
        AttemptOptions options,
        RequestInfo request,
        CancellationToken cancellationToken)
    {
        var saves = details.Customer is not null && (options.SetupFutureUsage ?? details.SetupFutureUsage) is not null;
        var entered = card ?? (saves ? methods.MakeOwn(methodId!, tenant) : null);
        var use = new MethodUse(plan.ChargeId, options.OffSession, request.RequestId);
        var method = entered is not null
            ? await methods.StoreAndUse(entered, tenant, paymentId, use, cancellationToken)
            : await methods.Use(methodId!, new MethodUser(tenant, paymentId, details.Customer), use, cancellationToken);
        if (!method.IsSuccess)
        {
            return method.Refusal;
        }

        // What was promised holds for any card.
        var charged = details.Quote is not null ? plan : plan with { Terms = terms.ForCard(tenant.MerchantId, plan.Terms, currency, method.Value.Snapshot.Card) };
        var issuer = options.OffSession ? null : await acquirer.Authenticate(
            new AuthenticationRequest
            {
                MerchantId = tenant.MerchantId,
                Reference = plan.ChargeId,
                Card = method.Value.Card,
                Demand = options.Demand ?? ThreeDSecureDemand.Automatic,
            },
            cancellationToken);
        return (method.Value.For(options), Authenticated(charged, issuer, method.Value.Snapshot, options, request));
    }

    /// <summary>The merchant reads which limit it is and when it opens again, the customer that it is not his card.</summary>
    private static Refusal Worded(Refusal refusal, RequestInfo request) =>
        refusal.Code == IPaymentIntentGrain.AmountLimitExceeded && request.FromBrowser
            ? refusal with { Message = IPaymentIntentGrain.AmountLimitForBrowser }
            : refusal;

    private Task<Outcome<Answer>> Refuse(Refusal refusal, CancellationToken cancellationToken) =>
        book.Answer(new FailChallenge(refusal), next => next.ToAnswer(RequestInfo.None), (_, _) => null, cancellationToken);

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

/// <summary>All that an attempt needs before it is committed.</summary>
/// <param name="Method">What to pay with.</param>
/// <param name="Plan">Terms, and what the issuer says.</param>
/// <param name="Amount">To ask the bank for.</param>
/// <param name="Take">Taken from the merchant's budget; null where no limit is in force, and before a challenge.</param>
internal sealed record ReadyAttempt(UsableMethod Method, AttemptPlan Plan, Money Amount, AmountTake? Take);
