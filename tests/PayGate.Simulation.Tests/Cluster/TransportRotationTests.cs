using System.Globalization;
using System.Text.Json;
using Npgsql;
using PayGate.Silo.Keys;
using PayGate.Simulation.Tests.Support;

namespace PayGate.Simulation.Tests.Cluster;

/// <summary>
/// Goal: API processes that have their keys from a file only take up a new transport key without a restart, and no card fails meanwhile. Method: two silos and two APIs, each a
/// process; cards come all the time while orders are worked off. Then more than the hour passes in which silos take the versions before: from there on only an API that has learnt
/// of the last one has its cards stored.
/// </summary>
[Collection(Alone.Name)]
public sealed class TransportRotationTests
{
    private const int Orders = 3;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    [Fact]
    public async Task Rotations_ReachApisByTheirFile_AndNoCardFails()
    {
        await using var site = await GatewaySite.Create();
        await using var cluster = await SmallCluster.Start(site);
        await using var second = await GatewayProcess.Start(site, GatewayPart.Of("api"));
        await using var database = NpgsqlDataSource.Create(site.Database.Owner);
        GatewayProcess[] apis = [cluster.Api, second];
        using var enough = new CancellationTokenSource();
        var storing = apis.Select((api, number) => Store(api, number, enough.Token)).ToList();
        var answers = new List<GatewayAnswer>();
        for (var order = 0; order < Orders; order++)
        {
            await Rotate(database);
            answers.AddRange(await Task.WhenAll(apis.Select((api, number) => Store(api, string.Create(CultureInfo.InvariantCulture, $"after {order} {number}")))));
        }

        await enough.CancelAsync();
        answers.AddRange((await Task.WhenAll(storing)).SelectMany(list => list));
        Assert.All(answers, answer => Assert.Equal(200, answer.Status));

        var late = TimeProvider.System.GetUtcNow() + AcceptedTransportKeys.AcceptedFor;
        await Execute(database, $"update clock.sandbox set offset_microseconds = {(long)(2 * AcceptedTransportKeys.AcceptedFor).TotalMicroseconds}");
        await Task.WhenAll(apis.Select((api, number) => StoreLate(api, number, late)));
    }

    private static async Task<List<GatewayAnswer>> Store(GatewayProcess api, int number, CancellationToken enough)
    {
        var answers = new List<GatewayAnswer>();
        while (!enough.IsCancellationRequested)
        {
            answers.Add(await Store(api, string.Create(CultureInfo.InvariantCulture, $"card {number} {answers.Count}")));
        }

        return answers;
    }

    private static Task<GatewayAnswer> Store(GatewayProcess api, string key) => api.Client.Post("/v1/payment_methods", key, CardParameters.Method());

    /// <summary>Until a card is stored by a silo whose clock has passed the instant: the silo's time is in the answer.</summary>
    private static async Task StoreLate(GatewayProcess api, int number, DateTimeOffset instant)
    {
        using var deadline = new CancellationTokenSource(Limit);
        using var pause = new PeriodicTimer(Interval);
        for (var attempt = 0; ; attempt++)
        {
            var answer = await Store(api, string.Create(CultureInfo.InvariantCulture, $"late {number} {attempt}"));
            if (answer.Status == 200 && Created(answer) > instant)
            {
                return;
            }

            await pause.WaitForNextTickAsync(deadline.Token);
        }
    }

    private static DateTimeOffset Created(GatewayAnswer answer)
    {
        using var json = JsonDocument.Parse(answer.Body);
        return DateTimeOffset.FromUnixTimeSeconds(json.RootElement.GetProperty("created").GetInt64());
    }

    private static async Task Rotate(NpgsqlDataSource database)
    {
        await Execute(database, "insert into paygate.key_orders (kind, reason) values ('transport', 'ordered')");
        using var deadline = new CancellationTokenSource(Limit);
        using var pause = new PeriodicTimer(Interval);
        while (await Execute(database, "select count(*) from paygate.key_orders where finished_at is null") is not 0L)
        {
            await pause.WaitForNextTickAsync(deadline.Token);
        }
    }

    private static async Task<object?> Execute(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }
}
