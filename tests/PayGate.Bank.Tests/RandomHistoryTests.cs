using PayGate.Bank.Tests.Support;
using Xunit.Abstractions;

namespace PayGate.Bank.Tests;

/// <summary>
/// Goal: the bank answers and books any history as the model does. Method: seeded random operations over few references, payments and
/// amounts, so that repeats, refusals and races are common; at the end the audit view is compared with the model's movements.
/// </summary>
public sealed class RandomHistoryTests(ITestOutputHelper output)
{
    private const int StepCount = 250;
    private const int CallerCount = 24;
    private const string DecliningCard = "4000000000009995";

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(null)]
    public async Task History_OneAfterAnother_IsAnsweredAsByTheModel(int? fixedSeed)
    {
        var choice = Choice(fixedSeed);
        await using var bank = await RunningBank.Start();
        var model = new BankModel();
        for (var step = 0; step < StepCount; step++)
        {
            if (choice.Below(10) == 0)
            {
                var reference = Reference(choice);
                Assert.Equal(model.Find(reference), Said(await bank.Find(reference)));
                Assert.Equal(model.Settle(reference), Said(await bank.Settle(reference)));
            }
            else
            {
                var request = Request(choice);
                Assert.Equal(model.Execute(request), Said(await bank.Execute(request)));
            }
        }

        await AssertSameBooks(bank, model);
    }

    /// <summary>
    /// Method: the same operations from many callers at once. The journal's order must be an order in which the model gives the journaled
    /// answers, and each caller must have got what the journal says.
    /// </summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(null)]
    public async Task History_OfManyAtOnce_IsOneThatTheModelAnswersInJournalOrder(int? fixedSeed)
    {
        var choice = Choice(fixedSeed);
        await using var bank = await RunningBank.Start();
        var requests = Enumerable.Range(0, CallerCount * 25).Select(_ => Request(choice)).ToList();

        var replies = (await Task.WhenAll(requests.Chunk(requests.Count / CallerCount).Select(ExecuteInTurn))).SelectMany(some => some).ToList();

        var model = new BankModel();
        foreach (var line in await bank.Lines(
            """
            select reference, operation, payment_id, amount, currency, original_reference, card_last4, reason, amount_approved
            from bank.operations order by id
            """))
        {
            var columns = line.Split(' ');
            var answered = columns[1] == "never_seen" ? model.Settle(columns[0]) : model.Execute(Parse(columns));
            Assert.Equal((columns[7], long.Parse(columns[8], null)), answered);
        }

        foreach (var (request, reply) in requests.Zip(replies))
        {
            Assert.Equal(model.Execute(request), Said(reply));
        }

        await AssertSameBooks(bank, model);

        async Task<List<BankReply>> ExecuteInTurn(BankRequest[] some)
        {
            var answers = new List<BankReply>();
            foreach (var request in some)
            {
                answers.Add(await bank.Execute(request));
            }

            return answers;
        }
    }

    /// <summary>
    /// Two processes on one database have no common order of decisions, so the model cannot follow. Their books must still agree with
    /// themselves: what stands on each authorization is the sum of its journal rows, and each reference was answered alike on both.
    /// </summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(null)]
    public async Task History_OfTwoBanksAtOnce_LeavesBooksThatAgree(int? fixedSeed)
    {
        var choice = Choice(fixedSeed);
        await using var bank = await RunningBank.Start();
        await using var other = await RunningBank.Start(database: bank.Database);
        var requests = Enumerable.Range(0, CallerCount * 25).Select(_ => Request(choice)).ToList();

        var replies = await Task.WhenAll(requests.Select((request, number) => (number % 2 == 0 ? bank : other).Execute(request)));

        var executed = replies.Where(reply => reply.Reason != "duplicate_operation").ToLookup(reply => reply.Reference);
        Assert.All(executed, answers => Assert.Single(answers.Distinct()));
        Assert.Equal([], await bank.Lines(
            """
            select a.id from bank.authorizations a join bank.operations o on a.id = coalesce(o.authorization_id, o.id)
            where o.approved
            group by a.id
            having a.authorized <> sum(o.amount_approved) filter (where o.operation in ('authorize', 'sale', 'increment'))
                or a.captured <> case when a.state = 'reversed' then 0 else coalesce(sum(o.amount_approved) filter (where o.operation in ('capture', 'sale')), 0) end
                or a.refunded <> coalesce(sum(o.amount_approved) filter (where o.operation = 'refund'), 0)
                    - coalesce(sum(o.amount_approved) filter (where o.operation = 'refund_reversal'), 0)
                or a.charged_back <> coalesce(sum(o.amount_approved) filter (where o.operation = 'chargeback'), 0)
                    - coalesce(sum(o.amount_approved) filter (where o.operation = 'chargeback_reversal'), 0)
                or count(*) filter (where o.operation in ('capture', 'reverse') or (o.operation = 'sale' and a.state <> 'reversed')) > 1
            """));
        Assert.Equal(
            await bank.Lines("select count(*) from bank.operations where approved and operation in ('authorize', 'sale')"),
            await bank.Lines("select count(*) from bank.authorizations"));
    }

    private SeededChoice Choice(int? fixedSeed)
    {
        var seed = (ulong)(fixedSeed ?? TimeProvider.System.GetTimestamp());
        output.WriteLine($"seed {seed}");
        return new SeededChoice(seed);
    }

    private static string Reference(SeededChoice choice) => $"op_{choice.Below(StepCount)}";

    private static BankRequest Request(SeededChoice choice)
    {
        var operation = choice.Of(Enum.GetValues<BankOperation>());
        var opens = operation is BankOperation.Authorize or BankOperation.Sale;
        var reference = Reference(choice);
        // Originals mostly among few references, so that several operations meet on one authorization.
        var original = $"op_{choice.Below(choice.Of(12, 12, StepCount))}";
        if (opens)
        {
            reference = $"op_{choice.Below(choice.Of(12, StepCount))}";
        }

        return new BankRequest
        {
            Reference = reference,
            PaymentId = choice.Of("pi_1", "pi_1", "pi_1", "pi_1", "pi_2"),
            Operation = operation,
            Amount = choice.Below(9),
            Currency = choice.Of("usd", "usd", "usd", "usd", "eur"),
            Card = opens ? Requests.Card(choice.Of(Requests.Visa, Requests.Visa, Requests.Visa, DecliningCard)) : null,
            OriginalReference = opens ? null : original == reference ? original + "x" : original,
        };
    }

    private static BankRequest Parse(string[] columns) => new()
    {
        Reference = columns[0],
        Operation = Enum.Parse<BankOperation>(columns[1].Replace("_", "", StringComparison.Ordinal), ignoreCase: true),
        PaymentId = columns[2],
        Amount = long.Parse(columns[3], null),
        Currency = columns[4],
        OriginalReference = columns[5] == "-" ? null : columns[5],
        Card = columns[6] switch
        {
            "-" => null,
            "4242" => Requests.Card(),
            _ => Requests.Card(DecliningCard),
        },
    };

    private static (string, long)? Said(BankReply? reply) => reply is null ? null : (reply.Reason, reply.AmountApproved);

    private static async Task AssertSameBooks(RunningBank bank, BankModel model)
    {
        var expected = model.Movements.Select(movement => $"{movement.Reference} {movement.Payment} {movement.Op} {movement.Amount}");
        var booked = await bank.Lines("select attempt_key, payment_id, op, amount from audit.issuer_ops where outcome = 'approved'");
        Assert.Equal(expected.Order(StringComparer.Ordinal), booked.Order(StringComparer.Ordinal));
        Assert.Equal(
            model.References.Order(StringComparer.Ordinal),
            await bank.Lines("select reference from bank.operations where not repeat order by 1"));
        Assert.True(model.Movements.Count > 5, "The history has hardly any movement: the test has tested little.");
    }
}
