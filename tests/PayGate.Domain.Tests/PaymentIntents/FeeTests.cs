using FsCheck;
using FsCheck.Fluent;
using PayGate.Grains.PaymentIntents;
using PayGate.PaymentIntents;

namespace PayGate.Domain.Tests.PaymentIntents;

/// <summary>Fees and conversions by example, and refunds in parts against an independent sum.</summary>
public sealed class FeeTests
{
    [Theory]
    [InlineData(999, "usd", "10", 9_990, 589, 9_401)]
    [InlineData(10_000, "usd", "10", 100_000, 3_200, 96_800)]
    [InlineData(9_999, "eur", "11", 109_989, 3_489, 106_500)]
    [InlineData(5_000, "mad", "1", 5_000, 445, 4_555)]
    public void OfCapture_ForTheExamples_IsExact(long amount, string currency, string rate, long gross, long fee, long net)
    {
        var terms = Given.Terms with { Rate = decimal.Parse(rate, System.Globalization.CultureInfo.InvariantCulture) };

        var figures = terms.OfCapture(new Money(amount, Currency.Parse(currency)), Given.TransactionId);

        Assert.Equal(
            (new Money(gross, Currency.Mad), new Money(fee, Currency.Mad), new Money(net, Currency.Mad)), (figures.Gross, figures.Fee, figures.Net));
    }

    [Fact]
    public void OfCapture_WhenTheFeeExceedsASmallCapture_NetIsNegative()
    {
        var figures = Given.Terms.OfCapture(new Money(1, Currency.Usd), Given.TransactionId);

        Assert.Equal(-290, figures.Net.MinorUnits);
    }

    [Fact]
    public void Refunds_InAnyParts_ReturnExactlyTheConvertedCapture() => Prop.ForAll(
        Gen.Choose(50, 2_500_000).Two().ToArbitrary(), Gen.Choose(1, 99_999_999).ToArbitrary(), Gen.Choose(1, 8).ToArbitrary(),
        (amounts, rateDigits, parts) =>
        {
            var captured = new Money(amounts.Item1, Currency.Usd);
            var terms = Given.Terms with { Rate = rateDigits / 1_000_000m };
            var payment = Given.Opened(amount: captured).Then(new StartAttempt(Given.Visa, new AttemptPlan(Given.ChargeId, terms), RequestInfo.None))
                .Then(new AttemptAnswered(Given.ChargeId, Given.Approval(captured), Given.TransactionId));
            var left = captured.MinorUnits;
            for (var part = 0; part < parts && left > 0; part++)
            {
                var amount = part == parts - 1 ? left : Math.Max(1, left / (part + 2));
                payment = payment.Then(DecisionTests.Refund($"re_{part}", amount)).Then(new RefundAnswered($"re_{part}", Given.Approval(), $"txn_{part}"));
                left -= amount;
            }

            return payment.Refunds.Sum(refund => refund.Settled!.Value.MinorUnits) == payment.StandingAttempt!.Figures!.Gross.MinorUnits
                && payment.Refunds.All(refund => refund.Settled!.Value.MinorUnits >= 0);
        }).QuickCheckThrowOnFailure();
}
