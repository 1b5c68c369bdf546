using System.Globalization;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using PayGate.Api.Queries;
using PayGate.ApiKeys;
using PayGate.Bins;
using PayGate.Cli.Bins;
using PayGate.Cli.Hosting;
using PayGate.Cli.Migrations;
using PayGate.Clocks;
using PayGate.DueWork;
using PayGate.ExchangeRates;
using PayGate.Grains.ExchangeRates;
using PayGate.Grains.Faults;
using PayGate.Merchants;
using PayGate.Silo.Bins;
using PayGate.Silo.Books;
using PayGate.Silo.Books.Checks;
using PayGate.Silo.Books.Verification;
using PayGate.Silo.ExchangeRates;
using PayGate.Silo.Merchants;
using PayGate.Silo.Settlements;
using PayGate.Silo.Storage;

namespace PayGate.Testing;

/// <summary>A merchant and its keys.</summary>
public sealed record MerchantKeys(string MerchantId, string SecretKey, string PublishableKey);

/// <summary>
/// The whole gateway as <c>paygate up</c> composes it, started in this process on a free port and a database of its own, with a clock that tests
/// control. Nothing in it is a stand-in but the time; what its bank does wrong is ordered by its own routes.
/// </summary>
public sealed class GatewayFixture : IAsyncDisposable
{
    /// <summary>A Monday, so that business days are easy to count.</summary>
    private static readonly DateTimeOffset FirstInstant = new(2030, 1, 7, 9, 30, 0, TimeSpan.Zero);

    private readonly WebApplication _app;
    private readonly string _directory;

