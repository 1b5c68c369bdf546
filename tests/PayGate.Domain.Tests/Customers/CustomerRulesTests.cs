using System.Text;
using PayGate.Customers;
using PayGate.Grains.Customers;
using static PayGate.Domain.Tests.Customers.GivenCustomer;

namespace PayGate.Domain.Tests.Customers;

public sealed class CustomerRulesTests
{
    private static readonly (string Name, Func<Customer?> State)[] States =
    [
        ("none", () => null),
        ("active", Active),
        ("with default pm_1", () => Active().Then(Default("pm_1", owns: true))),
        ("created with pm_1", CreatedWithMethod),
        ("deleted", Deleted),
        ("deleted, cleared once", () => Deleted().Then(new MethodsDetached(Tenant))),
        ("deleted, cleared for good", () => Deleted().Then(new MethodsDetached(Tenant), Late)),
        ("to be erased", ToBeErased),
        ("erased", () => ToBeErased().Then(new MethodsDetached(Tenant), Late)),
    ];

    private static Customer ToBeErased() => Active().Then(new OrderErasure(Tenant, ByRequest));

    private static readonly DateTimeOffset Late = Now + CustomerDecider.LateAfterDeletion;

    private static readonly (string Name, CustomerCommand Command, DateTimeOffset At)[] Commands =
    [
        ("create", new Open(Tenant, Id, Named, ByRequest), Now),
        ("update", new Change(Tenant, new CustomerPatch { Name = new("Amina B.") }, false, ByRequest), Now),
        ("update to the same", new Change(Tenant, Named, false, ByRequest), Now),
        ("own default", Default("pm_2", owns: true), Now),
        ("default of others", Default("pm_2", owns: false), Now),
        ("too much metadata", new Change(Tenant, new CustomerPatch { Metadata = Keys(50) }, false, ByRequest), Now),
        ("forget pm_1", new ForgetMethod(Tenant, "pm_1", ByRequest), Now),
        ("delete", new Delete(Tenant, ByRequest), Now),
        ("methods detached", new MethodsDetached(Tenant), Now),
        ("methods detached, a minute on", new MethodsDetached(Tenant), Late),
        ("create with pm_1", new Open(Tenant, Id, Named, ByRequest, Pledged("pm_1")), Now),
        ("pm_1 attached", new MethodOffered(Tenant, null), Now),
        ("pm_1 refused", new MethodOffered(Tenant, "token_revoked"), Now),
        ("erase", new OrderErasure(Tenant, ByRequest), Now),
    ];

    /// <summary>The table is written out in the folder's README for readers; it is made anew from the decider here, so that neither can change alone.</summary>
    [Fact]
    public void Decide_ForEveryStateAndCommand_IsTheTableInTheReadme()
    {
        var table = new StringBuilder("| state | " + string.Join(" | ", Commands.Select(command => command.Name)) + " |\n");
        table.Append("|---|" + string.Concat(Commands.Select(_ => "---|")) + "\n");
        foreach (var (name, state) in States)
        {
            table.Append($"| {name} | {string.Join(" | ", Commands.Select(command => Cell(state(), command.Command, command.At)))} |\n");
        }

        Assert.Contains(table.ToString(), File.ReadAllText(Repository.File("grains/Customers/README.md")), StringComparison.Ordinal);
    }

    [Fact]
    public void Decide_ForAnotherTenant_IsResourceMissingInEveryState()
    {
        foreach (var command in Commands.Select(command => command.Command))
        {
            Assert.Equal("resource_missing", Cell(Active(), command with { Tenant = Tenant with { Livemode = true } }, Now));
            Assert.Equal("resource_missing", Cell(Deleted(), command with { Tenant = Tenant with { MerchantId = "mch_2" } }, Now));
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
            false,
            ByRequest)).Details;

        Assert.Equal(("Amina Benali", "amina@example.com", null), (updated.Name, updated.Email, updated.Phone));
        Assert.Equal(("12 rue des Fleurs", "Fes", null), (updated.Address!.Line1, updated.Address.City, updated.Address.Country));
        Assert.Equal((0, 0, "Amina"), (updated.Metadata.Count, updated.PreferredLocales.Length, updated.Shipping!.Name));
        Assert.Null(Active().Then(new Change(Tenant, new CustomerPatch { Address = AddressPatch.Unset }, false, ByRequest)).Details.Address);
    }

    [Fact]
    public void DeletedCustomer_HoldsNothingPersonal()
    {
        var stored = Encoding.UTF8.GetString(CustomerStorage.Write(Deleted()));

        Assert.Equal(
            """{"v":1,"customer":{"id":"cus_000000000000000000000test1","tenant":{"merchant_id":"mch_000000000000000000000test","livemode":false},"created":"2026-03-04T12:00:00+00:00","details":{"metadata":{},"preferred_locales":[]},"deleted_at":"2026-03-04T12:00:00+00:00","cleared":"No"}}""",
            stored);
    }

    [Fact]
    public void CustomerThatIsCreatedWithAMethod_IsDueUntilItWasOffered_AndForgetsARefusedDefault()
    {
        var (attached, refused) = (CreatedWithMethod().Then(new MethodOffered(Tenant, null)), CreatedWithMethod().Then(new MethodOffered(Tenant, "token_revoked")));

        Assert.Equal(Now, CustomerStream.DueAt(CreatedWithMethod()));
        Assert.Equal((null, "pm_1"), (CustomerStream.DueAt(attached), attached.Details.DefaultPaymentMethod));
        Assert.Equal((null, null), (CustomerStream.DueAt(refused), refused.Details.DefaultPaymentMethod));
        Assert.Equal("pm_1", CustomerStorage.Read(CustomerStorage.Write(CreatedWithMethod())).Pledged!.MethodId);
    }

    [Fact]
    public void DueTimes_FollowTheDeletion()
    {
        Assert.Null(CustomerStream.DueAt(Active()));
        Assert.Equal(Now, CustomerStream.DueAt(Deleted()));
        Assert.Equal(Late, CustomerStream.DueAt(Deleted().Then(new MethodsDetached(Tenant))));
        Assert.Null(CustomerStream.DueAt(Deleted().Then(new MethodsDetached(Tenant), Late)));
    }

    private static Change Default(string methodId, bool owns) =>
        new(Tenant, new CustomerPatch { DefaultPaymentMethod = new(methodId) }, owns, ByRequest);

    private static string Cell(Customer? state, CustomerCommand command, DateTimeOffset at)
    {
        try
        {
            var decision = CustomerDecider.Decide(state, command, at);
            return !decision.IsSuccess ? decision.Refusal.Code : decision.Value.IsEmpty ? "·" : string.Join(", ", decision.Value.Select(CustomerFacts.NameOf));
        }
        catch (InvalidOperationException)
        {
            return "bug";
        }
    }
}
