using System.Collections.Immutable;
using PayGate.CardTokens;
using PayGate.Customers;
using PayGate.Grains.Customers;
using PayGate.PaymentIntents;

namespace PayGate.Domain.Tests.Customers;

/// <summary>Customers in every state, made by the facts that lead there.</summary>
internal static class GivenCustomer
{
    public const string MerchantId = "mch_000000000000000000000test";
    public const string Id = "cus_000000000000000000000test1";

    public static readonly DateTimeOffset Now = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);

    public static readonly Tenant Tenant = new() { MerchantId = MerchantId, Livemode = false };

    public static readonly RequestInfo ByRequest = new() { RequestId = "req_1" };

    public static readonly CustomerPatch Named = new()
    {
        Name = new("Amina Benali"),
        Email = new("amina@example.com"),
        Phone = new("+212 5 22 00 00 00"),
        Description = new("Regular"),
        Address = new AddressPatch { Line1 = new("12 rue des Fleurs"), City = new("Casablanca"), Country = new("MA") },
        Shipping = new(new ShippingDetails { Name = "Amina", Address = new PostalAddress { City = "Rabat" } }),
        Metadata = Metadata("crm", "17"),
        PreferredLocales = new(["fr", "ar"]),
    };

    private static readonly BankAnswer Approval = new()
    {
        Approved = true,
        NetworkCode = "00",
        Reason = "approved",
        Amount = Money.Zero(Currency.Usd),
        LatencyMilliseconds = 7,
        At = Now,
    };

    public static MetadataPatch Metadata(string key, string? value) =>
        new() { Changes = ImmutableSortedDictionary.Create<string, string?>(StringComparer.Ordinal).Add(key, value) };

    public static MetadataPatch Keys(int count) => new()
    {
        Changes = Enumerable.Range(0, count).ToImmutableSortedDictionary(key => $"k{key}", key => (string?)"v", StringComparer.Ordinal),
    };

    public static Customer Active() => Then(null, new Open(Tenant, Id, Named, ByRequest));

    public static Customer CreatedWithMethod() =>
        Then(null, new Open(Tenant, Id, Named with { DefaultPaymentMethod = new("pm_1") }, ByRequest, Pledged("pm_1")));

    public static PledgedMethod Pledged(string methodId) => new() { MethodId = methodId, Approval = Approval };

    public static Customer Deleted() => Then(Active(), new Delete(Tenant, ByRequest));

    public static ImmutableArray<CustomerEvent> FactsOf(Customer? state, CustomerCommand command, DateTimeOffset? at = null)
    {
        var decision = CustomerDecider.Decide(state, command, at ?? Now);
        Assert.True(decision.IsSuccess, $"{command.GetType().Name} was refused: {decision.Refusal?.Code}");
        return decision.Value;
    }

    public static Customer Then(this Customer? state, CustomerCommand command, DateTimeOffset? at = null) =>
        FactsOf(state, command, at).Aggregate(state, CustomerDecider.Apply)!;
}
