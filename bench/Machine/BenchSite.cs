using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using PayGate.ApiKeys;
using PayGate.Cli.Hosting;
using PayGate.Cli.Migrations;
using PayGate.Cli.Postgres;
using PayGate.Merchants;
using PayGate.Testing;

namespace PayGate.Bench.Machine;

/// <summary>A throw-away PostgreSQL cluster with PayGate's schema and merchants, with the settings that <c>paygate up</c> runs on.</summary>
internal sealed class BenchSite : IAsyncDisposable
{
    /// <summary>Of 16 MiB: as much as min_wal_size keeps.</summary>
    private const int LogSegments = 60;

    private readonly PrivateCluster _cluster;

    private BenchSite(PrivateCluster cluster, string data, RolePasswords passwords, string owner) =>
        (_cluster, Data, Passwords, Owner) = (cluster, data, passwords, owner);

    public string Data { get; }

    public RolePasswords Passwords { get; }

    public string Owner { get; }

    public string Description => _cluster.Description;

    public string Audit => DatabaseAddress.WithLogin(Owner, DatabaseRole.Audit.LoginName(), Passwords[DatabaseRole.Audit]);

    public int Postmaster => PostmasterFile.Read(_cluster.Files.Cluster)!.ProcessId;

    public static async Task<BenchSite> Create(CancellationToken cancellationToken)
    {
        var data = Directory.CreateDirectory(
            Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "bench", Path.GetRandomFileName())).FullName;
        var passwords = RolePasswords.Load(data, _ => null);
        var cluster = await PrivateCluster.StartAsync(new PrivateClusterOptions { DataDirectory = data, OwnerPassword = passwords.Owner }, cancellationToken);
        var owner = DatabaseAddress.WithDatabase(cluster.OwnerConnectionString, "paygate");
        var site = new BenchSite(cluster, data, passwords, owner);
        await Execute(cluster.OwnerConnectionString, "create database paygate", cancellationToken);
        await new Migrator(Migrator.Scripts(), passwords, _ => { }).MigrateAsync(owner, cancellationToken);
        return site;
    }

    /// <summary>
    /// A server that has run for a while writes its log into segments that are there already; a new one would fill each with zeros first. So the segments are made, and
    /// a checkpoint frees them, before anything is measured.
    /// </summary>
    public async Task SettleLog(CancellationToken cancellationToken)
    {
        await Execute(Owner, "alter system set min_wal_size = '1GB'", cancellationToken);
        await Execute(Owner, "select pg_reload_conf()", cancellationToken);
        for (var segment = 0; segment < LogSegments; segment++)
        {
            await Execute(Owner, "select pg_logical_emit_message(false, 'bench', ''), pg_switch_wal()", cancellationToken);
        }

        await Execute(Owner, "checkpoint", cancellationToken);
    }

    /// <summary>Writes all changed pages, so that no measurement pays for the one before it.</summary>
    public Task Checkpoint(CancellationToken cancellationToken) => Execute(Owner, "checkpoint", cancellationToken);

    /// <summary>Opens merchants through their actors, in this process, before the gateway that is measured starts.</summary>
    public async Task<MerchantKeys[]> OpenMerchants(int count, CancellationToken cancellationToken)
    {
        var settings = new HostSettings
        {
            Roles = HostRoles.Silo | HostRoles.Bank,
            EndPoint = new IPEndPoint(IPAddress.Loopback, 0),
            DataDirectory = Data,
            ConnectionString = role => DatabaseAddress.WithLogin(Owner, role.LoginName(), Passwords[role]),
            LogsForPeople = true,
            Cluster = ClusterVariables.Alone(),
        };
        await using var app = await PayGateHost.Build(settings, _ => { }, cancellationToken);
        await app.StartAsync(cancellationToken);
        var grains = app.Services.GetRequiredService<IGrainFactory>();
        var merchants = new MerchantKeys[count];
        for (var number = 0; number < count; number++)
        {
            merchants[number] = await Open(grains, $"Merchant {number + 1}", cancellationToken);
        }

        await app.StopAsync(cancellationToken);
        return merchants;
    }

    public async Task<T> Ask<T>(string query, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(Owner);
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(query, connection) { CommandTimeout = 300 };
        return (T)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        await _cluster.StopAsync(CancellationToken.None);
        Directory.Delete(Data, recursive: true);
    }

    private static async Task<MerchantKeys> Open(IGrainFactory grains, string name, CancellationToken cancellationToken)
    {
        var now = TimeProvider.System.GetUtcNow();
        var id = ObjectId.New("mch", "merchants", now);
        await grains.GetGrain<IMerchantGrain>(id).Open(new OpenMerchant { Name = name, SettlementCurrency = Currency.Mad }, cancellationToken);
        var key = ApiKeyText.New("secret");
        await grains.GetGrain<IApiKeyGrain>(ObjectId.New("key", id, now)).Create(
            new CreateApiKey { MerchantId = id, Kind = "secret", Livemode = false, KeyHash = ApiKeyText.Hash(key) }, cancellationToken);
        return new MerchantKeys(id, key, "");
    }

    private static async Task Execute(string address, string sql, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(address);
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
