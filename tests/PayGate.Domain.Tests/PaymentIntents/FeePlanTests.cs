using System.Numerics;
using System.Text.Json;
using PayGate.Grains.PaymentIntents;
using PayGate.Merchants;
using PayGate.PaymentIntents;

namespace PayGate.Domain.Tests.PaymentIntents;

/// <summary>Plans of every kind: what they charge, and what comes back of it.</summary>
public sealed class FeePlanTests
{
    private static readonly string[] Currencies = ["usd", "eur", "mad", "jpy", "tnd"];

    /// <summary>Those that a payment can be in.</summary>
    private static readonly string[] Charged = ["usd", "eur", "mad"];

    public static TheoryData<int> Seeds { get; } = [.. Enumerable.Range(1, 200)];

    /// <summary>A payment, a plan, rates and refunds drawn from a seed, run through decider, evolution and ledger, and compared with the model to the unit.</summary>
    [Theory]
    [MemberData(nameof(Seeds))]
    public void CaptureAndRefunds_OfAnyPlan_AreTheModels(int seed)
    {
        var draw = new Draw(seed);
        var (payment, settlement, part) = (Currency.Parse(draw.Of(Charged)), Currency.Parse(draw.Of(Currencies)), Currency.Parse(draw.Of(Currencies)));
        var (rate, usdRate, partRate) = (payment == settlement ? 100_000_000 : draw.Rate(), settlement == Currency.Usd ? 100_000_000 : draw.Rate(), draw.Rate());
        partRate = part == settlement ? 100_000_000 : part == Currency.Usd ? usdRate : partRate;
        var (captured, basisPoints, fixedPart, returns) = (draw.Number(500, 2_500_000), draw.Number(0, 1_000), draw.Number(0, 5_000), draw.Number(0, 1) == 1);
        var terms = new SettlementTerms
        {
            SettlementCurrency = settlement,
            Rate = rate / 100_000_000m,
            UsdRate = usdRate / 100_000_000m,
            FeeBasisPoints = basisPoints,
            FeeFixedUsdCents = part == Currency.Usd ? fixedPart : 0,
            FeeFixed = part == Currency.Usd ? null : new Money(fixedPart, part),
            FeeFixedRate = part == Currency.Usd ? null : partRate / 100_000_000m,
            ReturnsFee = returns,
            FeePlanVersion = 1,
        };
        var parts = draw.Parts(captured);

        var intent = Refunded(Captured(new Money(captured, payment), terms), parts);

        BigInteger Convert(BigInteger amount) => payment == settlement ? amount : FeeModel.Converted(amount, rate, Minor(payment), Minor(settlement));
        var fee = FeeModel.Fee(Convert(captured), basisPoints, fixedPart, partRate, Minor(part), Minor(settlement));
        var figures = intent.StandingAttempt!.Figures!;
        Assert.Equal((Convert(captured), fee), ((BigInteger)figures.Gross.MinorUnits, (BigInteger)figures.Fee.MinorUnits));
        Assert.Equal(
            FeeModel.Refunds(parts.Select(amount => (BigInteger)amount), captured, Convert, fee, returns),
            intent.Refunds.Select(refund => ((BigInteger)refund.Settled!.Value.MinorUnits, (BigInteger)(refund.FeeReturned?.MinorUnits ?? 0))));
        if (parts.Sum() == captured)
        {
            Assert.Equal(returns ? figures.Fee.MinorUnits : 0, intent.Refunds.Sum(refund => refund.FeeReturned?.MinorUnits ?? 0));
        }
    }

    [Theory]
    [InlineData(290, "30 usd", 100_00, 32_00)]
    [InlineData(180, "0 usd", 100_00, 18_00)]
    [InlineData(350, "30 usd", 100_00, 38_00)]
    [InlineData(0, "1 eur", 100_00, 11)]
    [InlineData(290, "250 mad", 100_00, 31_50)]
    public void OfCapture_ByItsParts_IsTheirSum(int basisPoints, string part, long amount, long fee)
    {
        var fixedPart = new Money(long.Parse(part.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture), Currency.Parse(part.Split(' ')[1]));
        var terms = Given.Terms with
        {
            FeeBasisPoints = basisPoints,
            FeeFixedUsdCents = fixedPart.Currency == Currency.Usd ? fixedPart.MinorUnits : 0,
            FeeFixed = fixedPart.Currency == Currency.Usd ? null : fixedPart,
            FeeFixedRate = fixedPart.Currency == Currency.Usd ? null : fixedPart.Currency == Currency.Eur ? 11m : 1m,
        };

        var figures = terms.OfCapture(new Money(amount, Currency.Usd), Given.TransactionId);

        Assert.Equal(fee, figures.Fee.MinorUnits);
        Assert.Equal(figures.Fee, terms.FeeOf(figures.Gross).Percentage + terms.FeeOf(figures.Gross).Fixed);
    }

