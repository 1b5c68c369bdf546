using PayGate.Cards;
using PayGate.CardTokens;
using PayGate.Grains.Acquiring;
using PayGate.Grains.CardTokens;
using PayGate.Grains.Customers;
using PayGate.Grains.Faults;
using PayGate.Grains.Journal;
using PayGate.Grains.PaymentIntents;
using PayGate.PaymentIntents;
using PayGate.SetupIntents;
using PayGate.Wire.V1;

namespace PayGate.Grains.SetupIntents;

/// <summary>
/// One setup: each command decides, commits once, then answers; the bank is called between two commits, under a reference that the first one holds. The customer
/// takes the card before success is committed: if the process ends in between, both are asked again and both answer as before.
/// </summary>
public sealed class SetupIntentGrain(IJournal journal, IAcquirer acquirer, IFailpoints failpoints, TimeProvider clock) : Grain, ISetupIntentGrain
{
    /// <summary>Nothing is held by a verification, so its currency means nothing; every card can be asked in this one.</summary>
    private static readonly Money Nothing = Money.Zero(Currency.Usd);

    private StreamBook<SetupIntent, SetupIntentEvent> _book = null!;
    private SetupMethods _methods = null!;

    /// <summary>The sealed card with its CVC, while the cardholder is at the issuer's page, for ten minutes at most; in memory only.</summary>
    private (string AttemptId, SealedCard Card)? _held;

    private string Id => this.GetPrimaryKeyString();

