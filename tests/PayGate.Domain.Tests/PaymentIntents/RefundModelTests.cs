using PayGate.Grains.PaymentIntents;
using PayGate.PaymentIntents;
using PayGate.Testing;

namespace PayGate.Domain.Tests.PaymentIntents;

/// <summary>
/// Goal: no sequence of refund commands returns more than was captured, or loses an amount. Method: random commands go to the decider and to a model that knows
/// nothing but amounts: for each refund one number, and whether it is under way, waiting, made or free.
/// </summary>
public sealed class RefundModelTests
{
    private const int Captured = 10_000;
    private const int Steps = 200;

    private enum Fate
    {
        UnderWay,
        Waiting,
        Made,
        Free,
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public void Refunds_ByRandomCommands_AgreeWithTheModel(int seed)
    {
        var choice = new SeededChoice((ulong)seed);
        var payment = Given.Captured();
        var model = new Dictionary<string, (long Amount, Fate Fate)>();
        var (now, booked) = (Given.Start, 0L);
        for (var step = 0; step < Steps; step++)
        {
            now += TimeSpan.FromSeconds(choice.Below(4_000));
            var command = Command(choice, model, step);
            var decision = PaymentIntentDecider.Decide(payment, command, now);
            var legal = Predict(model, payment, command, now);
            Assert.True(legal == (decision.IsSuccess && !decision.Value.IsEmpty), $"Seed {seed}, step {step}: {command} is {(legal ? "" : "not ")}legal by the model");
            if (!legal)
            {
                continue;
            }

            foreach (var fact in decision.Value)
            {
                payment = payment.Apply(fact);
                booked += PaymentLedger.Transfers(payment, fact).Where(transfer => transfer.CreditAccount == PaymentLedger.AcquirerClearing).Sum(transfer => transfer.Amount.MinorUnits);
            }

            Follow(model, command, payment);
            PaymentInvariants.Assert(payment);
            var (made, reserved) = (Sum(model, Fate.Made), Captured - Left(model));
            Assert.Equal((made, reserved, made), (payment.AmountRefunded.MinorUnits, payment.AmountRefundReserved.MinorUnits, booked));
        }

        Assert.Contains(model.Values, refund => refund.Fate == Fate.Made);
        Assert.Contains(model.Values, refund => refund.Fate == Fate.Free);
    }

    private static PaymentCommand Command(SeededChoice choice, Dictionary<string, (long Amount, Fate Fate)> model, int step)
    {
        if (model.Count == 0 || choice.Below(4) == 0)
        {
            return DecisionTests.Refund($"re_{step}", choice.Below(20) == 0 ? 4_000 : choice.Below(900));
        }

        var id = model.Keys.ElementAt(choice.Below(model.Count));
        return choice.Below(6) switch
        {
            0 => new RefundAnswered(id, Given.Approval(), $"txn_{step}"),
            1 => new RefundAnswered(id, Given.Decline(), $"txn_{step}"),
            2 or 3 => new RefundAnswered(id, Given.Decline("issuer_unavailable"), $"txn_{step}"),
            4 => new RetryRefund(id),
            _ => new CancelRefund(id, RequestInfo.None),
        };
    }

    /// <summary>Times are the one thing that the model takes from the payment; their own test is the table of waits.</summary>
    private static bool Predict(Dictionary<string, (long Amount, Fate Fate)> model, PaymentIntent payment, PaymentCommand command, DateTimeOffset now) => command switch
    {
        StartRefund start => start.Amount is > 0 && start.Amount <= Left(model),
        RefundAnswered answered => model[answered.RefundId].Fate == Fate.UnderWay,
        RetryRefund retry => model[retry.RefundId].Fate == Fate.Waiting && payment.Refunds.Single(refund => refund.Id == retry.RefundId).RetryAt <= now,
        CancelRefund cancel => model[cancel.RefundId].Fate == Fate.Waiting,
        _ => throw new ArgumentException("Not a command of this test.", nameof(command)),
    };

    private static void Follow(Dictionary<string, (long Amount, Fate Fate)> model, PaymentCommand command, PaymentIntent payment)
    {
        if (command is StartRefund start)
        {
            model[start.RefundId] = (start.Amount!.Value, Fate.UnderWay);
            return;
        }

        var id = ((RefundCommand)command).RefundId;
        model[id] = (model[id].Amount, command switch
        {
            RefundAnswered { Answer.Approved: true } => Fate.Made,
            RefundAnswered { Answer.Reason: "issuer_unavailable" } when payment.Refunds.Single(refund => refund.Id == id).PutOff < RefundRetries.TriesMax => Fate.Waiting,
            RetryRefund => Fate.UnderWay,
            _ => Fate.Free,
        });
    }

    private static long Left(Dictionary<string, (long Amount, Fate Fate)> model) => Captured - model.Values.Where(refund => refund.Fate != Fate.Free).Sum(refund => refund.Amount);

    private static long Sum(Dictionary<string, (long Amount, Fate Fate)> model, Fate fate) => model.Values.Where(refund => refund.Fate == fate).Sum(refund => refund.Amount);
}
