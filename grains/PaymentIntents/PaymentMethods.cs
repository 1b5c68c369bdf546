using PayGate.Cards;
using PayGate.CardTokens;
using PayGate.Grains.Acquiring;
using PayGate.Grains.CardTokens;
using PayGate.Grains.Keys;
using PayGate.PaymentIntents;

namespace PayGate.Grains.PaymentIntents;

/// <summary>A payment method made ready for one attempt: what is shown of it, and how the bank gets the card.</summary>
internal sealed record UsableMethod(PaymentMethodSnapshot Snapshot, CardSource Card)
{
    /// <summary>Whether its holder has set it up for payments without them.</summary>
    public bool IsSetUp { get; init; }

    /// <summary>Who starts the payment that it is used for.</summary>
    public Initiation Initiation { get; init; }

    /// <summary>The method for a payment with or without the cardholder.</summary>
    public UsableMethod For(AttemptOptions options) =>
        this with { Initiation = !options.OffSession ? Initiation.Cardholder : IsSetUp ? Initiation.MerchantAfterSetUp : Initiation.Merchant };
}

/// <summary>The payment that asks for a method, and who pays it.</summary>
internal sealed record MethodUser(Tenant Tenant, string PaymentId, string? CustomerId);

/// <summary>What one attempt takes the card for.</summary>
/// <param name="Reference">Of the attempt at the bank.</param>
/// <param name="OffSession">Whether its customer is away.</param>
/// <param name="RequestId">The request that asked.</param>
internal sealed record MethodUse(string Reference, bool OffSession, string? RequestId)
{
    public string Purpose => OffSession ? CardAccessPurpose.OffSessionPayment : CardAccessPurpose.Payment;
}

/// <summary>Finds payment methods by id: named test methods need no actor, stored cards are asked from theirs.</summary>
internal sealed class PaymentMethods(IGrainFactory grains, ICardVault vault, TimeProvider clock)
{
    /// <summary>
    /// What is shown of the card that came with the request, which is stored for a later attempt of this payment, or else of the method that is named.
    /// </summary>
    public async Task<Outcome<PaymentMethodSnapshot>> StoreOrFind(
        EnteredCard? card, string? methodId, MethodUser user, CancellationToken cancellationToken)
    {
        if (card is null)
        {
            return await Find(methodId!, user, cancellationToken);
        }

        var stored = await Handle(card.HandleId).Create(ToCreate(card, user.Tenant, user.PaymentId), cancellationToken);
        return stored.IsSuccess ? await Find(card.HandleId, user, cancellationToken) : stored.Refusal;
    }

    /// <summary>A named test method is everybody's; to become somebody's own its card is taken as if it came with the request. Null for all other methods.</summary>
    public EnteredCard? MakeOwn(string methodId, Tenant tenant)
    {
        if (!TestMethods.TryGet(methodId, out var test))
        {
            return null;
        }

        var id = ObjectId.New("pm", tenant.MerchantId, clock.GetUtcNow());
        return new EnteredCard { HandleId = id, Card = vault.Seal(test.ToCard(clock.GetUtcNow()), tenant.MerchantId, id), Billing = BillingDetails.None };
    }

    /// <summary>A method for one attempt of one payment: a single-use card is taken by that payment for good, and may be used by it again.</summary>
    public async Task<Outcome<UsableMethod>> Use(string methodId, MethodUser user, MethodUse use, CancellationToken cancellationToken)
    {
        if (TestMethods.TryGet(methodId, out var test))
        {
            var shown = new PaymentMethodSnapshot { Id = methodId, Card = test.ToDisplay(clock.GetUtcNow()) };
            return new UsableMethod(shown, new CardSource { TestMethod = methodId });
        }

        if (!IsHandle(methodId))
        {
            return NoSuchMethod(methodId);
        }

        var used = await Handle(methodId).Use(
            new UseCardToken
            {
                Tenant = user.Tenant,
                Consumer = user.PaymentId,
                UseId = use.Reference,
                CustomerId = user.CustomerId,
                Purpose = use.Purpose,
                RequestId = use.RequestId,
            },
            cancellationToken);
        return used.IsSuccess ? Usable(methodId, used.Value) : used.Refusal;
    }

    /// <summary>A card that came with the request, stored for this payment and used at once.</summary>
    public async Task<Outcome<UsableMethod>> StoreAndUse(
        EnteredCard card, Tenant tenant, string paymentId, MethodUse use, CancellationToken cancellationToken)
    {
        var first = new FirstUse { UseId = use.Reference, Purpose = use.Purpose, RequestId = use.RequestId };
        var used = await Handle(card.HandleId).CreateUsed(ToCreate(card, tenant, paymentId), first, cancellationToken);
        return used.IsSuccess ? Usable(card.HandleId, used.Value) : used.Refusal;
    }

    /// <summary>What is shown of a method, without using it.</summary>
    private async Task<Outcome<PaymentMethodSnapshot>> Find(string methodId, MethodUser user, CancellationToken cancellationToken)
    {
        if (TestMethods.TryGet(methodId, out var test))
        {
            return new PaymentMethodSnapshot { Id = methodId, Card = test.ToDisplay(clock.GetUtcNow()) };
        }

        return !IsHandle(methodId) || await Handle(methodId).Get(cancellationToken) is not { } token || token.Tenant != user.Tenant
            ? NoSuchMethod(methodId)
            : token.Customer is { } owner && owner != user.CustomerId
            ? CardTokenRefusals.OtherCustomers
            : new PaymentMethodSnapshot { Id = methodId, Card = token.Card };
    }

    private static CreateCardToken ToCreate(EnteredCard card, Tenant tenant, string paymentId) => new()
    {
        Tenant = tenant,
        Card = card.Card,
        Billing = card.Billing,
        Reusable = false,
        Consumer = paymentId,
        Request = RequestInfo.None,
    };

    private static UsableMethod Usable(string methodId, UsableCard used) => new(
        new PaymentMethodSnapshot { Id = methodId, Card = used.Display, BillingName = used.Billing.Name },
        new CardSource { Card = used.Card }) { IsSetUp = used.SetUpForOffSession };

    private static bool IsHandle(string methodId) => ObjectId.IsWellFormed("pm", methodId) || ObjectId.IsWellFormed("tok", methodId);

    private ICardTokenGrain Handle(string methodId) => grains.GetGrain<ICardTokenGrain>(methodId);

    private static Refusal NoSuchMethod(string methodId) =>
        new("resource_missing", $"No such PaymentMethod: '{methodId[..Math.Min(methodId.Length, 64)]}'.", "payment_method");
}
