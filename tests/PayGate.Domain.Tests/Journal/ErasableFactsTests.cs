using System.Text.Json.Nodes;
using PayGate.Grains.CardTokens;
using PayGate.Grains.CheckoutSessions;
using PayGate.Grains.Customers;
using PayGate.Grains.Disputes;
using PayGate.Grains.Journal;
using PayGate.Grains.PaymentIntents;
using PayGate.Grains.PaymentLinks;
using PayGate.Grains.Payouts;
using PayGate.Grains.RefundRequests;
using PayGate.Grains.SetupIntents;

namespace PayGate.Domain.Tests.Journal;

/// <summary>
/// Whatever a fact says of a person can go, and the rest of it is still read: events are rendered from it. Each kind of fact, with all its members set.
/// </summary>
public sealed class ErasableFactsTests
{
    [Fact]
    public void Payment() => Check<PaymentIntentEvent>(
        fact => (PaymentIntentFacts.NameOf(fact), PaymentIntentFacts.Write(fact)), (name, data) => PaymentIntentFacts.Read(name, data, null));

    [Fact]
    public void Card() => Check<CardTokenEvent>(CardTokenStorage.WriteFact, (name, data) => CardTokenStorage.ReadFact(name, data, null));

    [Fact]
    public void Customer() => Check<CustomerEvent>(
        fact => (CustomerFacts.NameOf(fact), CustomerFacts.Write(fact)), (name, data) => CustomerFacts.Read(name, data, null));

    [Fact]
    public void Session() => Check(CheckoutSessionFacts.Catalog);

    [Fact]
    public void Setup() => Check(SetupIntentFacts.Catalog);

    [Fact]
    public void RefundRequest() => Check(RefundRequestFacts.Catalog);

    [Fact]
    public void Payout() => Check(PayoutFacts.Catalog);

    [Fact]
    public void Dispute() => Check(DisputeFacts.Catalog);

    [Fact]
    public void PaymentLink() => Check(PaymentLinkFacts.Catalog);

    private static void Check<TFact>(FactCatalog<TFact> catalog)
        where TFact : notnull => Check<TFact>(fact => (catalog.NameOf(fact), catalog.Write(fact)), (name, data) => catalog.Read(name, data));

    private static void Check<TFact>(Func<TFact, (string Name, string Data)> write, Func<string, string, TFact> read)
        where TFact : notnull
    {
        var types = typeof(TFact).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(TFact))).ToArray();
        Assert.NotEmpty(types);
        var faults = new List<string>();
        foreach (var type in types)
        {
            var (name, data) = write(FilledFacts.Of<TFact>(type));
            var (kept, personal) = PersonalMembers.Split(name, data);
            var whole = personal is null ? kept : PersonalMembers.Join(kept, personal);
            Assert.True(JsonNode.DeepEquals(JsonNode.Parse(data), JsonNode.Parse(whole)), $"{name} is not the same again: {whole}");
            Assert.Equal(data, write(read(name, data)).Data);
            if (Record.Exception(() => read(name, kept)) is { } fault)
            {
                faults.Add($"{name}: {fault.Message}");
            }
        }

        Assert.Empty(faults);
    }
}
