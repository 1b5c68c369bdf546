using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using PayGate.Bank.Tests.Support;

namespace PayGate.Bank.Tests;

/// <summary>
/// Goal: what was answered is in the journal, and what was not can be settled. Method: callers sell one payment after another while the
/// ground is pulled away under the bank; every answer is kept and compared with the journal afterwards.
/// </summary>
public sealed class DurabilityTests
{
    private const int CallerCount = 16;
    private const int SalesPerCaller = 60;
    private const string BankSessions = "from pg_stat_activity where application_name = 'paygate-bank' and datname = current_database()";

    private readonly ConcurrentDictionary<string, BankReply> _answered = new();
    private readonly ConcurrentBag<string> _unanswered = [];

    [Fact]
    public async Task Execute_WhileConnectionsAreCut_LosesNothingAnswered()
    {
        await using var bank = await RunningBank.Start();

        var cut = await SellWhile(bank, () => bank.Scalar<long>(
            $"select count(pg_terminate_backend(pid)) {BankSessions}"));

        Assert.True(cut > 0, "No connection was cut: the test has tested nothing.");
        await AssertBooks(bank);
    }

    /// <summary>Killing one server process makes PostgreSQL drop all its memory and recover from the log, as after a crash.</summary>
    [Fact]
    public async Task Execute_WhilePostgresCrashes_LosesNothingAnswered()
    {
        await using var bank = await RunningBank.Start();
        var crashCount = 0;

        await SellWhile(bank, async () =>
        {
            if (crashCount == 0 && await Kill(await bank.Scalar<int>($"select pid {BankSessions} limit 1")))
            {
                crashCount++;
            }

            return crashCount;
        });
        await Readiness.Of(bank.Owner);

        Assert.Equal(1, crashCount);
        Assert.NotEmpty(_unanswered);
        await AssertBooks(bank);
    }

    [Fact]
    public async Task Stop_WhileSelling_AnswersOrRefusesEachOperation()
    {
        await using var bank = await RunningBank.Start();

        await SellWhile(bank, async () =>
        {
            await bank.Stop();
            return 0;
        });
        await using var next = await RunningBank.Start(database: bank.Database);

        Assert.NotEmpty(_answered);
        Assert.NotEmpty(_unanswered);
        await AssertBooks(next);
    }

    /// <summary>False if the session ended by itself before the signal came.</summary>
    private static async Task<bool> Kill(int processId)
    {
        using var kill = Process.Start("kill", ["-KILL", processId.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        return kill.ExitCode == 0;
    }

    /// <summary>
    /// Calls <paramref name="disturb"/> each time a fixed number of further sales was answered; returns the sum of its results.
    /// </summary>
    private async Task<long> SellWhile(RunningBank bank, Func<Task<long>> disturb)
    {
        const int AnswersBetweenDisturbances = 150;
        using var disturbances = new SemaphoreSlim(1, 1);
        var sum = 0L;
        await Task.WhenAll(Enumerable.Range(0, CallerCount).Select(Call));
        return sum;

        async Task Call(int caller)
        {
            for (var number = 0; number < SalesPerCaller; number++)
            {
                var reference = $"op_{caller}_{number}";
                try
                {
                    _answered[reference] = await bank.Execute(Requests.Sale(reference) with { PaymentId = $"pi_{caller}_{number}" });
                }
                catch (BankNoAnswerException)
                {
                    _unanswered.Add(reference);
                }

                if (_answered.Count % AnswersBetweenDisturbances == 0)
                {
                    await Disturb();
                }
            }
        }

        async Task Disturb()
        {
            await disturbances.WaitAsync();
            try
            {
                sum += await disturb();
            }
            finally
            {
                disturbances.Release();
            }
        }
    }

    private async Task AssertBooks(RunningBank bank)
    {
        foreach (var (reference, reply) in _answered)
        {
            Assert.Equal(reply, await bank.Find(reference));
        }

        var approved = _answered.Count;
        foreach (var reference in _unanswered)
        {
            var settled = await bank.Settle(reference, "pi" + reference[2..]);
            approved += settled.Approved ? 1 : 0;
            Assert.Contains(settled.Reason, new[] { "approved", "never_seen" });
        }

        Assert.Equal(CallerCount * SalesPerCaller, _answered.Count + _unanswered.Count);
        Assert.Equal(approved, await bank.Scalar<long>("select count(*) from bank.authorizations where captured = 1000"));
        Assert.Equal(CallerCount * SalesPerCaller, await bank.Scalar<long>("select count(*) from bank.operations"));
    }
}
