using PayGate.Grains.PaymentIntents;
using PayGate.PaymentIntents;

namespace PayGate.Domain.Tests.PaymentIntents;

public sealed class ChallengeTests
{
    [Fact]
    public void Challenge_AsksTheBankForNothing()
    {
        var challenged = Given.Challenged();

        Assert.Equal((PaymentIntentStatus.RequiresAction, 0, Given.Visa), (challenged.Status, challenged.Attempts.Length, challenged.PaymentMethod));
        Assert.Equal(challenged.ExpiresAt, PaymentStream.DueAt(challenged));
    }

    [Fact]
    public void Challenge_ThatIsPassed_IsOverAndItsAuthenticationStaysOnTheCharge()
    {
        var authentication = Given.ChallengePlan.Challenge!.Authentication;

        var paid = Given.Challenged().Then(new StartAttempt(Given.Visa, Given.Plan with { Authentication = authentication }, RequestInfo.None))
            .Then(new AttemptAnswered(Given.ChargeId, Given.Approval(), Given.TransactionId));

        Assert.Equal((ChallengeStatus.Passed, authentication, PaymentIntentStatus.Succeeded), (paid.Challenge!.Status, paid.LatestAttempt!.Authentication, paid.Status));
    }

    [Fact]
    public void Challenge_ThatIsFailed_TakesNoAttemptAndLetsTheCustomerTryAgain()
    {
        var failed = Given.Challenged().Then(new FailChallenge());

        Assert.Equal(
            (PaymentIntentStatus.RequiresPaymentMethod, PaymentIntent.AttemptsMax, ChallengeStatus.Failed), (failed.Status, failed.AttemptsLeft, failed.Challenge!.Status));
        Assert.Null(failed.Then(new StartAttempt(Given.Visa, Given.Plan with { ChargeId = "ch_2" }, RequestInfo.None)).Challenge);
    }

    [Fact]
    public void Update_WhileAChallengeIsOpen_GivesItUp()
    {
        var updated = Given.Challenged().Then(Given.Change(amount: 500));

        Assert.Equal((PaymentIntentStatus.RequiresConfirmation, null), (updated.Status, updated.Challenge));
    }
}
