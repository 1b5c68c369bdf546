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

    /// <summary>A second activation may still hold the open challenge; what it commits is decided on what is stored.</summary>
    [Fact]
    public void Challenge_ThatIsFailedOrTakenBack_CannotBePassedAnyMore()
    {
        var passed = new StartAttempt(Given.Visa, Given.Plan with { Authentication = Given.ChallengePlan.Challenge!.Authentication }, RequestInfo.None);

        foreach (var over in new[] { Given.Challenged().Then(new FailChallenge()), Given.Challenged().Then(Given.Change(amount: 500)) })
        {
            Assert.Equal("payment_intent_unexpected_state", PaymentIntentDecider.Decide(over, passed, Given.Start).Refusal?.Code);
        }
    }

    [Fact]
    public void Update_WhileAChallengeIsOpen_GivesItUp()
    {
        var updated = Given.Challenged().Then(Given.Change(amount: 500));

        Assert.Equal((PaymentIntentStatus.RequiresConfirmation, null), (updated.Status, updated.Challenge));
    }
}
