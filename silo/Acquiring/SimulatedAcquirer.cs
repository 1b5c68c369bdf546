using Microsoft.Extensions.Logging;
using PayGate.Bank;
using PayGate.Bank.Authentications;
using PayGate.Cards;
using PayGate.Grains.Acquiring;
using PayGate.Grains.Keys;
using PayGate.PaymentIntents;

namespace PayGate.Silo.Acquiring;

/// <summary>The bank port on the simulated bank in this process. Silence beyond the deadline, like a broken answer, is an unknown outcome.</summary>
public sealed partial class SimulatedAcquirer(IBank bank, ICardVault vault, TimeProvider clock, ILogger<SimulatedAcquirer> logger) : IAcquirer
{
    private static readonly Dictionary<ThreeDSecureDemand, AuthenticationDemand> Demands = new()
    {
        [ThreeDSecureDemand.Automatic] = AuthenticationDemand.Automatic,
        [ThreeDSecureDemand.Any] = AuthenticationDemand.Any,
        [ThreeDSecureDemand.Challenge] = AuthenticationDemand.Challenge,
    };

    private static readonly Dictionary<Initiation, BankInitiation> Initiations = new()
    {
        [Initiation.Cardholder] = BankInitiation.Cardholder,
        [Initiation.Merchant] = BankInitiation.Merchant,
        [Initiation.MerchantAfterSetUp] = BankInitiation.MerchantAfterSetUp,
    };

    /// <summary>Under the 30 s of a grain call, so that the actor always learns of the silence itself.</summary>
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(5);

    public async Task<IssuerAuthentication?> Authenticate(AuthenticationRequest request, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(Deadline);
        try
        {
            var card = await CardOf(request.Card, request.MerchantId, request.Reference, deadline.Token);
            return ToAuthentication(await bank.Authenticate(card, Demands[request.Demand], deadline.Token));
        }
        catch (Exception exception) when (exception is BankNoAnswerException or OperationCanceledException)
        {
            LogUnreachable(exception);
            return null;
        }
    }

    public async Task<BankAnswer> Authorize(AuthorizationRequest request, CancellationToken cancellationToken)
    {
        var card = await CardOf(request.Card, request.MerchantId, request.Reference, cancellationToken);
        return await Ask(request.Reference, request.Amount.Currency, null, token => bank.Execute(
            new BankRequest
            {
                Reference = request.Reference,
                PaymentId = request.PaymentId,
                MerchantId = request.MerchantId,
                Operation = request.Capture ? BankOperation.Sale : BankOperation.Authorize,
                Amount = request.Amount.MinorUnits,
                Currency = request.Amount.Currency.Code,
                Card = card,
                Eci = request.Eci,
                Initiation = Initiations[request.Initiation],
            },
            token), cancellationToken);
    }

    public Task<BankAnswer> Increment(FollowUpRequest request, CancellationToken cancellationToken) => FollowUp(request, BankOperation.Increment, cancellationToken);

    public Task<BankAnswer> Capture(FollowUpRequest request, CancellationToken cancellationToken) => FollowUp(request, BankOperation.Capture, cancellationToken);

    public Task<BankAnswer> Reverse(FollowUpRequest request, CancellationToken cancellationToken) => FollowUp(request, BankOperation.Reverse, cancellationToken);

    public Task<BankAnswer> Refund(FollowUpRequest request, CancellationToken cancellationToken) => FollowUp(request, BankOperation.Refund, cancellationToken);

    public Task<BankAnswer> Dispute(FollowUpRequest request, CancellationToken cancellationToken) =>
        FollowUp(request, BankOperation.Chargeback, cancellationToken);

    public Task<BankAnswer> Reinstate(FollowUpRequest request, CancellationToken cancellationToken) =>
        FollowUp(request, BankOperation.ChargebackReversal, cancellationToken);

    public Task<IssuerRuling> Represent(Representment representment, CancellationToken cancellationToken)
    {
        var won = ChargebackRulings.Of(representment.Text, representment.SubmittedAt, clock.GetUtcNow());
        return Task.FromResult(new IssuerRuling { Won = won, DecidesAt = won is null ? representment.SubmittedAt + ChargebackRulings.ReviewTime : null });
    }

