using PayGate.Bank.Tests.Support;

namespace PayGate.Bank.Tests;

/// <summary>
/// Goal: of two operations that exclude each other, one is approved, also when they reach two processes. Method: many authorizations, each the object of one
/// race; all races of one batch size at once, so that the two banks' transactions overlap.
/// </summary>
public sealed class RacingOperationsTests
{
    private const int RoundCount = 30;
    private const int RacesPerRound = 8;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task CaptureAgainstReverse_HasOneWinner(int bankCount)
    {
        await using var race = await TwoBanks.Start(bankCount);

        var winners = await race.Run(
            authorization => Requests.Authorize(authorization),
            authorization => Requests.Follow(BankOperation.Capture, authorization + "_capture", authorization),
            authorization => Requests.Follow(BankOperation.Reverse, authorization + "_reverse", authorization));

        Assert.All(winners, count => Assert.Equal(1, count));
        Assert.Equal(["0"], await race.Bank.Lines(
            "select count(*) from bank.authorizations where version <> 2 or (state = 'captured') <> (captured = 1000)"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task TwoRefundsOfMoreThanHalf_HaveOneWinner(int bankCount)
    {
        await using var race = await TwoBanks.Start(bankCount);

        var winners = await race.Run(
            sale => Requests.Sale(sale),
            sale => Requests.Follow(BankOperation.Refund, sale + "_one", sale, 600),
            sale => Requests.Follow(BankOperation.Refund, sale + "_two", sale, 500));

        Assert.All(winners, count => Assert.Equal(1, count));
    }

    private sealed class TwoBanks(RunningBank bank, RunningBank? other) : IAsyncDisposable
    {
        public RunningBank Bank => bank;

        public static async Task<TwoBanks> Start(int bankCount)
        {
            var bank = await RunningBank.Start();
            return new TwoBanks(bank, bankCount == 2 ? await RunningBank.Start(database: bank.Database) : null);
        }

        /// <summary>For each race, how many of the two operations were approved.</summary>
        public async Task<List<int>> Run(Func<string, BankRequest> opening, Func<string, BankRequest> one, Func<string, BankRequest> two)
        {
            var winners = new List<int>();
            for (var round = 0; round < RoundCount; round++)
            {
                string[] references = [.. Enumerable.Range(0, RacesPerRound).Select(number => $"op_{round}_{number}")];
                await Task.WhenAll(references.Select(reference => bank.Execute(opening(reference))));
                var replies = await Task.WhenAll(references.Select(async reference => await Task.WhenAll(
                    bank.Execute(one(reference)),
                    (other ?? bank).Execute(two(reference)))));
                winners.AddRange(replies.Select(pair => pair.Count(reply => reply.Approved)));
            }

            return winners;
        }

        public async ValueTask DisposeAsync()
        {
            if (other is not null)
            {
                await other.DisposeAsync();
            }

            await bank.DisposeAsync();
        }
    }
}
