using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using Npgsql;
using PayGate.Simulation.Tests.Support;
using PayGate.Silo.Books.Checks;
using Xunit.Abstractions;

namespace PayGate.Simulation.Tests.Outage;

/// <summary>
/// Goal: while PostgreSQL's disk is full every request is done or told to come back, and soon after there is room everything works again with nobody's help.
/// Method: the whole cluster lies on a small file system that the test fills up, so the errors are the kernel's and PostgreSQL's own. A test fails in which the
/// disk was not full to the end, or in which the server did not refuse, or did not end, for that reason.
/// </summary>
[Collection(Alone.Name)]
public sealed class FullDiskTests(ITestOutputHelper output)
{
    private const string Grow = "create table grown as select generate_series(1, 100000)";

    /// <summary>Payments made at once while tables fill up their last pages, and how often at most.</summary>
    private const int BatchSize = 32;
    private const int BatchesMax = 10;

    /// <summary>What a session meets whose server panics and does not come up again.</summary>
    private static readonly IReadOnlySet<string> SignsOfEnd = new HashSet<string>
    {
        PostgresErrorCodes.DiskFull, PostgresErrorCodes.CrashShutdown, PostgresErrorCodes.CannotConnectNow,
    };

    private static readonly TimeSpan RecoveryMax = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan UnknownMax = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StepLimit = TimeSpan.FromSeconds(180);

    /// <summary>PostgreSQL refuses the statements that need room in a table; what only reads goes on.</summary>
    [SmallDiskFact]
    public async Task Requests_WhileTablesCannotGrow_AreDoneOrToldToRetryAndSucceedSoonAfterwards()
    {
        var slowness = await GatewayProgram.MeasureSlowness();
        await using var site = await SmallDiskGateway.Start();
        var requests = await OutageRequests.Prepare(site.Outage);
        // A whole segment of the log lies ahead, made by the first write to it: what is refused is refused for the tables' sake.
        await site.Outage.Execute("select pg_switch_wal()");
        await site.Outage.Execute("select pg_logical_emit_message(true, 'full', 'disk')");
        var started = await StartOfServer(site);
        FillDisk(site);
        await AssertCannotGrow(site);

        var during = await FillTables(site.Outage);
        during.AddRange(await SendAll(site.Outage, requests));
        await AssertCannotGrow(site);

        Assert.All(during, sent => Assert.True(sent.Answer.IsDone || (Writes(sent.Request) && sent.Answer.SaysRetry), sent.Answer.ToString()));
        Assert.Contains(during, sent => sent.Answer.SaysRetry);
        await AssertRecovers(site, during, slowness);
        Assert.Equal(started, await StartOfServer(site));
        Assert.False(site.Reports.TryPeek(out _));
    }

    /// <summary>PostgreSQL ends when its log of changes cannot go on, and does not come up again before there is room.</summary>
    [SmallDiskFact]
    public async Task Requests_WhileTheLogCannotGoOn_AreToldToRetryAndSucceedSoonAfterwards()
    {
        var slowness = await GatewayProgram.MeasureSlowness();
        await using var site = await SmallDiskGateway.Start();
        var requests = await OutageRequests.Prepare(site.Outage);
        var started = await StartOfServer(site);
        FillDisk(site);
        await FillLog(site);

        var during = await SendAll(site.Outage, requests);
        Assert.Contains("has ended by itself", await site.Reports.ReadAsync(), StringComparison.Ordinal);
        // It is tried every second, and has not come up.
        Assert.False(site.Reports.TryPeek(out _));

        Assert.All(during, sent => Assert.True(sent.Answer.SaysRetry, sent.Answer.ToString()));
        await AssertRecovers(site, during, slowness);
        Assert.NotEqual(started, await StartOfServer(site));
        using var deadline = new CancellationTokenSource(StepLimit);
        Assert.Equal("PostgreSQL runs again", await site.Reports.ReadAsync(deadline.Token));
    }

    /// <summary>Events are frozen when they are first read.</summary>
    private static bool Writes(OutageRequest request) => request.IsPost || request.Path.StartsWith("/v1/events", StringComparison.Ordinal);

