using System.Text;
using PayGate.Customers;
using PayGate.Grains.Customers;
using static PayGate.Domain.Tests.Customers.GivenCustomer;

namespace PayGate.Domain.Tests.Customers;

public sealed class CustomerRulesTests
{
    private static readonly (string Name, Func<Customer?> State)[] States = [("none", () => null), ("active", Active), ("deleted", Deleted)];

    private static readonly (string Name, CustomerCommand Command)[] Commands =
    [
        ("create", new Open(Tenant, Id, Named, Request)),
        ("update", new Change(Tenant, new CustomerPatch { Name = new("Amina B.") }, Request)),
        ("update to the same", new Change(Tenant, Named, Request)),
        ("too much metadata", new Change(Tenant, new CustomerPatch { Metadata = Keys(50) }, Request)),
        ("delete", new Delete(Tenant, Request)),
    ];

    /// <summary>The table is written out in the folder's README for readers; it is made anew from the decider here, so that neither can change alone.</summary>
    [Fact]
    public void Decide_ForEveryStateAndCommand_IsTheTableInTheReadme()
    {
        var table = new StringBuilder("| state | " + string.Join(" | ", Commands.Select(command => command.Name)) + " |\n");
        table.Append("|---|" + string.Concat(Commands.Select(_ => "---|")) + "\n");
        foreach (var (name, state) in States)
        {
            table.Append($"| {name} | {string.Join(" | ", Commands.Select(command => Cell(state(), command.Command)))} |\n");
        }

        Assert.Contains(table.ToString(), File.ReadAllText(Repository.File("grains/Customers/README.md")), StringComparison.Ordinal);
    }

    [Fact]
    public void Decide_ForAnotherTenant_IsResourceMissingInEveryState()
    {
        foreach (var command in Commands.Select(command => command.Command))
        {
            Assert.Equal("resource_missing", Cell(Active(), command with { Tenant = Tenant with { Livemode = true } }));
            Assert.Equal("resource_missing", Cell(Deleted(), command with { Tenant = Tenant with { MerchantId = "mch_2" } }));
        }
    }

    [Fact]
    public void Update_ChangesWhatItNames_AndLeavesTheRest()
    {
        var updated = Active().Then(new Change(
            Tenant,
            new CustomerPatch
            {
                Phone = new(null),
                Address = new AddressPatch { City = new("Fes"), Country = new(null) },
                Metadata = Metadata("crm", null),
                PreferredLocales = new(null),
            },
            Request)).Details;

        Assert.Equal(("Amina Benali", "amina@example.com", null), (updated.Name, updated.Email, updated.Phone));
        Assert.Equal(("12 rue des Fleurs", "Fes", null), (updated.Address!.Line1, updated.Address.City, updated.Address.Country));
        Assert.Equal((0, 0, "Amina"), (updated.Metadata.Count, updated.PreferredLocales.Length, updated.Shipping!.Name));
        Assert.Null(Active().Then(new Change(Tenant, new CustomerPatch { Address = AddressPatch.Unset }, Request)).Details.Address);
    }

    [Fact]
    public void DeletedCustomer_HoldsNothingPersonal()
    {
        var stored = Encoding.UTF8.GetString(CustomerStorage.Write(Deleted()));

        Assert.Equal(
            """{"v":1,"customer":{"id":"cus_000000000000000000000test1","tenant":{"merchant_id":"mch_000000000000000000000test","livemode":false},"created":"2026-03-04T12:00:00+00:00","details":{"metadata":{},"preferred_locales":[]},"deleted_at":"2026-03-04T12:00:00+00:00"}}""",
            stored);
    }

    private static string Cell(Customer? state, CustomerCommand command)
    {
        try
        {
            var decision = CustomerDecider.Decide(state, command, Now);
            return !decision.IsSuccess ? decision.Refusal.Code : decision.Value.IsEmpty ? "·" : string.Join(", ", decision.Value.Select(CustomerFacts.NameOf));
        }
        catch (InvalidOperationException)
        {
            return "bug";
        }
    }
}
