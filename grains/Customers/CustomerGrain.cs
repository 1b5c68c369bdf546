using PayGate.CardTokens;
using PayGate.Customers;
using PayGate.Grains.Erasure;
using PayGate.Grains.Journal;
using PayGate.PaymentIntents;

namespace PayGate.Grains.Customers;

/// <summary>
/// One customer: decides, commits once, then answers. Whose a payment method is, the method itself decides, so that of two customers one wins; the customer vouches
/// for itself, for a time that is known, and cleans up behind itself when it is deleted.
/// </summary>
public sealed class CustomerGrain(
    IJournal journal, ICustomerMethods methods, PersonalDataEraser eraser, IErasureList erasures, TimeProvider clock) : Grain, ICustomerGrain
{
    /// <summary>Bounds a customer's lists and what a deletion has to do.</summary>
    public const int MethodsMax = 100;

    /// <summary>Methods detached at a time: a deletion must not take all of the journal's queue.</summary>
    private const int DetachedAtOnce = 16;

    private CustomerBook _book = null!;
    private FirstMethod _first = null!;

    private string Id => this.GetPrimaryKeyString();

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _book = new CustomerBook(Id, journal, clock);
        _first = new FirstMethod(Id, _book, GrainFactory, clock);
        return Task.CompletedTask;
    }

    // A new id has no row, so nothing is read first; one that a payment method waits for may be an earlier try's.
    public Task<Outcome<Answer>> Create(CreateCustomer command, CancellationToken cancellationToken) => command.MethodId is null
        ? Guarded(() => _book.Answer(new Open(command.Tenant, Id, command.Patch, command.Request), command.Request, cancellationToken))
        : Loaded(() => _first.Open(command, cancellationToken), cancellationToken);

    public Task<Outcome<Answer>> Update(UpdateCustomer command, CancellationToken cancellationToken) => Loaded(async () =>
    {
        var owns = command.Patch.DefaultPaymentMethod.Value is { } methodId && await Owns(methodId, cancellationToken);
        return await _book.Answer(new Change(command.Tenant, command.Patch, owns, command.Request), command.Request, cancellationToken);
    }, cancellationToken);

    public Task<Outcome<Answer>> Attach(AttachPaymentMethod command, CancellationToken cancellationToken) => Loaded<Outcome<Answer>>(async () =>
    {
        if (_book.Current is not { IsDeleted: false } customer || customer.Tenant != command.Tenant)
        {
            return CustomerRefusals.NoSuchOwner;
        }

        var own = await methods.Find(command.Tenant.MerchantId, Id, MethodsMax, cancellationToken);
        if (own.Count >= MethodsMax && !own.Contains(command.MethodId))
        {
            return CustomerRefusals.TooManyMethods;
        }

        var attach = new AttachCardToken
        {
            Tenant = command.Tenant,
            CustomerId = Id,
            Until = clock.GetUtcNow() + CustomerDecider.Vouching,
            Request = command.Request,
            SetUp = command.SetUp,
            AsSource = command.AsSource,
        };
        return await Method(command.MethodId).Attach(attach, cancellationToken);
    }, cancellationToken);

    public Task<Outcome<Answer>> Detach(DetachPaymentMethod command, CancellationToken cancellationToken) => Loaded<Outcome<Answer>>(async () =>
    {
        // The idempotency key belongs to the commit that has the effect, which is the method's.
        var forget = new ForgetMethod(command.Tenant, command.MethodId, command.Request with { Claim = null });
        var forgotten = await _book.Change(forget, cancellationToken);
        return forgotten.IsSuccess ? await Detach(command.MethodId, command.Tenant, command.Request, cancellationToken) : forgotten.Refusal;
    }, cancellationToken);

    public Task<Outcome<Answer>> Delete(DeleteCustomer command, CancellationToken cancellationToken) =>
        Loaded(() => _book.Answer(new Delete(command.Tenant, command.Request), command.Request, cancellationToken), cancellationToken);

    public Task<Outcome<Answer>> Erase(EraseCustomer command, CancellationToken cancellationToken) => Loaded<Outcome<Answer>>(async () =>
    {
        if (_book.Current is not { } customer || customer.Tenant != command.Tenant)
        {
            return CustomerRefusals.NoSuchCustomer;
        }

        if (customer.ErasureOrderedAt is null)
        {
            // First outside the database: what was acknowledged must be known to whoever restores an older one.
            await erasures.Add(new ErasureEntry(Id, command.Tenant.MerchantId, command.Tenant.Livemode, clock.GetUtcNow()), cancellationToken);
        }

        return await _book.Erase(new OrderErasure(command.Tenant, command.Request), command.Request, cancellationToken);
    }, cancellationToken);

    public Task Wake(CancellationToken cancellationToken) => Loaded(async () =>
    {
        await _first.Take(cancellationToken);
        if (_book.Current is not { IsDeleted: true } customer)
        {
            return CustomerRefusals.NoSuchCustomer;
        }

        var left = await methods.Find(customer.Tenant.MerchantId, Id, MethodsMax, cancellationToken);
        foreach (var group in left.Chunk(DetachedAtOnce))
        {
            await Task.WhenAll(group.Select(id => Detach(id, customer.Tenant, RequestInfo.None, cancellationToken)));
        }

        if (customer is { ErasureOrderedAt: not null, ErasedAt: null } && !await EraseSome(customer, cancellationToken))
        {
            // The rest stays due, for the next sweep.
            return customer;
        }

        return await _book.Change(new MethodsDetached(customer.Tenant), cancellationToken);
    }, cancellationToken);

    public Task<Customer?> Get(CancellationToken cancellationToken) => Loaded(() => Task.FromResult(_book.Current), cancellationToken);

    /// <summary>True when nothing was left. An activation that holds what was erased goes.</summary>
    private async Task<bool> EraseSome(Customer customer, CancellationToken cancellationToken)
    {
        var erased = await eraser.EraseSome(customer.Tenant, Id, cancellationToken);
        await Task.WhenAll(erased.Select(id => Activations.End(GrainFactory, id)));
        return erased.Count == 0;
    }

    private async Task<bool> Owns(string methodId, CancellationToken cancellationToken) =>
        ObjectId.IsWellFormed("pm", methodId) && await Method(methodId).Get(cancellationToken) is { Customer: { } owner } && owner == Id;

    private Task<Outcome<Answer>> Detach(string methodId, Tenant tenant, RequestInfo request, CancellationToken cancellationToken) =>
        Method(methodId).Detach(new DetachCardToken { Tenant = tenant, CustomerId = Id, Request = request }, cancellationToken);

    private ICardTokenGrain Method(string methodId) => GrainFactory.GetGrain<ICardTokenGrain>(methodId);

    private Task<T> Loaded<T>(Func<Task<T>> turn, CancellationToken cancellationToken) => Guarded(async () =>
    {
        await _book.EnsureLoaded(cancellationToken);
        return await turn();
    });

    private Task<T> Guarded<T>(Func<Task<T>> turn) => this.Turn(turn, () => _book.Current is { IsDeleted: false });
}
