using System.Collections.Immutable;
using System.Text;
using PayGate.CheckoutSessions;
using PayGate.Grains.PaymentLinks;
using PayGate.PaymentIntents;
using PayGate.PaymentLinks;

namespace PayGate.Domain.Tests.PaymentLinks;

/// <summary>What commands make of a link, and its stored form.</summary>
public sealed class PaymentLinkRulesTests
{
    private const string Id = "pl_000000000000000000000test1";

    private static readonly DateTimeOffset Start = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);

    private static readonly CreatePaymentLink Asked = new()
    {
        Tenant = new Tenant { MerchantId = "mch_000000000000000000000test", Livemode = false },
        Lines = [new SessionLine { Id = "li_1", Name = "Coffee", Description = "Black", UnitAmount = new Money(350, Currency.Usd), Quantity = 3 }],
        Details = new LinkDetails
        {
            PageUrl = "https://pay.example/links/" + Id,
            SuccessUrl = "https://shop.example/done?session={CHECKOUT_SESSION_ID}",
            SubmitType = "donate",
            InactiveMessage = "Sold out",
            Metadata = ImmutableSortedDictionary<string, string>.Empty.Add("campaign", "spring"),
            Payment = new LinkPayment { CaptureMethod = CaptureMethod.Manual, Description = "Breakfast", StatementDescriptorSuffix = "CAFE" },
        },
        Request = RequestInfo.None,
    };

    [Theory]
    [InlineData(49, "amount_too_small")]
    [InlineData(50, null)]
    [InlineData(2_500_000, null)]
    [InlineData(2_500_001, "amount_too_large")]
    public void Create_OfWhatCouldNeverBePaid_IsRefused(long amount, string? code)
    {
        var line = Asked.Lines[0] with { UnitAmount = new Money(amount, Currency.Usd), Quantity = 1 };

        var refusal = PaymentLinkDecider.Create(Id, Asked with { Lines = [line] }, Start).Refusal;

        Assert.Equal((code, code is null ? null : "line_items"), (refusal?.Code, refusal?.Param));
    }

    [Fact]
    public void Update_ClosesAndOpens_AndLeavesWhatItDoesNotName()
    {
        var closed = After(Created(), Update() with { Active = false, InactiveMessage = new Patch<string>(null) });
        var renamed = After(closed, Update() with { Metadata = new MetadataPatch { Changes = ImmutableSortedDictionary<string, string?>.Empty.Add("a", "b") } });
        var open = After(renamed, Update() with { Active = true });

        Assert.Equal((false, null, 1), (closed.Active, closed.Details.InactiveMessage, closed.Details.Metadata.Count));
        Assert.Equal((false, 2), (renamed.Active, renamed.Details.Metadata.Count));
        Assert.True(open.Active);
        Assert.Equal(Created().Details.SuccessUrl, open.Details.SuccessUrl);
    }

    [Fact]
    public void Update_OfNothingOrOfAnothersLink_IsRefusedAlike()
    {
        var stranger = Update() with { Tenant = Asked.Tenant with { Livemode = true } };

        Assert.Equal("resource_missing", PaymentLinkDecider.Update(null, Update(), Start).Refusal!.Code);
        Assert.Equal(PaymentLinkDecider.Update(null, Update(), Start).Refusal, PaymentLinkDecider.Update(Created(), stranger, Start).Refusal);
    }

    [Fact]
    public void Update_BeyondFiftyKeys_IsRefused()
    {
        var full = Enumerable.Range(0, 50).ToImmutableSortedDictionary(number => $"key{number}", string? (_) => "x", StringComparer.Ordinal);

        Assert.Equal("parameter_too_long", PaymentLinkDecider.Update(Created(), Update() with { Metadata = new MetadataPatch { Changes = full } }, Start).Refusal!.Code);
    }

    [Fact]
    public void Facts_AreTheGoldenFile_AndReadBackToTheSameState()
    {
        var golden = File.ReadAllText(Repository.File("tests/PayGate.Domain.Tests/PaymentLinks/Golden/closed.v1.txt"));
        PaymentLinkEvent[] facts =
        [
            .. PaymentLinkDecider.Create(Id, Asked, Start).Value,
            .. PaymentLinkDecider.Update(Created(), Update() with { Active = false }, Start.AddDays(1)).Value,
        ];

        Assert.Equal(golden, string.Concat(facts.Select(fact => $"{PaymentLinkFacts.Catalog.NameOf(fact)} {PaymentLinkFacts.Catalog.Write(fact)}\n")));
        var read = golden.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ', 2))
            .Select(parts => PaymentLinkFacts.Catalog.Read(parts[0], parts[1]))
            .Aggregate((PaymentLink?)null, PaymentLinkDecider.Apply);
        var folded = facts.Aggregate((PaymentLink?)null, PaymentLinkDecider.Apply);
        Assert.Equal(Text(folded!), Text(read!));
        Assert.Equal(Text(folded!), Text(PaymentLinkStorage.Read(PaymentLinkStorage.Write(folded!))));
    }

    private static PaymentLink Created() => PaymentLinkDecider.Apply(null, PaymentLinkDecider.Create(Id, Asked, Start).Value.Single());

    private static PaymentLink After(PaymentLink link, UpdatePaymentLink asked) =>
        PaymentLinkDecider.Apply(link, PaymentLinkDecider.Update(link, asked, Start).Value.Single());

    private static UpdatePaymentLink Update() => new() { Tenant = Asked.Tenant, Metadata = new MetadataPatch(), Request = RequestInfo.None };

    private static string Text(PaymentLink link) => Encoding.UTF8.GetString(PaymentLinkStorage.Write(link));
}
