using System.Collections.Immutable;
using PayGate.Grains.PaymentIntents;
using PayGate.PaymentIntents;
using PayGate.Testing;

namespace PayGate.Domain.Tests.PaymentIntents;

/// <summary>
/// Goal: no sequence of commands and answers, sensible or not, makes a payment lose, double or invent money. Method: thousands of random ones are given to the
/// decider and to a model that only counts; both must agree on what is refused, on the state, on every amount, and the ledger on every account.
/// </summary>
public sealed class RandomPaymentTests
{
    private const int Payments = 1_000;
    private const int Kinds = 16;
    private const int StepsMax = 30;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Payment_UnderAnyCommands_IsWhatTheModelCounts(int seed)
    {
        var random = new SeededChoice((ulong)seed);
        var (refused, paid, refunded) = (0, 0, 0);
        for (var index = 0; index < Payments; index++)
        {
            var run = new Run(random);
            for (var step = 1 + random.Below(StepsMax); step > 0; step--)
            {
                refused += run.Step() ? 0 : 1;
                run.Compare(seed, index);
            }

            paid += run.Model.Captured > 0 ? 1 : 0;
            refunded += run.Model.Refunded > 0 ? 1 : 0;
        }

        // The walk has been where the money is.
        Assert.True(refused > Payments && paid > Payments / 2 && refunded > Payments / 5, $"{refused} refused, {paid} paid, {refunded} refunded");
    }

    private sealed class Run
    {
        private readonly SeededChoice _random;
        private readonly SettlementTerms _terms;
        private readonly List<string> _story = [];
        private readonly Dictionary<string, long> _accounts = [];
        private PaymentIntent _payment;
        private int _ids;

        public Run(SeededChoice random)
        {
            _random = random;
            var amount = 50 + random.Below(200_000);
            var isManual = random.Below(2) == 0;
            var (rate, usdRate) = (1L + random.Below(2_000_000_000), 1L + random.Below(2_000_000_000));
            _terms = Given.Terms with { Rate = rate / 100_000_000m, UsdRate = usdRate / 100_000_000m };
            Model = new PaymentModel(amount, isManual, rate, usdRate);
            _payment = Given.Opened(isManual ? CaptureMethod.Manual : CaptureMethod.Automatic, amount: new Money(amount, Currency.Usd));
        }

        public PaymentModel Model { get; }

        /// <summary>One random command to both; false when both refuse it.</summary>
        public bool Step()
        {
            var amount = 1L + _random.Below((int)(2 * Math.Max(Model.Amount, Model.Held)));
            switch (_random.Below(2) == 0 ? Sensible() : _random.Below(Kinds))
            {
                case 0: return Both(Model.Update(amount), Given.Change(amount));
                case 1 or 2: return Both(Model.Ask(), new StartAttempt(Given.Visa, NewPlan(), RequestInfo.None));
                case 3: return Both(Model.Challenge(), Challenged());
                // Anywhere else the same command is an ordinary confirm; the actor asks first whether a challenge is open.
                case 4: return Model.Stand == Stand.AtTheIssuersPage && Both(Model.PassChallenge(), Passed());
                case 5: return Both(Model.FailChallenge(), new FailChallenge());
                case 6 or 7:
                    var approved = _random.Below(8) == 0 ? amount : Model.Amount;
                    return Both(Model.Approve(approved), new AttemptAnswered(ChargeId, Given.Approval(Usd(approved)), NewId("txn")));
                case 8: return Both(Model.Decline(), new AttemptAnswered(ChargeId, Given.Decline(), NewId("txn")));
                case 9: return Both(Model.Raise(amount), Given.Raise(amount));
                case 10:
                    var granted = _random.Below(3) == 0 ? 0 : amount;
                    return Both(Model.AnswerRaise(granted), new IncrementAnswered(granted == 0 ? Given.Decline() : Given.Approval(Usd(granted))));
                case 11:
                    long? part = _random.Below(2) == 0 ? null : amount;
                    return Both(Model.Capture(part), new StartCapture(part, RequestInfo.None));
                case 12:
                    var takes = _random.Below(5) > 0;
                    return Both(Model.AnswerCapture(takes), new CaptureAnswered(takes ? Given.Approval() : Given.Decline(), NewId("txn")));
                case 13: return _random.Below(4) == 0 && Both(Model.Cancel(), new Cancel(null, RequestInfo.None));
                case 14:
                    var id = NewId("re");
                    long? back = _random.Below(3) == 0 ? null : Math.Max(1, amount / 3);
                    return Both(Model.Refund(id, back), new StartRefund(id, back, null, ImmutableSortedDictionary<string, string>.Empty, RequestInfo.None));
                default:
                    var asked = Model.Refunding.Keys.FirstOrDefault();
                    var gives = _random.Below(4) > 0;
                    return asked is not null
                        && Both(Model.AnswerRefund(asked, gives), new RefundAnswered(asked, gives ? Given.Approval() : Given.Decline(), NewId("txn")));
            }
        }

