using System.Text;
using System.Text.Json;
using PayGate.Customers;
using PayGate.Grains.Customers;
using static PayGate.Domain.Tests.Customers.GivenCustomer;

namespace PayGate.Domain.Tests.Customers;

/// <summary>Stored contracts: what was written once stays readable. The golden file is added to, never rewritten.</summary>
public sealed class CustomerStoredFormTests
{
    private const string GoldenFile = "tests/PayGate.Domain.Tests/Customers/Golden/customer.v1.txt";

    [Fact]
    public void Write_OfAWholeStream_IsTheGoldenFile() => Assert.Equal(File.ReadAllText(Repository.File(GoldenFile)), Written());

    [Fact]
    public void Read_OfTheGoldenFile_FoldsToTheSameState()
    {
        var lines = File.ReadAllLines(Repository.File(GoldenFile));
        var folded = lines.Where(line => !line.StartsWith("state ", StringComparison.Ordinal)).Select(line => line.Split('\t'))
            .Select(parts => CustomerFacts.Read(parts[0], parts[1], parts[2].Length == 0 ? null : parts[2])).Aggregate((Customer?)null, CustomerDecider.Apply);
        var state = CustomerStorage.Read(Encoding.UTF8.GetBytes(lines.Single(line => line.StartsWith("state ", StringComparison.Ordinal))["state ".Length..]));

        Assert.Equal(Text(Folded()), Text(folded!));
        Assert.Equal(Text(Folded(2)), Text(state));
    }

    [Fact]
    public void Read_OfAFactWhoseDetailsWereErased_HasNone()
    {
        var created = CustomerFacts.Read("customer.created", CustomerFacts.Write(Stream().First()), null);

        Assert.Equal(CustomerStorage.WriteDetails(CustomerDetails.None), CustomerStorage.WriteDetails(CustomerDecider.Apply(null, created).Details));
    }

    [Fact]
    public void Facts_HoldNothingPersonal() =>
        Assert.DoesNotContain(Stream(), fact => CustomerFacts.Write(fact).Contains("mina", StringComparison.Ordinal));

    [Fact]
    public void UnknownVersionsAndFacts_AreNotGuessed()
    {
        Assert.Throws<JsonException>(() => CustomerStorage.Read("""{"v":2}"""u8));
        Assert.Throws<JsonException>(() => CustomerFacts.Read("customer.cloned", "{}", null));
    }

    private static string Written() => string.Concat(
        Stream().Select(fact => $"{CustomerFacts.NameOf(fact)}\t{CustomerFacts.Write(fact)}\t{(fact.Details is { } details ? CustomerStorage.WriteDetails(details) : "")}\n")
            .Append($"state {Text(Folded(2))}\n"));

    private static IEnumerable<CustomerEvent> Stream()
    {
        Customer? customer = null;
        CustomerCommand[] commands =
        [
            new Open(Tenant, Id, Named, ByRequest),
            new Change(Tenant, new CustomerPatch { Email = new("a.benali@example.com"), Metadata = Metadata("crm", null) }, false, ByRequest),
            new Delete(Tenant, ByRequest),
            new MethodsDetached(Tenant),
        ];
        foreach (var fact in commands.SelectMany(command => FactsOf(customer, command)))
        {
            customer = CustomerDecider.Apply(customer, fact);
            yield return fact;
        }
    }

    private static Customer Folded(int facts = int.MaxValue) => Stream().Take(facts).Aggregate((Customer?)null, CustomerDecider.Apply)!;

    private static string Text(Customer customer) => Encoding.UTF8.GetString(CustomerStorage.Write(customer));
}