    [Fact]
    public void Refund_ThatReturnsItsFee_BooksItOutOfIncome_AndInTheSameMovement()
    {
        var terms = Given.Terms with { ReturnsFee = true };
        var captured = Captured(Given.Amount, terms);
        var pending = captured.Then(DecisionTests.Refund("re_1", 2_500));
        var fact = Assert.IsType<RefundSucceeded>(Assert.Single(
            PaymentIntentDecider.Decide(pending, new RefundAnswered("re_1", Given.Approval(), "txn_1"), Given.Start).Value));

        Assert.Equal(new Money(800, Currency.Mad), fact.FeeReturned);
        var booked = Assert.Single(PaymentLedger.Transfers(PaymentIntentEvolution.Apply(pending, fact), fact), transfer => transfer.SourceType == "fee_returned");
        Assert.Equal(("fees", "merchant_pending", fact.FeeReturned, "re_1"), (booked.DebitAccount, booked.CreditAccount, booked.Amount, booked.SourceId));
    }

    [Fact]
    public void Find_TakesTheFirstRuleThatFits()
    {
        var plan = new FeePlan
        {
            BasisPoints = 290,
            Fixed = new Money(30, Currency.Usd),
            Cards =
            [
                new CardFee { Brand = "amex", BasisPoints = 350 }, new CardFee { Funding = "debit", Currency = Currency.Eur, BasisPoints = 100, Fixed = new Money(5, Currency.Eur) },
                new CardFee { Funding = "debit", BasisPoints = 150 },
            ],
        };

        Assert.Equal((350, 100, 150, null), (Of("usd", "amex", "debit"), Of("eur", "visa", "debit"), Of("usd", "visa", "debit"), Of("eur", "visa", "credit")));
        Assert.Null(plan.Fault);

        int? Of(string currency, string brand, string funding) => plan.Find(Currency.Parse(currency), brand, funding)?.BasisPoints;
    }

    [Theory]
    [InlineData("""{"basis_points":10001,"fixed":"30 usd"}""")]
    [InlineData("""{"basis_points":-1,"fixed":"30 usd"}""")]
    [InlineData("""{"basis_points":290,"fixed":"-1 usd"}""")]
    [InlineData("""{"basis_points":290,"fixed":"1000001 usd"}""")]
    [InlineData("""{"basis_points":290,"fixed":"30 usd","cards":[{"basis_points":100}]}""")]
    [InlineData("""{"basis_points":290,"fixed":"30 usd","cards":[{"brand":"amex","basis_points":10001}]}""")]
    [InlineData("""{"basis_points":290,"fixed":"30 usd","cards":[{"brand":"amex","basis_points":1,"fixed":"-1 usd"}]}""")]
    public void Fault_OfWhatCannotBeAPlan_SaysWhy(string json) => Assert.NotNull(FeePlanStorage.Read(json).Fault);

    [Theory]
    [InlineData("""{"fixed":"30 usd"}""")]
    [InlineData("""{"basis_points":290}""")]
    [InlineData("""{"basis_points":290,"fixed":"30 usd","refund":true}""")]
    [InlineData("""{"basis_points":2.9,"fixed":"30 usd"}""")]
    [InlineData("null")]
    public void Read_OfAnotherForm_IsRefused(string json) => Assert.Throws<JsonException>(() => FeePlanStorage.Read(json));

    [Fact]
    public void Write_GivesTheFormThatIsRead()
    {
        const string Form = """{"version":2,"basis_points":290,"fixed":"30 usd","cards":[{"brand":"amex","currency":"eur","basis_points":350,"fixed":"25 eur"}],"returns_fee":true}""";

        Assert.Equal(Form, FeePlanStorage.Write(FeePlanStorage.Read(Form)));
    }

    private static PaymentIntent Captured(Money amount, SettlementTerms terms) =>
        Given.Opened(amount: amount).Then(new StartAttempt(Given.Visa, new AttemptPlan(Given.ChargeId, terms), RequestInfo.None))
            .Then(new AttemptAnswered(Given.ChargeId, Given.Approval(amount), Given.TransactionId));

    private static PaymentIntent Refunded(PaymentIntent payment, IEnumerable<int> parts) => parts.Index().Aggregate(payment, (intent, part) => intent
        .Then(DecisionTests.Refund($"re_{part.Index}", part.Item)).Then(new RefundAnswered($"re_{part.Index}", Given.Approval(), $"txn_{part.Index}")));

    private static int Minor(Currency currency) => currency.Code switch { "jpy" => 1, "tnd" => 1_000, _ => 100 };

    /// <summary>Numbers from a seed, the same on every machine (MINSTD).</summary>
    private sealed class Draw(int seed)
    {
        private ulong _state = (ulong)(seed * 7_919) + 1;

        public int Number(int lowest, int highest)
        {
            _state = _state * 48_271 % 2_147_483_647;
            return lowest + (int)(_state % (ulong)(highest - lowest + 1));
        }

        public string Of(string[] choices) => choices[Number(0, choices.Length - 1)];

        /// <summary>Between 0.01 and 20.</summary>
        public int Rate() => Number(1_000_000, 2_000_000_000);

        /// <summary>One to eight refunds; for every other seed they are the whole.</summary>
        public int[] Parts(int whole)
        {
            var parts = new List<int>();
            var left = whole;
            for (var count = Number(1, 8); count > 1 && left > 1; count--)
            {
                parts.Add(Number(1, Math.Max(1, left / 2)));
                left -= parts[^1];
            }

            return [.. parts, Number(0, 1) == 0 ? left : Number(1, left)];
        }
    }
}
