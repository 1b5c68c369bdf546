using System.Collections.Immutable;
using PayGate.Cards;
using PayGate.Grains.PaymentIntents;
using PayGate.PaymentIntents;

namespace PayGate.Domain.Tests.PaymentIntents;

/// <summary>Payments in every state, made by the facts that lead there.</summary>
internal static class Given
{
    public const string MerchantId = "mch_000000000000000000000test";
    public const string Id = "pi_000000000000000000000test1";
    public const string ChargeId = "ch_000000000000000000000test1";
    public const string RefundId = "re_000000000000000000000test1";
    public const string TransactionId = "txn_000000000000000000000test";

    public static readonly DateTimeOffset Start = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);

    public static readonly Tenant Tenant = new() { MerchantId = MerchantId, Livemode = false };

    public static readonly PaymentMethodSnapshot Visa = new()
    {
        Id = "pm_card_visa",
        Card = new CardDisplay { Brand = "visa", Last4 = "4242", ExpMonth = 12, ExpYear = 2030 },
    };

    public static readonly SettlementTerms Terms = new()
    {
        SettlementCurrency = Currency.Mad,
        Rate = 10m,
        UsdRate = 10m,
        FeeBasisPoints = 290,
        FeeFixedUsdCents = 30,
    };

    public static readonly AttemptPlan Plan = new(ChargeId, Terms);

    public static readonly Money Amount = new(10_000, Currency.Usd);

    /// <summary>A payment for each status, by name; the names are the rows of the table of legal moves.</summary>
    public static IReadOnlyDictionary<string, PaymentIntent> States => new Dictionary<string, PaymentIntent>
    {
        ["requires_payment_method"] = Opened(),
        ["requires_confirmation"] = Opened(method: Visa),
        ["requires_action"] = Challenged(),
        ["processing"] = Attempted(),
        ["requires_capture"] = Authorized(),
        ["requires_capture (card to save)"] = Saving(CaptureMethod.Manual),
        ["processing (increment)"] = Authorized().Then(Raise(15_000)),
        ["processing (capture)"] = Capturing(),
        ["succeeded"] = Captured(),
        ["succeeded (card to save)"] = Saving(CaptureMethod.Automatic),
        ["succeeded (session to tell)"] = Decided(null, new Open(Id, Tenant, Amount, CaptureMethod.Automatic, new IntentDetails { CheckoutSession = "cs_1" }, null, null, RequestInfo.None))
            .Then(new StartAttempt(Visa, Plan, RequestInfo.None)).Then(new AttemptAnswered(ChargeId, Approval(), TransactionId)),
        ["canceled"] = Canceled(),
        ["canceled (attempts)"] = OutOfAttempts(),
        ["canceled (void)"] = Authorized().Then(new Cancel(null, RequestInfo.None)),
        ["canceled (seven days)"] = Authorized().Then(new PassTime(), Start.AddDays(7)),
    };

    public static PaymentIntent Opened(CaptureMethod captureMethod = CaptureMethod.Automatic, PaymentMethodSnapshot? method = null, Money? amount = null) =>
        Decided(null, new Open(Id, Tenant, amount ?? Amount, captureMethod, new IntentDetails(), method, null, RequestInfo.None));

    public static readonly AttemptPlan ChallengePlan = Plan with
    {
        Challenge = new Challenge
        {
            ChargeId = ChargeId,
            Method = Visa,
            Terms = Terms,
            Authentication = new Authentication { Flow = "challenge", Result = "authenticated", TransactionId = "t-1", Eci = "05" },
            Url = "https://pay.example/issuer/pi/t-1",
            ReturnUrl = "https://shop.example/back",
            Request = RequestInfo.None,
        },
    };

    public static PaymentIntent Challenged() => Opened().Then(new StartAttempt(Visa, ChallengePlan, RequestInfo.None));

    public static PaymentIntent Attempted(CaptureMethod captureMethod = CaptureMethod.Automatic) =>
        Opened(captureMethod).Then(new StartAttempt(Visa, Plan, RequestInfo.None));

    public static PaymentIntent Authorized() => Attempted(CaptureMethod.Manual).Then(new AttemptAnswered(ChargeId, Approval(), TransactionId));

    /// <summary>Approved, with a card that its customer is still to take.</summary>
    public static PaymentIntent Saving(CaptureMethod captureMethod) =>
        Decided(null, new Open(Id, Tenant, Amount, captureMethod, SavingDetails, null, null, RequestInfo.None))
            .Then(new StartAttempt(Visa, Plan, RequestInfo.None)).Then(new AttemptAnswered(ChargeId, Approval(), TransactionId));

    public static readonly IntentDetails SavingDetails = new() { Customer = "cus_1", SetupFutureUsage = "off_session" };

    public static PaymentIntent Capturing() => Authorized().Then(new StartCapture(null, RequestInfo.None));

    public static StartIncrement Raise(long amount) => new(amount, new IntentPatch(), RequestInfo.None);

    public static Update Change(long? amount = null, Patch<string> method = default, PaymentMethodSnapshot? found = null, IntentPatch? details = null) => new(
        new UpdatePaymentIntent
        {
            Tenant = Tenant,
            Amount = amount,
            PaymentMethodId = method,
            Details = details ?? new IntentPatch(),
            Request = RequestInfo.None,
        },
        found);

    public static PaymentIntent Captured(Money? amount = null) =>
        Opened(amount: amount).Then(new StartAttempt(Visa, Plan, RequestInfo.None))
            .Then(new AttemptAnswered(ChargeId, Approval(amount), TransactionId));

    public static PaymentIntent Canceled() => Opened().Then(new Cancel("abandoned", RequestInfo.None));

    public static PaymentIntent OutOfAttempts()
    {
        var payment = Opened();
        for (var attempt = 0; attempt < PaymentIntent.AttemptsMax; attempt++)
        {
            payment = payment.Then(new StartAttempt(Visa, Plan, RequestInfo.None)).Then(new AttemptAnswered(ChargeId, Decline(), TransactionId));
        }

        return payment;
    }

    public static BankAnswer Approval(Money? amount = null) => new()
    {
        Approved = true,
        NetworkCode = "00",
        Reason = "approved",
        AuthorizationCode = "A1B2C3",
        AvsResult = "Y",
        CvcResult = "M",
        Amount = amount ?? Amount,
        Raw = "{}",
        LatencyMilliseconds = 7,
        At = Start,
    };

    public static BankAnswer Decline(string reason = "do_not_honor") => new()
    {
        Approved = false,
        NetworkCode = "05",
        Reason = reason,
        Amount = Money.Zero(Currency.Usd),
        LatencyMilliseconds = 7,
        At = Start,
    };

    /// <summary>The state after a command that must be legal.</summary>
    public static PaymentIntent Then(this PaymentIntent payment, PaymentCommand command, DateTimeOffset? at = null) => Decided(payment, command, at);

    public static ImmutableArray<PaymentIntentEvent> FactsOf(PaymentIntent? payment, PaymentCommand command, DateTimeOffset? at = null)
    {
        var decision = PaymentIntentDecider.Decide(payment, command, at ?? Start);
        Assert.True(decision.IsSuccess, $"{command.GetType().Name} was refused: {decision.Refusal?.Code}");
        return decision.Value;
    }

    private static PaymentIntent Decided(PaymentIntent? payment, PaymentCommand command, DateTimeOffset? at = null) =>
        FactsOf(payment, command, at).Aggregate(payment, (state, fact) => state.Apply(fact))!;
}
