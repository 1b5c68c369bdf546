using PayGate.Cards;
using PayGate.CardTokens;
using PayGate.PaymentIntents;

namespace PayGate.Wire.V1;

/// <summary>Renders handles of cards as Stripe's objects. A CVC that was given is <c>unchecked</c> until the bank has seen it.</summary>
public static class CardTokenRendering
{
    /// <summary>The word for an allow_redisplay that nobody has chosen.</summary>
    public const string Unspecified = "unspecified";

    private const string TokenPrefix = "tok_";

    /// <summary>The object that the handle's prefix names, as bytes.</summary>
    public static byte[] Render(CardToken token) =>
        token.Id.StartsWith(TokenPrefix, StringComparison.Ordinal) ? WireJson.Write(token.ToTokenResource()) : WireJson.Write(token.ToPaymentMethodResource());

    public static PaymentMethodResource ToPaymentMethodResource(this CardToken token) => new()
    {
        Id = token.Id,
        AllowRedisplay = token.AllowRedisplay ?? Unspecified,
        BillingDetails = token.Billing.ToResource(),
        Card = Card(token.Card, CvcCheck(token)),
        Created = token.Created.ToUnixTimeSeconds(),
        Customer = token.Customer,
        Livemode = token.Tenant.Livemode,
        Metadata = token.Metadata,
    };

    /// <summary>The answer to a request whose card the bank declined to verify: 402, with the method as it still is.</summary>
    public static Answer ToDeclineAnswer(this CardToken token, BankAnswer answer)
    {
        var decline = Decline.Of(answer.Reason, browser: false);
        return new Answer
        {
            Status = 402,
            Body = WireJson.Write(new ErrorAnswer
            {
                Error = new ErrorResource
                {
                    Type = "card_error",
                    Code = decline.Code,
                    DeclineCode = decline.DeclineCode,
                    Message = decline.Message,
                    Param = decline.Param,
                    NetworkDeclineCode = answer.NetworkCode,
                    PaymentMethod = token.ToPaymentMethodResource(),
                },
            }),
        };
    }

    /// <summary>A method as it was when used. Browsers are not shown by which other payments the same card may be found.</summary>
    internal static PaymentMethodResource ToPaymentMethodResource(PaymentIntent intent, PaymentMethodSnapshot method, BankAnswer? answer, bool browser) =>
        ToPaymentMethodResource(method, answer, intent.Created, intent.Livemode, browser);

    /// <inheritdoc cref="ToPaymentMethodResource(PaymentIntent, PaymentMethodSnapshot, BankAnswer?, bool)"/>
    internal static PaymentMethodResource ToPaymentMethodResource(
        PaymentMethodSnapshot method, BankAnswer? answer, DateTimeOffset usedAt, bool livemode, bool browser) => new()
        {
            Id = method.Id,
            BillingDetails = new BillingDetails { Name = method.BillingName }.ToResource(),
            Card = Card(browser ? method.Card with { Fingerprint = null } : method.Card, ChargeRendering.CvcCheck(answer?.CvcResult)),
            Created = (ObjectId.IsWellFormed("pm", method.Id) ? ObjectId.CreatedAt(method.Id) : usedAt).ToUnixTimeSeconds(),
            Livemode = livemode,
            Metadata = PaymentIntentRendering.Empty,
        };

    public static TokenResource ToTokenResource(this CardToken token) => new()
    {
        Id = token.Id,
        Card = token.ToSource() with { Id = "card_" + token.Id[TokenPrefix.Length..] },
        Created = token.Created.ToUnixTimeSeconds(),
        Livemode = token.Tenant.Livemode,
        Used = token.Status != CardTokenStatus.Active,
    };

    public static BillingDetailsResource ToResource(this BillingDetails billing) => new()
    {
        Address = (billing.Address ?? new PostalAddress()).ToResource(),
        Email = billing.Email,
        Name = billing.Name,
        Phone = billing.Phone,
    };

    private static string? CvcCheck(CardToken token) =>
        token.CvcResult is { } result ? ChargeRendering.CvcCheck(result) : token.CvcGiven ? "unchecked" : null;

    private static CardResource Card(CardDisplay card, string? cvcCheck) => new()
    {
        Brand = card.Brand,
        Checks = new CardChecksResource { CvcCheck = cvcCheck },
        Country = card.Country,
        DisplayBrand = card.Brand,
        ExpMonth = card.ExpMonth,
        ExpYear = card.ExpYear,
        Fingerprint = card.Fingerprint,
        Funding = card.Funding,
        Last4 = card.Last4,
        Networks = new CardNetworksResource { Available = [card.Brand] },
        ThreeDSecureUsage = new ThreeDSecureUsageResource(),
    };

    /// <summary>The older shape. A saved card keeps its id in it: it is the same object, seen another way.</summary>
    public static SourceResource ToSource(this CardToken token) => new()
    {
        Id = token.Id,
        AddressCity = token.Billing.Address?.City,
        AddressCountry = token.Billing.Address?.Country,
        AddressLine1 = token.Billing.Address?.Line1,
        AddressLine2 = token.Billing.Address?.Line2,
        AddressState = token.Billing.Address?.State,
        AddressZip = token.Billing.Address?.PostalCode,
        AllowRedisplay = token.AllowRedisplay ?? Unspecified,
        Brand = OlderBrand(token.Card.Brand),
        Country = token.Card.Country,
        Customer = token.Customer,
        CvcCheck = CvcCheck(token),
        ExpMonth = token.Card.ExpMonth,
        ExpYear = token.Card.ExpYear,
        Fingerprint = token.Card.Fingerprint,
        Funding = token.Card.Funding,
        Last4 = token.Card.Last4,
        Metadata = token.Metadata,
        Name = token.Billing.Name,
        Networks = new CardNetworksResource { Available = [token.Card.Brand] },
    };

    /// <summary>The older shape spells brands as people do.</summary>
    private static string OlderBrand(string brand) => brand switch
    {
        CardBrand.Visa => "Visa",
        CardBrand.Mastercard => "MasterCard",
        CardBrand.Amex => "American Express",
        CardBrand.Discover => "Discover",
        CardBrand.Jcb => "JCB",
        CardBrand.Diners => "Diners Club",
        CardBrand.UnionPay => "UnionPay",
        CardBrand.Maestro => "Maestro",
        _ => "Unknown",
    };
}
