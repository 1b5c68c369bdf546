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
    private const string Whole = "setup.v1.txt";
    private const string Challenges = "challenges.v1.txt";

    [Theory]
    [InlineData(Whole)]
    [InlineData(Challenges)]
    public void Write_OfAWholeStream_IsTheGoldenFile(string file) => Assert.Equal(File.ReadAllText(Golden(file)), Written(file));

    [Theory]
    [InlineData(Whole)]
    [InlineData(Challenges)]
    public void Read_OfTheGoldenFile_FoldsToTheSameState(string file)
    {
        var lines = File.ReadAllLines(Golden(file)).Select(line => line.Split(' ', 2)).ToList();
        var folded = lines.Where(parts => parts[0] != "state").Select(parts => SetupIntentFacts.Catalog.Read(parts[0], parts[1]))
            .Aggregate((SetupIntent?)null, SetupIntentEvolution.Apply);

        Assert.Equal(Text(Folded(file)), Text(folded!));
        Assert.Equal(Text(Folded(file)), Text(SetupIntentStorage.Read(Encoding.UTF8.GetBytes(lines.Single(parts => parts[0] == "state")[1]))));
    }

    [Fact]
    public void UnknownVersionsAndFacts_AreNotGuessed()
    {
        Assert.Throws<JsonException>(() => SetupIntentStorage.Read("""{"v":2}"""u8));
        Assert.Throws<JsonException>(() => SetupIntentFacts.Catalog.Read("setup_intent.cloned", "{}"));
    }

    private static string Golden(string file) => Repository.File("tests/PayGate.Domain.Tests/SetupIntents/Golden/" + file);

    private static string Written(string file) =>
        string.Concat(Stream(file).Select(fact => $"{SetupIntentFacts.Catalog.NameOf(fact)} {SetupIntentFacts.Catalog.Write(fact)}\n").Append($"state {Text(Folded(file))}\n"));

    private static IEnumerable<SetupIntentEvent> Stream(string file)
    {
        SetupIntent? setup = null;
        SetupCommand[] commands = file == Challenges ?
        [
            new Open(Id, Given.Tenant, Details, Given.Visa, ChallengePlan, ByRequest),
            new FailChallenge(),
            new StartAttempt(ChallengePlan, Given.Visa, ByRequest),
            Passed,
        ] :
        [
            new Open(Id, Given.Tenant, Details, Given.Visa, null, ByRequest),
            Updated(),
            new StartAttempt(new SetupPlan(AttemptId), Given.Visa, ByRequest),
            Approved(Full),
            new StartAttempt(new SetupPlan("setatt_2"), Given.Visa, ByRequest),
            new AttemptUnanswered("setatt_2"),
            Approved() with { AttemptId = "setatt_2" },
        ];
        SetupIntentEvent[] end = file == Challenges ? [] : [new SetupCanceled { Reason = "abandoned", Request = ByRequest, At = Given.Start }];
        foreach (var fact in commands.SelectMany(command => FactsOf(setup, command)).Concat(end))
        {
            setup = SetupIntentEvolution.Apply(setup, fact);
            yield return fact;
        }
    }

    private static SetupIntent Folded(string file) => Stream(file).Aggregate((SetupIntent?)null, SetupIntentEvolution.Apply)!;

    private static string Text(SetupIntent setup) => Encoding.UTF8.GetString(SetupIntentStorage.Write(setup));
}