    private SetupIntent Current => _book.Current!;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _book = new StreamBook<SetupIntent, SetupIntentEvent>(Id, new SetupIntentStream(), journal);
        _methods = new SetupMethods(GrainFactory);
        return Task.CompletedTask;
    }

    // A new id has no row, so nothing is read first.
    public Task<Outcome<Answer>> Create(CreateSetupIntent command, CancellationToken cancellationToken) => Guarded(async () =>
    {
        var (tenant, customer, request) = (command.Tenant, command.Details.Customer, command.Request);
        if (await GrainFactory.Refuse(customer, tenant, cancellationToken) is { } noCustomer)
        {
            return noCustomer;
        }

        var method = await FindIfNamed(command.PaymentMethodId, tenant, customer, request, cancellationToken);
        if (!method.IsSuccess)
        {
            return method.Refusal;
        }

        if (!command.Confirm)
        {
            return await Answer(new Open(Id, tenant, command.Details, method.Value, null, request), tenant, request, cancellationToken);
        }

        if (command.PaymentMethodId is not { } methodId)
        {
            return SetupRefusals.NoPaymentMethod;
        }

        var attemptId = NewAttemptId(tenant);
        var card = await _methods.Use(methodId, new SetupUse(tenant, Id, attemptId, customer, request), cancellationToken);
        if (!card.IsSuccess)
        {
            return card.Refusal;
        }

        var plan = await Plan(attemptId, method.Value!, card.Value, tenant, command.Options, request, cancellationToken);
        return await Begin(new Open(Id, tenant, command.Details, method.Value, plan, request), tenant, card.Value, request, cancellationToken);
    });

    public Task<Outcome<Answer>> Update(UpdateSetupIntent command, CancellationToken cancellationToken) => For(command.Tenant, async current =>
    {
        var customer = command.Customer.ApplyTo(current.Details.Customer);
        if (command.Customer.IsPresent && await GrainFactory.Refuse(customer, command.Tenant, cancellationToken) is { } noCustomer)
        {
            return noCustomer;
        }

        var method = await FindIfNamed(
            command.PaymentMethodId.ApplyTo(current.PaymentMethod?.Id), command.Tenant, customer, command.Request, cancellationToken);
        return method.IsSuccess
            ? await Answer(new Change(command, method.Value), command.Tenant, command.Request, cancellationToken)
            : method.Refusal;
    }, cancellationToken);

    public Task<Outcome<Answer>> Confirm(ConfirmSetupIntent command, CancellationToken cancellationToken) => For(command.Tenant, async current =>
    {
        if (SetupIntentDecider.RefusesConfirm(current) is { } refusal)
        {
            return refusal;
        }

        if ((command.PaymentMethodId ?? current.PaymentMethod?.Id) is not { } methodId)
        {
            return SetupRefusals.NoPaymentMethod;
        }

        var (tenant, customer, attemptId) = (command.Tenant, current.Details.Customer, NewAttemptId(command.Tenant));
        if (await GrainFactory.Refuse(customer, tenant, cancellationToken) is { } noCustomer)
        {
            return noCustomer;
        }

        var method = await _methods.Find(methodId, tenant, customer, command.Request, cancellationToken);
        if (!method.IsSuccess)
        {
            return method.Refusal;
        }

        var card = await _methods.Use(methodId, new SetupUse(tenant, Id, attemptId, customer, command.Request), cancellationToken);
        if (!card.IsSuccess)
        {
            return card.Refusal;
        }

        var plan = await Plan(attemptId, method.Value, card.Value, tenant, command.Options, command.Request, cancellationToken);
        return await Begin(new StartAttempt(plan, method.Value, command.Request), tenant, card.Value, command.Request, cancellationToken);
    }, cancellationToken);

    public Task<Outcome<Answer>> AnswerChallenge(AnswerChallenge command, CancellationToken cancellationToken) => Guarded(async () =>
    {
        bool WasAsked(SetupIntent? setup) => setup?.Challenge?.Authentication.TransactionId == command.TransactionId;
        if (await _book.Recall(WasAsked, cancellationToken) is not { Challenge: { } challenge } setup || !WasAsked(setup))
        {
            return SetupRefusals.NoSuchSetup;
        }

        return SetupIntentDecider.RefusesChallenge(setup) is { } over ? over
            : command.Passed ? await Resume(setup, challenge, cancellationToken)
            : await Answer(new FailChallenge(), setup.Tenant, RequestInfo.None, cancellationToken);
    });

    public Task<Outcome<Answer>> Cancel(CancelSetupIntent command, CancellationToken cancellationToken) => For(
        command.Tenant,
        _ => Answer(new Cancel(command.Reason, command.Request), command.Tenant, command.Request, cancellationToken),
        cancellationToken);

    public Task Wake(CancellationToken cancellationToken) => Guarded(async () =>
    {
        await _book.EnsureLoaded(cancellationToken);
        if (_book.Current is not { } current)
        {
            return SetupRefusals.NoSuchSetup;
        }

        if (current is not { Status: SetupIntentStatus.Processing, LatestAttempt: { } attempt }
            || await Ask(() => acquirer.Settle(attempt.Id, Id, Nothing, cancellationToken)) is not { } answer)
        {
            return current.ToAnswer(RequestInfo.None);
        }

        // A processing answer that was given stays the recorded answer of its request.
        var request = attempt.AnsweredProcessing ? attempt.Request with { Claim = null } : attempt.Request;
        return await Finish(answer, request, cancellationToken);
    });

    /// <summary>Asks the issuer about the cardholder, who is there: a setup is made by them, also where the payments to come are not.</summary>
    private async Task<SetupPlan> Plan(
        string attemptId, PaymentMethodSnapshot method, SealedCard card, Tenant tenant, AttemptOptions options, RequestInfo request,
        CancellationToken cancellationToken)
    {
        var asked = new AuthenticationRequest
        {
            MerchantId = tenant.MerchantId,
            Reference = attemptId,
            Card = new CardSource { Card = card },
            Demand = options.Demand ?? ThreeDSecureDemand.Automatic,
        };
        return await acquirer.Authenticate(asked, cancellationToken) switch
        {
            null => new SetupPlan(attemptId),
            { NeedsChallenge: false } issuer => new SetupPlan(attemptId) { Authentication = issuer.Authentication },
            { } issuer => new SetupPlan(attemptId)
            {
                Challenge = new SetupChallenge
                {
                    AttemptId = attemptId,
                    Method = method,
                    Authentication = issuer.Authentication,
                    Url = $"{options.PublicUrl}/issuer/{Id}/{issuer.Authentication.TransactionId}",
                    ReturnUrl = options.ReturnUrl,
                    Request = request,
                },
            },
        };
    }

    /// <summary>The cardholder passed: on with the verification. The confirm that asked for it has its answer already.</summary>
    private async Task<Outcome<Answer>> Resume(SetupIntent setup, SetupChallenge challenge, CancellationToken cancellationToken)
    {
        var card = _held is { } held && held.AttemptId == challenge.AttemptId
            ? held.Card
            : await _methods.Use(
                challenge.Method.Id, new SetupUse(setup.Tenant, Id, challenge.AttemptId, setup.Details.Customer, challenge.Request), cancellationToken);
        _held = null;
        if (!card.IsSuccess)
        {
            return card.Refusal;
        }

        var plan = new SetupPlan(challenge.AttemptId) { Authentication = challenge.Authentication };
        var request = challenge.Request with { Claim = null };
        return await Begin(new StartAttempt(plan, challenge.Method, challenge.Request), setup.Tenant, card.Value, request, cancellationToken);
    }

    /// <summary>Commits that the bank is about to be asked, then asks; or commits the issuer's challenge, which is an answer already.</summary>
    private async Task<Outcome<Answer>> Begin(
        SetupCommand start, Tenant tenant, SealedCard card, RequestInfo request, CancellationToken cancellationToken)
    {
        var started = await Change(
            start,
            tenant,
            next => next.Status == SetupIntentStatus.RequiresAction
                ? IdempotencyWrites.Done(request, Id, next.ToAnswer(request), clock)
                : IdempotencyWrites.Claim(request, Id, clock),
            cancellationToken);
        if (!started.IsSuccess)
        {
            return started.Refusal;
        }

        if (started.Value.Status == SetupIntentStatus.RequiresAction)
        {
            _held = (started.Value.Challenge!.AttemptId, card);
            this.ForgetCvcInTime(() => _held = null);
            return started.Value.ToAnswer(request);
        }

        await failpoints.Reach(Failpoint.AfterAttemptRow);
        var verification = new AuthorizationRequest
        {
            Reference = Current.LatestAttempt!.Id,
            MerchantId = tenant.MerchantId,
            PaymentId = Id,
            Amount = Nothing,
            Capture = false,
            Card = new CardSource { Card = card },
            Eci = Current.LatestAttempt.Authentication?.Eci,
        };
        return await Finish(await Ask(() => acquirer.Authorize(verification, cancellationToken)), request, cancellationToken);
    }

    /// <summary>Commits what the bank said, or that it said nothing, together with the answer to the request that asked.</summary>
    private async Task<Outcome<Answer>> Finish(BankAnswer? answer, RequestInfo request, CancellationToken cancellationToken)
    {
        var (setup, attempt) = (Current, Current.LatestAttempt!);
        var refused = answer is { Approved: true } && setup.Details.Customer is { } customer
            ? await _methods.Save(
                new VerifiedSetup(setup.Tenant, customer, attempt.Method.Id, new VerifiedCard { By = Id, Usage = setup.Details.Usage, Answer = answer }, request),
                cancellationToken)
            : null;
        // Too late for the customer's word: asked again later, like a bank that was silent.
        SetupCommand outcome = answer is null || refused?.Code == ICardTokenGrain.BankUnavailable
            ? new AttemptUnanswered(attempt.Id)
            : new AttemptAnswered(attempt.Id, answer, refused);
        var finished = await Change(
            outcome, setup.Tenant, next => IdempotencyWrites.Complete(request, Id, next.ToAnswer(request, ofAttempt: true), clock), cancellationToken);
        await failpoints.Reach(Failpoint.BeforeResponse);
        return finished.IsSuccess ? finished.Value.ToAnswer(request, ofAttempt: true) : finished.Refusal;
    }

    private async Task<BankAnswer?> Ask(Func<Task<BankAnswer>> call)
    {
        await failpoints.Reach(Failpoint.BeforeBank);
        try
        {
            var answer = await call();
            await failpoints.Reach(Failpoint.AfterBank);
            return answer;
        }
        catch (OutcomeUnknownException)
        {
            // Not a failure to handle but the third outcome: the caller commits it as unknown, or leaves it so.
            return null;
        }
    }

    private async Task<Outcome<PaymentMethodSnapshot?>> FindIfNamed(
        string? methodId, Tenant tenant, string? customer, RequestInfo request, CancellationToken cancellationToken)
    {
        if (methodId is null)
        {
            return (PaymentMethodSnapshot?)null!;
        }

        var found = await _methods.Find(methodId, tenant, customer, request, cancellationToken);
        return found.IsSuccess ? found.Value : found.Refusal;
    }

    private async Task<Outcome<Answer>> Answer(SetupCommand command, Tenant tenant, RequestInfo request, CancellationToken cancellationToken)
    {
        var changed = await Change(command, tenant, next => IdempotencyWrites.Done(request, Id, next.ToAnswer(request), clock), cancellationToken);
        return changed.IsSuccess ? changed.Value.ToAnswer(request) : changed.Refusal;
    }

    private Task<Outcome<SetupIntent>> Change(
        SetupCommand command, Tenant tenant, Func<SetupIntent, IdempotencyWrite?> idempotency, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return _book.Change(tenant.MerchantId, now, state => SetupIntentDecider.Decide(state, command, now), idempotency, cancellationToken);
    }

    /// <summary>Another merchant's setup, one of the other mode and an unknown one are refused alike.</summary>
    private Task<Outcome<Answer>> For(Tenant tenant, Func<SetupIntent, Task<Outcome<Answer>>> command, CancellationToken cancellationToken) =>
        Guarded(async () =>
        {
            await _book.EnsureLoaded(cancellationToken);
            return _book.Current is { } current && current.Tenant == tenant ? await command(current) : SetupRefusals.NoSuchSetup;
        });

    private string NewAttemptId(Tenant tenant) => ObjectId.New("setatt", tenant.MerchantId, clock.GetUtcNow());

    private Task<Outcome<Answer>> Guarded(Func<Task<Outcome<Answer>>> turn) => this.Turn(turn, () => _book.Current is not null);
}
