using System.Text.Json;
using Npgsql;
using PayGate.Cli.Hosting;
using PayGate.EncryptionKeys;
using PayGate.Silo.Hosting;
using PayGate.Silo.Keys;
using PayGate.Testing;
using PayGate.Vault.Tests.Keys;

namespace PayGate.Vault.Tests.Postgres;

/// <summary>The opening of the keys as a silo does it at its start, on a real database, with HashiCorp Vault as the source and with files.</summary>
public sealed class VaultStartTests : IAsyncLifetime
{
    private readonly TemporaryDirectory _directory = new();
    private TestDatabase _database = null!;
    private TransitFixture _vault = null!;

    public async Task InitializeAsync()
    {
        _database = await PostgresServer.CreateDatabase();
        _vault = await TransitFixture.Start();
    }

    public async Task DisposeAsync()
    {
        await _vault.DisposeAsync();
        await _database.DisposeAsync();
        _directory.Dispose();
    }

    [Fact]
    public async Task Start_Twice_GivesTheSameKeys_AndStoresTheRootInClearNowhere()
    {
        var first = await Start("one");
        var second = await Start("one");

        Assert.Equal(Secrets(first), Secrets(second));
        Assert.Equal([Path.Combine(_directory.Path, "one", ApiSecretsFile.FileName)], Directory.GetFiles(Path.Combine(_directory.Path, "one")));
        var root = JsonDocument.Parse(_vault.Server.Requests.First().Split(' ', 3)[2]).RootElement.GetProperty("plaintext").GetString()!;
        var row = await Query<string>("select r::text from paygate.root_key r");
        Assert.Contains("vault:v1:", row, StringComparison.Ordinal);
        Assert.DoesNotContain(root, row, StringComparison.Ordinal);
        Assert.DoesNotContain(Convert.ToHexStringLower(Convert.FromBase64String(root)), row, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_OfManyAtOnce_GivesAllOneKey()
    {
        var all = await Task.WhenAll(Enumerable.Range(0, 8).Select(number => Start($"silo-{number}")));

        Assert.Single(all.Select(Secrets).Distinct());
        Assert.Equal(1, await Query<long>("select count(*) from paygate.root_key"));
    }

    [Fact]
    public async Task Start_WhileVaultIsSealed_WaitsUntilItIsNot()
    {
        var before = await Start("one");
        _vault.Server.IsSealed = true;
        var asked = 0;
        _vault.Server.BeforeAnswer = () =>
        {
            _vault.Server.IsSealed = ++asked < 3;
            return Task.CompletedTask;
        };

        Assert.Equal(Secrets(before), Secrets(await Start("one")));
        // Two more ask whether merchants' secrets are to be had, and in the right place.
        Assert.Equal(5, asked);
    }

    [Fact]
    public async Task Start_WhenVaultRefuses_EndsAtOnce()
    {
        await Start("one");
        await File.WriteAllTextAsync(_vault.TokenFile, "hvs.other");
        _vault.Server.Requests.Clear();

        var refused = await Assert.ThrowsAsync<RootKeyException>(() => Start("one"));

        Assert.Contains("renew it", refused.Message, StringComparison.Ordinal);
        Assert.Single(_vault.Server.Requests);
    }

    [Fact]
    public async Task Start_WithTheOtherSource_RefusesEitherWay()
    {
        await Start("one");
        var withoutVault = await Assert.ThrowsAsync<RootKeyException>(() => Start("one", new RootKeyOptions()));
        Assert.Contains("PAYGATE_VAULT_ADDR", withoutVault.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_directory.Path, "one", RootKeyFile.DefaultName)));

        await using var database = await PostgresServer.CreateDatabase();
        await Start("two", new RootKeyOptions(), database);
        var withVault = await Assert.ThrowsAsync<RootKeyException>(() => Start("two", database: database));
        Assert.Contains("unset PAYGATE_VAULT_ADDR", withVault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_OfManyWithFilesAtOnce_HasOneWinner()
    {
        var tries = await Task.WhenAll(Enumerable.Range(0, 4).Select(async number =>
        {
            try
            {
                await Start($"silo-{number}", new RootKeyOptions());
                return null;
            }
            catch (RootKeyException exception)
            {
                return exception.Message;
            }
        }));

        var recorded = await Query<string>("select key_id from paygate.root_key");
        // Who lost found its own key to be another one, or, later still, that it has none to find.
        Assert.Equal(3, tries.OfType<string>().Count(message => message.Contains(recorded, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Start_WithAMountedFile_TakesThatOneAndMakesNone()
    {
        var mounted = Path.Combine(_directory.Path, "mounted.key");
        var options = new RootKeyOptions { MountedFile = mounted };
        var missing = await Assert.ThrowsAsync<RootKeyException>(() => Start("one", options));
        Assert.Contains("mount the secret that holds it", missing.Message, StringComparison.Ordinal);
        Assert.Equal(0, await Query<long>("select count(*) from paygate.root_key"));

        var key = new RootKeyFile(mounted).Generate();
        await Start("one", options);

        Assert.Equal(key.KeyId, await Query<string>("select key_id from paygate.root_key"));
        Assert.False(File.Exists(Path.Combine(_directory.Path, "one", RootKeyFile.DefaultName)));
    }

    /// <summary>Two hosts that share root key and database, but not the secrets: the second would make secrets that the first does not have.</summary>
    [Fact]
    public async Task Start_WhereTheSecretsAreNotShared_Refuses_AndMakesNothing()
    {
        var mounted = Path.Combine(_directory.Path, "mounted.key");
        new RootKeyFile(mounted).Generate();
        RootKeyOptions Secrets(string name) => new() { MountedFile = mounted, SecretsDirectory = Path.Combine(_directory.Path, name) };
        await Start("one", Secrets("shared"));
        await Start("two", Secrets("shared"));

        var refused = await Assert.ThrowsAsync<RootKeyException>(() => Start("three", Secrets("elsewhere")));

        var elsewhere = Path.Combine(_directory.Path, "elsewhere");
        Assert.Equal(
            $"Directory {elsewhere} has no id, so it is not the place of this database's merchants' secrets: mount the directory that all silos share, or put its backup back with `paygate keys import`.",
            refused.Message);
        Assert.False(Directory.Exists(elsewhere));
        await using var other = await PostgresServer.CreateDatabase();
        await Start("four", Secrets("elsewhere"), other);
        refused = await Assert.ThrowsAsync<RootKeyException>(() => Start("three", Secrets("elsewhere")));
        Assert.Contains(" has another id, so ", refused.Message, StringComparison.Ordinal);
        await Start("one", Secrets("shared"));
    }

    /// <summary>A directory of another installation, found by a database that has none yet.</summary>
    [Fact]
    public async Task FirstStart_OverTheSecretsOfAnotherRootKey_Refuses()
    {
        var secrets = Path.Combine(_directory.Path, "secrets");
        await Start("one", new RootKeyOptions { SecretsDirectory = secrets });
        await using var other = await PostgresServer.CreateDatabase();

        var refused = await Assert.ThrowsAsync<RootKeyException>(() => Start("two", new RootKeyOptions { SecretsDirectory = secrets }, other));

        Assert.StartsWith($"Directory {secrets} has the id of another root key, so ", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_WhenVaultLostItsEntries_Refuses()
    {
        await Start("one");
        _vault.Server.ForgetEntries();

        var refused = await Assert.ThrowsAsync<RootKeyException>(() => Start("one"));

        Assert.Contains(" has no id, so it is not the place of this database's merchants' secrets: mend PAYGATE_VAULT_KV_MOUNT", refused.Message, StringComparison.Ordinal);
        Assert.Empty(_vault.Server.Entries);
    }

    private static string Secrets(KeyHierarchy keys) => System.Text.Encoding.UTF8.GetString(ApiSecretsDocument.Write(keys.ApiSecrets));

    private Task<KeyHierarchy> Start(string name, RootKeyOptions? rootKey = null, TestDatabase? database = null) => VaultHosting.OpenKeys(
        new SiloOptions
        {
            ConnectionString = (database ?? _database).Silo,
            DataDirectory = Directory.CreateDirectory(Path.Combine(_directory.Path, name)).FullName,
            Sandbox = true,
            Cluster = ClusterVariables.Alone(),
            RootKey = rootKey ?? new RootKeyOptions { Vault = _vault.Options },
        },
        CancellationToken.None);

    private async Task<T> Query<T>(string sql)
    {
        await using var connection = new NpgsqlConnection(_database.Owner);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync())!;
    }
}
