using PayGate.CheckoutSessions;
using PayGate.Grains.CheckoutSessions;
using PayGate.PaymentIntents;

namespace PayGate.Domain.Tests.CheckoutSessions;

/// <summary>Sessions in every state, made by the facts that lead there.</summary>
internal static class GivenSession
{
    public const string Id = "cs_000000000000000000000test1";

    public static readonly DateTimeOffset Start = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);
    public static readonly DateTimeOffset Expiry = Start.AddHours(1);

    public static readonly OpenSession Open = new(Id, new CreateCheckoutSession
    {
        Tenant = new Tenant { MerchantId = "mch_000000000000000000000test", Livemode = false },
        PaymentIntentId = "pi_000000000000000000000test1",
        Lines =
        [
            new SessionLine { Id = "li_1", Name = "Coffee", UnitAmount = new Money(350, Currency.Usd), Quantity = 3 },
            new SessionLine { Id = "li_2", Name = "Cake", Description = "Lemon", UnitAmount = new Money(499, Currency.Usd), Quantity = 1 },
        ],
        Details = new SessionDetails
        {
            SuccessUrl = "https://shop.example/done?session=" + Id,
            CancelUrl = "https://shop.example/cart",
            ClientReferenceId = "cart_17",
            Customer = "cus_1",
            CustomerEmail = "amina@example.com",
            OrderId = "2026-0117",
            Locale = "fr",
            SubmitType = "pay",
            PageUrl = "https://pay.example/pay/" + Id,
        },
        ExpiresAt = Expiry,
        Request = RequestInfo.None,
    });

    public static IReadOnlyDictionary<string, CheckoutSession?> States => new Dictionary<string, CheckoutSession?>
    {
        ["none"] = null,
        ["open"] = After(Open),
        ["complete"] = After(Open, new SeePayment(PaymentIntentStatus.Succeeded)),
        ["complete (held)"] = After(Open, new SeePayment(PaymentIntentStatus.RequiresCapture)),
        ["expired"] = After(Open, new Expire(RequestInfo.None, PaymentIntentStatus.Canceled)),
    };

    public static CheckoutSession After(params ReadOnlySpan<SessionCommand> commands)
    {
        CheckoutSession? session = null;
        foreach (var command in commands)
        {
            foreach (var fact in CheckoutSessionDecider.Decide(session, command, Start).Value)
            {
                session = CheckoutSessionEvolution.Apply(session, fact);
            }
        }

        return session!;
    }
}
