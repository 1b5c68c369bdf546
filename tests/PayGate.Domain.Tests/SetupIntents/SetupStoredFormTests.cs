using System.Text;
using System.Text.Json;
using PayGate.Domain.Tests.PaymentIntents;
using PayGate.Grains.SetupIntents;
using PayGate.SetupIntents;
using static PayGate.Domain.Tests.SetupIntents.GivenSetup;

namespace PayGate.Domain.Tests.SetupIntents;

/// <summary>Stored contracts: what was written once stays readable. The golden file is added to, never rewritten.</summary>
public sealed class SetupStoredFormTests
{
    private const string GoldenFile = "tests/PayGate.Domain.Tests/SetupIntents/Golden/setup.v1.txt";

    [Fact]
    public void Write_OfAWholeStream_IsTheGoldenFile() => Assert.Equal(File.ReadAllText(Repository.File(GoldenFile)), Written());

    [Fact]
    public void Read_OfTheGoldenFile_FoldsToTheSameState()
    {
        var lines = File.ReadAllLines(Repository.File(GoldenFile)).Select(line => line.Split(' ', 2)).ToList();
        var folded = lines.Where(parts => parts[0] != "state").Select(parts => SetupIntentFacts.Catalog.Read(parts[0], parts[1]))
            .Aggregate((SetupIntent?)null, SetupIntentEvolution.Apply);

        Assert.Equal(Text(Folded()), Text(folded!));
        Assert.Equal(Text(Folded()), Text(SetupIntentStorage.Read(Encoding.UTF8.GetBytes(lines.Single(parts => parts[0] == "state")[1]))));
    }

    [Fact]
    public void UnknownVersionsAndFacts_AreNotGuessed()
    {
        Assert.Throws<JsonException>(() => SetupIntentStorage.Read("""{"v":2}"""u8));
        Assert.Throws<JsonException>(() => SetupIntentFacts.Catalog.Read("setup_intent.cloned", "{}"));
    }

    private static string Written() =>
        string.Concat(Stream().Select(fact => $"{SetupIntentFacts.Catalog.NameOf(fact)} {SetupIntentFacts.Catalog.Write(fact)}\n").Append($"state {Text(Folded())}\n"));

    private static IEnumerable<SetupIntentEvent> Stream()
    {
        SetupIntent? setup = null;
        SetupCommand[] commands =
        [
            new Open(Id, Given.Tenant, Details, Given.Visa, null, ByRequest),
            Updated(),
            new StartAttempt(AttemptId, Given.Visa, ByRequest),
            Approved(Full),
            new StartAttempt("setatt_2", Given.Visa, ByRequest),
            new AttemptUnanswered("setatt_2"),
            Approved() with { AttemptId = "setatt_2" },
        ];
        foreach (var fact in commands.SelectMany(command => FactsOf(setup, command)).Append(new SetupCanceled { Reason = "abandoned", Request = ByRequest, At = Given.Start }))
        {
            setup = SetupIntentEvolution.Apply(setup, fact);
            yield return fact;
        }
    }

    private static SetupIntent Folded() => Stream().Aggregate((SetupIntent?)null, SetupIntentEvolution.Apply)!;

    private static string Text(SetupIntent setup) => Encoding.UTF8.GetString(SetupIntentStorage.Write(setup));
}
