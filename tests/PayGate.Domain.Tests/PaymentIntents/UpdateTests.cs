using PayGate.Grains.PaymentIntents;
using PayGate.PaymentIntents;

namespace PayGate.Domain.Tests.PaymentIntents;

public sealed class UpdateTests
{
    [Fact]
    public void Update_OfTheAmountAfterADecline_LeavesTheFailedChargeItsOwn()
    {
        var declined = Given.Attempted().Then(new AttemptAnswered(Given.ChargeId, Given.Decline(), Given.TransactionId));

        var updated = declined.Then(Given.Change(amount: 500)).Then(Given.Change(amount: 700));

        Assert.Equal((700, 10_000), (updated.Amount.MinorUnits, updated.Attempts[0].Amount!.Value.MinorUnits));
    }

    [Theory]
    [InlineData(49, "amount_too_small")]
    [InlineData(2_500_001, "amount_too_large")]
    public void Update_OutsideTheLimits_IsRefused(long amount, string code) =>
        Assert.Equal(code, PaymentIntentDecider.Decide(Given.Opened(), Given.Change(amount), Given.Start).Refusal?.Code);

    [Fact]
    public void Update_OfThePaymentMethod_DecidesWhatIsNeededNext()
    {
        var chosen = Given.Opened().Then(Given.Change(method: new Patch<string>("pm_card_visa"), found: Given.Visa));
        var removed = chosen.Then(Given.Change(method: new Patch<string>(null)));

        Assert.Equal((PaymentIntentStatus.RequiresConfirmation, Given.Visa), (chosen.Status, chosen.PaymentMethod));
        Assert.Equal((PaymentIntentStatus.RequiresPaymentMethod, null), (removed.Status, removed.PaymentMethod));
    }

    [Fact]
    public void Update_OfMetadata_MergesUnsetsAndBoundsTheWhole()
    {
        static Update Metadata(params (string Key, string? Value)[] changes) => Given.Change(details: new IntentPatch
        {
            Metadata = changes.Aggregate(new MetadataPatch(), (patch, change) => patch with { Changes = patch.Changes.Add(change.Key, change.Value) }),
        });
        var full = Given.Opened().Then(Metadata([.. Enumerable.Range(0, 50).Select(index => ($"k{index}", (string?)"v"))]));

        Assert.Equal("parameter_too_long", PaymentIntentDecider.Decide(full, Metadata(("one more", "v")), Given.Start).Refusal?.Code);
        Assert.Equal(50, full.Then(Metadata(("k0", null), ("one more", "v"))).Details.Metadata.Count);
    }

    [Fact]
    public void Update_ThatChangesNothing_SaysSo()
    {
        var fact = Assert.IsType<IntentUpdated>(Assert.Single(Given.FactsOf(Given.Opened(), Given.Change())));

        Assert.Equal((null, null, null, null, false), (fact.Amount, fact.CaptureMethod, fact.Details, fact.Method, fact.MethodRemoved));
    }

    [Fact]
    public void UpdateCharge_ChangesItsWordsAndNotThePayments()
    {
        var charge = new UpdateCharge
        {
            Tenant = Given.Tenant,
            ChargeId = Given.ChargeId,
            Description = new Patch<string>("Table 7"),
            Metadata = new MetadataPatch(),
            Request = RequestInfo.None,
        };

        var updated = Given.Captured().Then(new ChangeCharge(charge));

        Assert.Equal(("Table 7", null), (updated.Attempts[0].WordsIn(updated).Description, updated.Details.Description));
        Assert.Equal("resource_missing", PaymentIntentDecider.Decide(updated, new ChangeCharge(charge with { ChargeId = "ch_other" }), Given.Start).Refusal?.Code);
    }
}
