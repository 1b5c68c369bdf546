using PayGate.Grains.Customers;
using PayGate.Grains.Faults;
using PayGate.Grains.Journal;
using PayGate.Grains.PaymentIntents;
using PayGate.PaymentIntents;
using PayGate.RefundRequests;
using PayGate.Wire.V1;

namespace PayGate.Grains.RefundRequests;

/// <summary>One refund request: decides, commits once, then answers; an approval is committed before the payment makes the refund, under an id that it fixes.</summary>
public sealed class RefundRequestGrain(IJournal journal, IOpenRefundRequests requests, IFailpoints failpoints, TimeProvider clock) : Grain, IRefundRequestGrain
{
    private CustomerPayments _payments = null!;
    private StreamBook<RefundRequest, RefundRequestEvent> _book = null!;

    private string Id => this.GetPrimaryKeyString();

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _payments = new CustomerPayments(journal, GrainFactory);
        _book = new StreamBook<RefundRequest, RefundRequestEvent>(Id, new RefundRequestStream(), journal);
        return Task.CompletedTask;
    }

    // A new id has no row, so nothing is read first.
    public Task<Outcome<Answer>> Create(CreateRefundRequest command, CancellationToken cancellationToken) => Guarded(async () =>
    {
        if (await GrainFactory.Refuse(command.Customer, command.Tenant, cancellationToken) is { } noCustomer)
        {
            return noCustomer;
        }

        var payment = await _payments.Find(command.PaymentIntent, command.Customer, command.Tenant, cancellationToken);
        return payment is not null && await requests.Exist(payment.Id, cancellationToken)
            ? RefundRequestRefusals.AlreadyOpen
            : await Answer(new Open(Id, payment, command), command.Tenant, command.Request, cancellationToken);
    });

    public Task<Outcome<Answer>> Approve(ApproveRefundRequest command, CancellationToken cancellationToken) => For(command.Tenant, async () =>
    {
        if (_book.Current is { Status: RefundRequestStatus.Pending } asked && await _payments.IsDisputed(asked.PaymentIntent, cancellationToken))
        {
            return RefundRequestRefusals.Disputed(asked.PaymentIntent);
        }

        var approve = new Approve(ObjectId.New("re", command.Tenant.MerchantId, clock.GetUtcNow()), command.Request);
        var approved = await Change(approve, command.Tenant, _ => IdempotencyWrites.Claim(command.Request, Id, clock), cancellationToken);
        return approved.IsSuccess
            ? await Follow(approved.Value, await _payments.Refund(approved.Value, cancellationToken), command.Request, cancellationToken)
            : approved.Refusal;
    }, cancellationToken);

    public Task<Outcome<Answer>> Reject(RejectRefundRequest command, CancellationToken cancellationToken) => For(
        command.Tenant, () => Answer(new Reject(command.Reason, command.Request), command.Tenant, command.Request, cancellationToken), cancellationToken);

    public Task Wake(CancellationToken cancellationToken) => Guarded(async () =>
    {
        await _book.EnsureLoaded(cancellationToken);
        return _book.Current switch
        {
            null => RefundRequestRefusals.NoSuchRequest,
            { Status: RefundRequestStatus.Approved, Refund: { } refund } request => await Resume(request, refund, cancellationToken),
            var request => request.ToAnswer(),
        };
    });

    private async Task<Outcome<Answer>> Resume(RefundRequest approved, ApprovedRefund refund, CancellationToken cancellationToken)
    {
        var outcome = await _payments.Refund(approved, cancellationToken);
        // Nobody waits here for an answer: one that was given stays the recorded one, and one that was not is the outcome, once the payment knows it.
        return outcome is RefundUnknown
            ? approved.ToAnswer()
            : await Follow(approved, outcome, refund.AnsweredApproved ? refund.Request with { Claim = null } : refund.Request, cancellationToken);
    }

    /// <summary>Commits what became of the refund, or that this is not known yet, together with the answer to the request that approved.</summary>
    private async Task<Outcome<Answer>> Follow(
        RefundRequest approved, RefundRequestCommand outcome, RequestInfo request, CancellationToken cancellationToken)
    {
        var followed = await Change(
            outcome, approved.Tenant, next => IdempotencyWrites.Complete(request, Id, next.ToAnswer(), clock), cancellationToken);
        await failpoints.Reach(Failpoint.BeforeResponse);
        return followed.IsSuccess ? followed.Value.ToAnswer() : followed.Refusal;
    }

    private async Task<Outcome<Answer>> Answer(RefundRequestCommand command, Tenant tenant, RequestInfo request, CancellationToken cancellationToken)
    {
        var changed = await Change(command, tenant, next => IdempotencyWrites.Done(request, Id, next.ToAnswer(), clock), cancellationToken);
        return changed.IsSuccess ? changed.Value.ToAnswer() : changed.Refusal;
    }

    private Task<Outcome<RefundRequest>> Change(
        RefundRequestCommand command, Tenant tenant, Func<RefundRequest, IdempotencyWrite?> idempotency, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return _book.Change(tenant.MerchantId, now, state => RefundRequestDecider.Decide(state, command, now), idempotency, cancellationToken);
    }

    /// <summary>Another merchant's request, one of the other mode and an unknown one are refused alike.</summary>
    private Task<Outcome<Answer>> For(Tenant tenant, Func<Task<Outcome<Answer>>> command, CancellationToken cancellationToken) => Guarded(async () =>
    {
        await _book.EnsureLoaded(cancellationToken);
        return _book.Current is { } current && current.Tenant == tenant ? await command() : RefundRequestRefusals.NoSuchRequest;
    });

    private Task<Outcome<Answer>> Guarded(Func<Task<Outcome<Answer>>> turn) => this.Turn(turn, () => _book.Current is not null);
}