        /// <summary>What somebody would do next; the rest of the steps are what nobody should.</summary>
        private int Sensible() => Model.Stand switch
        {
            Stand.Open => 1,
            Stand.AtTheIssuersPage => 4,
            Stand.AskedForMoney => 6,
            Stand.Held => 11,
            Stand.Raising => 10,
            Stand.Capturing => 12,
            Stand.Paid => 14 + _random.Below(2),
            _ => 0,
        };

        public void Compare(int seed, int index)
        {
            var told = $"{StandOf(_payment)} {_payment.Amount.MinorUnits} held {Held} captured {_payment.AmountCaptured.MinorUnits} refunded {_payment.AmountRefunded.MinorUnits} "
                + $"under way {(_payment.AmountRefundReserved - _payment.AmountRefunded).MinorUnits} left {_payment.AttemptsLeft} "
                + $"clearing {Account("acquirer_clearing usd")} pending {Account("merchant_pending mad")} fees {Account("fees mad")} rest {Account("merchant_pending usd")}";
            var counted = $"{Model.Stand} {Model.Amount} held {Model.Held} captured {Model.Captured} refunded {Model.Refunded} "
                + $"under way {Model.Refunding.Values.Sum()} left {5 - Model.Declines} "
                + $"clearing {Model.Captured - Model.Refunded} pending {-(Model.Gross - Model.Fee - Model.Returned)} fees {-Model.Fee} rest {Rest()}";
            Assert.True(told == counted, $"seed {seed}, payment {index}: told {told}, counted {counted}\n{string.Join('\n', _story)}");
        }

        private long Held => _payment.Status == PaymentIntentStatus.Canceled ? Model.Held : _payment.LatestAttempt?.Authorized?.MinorUnits ?? 0;

        private string ChargeId => _payment.LatestAttempt?.ChargeId ?? "ch_none";

        private static Stand StandOf(PaymentIntent payment) => payment switch
        {
            { Status: PaymentIntentStatus.RequiresPaymentMethod or PaymentIntentStatus.RequiresConfirmation } => Stand.Open,
            { Status: PaymentIntentStatus.RequiresAction } => Stand.AtTheIssuersPage,
            { Status: PaymentIntentStatus.Processing, LatestAttempt.PendingCapture: not null } => Stand.Capturing,
            { Status: PaymentIntentStatus.Processing, LatestAttempt.PendingIncrement: not null } => Stand.Raising,
            { Status: PaymentIntentStatus.Processing } => Stand.AskedForMoney,
            { Status: PaymentIntentStatus.RequiresCapture } => Stand.Held,
            { Status: PaymentIntentStatus.Succeeded } => Stand.Paid,
            _ => Stand.Closed,
        };

        /// <summary>What converts to less than one unit of the settlement currency stays in the payment's.</summary>
        private long Rest() => Model.Captured > 0 && Model.Gross == 0 ? -(Model.Captured - Model.Refunded) : Account("merchant_pending usd");

        private bool Both(bool counted, PaymentCommand command)
        {
            var decision = PaymentIntentDecider.Decide(_payment, command, Given.Start.AddMinutes(1));
            _story.Add($"{command.GetType().Name}: {(decision.IsSuccess ? string.Join(", ", decision.Value.Select(PaymentIntentFacts.NameOf)) : decision.Refusal.Code)}");
            Assert.True(counted == decision.IsSuccess, $"the model says {counted}\n{string.Join('\n', _story)}");
            foreach (var fact in decision.IsSuccess ? decision.Value : [])
            {
                _payment = _payment.Apply(fact);
                PaymentInvariants.Assert(_payment);
                foreach (var transfer in PaymentLedger.Transfers(_payment, fact))
                {
                    Book($"{transfer.DebitAccount} {transfer.Amount.Currency}", transfer.Amount.MinorUnits);
                    Book($"{transfer.CreditAccount} {transfer.Amount.Currency}", -transfer.Amount.MinorUnits);
                }
            }

            return counted;
        }

        private StartAttempt Challenged()
        {
            var plan = NewPlan();
            return new(Given.Visa, plan with { Challenge = Given.ChallengePlan.Challenge! with { ChargeId = plan.ChargeId } }, RequestInfo.None);
        }

        private StartAttempt Passed() => new(
            Given.Visa, NewPlan() with { ChargeId = _payment.Challenge!.ChargeId }, RequestInfo.None);

        private AttemptPlan NewPlan() => new(NewId("ch"), _terms);

        private string NewId(string prefix) => $"{prefix}_{++_ids}";

        private static Money Usd(long minorUnits) => new(minorUnits, Currency.Usd);

        private void Book(string account, long amount) => _accounts[account] = Account(account) + amount;

        private long Account(string name) => _accounts.GetValueOrDefault(name);
    }
}