    private static void FillDisk(SmallDiskGateway site)
    {
        site.Disk.Fill();
        Assert.Equal(0, site.Disk.Room);
    }

    private static async Task AssertCannotGrow(SmallDiskGateway site)
    {
        var refusal = await Assert.ThrowsAsync<PostgresException>(() => site.Outage.Execute(Grow));
        Assert.Equal(PostgresErrorCodes.DiskFull, refusal.SqlState);
    }

    private static Task<object?> StartOfServer(SmallDiskGateway site) => site.Outage.Execute("select pg_postmaster_start_time()");

    /// <summary>Makes payments until the room inside the tables' pages is used up, too.</summary>
    private static async Task<List<(OutageRequest Request, OutageAnswer Answer)>> FillTables(OutageGateway outage)
    {
        var sent = new List<(OutageRequest Request, OutageAnswer Answer)>();
        for (var batch = 0; batch < BatchesMax && !sent.Any(one => one.Answer.SaysRetry); batch++)
        {
            sent.AddRange(await SendAll(outage, Enumerable.Range(0, BatchSize).Select(number => new OutageRequest(
                "/v1/payment_intents", string.Create(CultureInfo.InvariantCulture, $"full-{batch}-{number}"),
                ("amount", "1031"), ("currency", "usd"), ("confirm", "true"), ("payment_method", CardParameters.Approving)))));
        }

        return sent;
    }

    /// <summary>Writes to the log until its next segment cannot be made; returns when the server has ended for it.</summary>
    private static async Task FillLog(SmallDiskGateway site)
    {
        var signs = new HashSet<string>();
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        for (var watch = Stopwatch.StartNew(); !site.Reports.TryPeek(out _);)
        {
            Assert.True(watch.Elapsed < StepLimit, "PostgreSQL lives on with its log full.");
            try
            {
                await site.Outage.Execute("select pg_logical_emit_message(false, 'full', 'disk'), pg_switch_wal()");
            }
            catch (PostgresException sign)
            {
                signs.Add(sign.SqlState);
            }
            catch (NpgsqlException exception) when (exception.InnerException is IOException or SocketException)
            {
                // It has cut this session, or takes no further ones.
            }

            await pause.WaitForNextTickAsync();
        }

        Assert.Contains(PostgresErrorCodes.DiskFull, signs);
        Assert.Empty(signs.Except(SignsOfEnd));
    }

    private static async Task<List<(OutageRequest Request, OutageAnswer Answer)>> SendAll(OutageGateway outage, IEnumerable<OutageRequest> requests) =>
        [.. await Task.WhenAll(requests.Select(async request => (request, await outage.Send(request))))];

    /// <summary>Gives the room back; then a new request and all that were sent before are done soon, each once.</summary>
    private async Task AssertRecovers(SmallDiskGateway site, IReadOnlyList<(OutageRequest Request, OutageAnswer Answer)> during, double slowness)
    {
        site.Disk.Free();
        var watch = Stopwatch.StartNew();
        var created = await OutageRequests.Repeat(site.Outage, new("/v1/payment_intents", "afterwards", ("amount", "1021"), ("currency", "usd")), watch);
        var recovery = watch.Elapsed;
        var after = await Task.WhenAll(during.Select(sent => OutageRequests.Repeat(site.Outage, sent.Request, watch)));
        await Quiet.Await(site.Outage.Gateway.Database, UnknownMax * slowness);

        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{during.Count(sent => sent.Answer.SaysRetry)} of {during.Count} requests told to retry; done again after {recovery.TotalSeconds:0.0} s; machine {slowness:0.0} times slower than idle"));
        Assert.All(after.Append(created), answer => Assert.True(answer.IsDone, answer.ToString()));
        Assert.InRange(recovery, TimeSpan.Zero, RecoveryMax * slowness);
        Assert.All(
            during.Zip(after).Where(pair => pair.First.Answer.IsDone), pair => Assert.Equal(pair.First.Answer.Id, pair.Second.Id));
        await OutageRequests.AssertOnce(site.Outage, after.Append(created));
        Assert.Empty(await BooksAudit.Run(site.Outage.Gateway.Database.Audit));
    }
}