    private GatewayFixture(WebApplication app, TestDatabase database, string directory, SteppedTime clock)
    {
        (_app, Database, _directory, Clock) = (app, database, directory, clock);
        Client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri(app.Urls.Single()) };
        using var keys = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(directory, "demo-keys.json")));
        Demo = new MerchantKeys(Member("merchant_id"), Member("secret_key"), Member("publishable_key"));

        string Member(string name) => keys.RootElement.GetProperty(name).GetString()!;
    }

    /// <summary>Speaks to the gateway, without credentials of its own.</summary>
    public HttpClient Client { get; }

    /// <summary>The demo merchant; it settles in MAD.</summary>
    public MerchantKeys Demo { get; }

    public SteppedTime Clock { get; }

    public TestDatabase Database { get; }

    /// <summary>Its actors, as its own parts call them.</summary>
    public IGrainFactory Grains => _app.Services.GetRequiredService<IGrainFactory>();

    /// <param name="route">Another way to the database for a role's connection string, or null for the straight one.</param>
    /// <param name="cluster">Where its database is; null for the cluster that all tests share.</param>
    /// <param name="timeFactor">0: time stands still until the test moves it. Else it passes by itself, this many times as fast as it really does.</param>
    /// <param name="failpoints">What the gateway's crash points do; null for nothing.</param>
    /// <param name="rates">Where its exchange rates come from, and how they age; null for the built-in ones.</param>
    public static async Task<GatewayFixture> Start(
        Func<DatabaseRole, string, string>? route = null,
        TestCluster? cluster = null,
        int timeFactor = 0,
        IFailpoints? failpoints = null,
        (IRateSource Source, RatePolicy Policy)? rates = null)
    {
        var database = cluster is null ? await PostgresServer.CreateDatabase() : await cluster.CreateDatabase();
        var directory = Directory.CreateTempSubdirectory("paygate-gateway-").FullName;
        var clock = timeFactor == 0 ? new SteppedTime(FirstInstant) : new FastTime(FirstInstant, timeFactor);
        var app = await PayGateHost.Build(
            new HostSettings
            {
                Roles = HostRoles.All,
                EndPoint = new IPEndPoint(IPAddress.Loopback, 0),
                DataDirectory = directory,
                ConnectionString = role => route is null ? Straight(role) : route(role, Straight(role)),
                Cluster = ClusterVariables.Alone(),
                LogsForPeople = true,
            },
            services =>
            {
                services.AddKeyedSingleton<TimeProvider>(SandboxClock.Wall, clock);
                if (rates is { } given)
                {
                    services.AddSingleton(given.Source).AddSingleton(given.Policy);
                }

                if (failpoints is not null)
                {
                    services.AddSingleton(failpoints);
                }
            },
            CancellationToken.None);
        await app.StartAsync();
        return new GatewayFixture(app, database, directory, clock);

        string Straight(DatabaseRole role) => role switch
        {
            DatabaseRole.Bank => database.Bank,
            DatabaseRole.Silo => database.Silo,
            DatabaseRole.Api => database.Api,
            _ => throw new ArgumentOutOfRangeException(nameof(role), role, "No part of the gateway uses this role."),
        };
    }

    /// <summary>A further merchant, opened through its actors as the demo merchant is.</summary>
    public async Task<MerchantKeys> OpenMerchant(string name, Currency settlementCurrency, string timeZone = Merchant.Utc)
    {
        var id = ObjectId.New("mch", "merchants", Clock.GetUtcNow());
        await Grains.GetGrain<IMerchantGrain>(id).Open(new OpenMerchant { Name = name, SettlementCurrency = settlementCurrency, TimeZone = timeZone }, CancellationToken.None);
        var keys = new MerchantKeys(id, await NewKey(id, "secret", ApiKeyText.New("secret")), await NewKey(id, "publishable", ApiKeyText.New("publishable")));
        await RefreshMerchants();
        return keys;
    }

    /// <summary>Opens the settlement schedules that are missing, as a start does.</summary>
    public Task<int> OpenSchedules() => _app.Services.GetRequiredService<ScheduleOpener>().OpenMissing(CancellationToken.None);

    /// <summary>Has the gateway look at once at what merchants are charged and may do.</summary>
    public Task RefreshMerchants() => _app.Services.GetRequiredService<MerchantTerms>().Refresh(CancellationToken.None);

    /// <summary>Has the gateway ask the source of exchange rates now, as its hourly reminder does, and use what it accepts.</summary>
    public async Task<RateSheet> RefreshRates()
    {
        await Grains.GetGrain<IExchangeRatesGrain>(IExchangeRatesGrain.Key).Refresh(CancellationToken.None);
        return await ReadRates();
    }

    /// <summary>Has the gateway carry out what operators have ordered about exchange rates, and use it.</summary>
    public async Task<RateSheet> WorkOffRateOrders()
    {
        while (await _app.Services.GetRequiredService<RateKeeper>().WorkOff(CancellationToken.None))
        {
        }

        return await ReadRates();
    }

    /// <summary>Has the gateway carry out what operators have ordered about fee plans, and charge by it.</summary>
    public async Task WorkOffFeeOrders()
    {
        while (await _app.Services.GetRequiredService<FeeKeeper>().WorkOff(CancellationToken.None))
        {
        }

        await RefreshMerchants();
    }

    private async Task<RateSheet> ReadRates()
    {
        var current = _app.Services.GetRequiredService<CurrentRates>();
        await current.Refresh(CancellationToken.None);
        return current.Sheet;
    }

    /// <summary>Replaces the imported BIN ranges by these lines of a file, and has the gateway look at them.</summary>
    public async Task ImportBins(params string[] lines)
    {
        var file = BinFile.Read(new StringReader(string.Join('\n', lines.Prepend(BinFile.Header))));
        await BinImport.RunAsync(Database.Silo, file.Ranges, CancellationToken.None);
        await _app.Services.GetRequiredService<ImportedBins>().Refresh(CancellationToken.None);
    }

    /// <summary>A secret key of a merchant's live mode. The gateway itself makes none while its only bank is a simulated one.</summary>
    public Task<string> NewLiveKey(string merchantId) =>
        NewKey(merchantId, "secret", ApiKeyText.New("secret").Replace("_test_", "_live_", StringComparison.Ordinal));

    private async Task<string> NewKey(string merchantId, string kind, string key)
    {
        var livemode = key.Contains("_live_", StringComparison.Ordinal);
        await Grains.GetGrain<IApiKeyGrain>(ObjectId.New("key", merchantId, Clock.GetUtcNow())).Create(
            new CreateApiKey { MerchantId = merchantId, Kind = kind, Livemode = livemode, KeyHash = ApiKeyText.Hash(key) }, CancellationToken.None);
        await _app.Services.GetRequiredService<ApiKeyDirectory>().Refresh(CancellationToken.None);
        return key;
    }

    /// <summary>Does everything that is due by now, as the timers of all shards would. Returns the number of actors woken.</summary>
    public async Task<int> Sweep()
    {
        var woken = 0;
        for (var shard = 0; shard < DueShards.Count; shard++)
        {
            woken += await Grains.GetGrain<IDueWorkGrain>(shard.ToString(CultureInfo.InvariantCulture)).Sweep(CancellationToken.None);
        }

        return woken;
    }

    /// <summary>Closes the books' periods and signs their roots as far as that is due.</summary>
    public Task<int> KeepBooks() => _app.Services.GetRequiredService<BooksRootKeeper>().KeepUp(CancellationToken.None);

    /// <summary>Proves the books as <c>paygate verify</c> does; what is wrong.</summary>
    public async Task<IReadOnlyList<Violation>> VerifyBooks()
    {
        using var key = BooksKey.Open(BooksKeyFile);
        return (await new BooksVerification(Database.Silo, Database.Audit).Run(
            key, await new BooksRootFile(BooksRootsFile).Read(CancellationToken.None), _ => { }, CancellationToken.None)).Named;
    }

    /// <summary>The key that signs its books' roots.</summary>
    public string BooksKeyFile => Path.Combine(_directory, BooksKey.DefaultName);

    /// <summary>Its roots outside the database.</summary>
    public string BooksRootsFile => Path.Combine(_directory, BooksRootFile.DefaultName);

    /// <summary>Ends the gateway; what it wrote stays.</summary>
    public async Task Stop()
    {
        Client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Stop();
        await Database.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }
}
