using System.Text;
using PayGate.Domain.Tests.PaymentIntents;
using PayGate.Grains.SetupIntents;
using PayGate.SetupIntents;
using PayGate.Wire.V1;
using static PayGate.Domain.Tests.SetupIntents.GivenSetup;

namespace PayGate.Domain.Tests.SetupIntents;

public sealed class SetupRulesTests
{
    private static readonly (string Name, SetupCommand Command)[] Commands =
    [
        ("update", Updated()),
        ("other method", Updated(CustomChange.Method)),
        ("too much metadata", Updated(CustomChange.TooMuchMetadata)),
        ("confirm", new StartAttempt(new SetupPlan("setatt_2"), Given.Visa, ByRequest)),
        ("confirm, challenged", new StartAttempt(ChallengePlan with { AttemptId = "setatt_2" }, Given.Visa, ByRequest)),
        ("challenge passed", Passed),
        ("challenge failed", new FailChallenge()),
        ("bank approves", Approved()),
        ("customer cannot take it", Approved(Full)),
        ("bank declines", Declined()),
        ("bank is silent", new AttemptUnanswered(AttemptId)),
        ("answer for another attempt", Approved() with { AttemptId = "setatt_9" }),
        ("cancel", new Cancel("abandoned", ByRequest)),
    ];

    /// <summary>The table is written out in the folder's README for readers; it is made anew from the decider here, so that neither can change alone.</summary>
    [Fact]
    public void Decide_ForEveryStateAndCommand_IsTheTableInTheReadme()
    {
        var table = new StringBuilder("| state | " + string.Join(" | ", Commands.Select(command => command.Name)) + " |\n");
        table.Append("|---|" + string.Concat(Commands.Select(_ => "---|")) + "\n");
        foreach (var (name, state) in States)
        {
            table.Append($"| {name} | {string.Join(" | ", Commands.Select(command => Cell(state, command.Command)))} |\n");
        }

        Assert.Contains(table.ToString(), File.ReadAllText(Repository.File("grains/SetupIntents/README.md")), StringComparison.Ordinal);
    }

    [Fact]
    public void CommandsToNothing_AreResourceMissing() =>
        Assert.All(Commands, command => Assert.Equal("resource_missing", SetupIntentDecider.Decide(null, command.Command, Given.Start).Refusal?.Code));

    [Fact]
    public void Open_WithConfirm_StartsTheAttemptInTheSameCommit_AndNeedsAMethod()
    {
        var facts = FactsOf(null, new Open(Id, Given.Tenant, Details, Given.Visa, new SetupPlan(AttemptId), ByRequest));

        Assert.Equal(["setup_intent.created", "setup_attempt.started"], facts.Select(SetupIntentFacts.Catalog.NameOf));
        Assert.Equal(
            "parameter_missing",
            SetupIntentDecider.Decide(null, new Open(Id, Given.Tenant, Details, null, new SetupPlan(AttemptId), ByRequest), Given.Start).Refusal?.Code);
    }

    [Fact]
    public void FailedSetup_SaysWhy_AndTakesAnotherMethod()
    {
        var declined = States["requires_payment_method (declined)"].ToResource();
        var refused = Attempted().Then(Approved(Full)).ToResource();

        Assert.Equal(("requires_payment_method", null, "card_declined"), (declined.Status, declined.PaymentMethod.Id, declined.LastSetupError!.Code));
        Assert.Equal(
            ("requires_payment_method", "invalid_request_error", Full.Code), (refused.Status, refused.LastSetupError!.Type, refused.LastSetupError.Code));
        Assert.Equal(SetupIntentStatus.RequiresConfirmation, States["requires_payment_method (declined)"].Then(Updated(CustomChange.Method)).Status);
    }

    private static string Cell(SetupIntent state, SetupCommand command)
    {
        var decision = SetupIntentDecider.Decide(state, command, Given.Start);
        return !decision.IsSuccess ? (decision.Refusal.Code == "setup_intent_unexpected_state" ? "–" : decision.Refusal.Code)
            : decision.Value.IsEmpty ? "·"
            : string.Join(", ", decision.Value.Select(SetupIntentFacts.Catalog.NameOf));
    }
}
