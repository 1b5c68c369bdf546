using PayGate.Disputes;
using PayGate.Grains.Acquiring;
using PayGate.Grains.Faults;
using PayGate.Grains.Journal;
using PayGate.Grains.PaymentIntents;
using PayGate.PaymentIntents;
using PayGate.Wire.V1;

namespace PayGate.Grains.Disputes;

/// <summary>One dispute: decides, commits once, then answers. The issuer's ruling and the payment's part follow the commit that made them necessary, at once or by the sweep.</summary>
public sealed class DisputeGrain(IJournal journal, IAcquirer acquirer, IFailpoints failpoints, TimeProvider clock) : Grain, IDisputeGrain
{
    private StreamBook<Dispute, DisputeEvent> _book = null!;

    private string Id => this.GetPrimaryKeyString();

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _book = new StreamBook<Dispute, DisputeEvent>(Id, new DisputeStream(), journal);
        return Task.CompletedTask;
    }

    public Task Open(OpenDisputeCommand command, CancellationToken cancellationToken) => Guarded(async () =>
    {
        var opened = await Change(new Open(Id, command), command.Tenant, _ => null, cancellationToken);
        return opened.IsSuccess ? opened.Value.ToAnswer() : opened.Refusal;
    });

    public Task<Outcome<Answer>> Update(UpdateDispute command, CancellationToken cancellationToken) =>
        Run(command.Tenant, new Update(command), command.Request, cancellationToken);

    public Task<Outcome<Answer>> Close(CloseDispute command, CancellationToken cancellationToken) =>
        Run(command.Tenant, new Accept(command.Request), command.Request, cancellationToken);

    public Task<Outcome<Answer>> Decide(DecideDispute command, CancellationToken cancellationToken) =>
        Run(command.Tenant, new Rule(command.Won, command.Request), command.Request, cancellationToken);

    public Task Wake(CancellationToken cancellationToken) => Guarded(async () =>
    {
        await _book.EnsureLoaded(cancellationToken);
        if (_book.Current is not { } dispute)
        {
            return DisputeRefusals.NoSuchDispute;
        }

        await Change(new PassTime(), dispute.Tenant, _ => null, cancellationToken);
        await GoOn(cancellationToken);
        return _book.Current.ToAnswer();
    });

    private Task<Outcome<Answer>> Run(Tenant tenant, DisputeActorCommand command, RequestInfo request, CancellationToken cancellationToken) => Guarded(async () =>
    {
        await _book.EnsureLoaded(cancellationToken);
        // Another merchant's dispute, one of the other mode and an unknown one are refused alike.
        if (_book.Current is not { } current || current.Tenant != tenant)
        {
            return DisputeRefusals.NoSuchDispute;
        }

        await Change(new PassTime(), tenant, _ => null, cancellationToken);
        var changed = await Change(command, tenant, next => IdempotencyWrites.Done(request, Id, next.ToAnswer(), clock), cancellationToken);
        await GoOn(cancellationToken);
        return changed.IsSuccess ? changed.Value.ToAnswer() : changed.Refusal;
    });

    /// <summary>What the state asks for by itself: the issuer's ruling on submitted evidence, then the end for the payment.</summary>
    private async Task GoOn(CancellationToken cancellationToken)
    {
        if (_book.Current is { Status: DisputeStatus.UnderReview } submitted && !(submitted.RulingAt > clock.GetUtcNow()))
        {
            await AskIssuer(submitted, cancellationToken);
        }

        if (_book.Current is { OwesPayment: true } ended)
        {
            await failpoints.Reach(Failpoint.DisputeEnded);
            await TellPayment(ended, cancellationToken);
        }
    }

    private async Task AskIssuer(Dispute dispute, CancellationToken cancellationToken)
    {
        try
        {
            var ruling = await acquirer.Represent(
                new Representment { Reference = Id, Text = dispute.Evidence.GetValueOrDefault(DisputeEvidence.Uncategorized), SubmittedAt = dispute.SubmittedAt!.Value },
                cancellationToken);
            DisputeActorCommand said = ruling.Won is { } won ? new Rule(won, RequestInfo.None) : new AwaitRuling(ruling.DecidesAt!.Value);
            await Change(said, dispute.Tenant, _ => null, cancellationToken);
        }
        catch (OutcomeUnknownException)
        {
            // The issuer is asked again by the sweep.
        }
    }

    /// <summary>The payment is told as often as it takes, and read to see what it has.</summary>
    private async Task TellPayment(Dispute dispute, CancellationToken cancellationToken)
    {
        await GrainFactory.GetGrain<IPaymentIntentGrain>(dispute.PaymentIntent).EndDispute(
            new EndPaymentDispute { Tenant = dispute.Tenant, DisputeId = Id, Won = dispute.Status == DisputeStatus.Won }, cancellationToken);
        var stored = await journal.Load(StreamKind.PaymentIntent, dispute.PaymentIntent, cancellationToken);
        var payment = PaymentIntentStorage.Read(stored!.State);
        var money = payment.Disputes.Single(candidate => candidate.Id == Id);
        // It waits for its bank, and is told again by the sweep.
        if (money.Status != PaymentDisputeStatus.Open)
        {
            await Change(new PaymentKnows(payment.ReinstatementOf(money)), dispute.Tenant, _ => null, cancellationToken);
        }
    }

    private Task<Outcome<Dispute>> Change(
        DisputeActorCommand command, Tenant tenant, Func<Dispute, IdempotencyWrite?> idempotency, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return _book.Change(tenant.MerchantId, now, state => DisputeDecider.Decide(state, command, now), idempotency, cancellationToken);
    }

    private Task<Outcome<Answer>> Guarded(Func<Task<Outcome<Answer>>> turn) => this.Turn(turn, () => _book.Current is not null);
}