    public Task<BankAnswer> Settle(string reference, string paymentId, Money amount, CancellationToken cancellationToken) =>
        Ask(reference, amount.Currency, null, token => bank.Settle(reference, paymentId, token), cancellationToken);

    private Task<BankAnswer> FollowUp(FollowUpRequest request, BankOperation operation, CancellationToken cancellationToken) =>
        Ask(request.Reference, request.Amount.Currency, TakenWhole(request, operation), token => bank.Execute(
            new BankRequest
            {
                Reference = request.Reference,
                PaymentId = request.PaymentId,
                MerchantId = request.MerchantId,
                Operation = operation,
                Amount = request.Amount.MinorUnits,
                Currency = request.Amount.Currency.Code,
                OriginalReference = request.OriginalReference,
            },
            token), cancellationToken);

    private async ValueTask<BankCard> CardOf(CardSource source, string merchantId, string reference, CancellationToken cancellationToken)
    {
        var card = source.Card is { } sealedCard ? await vault.Open(sealedCard, merchantId, reference, cancellationToken)
            : TestMethods.TryGet(source.TestMethod, out var test) ? test.ToCard(clock.GetUtcNow())
            : throw new ArgumentException("A card is sealed, or a named test method.", nameof(source));
        return new BankCard { Number = card.Number.Reveal(), ExpMonth = card.ExpMonth, ExpYear = card.ExpYear, Cvc = card.Cvc?.Reveal() };
    }

    /// <summary>The amount that must be approved if any is: what an increment grants, and what a reversal gives back, is the bank's to say.</summary>
    private static long? TakenWhole(FollowUpRequest request, BankOperation operation) =>
        operation is BankOperation.Capture or BankOperation.Refund or BankOperation.Chargeback or BankOperation.ChargebackReversal ? request.Amount.MinorUnits : null;

    private async Task<BankAnswer> Ask(
        string reference, Currency currency, long? amount, Func<CancellationToken, Task<BankReply>> call, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(Deadline);
        var started = clock.GetTimestamp();
        try
        {
            var reply = await call(deadline.Token);
            ReplyCheck.Require(reply, reference, amount);
            return ToAnswer(reply, currency, (int)clock.GetElapsedTime(started).TotalMilliseconds);
        }
        catch (BankNoAnswerException exception)
        {
            throw new OutcomeUnknownException("The bank gave no answer.", exception);
        }
        catch (OperationCanceledException exception)
        {
            throw new OutcomeUnknownException($"The bank did not answer within {Deadline.TotalSeconds:0} s.", exception);
        }
    }

    private static IssuerAuthentication? ToAuthentication(BankAuthentication answer) => answer.Outcome == AuthenticationOutcome.NotAsked ? null : new()
    {
        NeedsChallenge = answer.Outcome == AuthenticationOutcome.Challenge,
        Authentication = new Authentication
        {
            Flow = answer.Outcome == AuthenticationOutcome.Challenge ? "challenge" : "frictionless",
            Result = answer.Outcome switch
            {
                AuthenticationOutcome.Unsupported => "not_supported",
                AuthenticationOutcome.Attempted => "attempt_acknowledged",
                _ => "authenticated",
            },
            TransactionId = answer.TransactionId,
            Eci = answer.Eci,
        },
    };

    [LoggerMessage(Level = LogLevel.Warning, Message = "The issuer's authentication could not be reached; the payment goes on without it.")]
    private partial void LogUnreachable(Exception exception);

    private static BankAnswer ToAnswer(BankReply reply, Currency currency, int latencyMilliseconds) => new()
    {
        Approved = reply.Approved,
        NetworkCode = reply.NetworkCode,
        Reason = reply.Reason,
        AuthorizationCode = reply.AuthorizationCode,
        AvsResult = reply.AvsResult,
        CvcResult = reply.CvcResult,
        Amount = new Money(reply.AmountApproved, currency),
        Raw = reply.RawResponse,
        LatencyMilliseconds = latencyMilliseconds,
        At = reply.At,
        Chargeback = reply.Chargeback is { } announced
            ? new ChargebackNotice { Reason = announced.Reason, AfterSeconds = (int)announced.After.TotalSeconds }
            : null,
    };
}
